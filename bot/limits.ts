/** Every bound of the service with its reason. Times in ms, distances in km, money in satang. */
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** LINE texts are at most 5,000 UTF-16 units; what people mean fits in far less. */
export const HEARD_TEXT_MAX = 1000;
/** A reply token lives 60 s; older than this we push instead of losing the answer. */
export const REPLY_TOKEN_MAX_AGE = 50 * SECOND;
/** With each redelivery its life begins anew, but not for an event older than 20 minutes. */
export const REPLY_TOKEN_EVENT_MAX_AGE = 19 * MINUTE;
/** LINE takes five message objects a request. */
export const MESSAGES_A_REQUEST_MAX = 5;

/** Meals one order may carry: two boxes a person a day is the local rule, eight fit one delivery bag. */
export const MEALS_AN_ORDER_MAX = 8;
export const PEOPLE_MAX = 30;

/** A shop between two customers looks at its phone within this time, or the next shop is asked. */
export const SHOP_ANSWER_TIME = 5 * MINUTE;
/** After so many shops a person looks for one. */
export const SHOPS_ASKED_MAX = 5;
/** Hat Yai and Songkhla are 30 km apart: a shop further than this is another city. */
export const SHOP_DISTANCE_KM_MAX = 12;
/** A resident may change their mind for this long after a shop said yes to an order for now. */
export const CHANGE_OF_MIND_TIME = 3 * MINUTE;
/** Cooking for a meal time starts this long before it. */
export const COOK_AHEAD_TIME = 60 * MINUTE;
/** Minutes from asking to the door that we tell people; see docs/flow.md. */
export const USUAL_ORDER_TIME = 50 * MINUTE;
/** What a shop needs for an order that is wanted as soon as possible. */
export const USUAL_COOK_TIME = 25 * MINUTE;
export const USUAL_RIDE_TIME = 20 * MINUTE;
/** An order that is not ready this long after it was wanted goes to a coordinator. */
export const COOKING_LATE_TIME = 45 * MINUTE;

/** The first riders asked, nearest first; silence widens it to all on duty in the area. */
export const RIDERS_FIRST_WAVE = 3;
export const RIDER_ANSWER_TIME = 3 * MINUTE;
/** Waves before a coordinator is called: the nearest, then all, then all once more. */
export const RIDER_WAVES_MAX = 3;
export const RIDER_TRIP_LATE_TIME = 45 * MINUTE;
/** A rider sees name and door until handover plus this (docs/decisions/0005). */
export const RIDER_SEES_DOOR_AFTER = 2 * HOUR;

/** WHO Five Keys: cooked food stands at room temperature for two hours at most. */
export const COOKED_FOOD_TIME = 2 * HOUR;
/** Dry food keeps far longer; after a week a donor should know what became of it, and may offer it anew. */
export const DRY_FOOD_TIME = 7 * DAY;
/** A gift needs this much clock when it is fetched: to find a rider, to ride, and to sit down. */
export const GIFT_CLOCK_MIN = 45 * MINUTE;
/** Gifts of one member that are open at once: a kitchen gives a few kinds a day, more is a slip or a joke. */
export const GIFTS_OPEN_MAX = 10;
/** More boxes than this at once are a matter to talk about, not a form. */
export const GIFT_BOXES_MAX = 500;
export const CONFIRM_RECEIPT_TIME = 12 * HOUR;

/** Wrong codes before a person has to look: four digits must not be guessed. */
export const CODE_TRIES_MAX = 5;
export const CODE_TRIES_AN_HOUR_MAX = 20;
export const SHOWN_COUPON_TIME = 10 * MINUTE;

export const GRANT_DAYS = 30;
export const PLEDGE_TIME = 7 * DAY;
export const QUARANTINE_DAYS_MAX = 60;
export const HALAL_ATTESTATION_DAYS = 365;

export const FACE_VALUE_MIN_SATANG = 10_00;
export const FACE_VALUE_MAX_SATANG = 500_00;
export const COUPONS_PER_GRANT_MAX = 100;
export const DELIVERY_FEE_MAX_SATANG = 200_00;
/** Thai QR payments take up to 700,000 baht; below one baht a QR would carry no amount. */
export const PLEDGE_MIN_SATANG = 1_00;
export const PLEDGE_MAX_SATANG = 700_000_00;
export const PLEDGE_MEALS_MAX = 5000;
export const DONOR_NAME_MAX = 60;
/** A monthly pledge that finds no open campaign asks again after this. */
export const MONTHLY_RETRY_TIME = 7 * DAY;
export const CAMPAIGN_DAYS_MAX = 730;
/** A hundred million baht: more than any city's kitchen asks for, far below where sums stop being exact. */
export const CAMPAIGN_TARGET_MAX_SATANG = 100_000_000_00;

/** Pins further than this from both city centres are a slip of the finger. */
export const CITY_RADIUS_KM = 25;

export const OUTBOX_BATCH_MAX = 50;
export const OUTBOX_ATTEMPTS_MAX = 12;
/** LINE keeps a retry key for 24 h; after that the same key would send twice. */
export const OUTBOX_RETRY_MAX_AGE = 23 * HOUR;
/** News that nobody picked up with a reply for this long is stale. */
export const NEWS_MAX_AGE = 3 * DAY;
export const LINE_CALL_TIMEOUT = 8 * SECOND;
export const PICTURE_BYTES_MAX = 10 * 1024 * 1024;
export const PICTURE_ATTEMPTS_MAX = 6;
/** A slip whose reading broke off this often is left to the treasurer's eyes. */
export const SLIP_READ_ATTEMPTS_MAX = 3;
/** A verification service that is slower than this answers nobody; the treasurer looks as before. */
export const SLIP_VERIFY_TIMEOUT = 5 * SECOND;
export const INBOX_ATTEMPTS_MAX = 5;
export const DEADLINES_BATCH_MAX = 50;
export const WEBHOOK_BODY_MAX = 1024 * 1024;
/** Events that wait in memory for their commit, some 10 MB of them; with more the answer is 503, and LINE comes back. */
export const WEBHOOK_EVENTS_HELD_MAX = 8192;
/** Events of one commit: enough that the sync hardly counts, few enough that writing them takes milliseconds. */
export const WEBHOOK_GROUP_EVENTS = 256;

/** Headers are one packet or two; who needs longer keeps a door open on purpose. */
export const HEADERS_TIMEOUT = 15 * SECOND;
/** A request that takes longer is not one of ours; slow phones need some of it for a photo. */
export const REQUEST_TIMEOUT = 60 * SECOND;
/** Longer than the idle time of usual proxies, so that they and not we close a connection. */
export const KEEP_ALIVE_TIMEOUT = 65 * SECOND;
/** A connection with an answer that nobody fetches for so long is given up; a page's stream speaks every 20 s. */
export const SILENCE_TIMEOUT = 2 * MINUTE;
/** How often slow connections are looked for: they may stay that much longer than their time. */
export const CONNECTIONS_CHECK_INTERVAL = 5 * SECOND;
/** Twice the pages that may hold a stream; each costs some 20 KB, so all of them fit a small machine. */
export const CONNECTIONS_MAX = 4000;
/** Our cookie and LINE's longest address are below 5 KB together. */
export const HEADER_BYTES_MAX = 16 * 1024;
/** Browsers behind two proxies send some thirty. */
export const HEADER_LINES_MAX = 100;

export const SESSION_TIME = 12 * HOUR;
/** A phone and a computer, and what was left open elsewhere; the oldest ends. */
export const SESSIONS_A_MEMBER_MAX = 10;

/** A person taps less than once a second for long. */
export const WRITES_A_MINUTE = 60;
/** A page fetches at every change, and a coordinator has several open. */
export const READS_A_MINUTE = 300;
/** A paper takes some 25 ms to draw, of everybody's time; nobody prints a book of receipts on a phone. */
export const FILES_A_MINUTE = 30;
/** A page signs in when it is opened; a person opens a few in a minute, also when everything fails. */
export const SIGN_INS_A_MINUTE = 30;
/**
 * Phones of one mobile network share addresses: a tenth of a city's 5,000 people may sign in within the minute after a
 * message to all, behind one of them. A signature costs a fifth of a millisecond to check, so ten a second harm nobody.
 */
export const SIGN_INS_A_MINUTE_AND_ADDRESS = 600;
/** A view of the public page is eight requests, so 150 views a minute from one address; a script that copies the books needs far less. */
export const PUBLIC_READS_A_MINUTE_AND_ADDRESS = 1200;
/** LINE never signs wrongly; after so many from one address the rest is counted, and no longer written into the log. */
export const WRONG_SIGNATURES_A_MINUTE_AND_ADDRESS = 60;
/** Callers remembered by one limit, some 100 bytes each. */
export const CALLERS_KEPT = 10_000;
/** Pictures of QRs kept drawn, some 60 KB each. */
export const QR_PICTURES_KEPT = 100;

export const API_BODY_MAX = 64 * 1024;
/** Resized on the phone; a photo straight from a camera that is larger is refused there already. */
export const DOOR_PHOTO_BYTES_MAX = PICTURE_BYTES_MAX / 2;
/** A phone hears that its photo is too large when it has sent it; no camera makes larger ones than this. */
export const UPLOAD_DISCARD_MAX = 32 * 1024 * 1024;
/** All bodies that are being read at one time: six slips and some hundred webhooks, small beside the process. */
export const BODIES_HELD_MAX = 64 * 1024 * 1024;
export const API_REQUEST_KEPT = 2 * DAY;
/** Below this many households or meals a number of a community points at persons. */
export const PUBLIC_CELL_MIN = 5;
/** Weeks the public page shows; the files beside it hold all. */
export const PUBLIC_WEEKS_SHOWN = 8;
/** Campaigns the public page shows, newest first; the files beside it hold all. */
export const PUBLIC_CAMPAIGNS_SHOWN = 12;
/** How long a browser or a cache in front may keep a public page. */
export const PUBLIC_PAGE_KEPT_SECONDS = 60;
/** A push above the allowance of LINE's Basic plan in Thailand costs 0.10 baht before tax. */
export const PUSH_PRICE_SATANG = 10;
/** Rows a queue page shows; the rest is counted. */
export const QUEUE_PAGE_MAX = 50;
export const HISTORY_PAGE_MAX = 30;

/** A month of a busy account is some hundred KB; what is larger is not a statement. */
export const STATEMENT_BYTES_MAX = 1024 * 1024;
/** Bytes travel as base64 in JSON, four signs for three, with the columns beside them. */
export const STATEMENT_BODY_MAX = Math.ceil((STATEMENT_BYTES_MAX / 3) * 4) + 4096;
/** One import is one transaction, and the webhook waits behind it for a few seconds at most. */
export const STATEMENT_LINES_MAX = 5000;
export const STATEMENT_WORDS_MAX = 200;
/** The largest transfer that the ledger takes. */
export const STATEMENT_AMOUNT_MAX_SATANG = 100_000_000_00;
/** Lines of each kind that a report lists; the rest is counted. */
export const STATEMENT_SHOWN_MAX = 100;
/** Money without a reference of ours belongs to a pledge only when it came this near to the promise or the slip. */
export const STATEMENT_NEAR = 24 * HOUR;
/** Variables a query may carry, far below what the databases allow. */
export const QUERY_VALUES_MAX = 500;
