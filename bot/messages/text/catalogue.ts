import type { OrderState } from '../../domain/order-machine.ts';
import type { Problem, QuestionKey } from '../../domain/question.ts';
import type { RefusalCode } from '../../domain/refusal.ts';
import type {
  ConsentPurpose,
  DeclineReason,
  Diet,
  GiftKind,
  HalalGround,
  IncidentKind,
  Language,
  Municipality,
  Need,
  OrderMode,
  Resolution,
  RiderProblem,
  Role,
  ShopKind,
  Vehicle,
} from '../../domain/words.ts';
import type { donor, resident, talk } from './th/people.ts';
import type { gift } from './th/gifts.ts';
import type { coordinator, rider, shop, treasurer } from './th/work.ts';

/** The labels that questions may ask for; `{n}` and `{field}` come with the choice. */
export type ChoiceKey =
  | `choice.${'yes' | 'no' | 'skip' | 'done' | 'back' | 'stop' | 'person' | 'agree' | 'disagree' | 'confirm' | 'edit' | 'change'}`
  | `choice.need.${Need}`
  | `choice.diet.${Diet | 'allergy' | 'none'}`
  | `choice.mode.${OrderMode}`
  | `choice.time.${'now' | 'noon' | 'evening'}`
  | `choice.shop_kind.${ShopKind}`
  | `choice.halal.${HalalGround}`
  | `choice.vehicle.${Vehicle}`
  | `choice.area.${Municipality}`
  | `choice.paid.${'paid' | 'volunteer'}`
  | `choice.gift_kind.${GiftKind}`
  | `choice.gift_diet.${Diet | 'none'}`
  | 'choice.gift_ready.now'
  | 'choice.gift_cooked.then'
  | `choice.pledge_kind.${'meals' | 'baht'}`
  | `choice.often.${'once' | 'monthly'}`
  | `choice.where.${'needed' | 'campaign' | 'community'}`
  | `choice.named.${'anonymous' | 'named'}`
  | `choice.problem.${RiderProblem}`
  | `choice.${'meals' | 'people' | 'baht' | 'boxes' | 'days'}`
  | `choice.${'send_place' | 'take_photo' | 'choose_photo' | 'pick_date' | 'tomorrow'}`;

/** Words on buttons that are not answers to a question. All of them fit into a quick reply (20 letters). */
export type ButtonKey =
  | 'menu'
  | 'ask_food'
  | 'my_coupons'
  | 'give_back'
  | 'monthly_stop'
  | 'my_order'
  | 'donate'
  | 'donate_meals'
  | 'give_food'
  | 'gift_approve'
  | 'gift_withdraw'
  | 'join_shop'
  | 'join_rider'
  | 'talk_to_person'
  | 'language'
  | 'privacy'
  | 'withdraw_contact'
  | 'withdraw_health'
  | 'register'
  | 'ask_again'
  | 'cancel_order'
  | 'order_received'
  | 'order_not_received'
  | 'order_bad_food'
  | 'approve_meals'
  | 'approve'
  | 'decline'
  | 'new_campaign'
  | 'queue'
  | 'confirm_money'
  | 'record_money'
  | 'money_queue'
  | 'shop_orders'
  | 'shop_accept'
  | 'shop_reject'
  | 'shop_cooking'
  | 'shop_ready'
  | 'shop_give_up'
  | 'shop_hand_over'
  | 'shop_capacity'
  | 'shop_open'
  | 'shop_close'
  | 'duty_on'
  | 'duty_off'
  | 'rider_jobs'
  | 'rider_accept'
  | 'rider_reject'
  | 'rider_give_back'
  | 'rider_picked_up'
  | 'rider_hand_over'
  | 'rider_left_at_door'
  | 'rider_problem'
  | 'slip_help'
  | 'pledge_withdraw'
  | 'open_home'
  | 'open_coupon'
  | 'open_order'
  | 'open_history'
  | 'open_donor'
  | 'open_shop'
  | 'open_rider'
  | 'open_coordinator'
  | 'open_screening'
  | 'open_approvals'
  | 'open_treasurer'
  | 'open_privacy'
  | 'open_map'
  | 'open_qr'
  | 'open_slip'
  | 'call_ambulance'
  | 'call_mind_line'
  | 'call_home'
  | 'send_slip'
  | 'hi_isolation'
  | 'just_hello';

/** `field` names the answer on the page that is checked before it is sent; `help` is one short line. */
export interface QuestionWords {
  ask: string;
  field: string;
  help?: string;
}

/** `exact` is said when all its facts came along, `plain` in every other case. */
export interface Hint {
  plain: string;
  exact?: string;
}

type PledgeState = 'pledged' | 'claimed' | 'received' | 'failed' | 'withdrawn';

type Sentences<Thai> = { readonly [Key in keyof Thai]: string };

/**
 * Everything that is said in one language. Thai is the source; a key that another language lacks fails the
 * type check. Facts stand in braces: `{meals}`, or `{meals:meal|meals}` where the noun changes with the number.
 *
 * Facts that a question may bring in `values`: order.meals `left`. A problem brings: not_a_number, out_of_range
 * `min` `max`; too_long `max`; too_short `min`; too_far `km`; date_too_far `days`; wrong_code `left`.
 *
 * Facts that a refusal may bring in `detail` (`…_satang` and `…Satang` become baht under the name before it,
 * numbers ending in `…At` a time, days ending in `…On` a date, `role` and `state` their words):
 *
 * | code | detail |
 * |---|---|
 * | not_allowed | role |
 * | quarantine_over | endedOn |
 * | not_enough_coupons | left |
 * | meals_out_of_range | min, max |
 * | order_changed, cannot_cancel | state |
 * | fund_short | short_satang |
 * | capacity_full, wrong_code | left |
 * | shop_closed | opens |
 * | too_many_tries | untilAt |
 * | food_too_old | eatByAt |
 * | amount_out_of_range | min_satang, max_satang |
 */
export interface Catalogue {
  choices: Record<ChoiceKey, string>;
  buttons: Record<ButtonKey, string>;
  questions: Record<QuestionKey, QuestionWords>;
  problems: Record<Problem, Hint>;
  refusals: Record<RefusalCode, Hint>;
  roles: Record<Role, string>;
  languages: Record<Language, string>;
  orderStates: Record<OrderState, string>;
  pledgeStates: Record<PledgeState, string>;
  incidents: Record<IncidentKind, string>;
  resolutions: Record<Resolution, string>;
  /** The whole sentence for the resident who was declined. */
  declineSentences: Record<DeclineReason, string>;
  /** The same reasons on the coordinator's buttons. */
  declineButtons: Record<DeclineReason, string>;
  consents: Record<ConsentPurpose, string>;
  units: {
    baht: string;
    meals: string;
    boxes: string;
    kilometres: string;
    metres: string;
    today: string;
    tomorrow: string;
    onDay: string;
    /** From Sunday. Spelled here because their short forms change between versions of the locale data. */
    weekdays: readonly [string, string, string, string, string, string, string];
    comma: string;
  };
  talk: Sentences<typeof talk>;
  resident: Sentences<typeof resident>;
  donor: Sentences<typeof donor>;
  gift: Sentences<typeof gift>;
  shop: Sentences<typeof shop>;
  rider: Sentences<typeof rider>;
  coordinator: Sentences<typeof coordinator>;
  treasurer: Sentences<typeof treasurer>;
}

/** Lists of words and their files, one pair for each language. */
export type Labels = Omit<
  Catalogue,
  'questions' | 'problems' | 'refusals' | 'talk' | 'resident' | 'donor' | 'gift' | 'shop' | 'rider' | 'coordinator' | 'treasurer'
>;
