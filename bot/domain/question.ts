import type { Button } from './button.ts';

/** The forms that are filled in chat, one question at a time. */
export const FORMS = {
  registration: [
    'consent_contact',
    'consent_health',
    'need',
    'quarantine_until',
    'name',
    'community',
    'people',
    'diet',
    'allergy',
    'home',
    'phone',
    'check',
  ],
  order: ['meals', 'time', 'mode', 'check'],
  shop_application: ['name', 'kind', 'pin', 'capacity', 'opens', 'closes', 'price', 'halal', 'check'],
  rider_application: ['name', 'vehicle', 'boxes', 'area', 'paid', 'check'],
  pledge: ['kind', 'meals', 'baht', 'often', 'where', 'campaign', 'community', 'named', 'name', 'check'],
  gift: ['kind', 'boxes', 'words', 'diet', 'halal', 'ready', 'cooked', 'pin', 'check'],
  campaign: ['name', 'face_value', 'coupons_per_grant', 'delivery_fee', 'starts_on', 'ends_on', 'check'],
  money: ['campaign', 'amount', 'bank_reference', 'check'],
  capacity: ['meals'],
  pick_up_code: ['code'],
  hand_over_code: ['code'],
  shop_code: ['code'],
  door_photo: ['photo'],
  rider_problem: ['problem'],
  help: ['words'],
  incident_reply: ['words'],
  donation_slip: ['photo'],
  give_back: ['coupons', 'check'],
} as const satisfies Record<string, readonly string[]>;

export type FormName = keyof typeof FORMS;

/** `registration.people` and so on: the key under which catalogues keep the question's words. */
export type QuestionKey = { [F in FormName]: `${F}.${(typeof FORMS)[F][number]}` }[FormName];

export const QUESTION_KEYS = Object.entries(FORMS).flatMap(([form, fields]) => fields.map((field) => `${form}.${field}` as QuestionKey));

/** Why an answer could not be taken; the question is asked again with this hint first. */
export const PROBLEMS = [
  'not_a_number',
  'out_of_range',
  'not_a_choice',
  'too_long',
  'too_short',
  'no_match', // no community of that name
  'too_many_matches',
  'too_far',
  'not_a_date',
  'date_past',
  'date_too_far',
  'not_a_phone',
  'not_a_time',
  'need_text',
  'need_photo',
  'need_place',
  'need_code',
  'need_consent', // contact consent is needed to bring food to a door
  'wrong_code',
  'time_past', // today's clock is beyond it
  'food_too_old', // cooked too long ago to reach anybody in time
] as const;
export type Problem = (typeof PROBLEMS)[number];

/**
 * One choice under a question. `label` is a catalogue key (`choice.yes`) or, for names that people gave to
 * places, the words themselves.
 */
export interface Choice {
  label: { key: string; values?: Record<string, string | number> } | { words: string };
  tap:
    | { kind: 'button'; button: Button }
    | { kind: 'place' }
    | { kind: 'camera' }
    | { kind: 'date'; button: Button; min: string; max: string };
  chosen?: boolean;
}

/** A question as data; messages/ gives it words and shape. */
export interface Question {
  key: QuestionKey;
  choices: Choice[];
  problem?: { code: Problem; values?: Record<string, string | number> };
  /** For `check` questions: the answers so far, as catalogue keys and values in the order of the form. */
  answers?: Answer[];
  /** How far along, for "ข้อ 3 จาก 9". */
  step?: { number: number; of: number };
  values?: Record<string, string | number>;
}

export interface Answer {
  field: QuestionKey;
  /** A catalogue key (`choice.diet.halal`) or words as they were given. */
  value: { keys: string[]; /** A moment that the words mean, ms. */ at?: number } | { words: string } | { number: number };
}
