/** Every state that waits has a row with one of these; the clock hands it to the same use cases as a person's tap. */
export const DEADLINE_KINDS = [
  'shop_answer', // subject: order
  'start_cooking', // order
  'cook_by', // order: accepted or cooking, yet not ready long after it was wanted
  'rider_answer', // trip
  'rider_slow', // trip: accepted, yet not handed over for long
  'eat_by', // order: cooked food has become too old
  'gift_ready', // order: held boxes of a gift can be fetched now
  'gift_over', // gift_lot: its time is up
  'confirm_receipt', // order: handed over and never answered
  'grant_expiry', // coupon_grant
  'pledge_expiry', // pledge
  'pledge_monthly', // pledge: received a month ago, the next one of its series is due
  'quarantine_end', // household
] as const;
export type DeadlineKind = (typeof DEADLINE_KINDS)[number];
