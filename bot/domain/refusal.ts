/**
 * A refusal is an answer, not an error: a use case returns it, chat turns it into a kind sentence and
 * the API into a typed error with the same code. Unless it says `keep`, nothing has changed when one is returned.
 */
export const REFUSAL_CODES = [
  'not_allowed', // the role is missing; the sentence says whom the part is for
  'not_found', // no such thing, or not one of the asker's
  'consent_missing',
  'not_registered',
  'registration_waiting',
  'registration_declined',
  'already_registered',
  'quarantine_over',
  'no_coupon_left',
  'not_enough_coupons',
  'meals_out_of_range',
  'order_active', // an order is already under way
  'order_changed', // the state has moved on; carries the state
  'cannot_cancel', // food is already being made, or on its way
  'no_open_campaign',
  'fund_short',
  'fee_short', // the fund cannot cover a delivery; pick-up is still possible
  'capacity_full',
  'shop_closed',
  'already_taken',
  'already_answered',
  'already_decided',
  'wrong_code',
  'too_many_tries',
  'food_too_old',
  'code_used',
  'code_expired',
  'not_on_duty',
  'busy_with_trip',
  'bank_reference_used',
  'amount_out_of_range',
  'pledge_closed',
  'target_reached', // the campaign has all the money it asked for
  'same_person', // four eyes: the one who prepared cannot approve
  'last_of_role', // removing the last coordinator or treasurer
  'name_taken',
  'dates_wrong',
  'too_far', // a pin outside the cities served
  'picture_unreadable',
  'approval_waiting', // somebody has asked for the same already
  'money_moved_on', // what would be taken back is promised or spent
  'statement_unreadable', // no table of a bank in the file
  'key_reused', // an idempotency key came back with another body
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** Plain facts for the sentence: numbers, dates and states, never anything about a person. */
export type RefusalDetail = Readonly<Record<string, string | number>>;

export interface Refusal {
  readonly refused: RefusalCode;
  readonly detail: RefusalDetail;
  /** True when what was written before the refusal counts (a wrong code is counted, a coordinator is told). */
  readonly keep?: true;
}

export function refuse(refused: RefusalCode, detail: RefusalDetail = {}): Refusal {
  return { refused, detail };
}

/** A refusal whose traces stay: see `Refusal.keep`. */
export function refuseAndKeep(refused: RefusalCode, detail: RefusalDetail = {}): Refusal {
  return { refused, detail, keep: true };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value;
}
