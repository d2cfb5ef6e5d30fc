/**
 * What a button carries: `action?key=value&…&v=1` (at most 300 characters, docs/buttons.md).
 * A button says which thing is meant, never who may do it: the tapper is authorised when it arrives.
 */
export const BUTTON_VERSION = 1;

/** Every action with the keys it must carry. docs/buttons.md is held against this table by a test. */
export const BUTTON_ACTIONS = {
  menu: [],
  ask_food: [],
  my_coupons: [],
  give_back: [],
  my_order: [],
  donate: [],
  donate_meals: ['meals'],
  give_food: [],
  join_shop: [],
  join_rider: [],
  talk_to_person: [],
  language: ['to'],
  privacy: [],
  withdraw_consent: ['purpose'],
  register: [],
  ask_again: [],
  answer: ['form', 'field', 'value', 'turn'],
  form_back: ['turn'],
  form_stop: ['turn'],
  cancel_order: ['order'],
  order_received: ['order'],
  order_not_received: ['order'],
  order_bad_food: ['order'],
  screening_show: ['screening'],
  screening_approve: ['screening'],
  screening_decline: ['screening', 'reason'],
  shop_approve: ['shop'],
  shop_decline: ['shop'],
  gift_withdraw: ['gift'],
  gift_approve: ['gift'],
  gift_decline: ['gift'],
  rider_approve: ['rider'],
  rider_decline: ['rider'],
  incident_resolve: ['incident', 'resolution'],
  incident_reply: ['incident'],
  new_campaign: [],
  queue: [],
  confirm_money: ['pledge'],
  record_money: [],
  money_queue: [],
  shop_orders: [],
  shop_accept: ['order'],
  shop_reject: ['order'],
  shop_cooking: ['order'],
  shop_ready: ['order'],
  shop_give_up: ['order'],
  shop_hand_over: [],
  shop_capacity: [],
  shop_open: ['open'],
  rider_duty: ['on'],
  rider_jobs: [],
  rider_accept: ['trip'],
  rider_reject: ['trip'],
  rider_give_back: ['trip'],
  rider_picked_up: ['trip'],
  rider_hand_over: ['trip'],
  rider_left_at_door: ['trip'],
  rider_problem: ['trip'],
  slip_help: [],
  pledge_withdraw: ['pledge'],
} as const satisfies Record<string, readonly string[]>;

export type ButtonAction = keyof typeof BUTTON_ACTIONS;

export type Button = {
  [A in ButtonAction]: { action: A } & Record<(typeof BUTTON_ACTIONS)[A][number], string>;
}[ButtonAction];

/** The limit LINE sets on postback data. */
export const BUTTON_DATA_MAX = 300;

/** Throws when the data would be longer than LINE takes: ids are short, so that is a bug. */
export function encodeButton(button: Button): string {
  const { action, ...rest } = button;
  const params = new URLSearchParams({ ...rest, v: String(BUTTON_VERSION) });
  const data = `${action}?${params.toString()}`;
  if (data.length > BUTTON_DATA_MAX) throw new RangeError(`button data too long: ${action}`);
  return data;
}

export type DecodedButton = { kind: 'button'; button: Button } | { kind: 'unknown_button' };

/**
 * Reads postback data without trusting it. Anything that is not exactly a known action with its keys,
 * each a short plain word, is an unknown button. Extra keys (LIFF or a later version may add them) are dropped.
 */
export function decodeButton(data: string): DecodedButton {
  const [action, query] = data.slice(0, BUTTON_DATA_MAX).split('?', 2);
  if (action === undefined || !Object.hasOwn(BUTTON_ACTIONS, action)) return { kind: 'unknown_button' };
  const params = new URLSearchParams(query ?? '');
  if (params.get('v') !== String(BUTTON_VERSION)) return { kind: 'unknown_button' };
  const button: Record<string, string> = { action };
  for (const key of BUTTON_ACTIONS[action as ButtonAction]) {
    const value = params.get(key);
    if (value === null || !/^[\w:.+-]{1,80}$/u.test(value)) return { kind: 'unknown_button' };
    button[key] = value;
  }
  return { kind: 'button', button: button as Button };
}
