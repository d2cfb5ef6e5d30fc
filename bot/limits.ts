/** Every bound of the service with its reason. Times in ms, distances in km, money in satang. */
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** LINE texts are at most 5,000 UTF-16 units; what people mean fits in far less. */
export const HEARD_TEXT_MAX = 1000;
/** A reply token lives 60 s; older than this we push instead of losing the answer. */
export const REPLY_TOKEN_MAX_AGE = 50 * SECOND;
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
export const CAMPAIGN_DAYS_MAX = 730;

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
export const INBOX_ATTEMPTS_MAX = 5;
export const DEADLINES_BATCH_MAX = 50;
export const WEBHOOK_BODY_MAX = 1024 * 1024;

export const SESSION_TIME = 12 * HOUR;
export const API_BODY_MAX = 64 * 1024;
export const API_REQUEST_KEPT = 2 * DAY;
/** Rows a queue page shows; the rest is counted. */
export const QUEUE_PAGE_MAX = 50;
export const HISTORY_PAGE_MAX = 30;
