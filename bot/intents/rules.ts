/**
 * What must be heard together for a wish that no single phrase says. `all` names concepts, `A|B` is either; the
 * heaviest rule that holds wins, so a complaint outweighs a request and a danger outweighs both.
 */
export interface Rule {
  /** An intent, with the slot's value after a dot where there is one. */
  is: string;
  all: readonly string[];
  not?: string;
  weight: number;
}

export const RULES: readonly Rule[] = [
  // Residents
  { is: 'request_food', all: ['WANT', 'FOOD|INFANT|MEAL'], not: 'GIVE|CANCEL|SHOP|SPOILED|JOIN', weight: 66 },
  { is: 'request_food', all: ['WANT', 'BOX', 'NUMBER'], not: 'GIVE|CANCEL|CAN_MAKE', weight: 60 },
  { is: 'request_food', all: ['WANT', 'NUMBER'], not: 'GIVE|CANCEL|CAN_MAKE|BAHT|MONEY|CODE', weight: 46 },
  { is: 'request_food', all: ['FOOD', 'NUMBER', 'BOX'], not: 'GIVE|CANCEL|CAN_MAKE|BAHT|MISSING|TODAY', weight: 52 },
  { is: 'request_food', all: ['WANT', 'EAT'], not: 'NO|MEAT|PORK', weight: 58 },
  { is: 'request_food', all: ['WANT', 'COUPON'], not: 'GIVE|SHOW|CANCEL|SHOP|LEFT', weight: 62 },
  { is: 'request_food', all: ['HUNGRY'], not: 'CANCEL', weight: 58 },
  { is: 'request_food', all: ['NO|GONE', 'FOOD'], not: 'SHOP|ARRIVE|CAN_MAKE|WAIT', weight: 60 },
  { is: 'request_food', all: ['NO|GONE|NOT_YET', 'EAT'], not: 'PORK|MEAT|SALT|SUGAR|ALLERGIC', weight: 58 },
  { is: 'request_food', all: ['NOT_YET', 'EAT|FOOD'], not: 'ARRIVE|RECEIVE|PORK|MEAT', weight: 60 },
  { is: 'request_food', all: ['NO|GONE', 'INFANT'], weight: 66 },
  { is: 'request_food', all: ['HAVE', 'FOOD', 'LEFT|PLEASE'], not: 'SPOILED|GIVE|CAN_MAKE', weight: 50 },
  { is: 'request_food', all: ['POOR'], not: 'GIVE|HELP_WISH', weight: 52 },
  { is: 'request_food', all: ['INFANT', 'CHILD|WANT|FOR_OTHER'], weight: 60 },
  { is: 'request_food', all: ['FOOD', 'FOR_OTHER|PLEASE'], not: 'NO|GIVE|SPOILED|ARRIVE|DONE|WHERE|SEND|MISSING', weight: 44 },
  { is: 'request_food', all: ['ONLY_FOOD'], weight: 45 },
  { is: 'hi_register', all: ['SICK', 'CAUGHT|TEST|ISOLATION'], weight: 72 },
  { is: 'hi_register', all: ['ISOLATION'], weight: 64 },
  { is: 'hi_register', all: ['SICK'], weight: 56 },
  { is: 'hi_register', all: ['HI', 'SICK|ISOLATION|TEST|CAUGHT|JOIN|START|DAY_NUMBER'], weight: 66 },
  { is: 'coupon_balance', all: ['COUPON', 'LEFT|HOW_MANY|EXPIRE'], not: 'GIVE', weight: 68 },
  { is: 'coupon_balance', all: ['LEFT', 'HOW_MANY'], not: 'FUND|GIFT_MONEY|GIVE|SHOP', weight: 62 },
  { is: 'coupon_balance', all: ['EXPIRE', 'WHEN'], weight: 60 },
  { is: 'coupon_show', all: ['COUPON', 'SHOW|MINE'], not: 'GIVE', weight: 66 },
  { is: 'shop_list', all: ['SHOP', 'WHICH|NEAR'], not: 'JOIN|ORDER|MONEY', weight: 64 },
  { is: 'shop_list', all: ['SHOP', 'WHICH', 'USABLE|COUPON'], not: 'JOIN', weight: 82 },
  { is: 'shop_list', all: ['SHOP', 'USABLE'], not: 'JOIN', weight: 58 },
  { is: 'track', all: ['FOOD|ORDER|RIDER', 'WHERE|WHEN'], not: 'MONEY|SHOP|EXPIRE', weight: 66 },
  { is: 'track', all: ['ARRIVE', 'WHEN|WHERE'], not: 'MONEY|SHOP', weight: 62 },
  { is: 'track', all: ['FOOD|ORDER|RIDER', 'ARRIVE'], not: 'NO|NOT_YET|DONE|WRONG|SHOP|WORK', weight: 54 },
  { is: 'track', all: ['WHY', 'NOT_YET|NO', 'ARRIVE|SEND'], weight: 70 },
  { is: 'cancel', all: ['CANCEL'], not: 'CONSENT|DATA|NOT_YET', weight: 68 },
  { is: 'change_address', all: ['CHANGE', 'ADDRESS'], not: 'NO', weight: 68 },
  { is: 'complaint_delivery', all: ['NO|NOT_YET', 'RECEIVE'], not: 'MONEY|WORK|COMES_IN|DONE_FOOD', weight: 68 },
  { is: 'complaint_delivery', all: ['NOT_YET|NO', 'ARRIVE', 'FOOD|RIDER|ORDER|WAIT'], not: 'WHY', weight: 68 },
  { is: 'complaint_delivery', all: ['WAIT', 'NOBODY|NO|NOT_YET'], not: 'WHY', weight: 70 },
  { is: 'complaint_delivery', all: ['NOBODY', 'ARRIVE|SEND'], weight: 66 },
  { is: 'complaint_delivery', all: ['MISSING', 'FOOD|BOX|RECEIVE|SEND|ORDER'], weight: 66 },
  { is: 'complaint_delivery', all: ['WRONG', 'SEND|ADDRESS|FOOD|ORDER|RECEIVE|RIDER'], not: 'CHANGE', weight: 66 },
  { is: 'complaint_food', all: ['FOOD|RECEIVE|EAT|BOX', 'SPOILED|BELLY'], not: 'RIDER_ROAD', weight: 74 },
  { is: 'complaint_food', all: ['BELLY'], weight: 60 },
  { is: 'confirm_received', all: ['RECEIVE', 'DONE'], not: 'NO|NOT_YET|CANCEL|MONEY|SHOP|GIVE|WHEN|COUPON|HOW_MANY', weight: 60 },
  { is: 'confirm_received', all: ['FOOD|ORDER', 'ARRIVE', 'DONE'], not: 'NO|NOT_YET|WHERE|WHEN|WHY', weight: 62 },
  // Food that fits. A number of boxes makes it a request: see from-text.ts.
  { is: 'diet.no_pork', all: ['NO', 'PORK'], not: 'CANCEL', weight: 84 },
  { is: 'diet.low_salt', all: ['NO', 'SALT'], weight: 80 },
  { is: 'diet.low_sugar', all: ['NO', 'SUGAR'], weight: 80 },
  { is: 'diet.soft', all: ['NO', 'CHEW'], weight: 80 },
  { is: 'diet', all: ['ALLERGIC'], weight: 72 },
  { is: 'diet', all: ['NO', 'EAT', 'MEAT'], weight: 74 },
  // Donors
  { is: 'donate', all: ['GIVE'], not: 'RECEIPT|USED|HOW_MUCH|SLIP|TRANSFERRED', weight: 60 },
  { is: 'donate', all: ['GIVE', 'NUMBER'], not: 'RECEIPT', weight: 76 },
  { is: 'donate', all: ['WANT|HELP_WISH', 'GIVE'], not: 'RECEIPT', weight: 76 },
  { is: 'donate', all: ['HELP_WISH'], not: 'SEND|RIDER|DRIVE', weight: 54 },
  { is: 'donate', all: ['NUMBER', 'BAHT'], not: 'WANT|WHICH|HOW_MANY', weight: 44 },
  {
    is: 'give_food',
    all: ['HAVE', 'FOOD', 'BOX', 'NUMBER'],
    not: 'WANT|NO|GONE|NOT_YET|LEFT|PLEASE|QUESTION|SPOILED|RECEIVE|CAN_MAKE|COUPON|ORDER|WHICH|HOW_MANY',
    weight: 70,
  },
  { is: 'donate_slip', all: ['TRANSFERRED'], not: 'RECEIPT|WHEN', weight: 70 },
  { is: 'donate_slip', all: ['PAY', 'DONE', 'NUMBER'], not: 'NO|NOT_YET|WHEN|QUESTION|SHOP', weight: 82 },
  { is: 'donate_slip', all: ['SLIP'], not: 'RECEIPT', weight: 64 },
  { is: 'donate_receipt', all: ['RECEIPT'], weight: 80 },
  { is: 'donations', all: ['MINE', 'GIFT_MONEY'], not: 'USED|RECEIPT', weight: 78 },
  { is: 'donations', all: ['MINE', 'GIVE', 'HOW_MANY|DONE'], not: 'RECEIPT', weight: 78 },
  { is: 'fund_report', all: ['GIFT_MONEY|MONEY|FUND', 'USED'], not: 'COUPON|JOIN|WHEN', weight: 74 },
  { is: 'fund_report', all: ['FUND|GIFT_MONEY', 'LEFT|HOW_MANY'], not: 'MINE', weight: 68 },
  // Shops
  { is: 'shop_join', all: ['SHOP', 'JOIN'], weight: 80 },
  { is: 'shop_orders', all: ['ORDER', 'SHOP'], not: 'JOIN|CANCEL|WHERE', weight: 76 },
  { is: 'shop_orders', all: ['ORDER', 'SHOW|HAVE|TODAY'], not: 'CANCEL|MINE|WHERE', weight: 58 },
  { is: 'shop_redeem', all: ['COUPON', 'LONG_CODE'], weight: 84 },
  { is: 'shop_redeem', all: ['COUPON', 'CUSTOMER'], weight: 72 },
  { is: 'shop_redeem', all: ['LONG_CODE'], weight: 48 },
  { is: 'shop_capacity', all: ['CAN_MAKE', 'NUMBER'], not: 'WANT|JOIN', weight: 64 },
  { is: 'shop_capacity', all: ['CAN_MAKE', 'BOX', 'TODAY'], not: 'WANT', weight: 62 },
  { is: 'shop_open.open', all: ['SHOP', 'OPEN'], not: 'WHICH|JOIN|CAMPAIGN|CLOSE|NO|HOW_MANY|WHEN', weight: 60 },
  { is: 'shop_open.closed', all: ['SHOP', 'CLOSE'], not: 'WHICH|JOIN|WHEN', weight: 62 },
  { is: 'settlement', all: ['MONEY', 'COMES_IN', 'WHEN'], weight: 84 },
  { is: 'settlement', all: ['money_queue', 'WHEN'], weight: 90 },
  { is: 'settlement', all: ['COMES_IN', 'WHEN', 'SHOP|RIDER|MINE'], weight: 84 },
  { is: 'settlement', all: ['NOT_YET|NO', 'MONEY', 'COMES_IN'], not: 'FOOD|EAT', weight: 66 },
  // Riders
  { is: 'rider_join', all: ['JOIN', 'RIDER'], weight: 80 },
  { is: 'rider_join', all: ['HELP_WISH|JOIN|WANT', 'DRIVE'], not: 'WORK', weight: 70 },
  { is: 'rider_join', all: ['HELP_WISH', 'SEND'], weight: 74 },
  { is: 'rider_jobs', all: ['WORK', 'HAVE|SHOW|WHICH'], not: 'NO|POOR', weight: 64 },
  { is: 'rider_problem', all: ['FIND_NOT', 'ADDRESS|CUSTOMER|SHOP'], weight: 76 },
  { is: 'rider_problem', all: ['CUSTOMER', 'NO'], weight: 64 },
  { is: 'rider_picked_up', all: ['RECEIVE', 'SHOP', 'DONE'], not: 'NO|NOT_YET', weight: 76 },
  { is: 'rider_picked_up', all: ['RECEIVE', 'DONE', 'MIXED_CODE'], weight: 78 },
  { is: 'rider_picked_up', all: ['CODE', 'MIXED_CODE'], weight: 60 },
  { is: 'rider_delivered', all: ['SEND', 'DONE'], not: 'NO|NOT_YET|WRONG|SLIP|WAIT', weight: 62 },
  { is: 'rider_delivered', all: ['CODE', 'DIGIT_CODE'], not: 'COUPON', weight: 66 },
  { is: 'rider_delivered', all: ['SEND', 'DIGIT_CODE'], weight: 60 },
  // Staff
  { is: 'new_campaign', all: ['CREATE|OPEN|CHANGE', 'CAMPAIGN'], weight: 78 },
  { is: 'new_campaign', all: ['CAMPAIGN', 'WANT'], weight: 60 },
  // Everyone
  { is: 'human_agent', all: ['TALK', 'PERSON'], weight: 80 },
  { is: 'human_agent', all: ['PERSON'], not: 'JOIN|WHO', weight: 46 },
  { is: 'privacy_export', all: ['EXPORT|SHOW', 'DATA'], not: 'DELETE|WHO|KEEP', weight: 72 },
  { is: 'privacy_delete', all: ['DELETE', 'DATA'], weight: 92 },
  { is: 'privacy_notice', all: ['WHO', 'DATA|SEE'], not: 'DELETE', weight: 78 },
  { is: 'privacy_notice', all: ['DATA', 'KEEP|WHICH|USED'], not: 'DELETE|MONEY', weight: 76 },
  { is: 'consent_withdraw', all: ['WITHDRAW|CANCEL|NO', 'CONSENT'], weight: 92 },
  { is: 'language', all: ['LANGUAGE|CHANGE', 'OTHER_LANGUAGE'], weight: 70 },
  { is: 'language.th', all: ['LANGUAGE|CHANGE', 'THAI'], weight: 74 },
  { is: 'language.en', all: ['LANGUAGE|CHANGE', 'ENGLISH'], weight: 74 },
  { is: 'language.ms', all: ['LANGUAGE|CHANGE', 'MALAY'], weight: 74 },
  { is: 'language.my', all: ['LANGUAGE|CHANGE', 'BURMESE'], weight: 74 },
  { is: 'language', all: ['LANGUAGE'], weight: 50 },
  { is: 'menu', all: ['HOW', 'START'], not: 'MONEY|GIVE|COUPON', weight: 48 },
  { is: 'menu', all: ['HOW'], weight: 40 },
  { is: 'thanks', all: ['THANKS'], weight: 42 },
  { is: 'greeting', all: ['HELLO'], weight: 40 },
];

/** Intents that are heard whatever else was said, the gravest first. */
export const GRAVE = ['self_harm', 'emergency'] as const;

/** Phrases that a "not" straight before them turns around; what they turn into, where that is clear. */
export const TURNED: Readonly<Record<string, string | undefined>> = {
  confirm_received: 'complaint_delivery',
  rider_delivered: undefined,
  rider_picked_up: undefined,
  cancel: undefined,
  donate: undefined,
  give_food: undefined,
  donate_slip: undefined,
  rider_accept: undefined,
  yes: undefined,
};

/** Phrases that report or change a state: asked as a question they do neither. */
export const REPORTS = ['shop_open', 'rider_duty', 'confirm_received', 'rider_delivered', 'rider_picked_up', 'donate_slip'] as const;

/** Short answers: they count only when nothing else was said. */
export const ALONE = ['yes', 'no', 'skip', 'back', 'stop', 'thanks', 'greeting', 'menu'] as const;

/** Concepts that add nothing of their own: politeness, filler. */
export const FILLER = ['PLEASE', 'NEUTRAL', 'HELLO', 'THANKS', 'QUESTION'] as const;
