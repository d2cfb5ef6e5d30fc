/**
 * The closed vocabularies of the service, each with its values in one array so that tables, parsers and
 * catalogues are checked against the same list. Thai words for them are in docs/glossary.md.
 */
export const ROLES = ['coordinator', 'treasurer', 'shop', 'rider'] as const;
export type Role = (typeof ROLES)[number];

export const LANGUAGES = ['th', 'en', 'ms', 'my'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Needs of food, never of belief: halal is a property of the kitchen (docs/decisions/0006). */
export const DIETS = ['halal', 'no_pork', 'soft', 'vegan', 'low_sugar', 'low_salt'] as const;
export type Diet = (typeof DIETS)[number];

export const CONSENT_PURPOSES = ['contact', 'health'] as const;
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number];

export const MUNICIPALITIES = ['hatyai', 'songkhla'] as const;
export type Municipality = (typeof MUNICIPALITIES)[number];

/** Why food is asked for. `not_said` is a full answer: a neighbour or health volunteer checks instead. */
export const NEEDS = ['quarantine', 'no_income', 'not_said'] as const;
export type Need = (typeof NEEDS)[number];

export const ORDER_MODES = ['delivery', 'pickup'] as const;
export type OrderMode = (typeof ORDER_MODES)[number];

/** When the meal is wanted; `noon` and `evening` are today's meal times or, when past, tomorrow's. */
export const MEAL_TIMES = ['now', 'noon', 'evening'] as const;
export type MealTime = (typeof MEAL_TIMES)[number];

export const SHOP_KINDS = ['shop', 'kitchen'] as const;
export type ShopKind = (typeof SHOP_KINDS)[number];

export const HALAL_GROUNDS = ['none', 'muslim_cook', 'certified'] as const;
export type HalalGround = (typeof HALAL_GROUNDS)[number];

/** Food given in kind: eaten the same day, or kept. */
export const GIFT_KINDS = ['cooked', 'dry'] as const;
export type GiftKind = (typeof GIFT_KINDS)[number];

export const VEHICLES = ['motorcycle', 'bicycle', 'car', 'walk'] as const;
export type Vehicle = (typeof VEHICLES)[number];

export const RIDER_PROBLEMS = ['cannot_find', 'not_home', 'food_damaged', 'vehicle', 'unsafe', 'other'] as const;
export type RiderProblem = (typeof RIDER_PROBLEMS)[number];

export const INCIDENT_KINDS = [
  'not_received',
  'bad_food',
  'wrong_address',
  'rider_problem',
  'no_shop',
  'no_rider',
  'too_late',
  'not_collected',
  'fund_short',
  'help_wanted',
  'emergency',
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

/** What a coordinator can decide about an incident; which of them fit is said by `resolutionsFor`. */
export const RESOLUTIONS = ['noted', 'reissue', 'fail_order', 'try_again', 'cancel_order', 'to_pickup'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

export const DECLINE_REASONS = ['outside_area', 'already_helped', 'details_missing', 'not_eligible', 'other'] as const;
export type DeclineReason = (typeof DECLINE_REASONS)[number];

/** What a donor can do with a receipt at the tax office; `none` unless the foundation's status says otherwise. */
export const TAX_STATUSES = ['none', '1x', 'edonation'] as const;
export type TaxStatus = (typeof TAX_STATUSES)[number];

/**
 * What a picture that was sent as a slip turned out to hold. `used`: the transfer in it stands under another promise
 * already; `other_code`: a code, but a bill's or an address's.
 */
export const SLIP_READINGS = ['read', 'truemoney', 'used', 'no_code', 'other_code', 'several', 'not_a_picture', 'too_large'] as const;
export type SlipReadingKind = (typeof SLIP_READINGS)[number];
