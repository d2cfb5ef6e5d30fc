import type { Button } from '../../bot/domain/button.ts';
import { FORMS, PROBLEMS } from '../../bot/domain/question.ts';
import type { Choice, FormName, Question, QuestionKey } from '../../bot/domain/question.ts';
import { DIETS, HALAL_GROUNDS, NEEDS, RIDER_PROBLEMS, VEHICLES } from '../../bot/domain/words.ts';
import { LONG_NAME } from './long-name.ts';

function answer(key: QuestionKey, value: string): Button {
  const [form = '', field = ''] = key.split('.');
  return { action: 'answer', form, field, value, turn: '7' };
}

function choice(key: QuestionKey, label: string, values?: Record<string, string | number>): Choice {
  const value = values === undefined ? (label.split('.').at(-1) ?? label) : String(Object.values(values)[0]);
  return {
    label: values === undefined ? { key: label } : { key: label, values },
    tap: { kind: 'button', button: answer(key, value.replaceAll(/[^\w]/gu, '_')) },
  };
}

const back: Choice = { label: { key: 'choice.back' }, tap: { kind: 'button', button: { action: 'form_back', turn: '7' } } };
const stop: Choice = { label: { key: 'choice.stop' }, tap: { kind: 'button', button: { action: 'form_stop', turn: '7' } } };

function counts(key: QuestionKey, label: string, numbers: number[]): Choice[] {
  return numbers.map((n) => choice(key, label, { n }));
}

function keys(key: QuestionKey, list: readonly string[]): Choice[] {
  return list.map((label) => choice(key, label));
}

function choiceKeys(list: readonly string[], prefix: string): string[] {
  return list.map((name) => `${prefix}.${name}`);
}

/** Choices by the name of the field, for the fields that are answered with fixed words. */
const WORDS: Record<string, string[]> = {
  consent_contact: ['choice.agree', 'choice.disagree'],
  consent_health: ['choice.agree', 'choice.disagree'],
  check: ['choice.confirm', 'choice.edit'],
  need: choiceKeys(NEEDS, 'choice.need'),
  diet: [...choiceKeys([...DIETS, 'allergy', 'none'], 'choice.diet'), 'choice.done'],
  time: choiceKeys(['now', 'noon', 'evening'], 'choice.time'),
  mode: choiceKeys(['delivery', 'pickup'], 'choice.mode'),
  vehicle: choiceKeys(VEHICLES, 'choice.vehicle'),
  area: choiceKeys(['hatyai', 'songkhla'], 'choice.area'),
  paid: choiceKeys(['paid', 'volunteer'], 'choice.paid'),
  halal: choiceKeys(HALAL_GROUNDS, 'choice.halal'),
  problem: choiceKeys(RIDER_PROBLEMS, 'choice.problem'),
  'shop_application.kind': choiceKeys(['shop', 'kitchen'], 'choice.shop_kind'),
  'pledge.kind': choiceKeys(['meals', 'baht'], 'choice.pledge_kind'),
  'pledge.often': choiceKeys(['once', 'monthly'], 'choice.often'),
  'pledge.where': choiceKeys(['needed', 'campaign', 'community'], 'choice.where'),
  'pledge.named': choiceKeys(['anonymous', 'named'], 'choice.named'),
  phone: ['choice.skip'],
  allergy: ['choice.skip'],
};

const NUMBERS: Record<string, { label: string; counts: number[] }> = {
  'registration.people': { label: 'choice.people', counts: [1, 2, 3, 4, 5, 6] },
  meals: { label: 'choice.meals', counts: [1, 2, 3, 5, 10] },
  capacity: { label: 'choice.meals', counts: [10, 20, 40] },
  coupons_per_grant: { label: 'choice.meals', counts: [10, 20, 40] },
  baht: { label: 'choice.baht', counts: [40, 100, 500] },
  price: { label: 'choice.baht', counts: [40, 45, 50] },
  face_value: { label: 'choice.baht', counts: [40, 45, 50] },
  delivery_fee: { label: 'choice.baht', counts: [20, 25, 30] },
  boxes: { label: 'choice.boxes', counts: [2, 4, 6] },
};

/** The choices that make sense for a field; a field that is typed freely has none. */
function choicesFor(key: QuestionKey): Choice[] {
  const field = key.slice(key.indexOf('.') + 1);
  const numbers = NUMBERS[key] ?? NUMBERS[field];
  if (numbers !== undefined) return counts(key, numbers.label, numbers.counts);
  if (['home', 'pin'].includes(field)) return [{ label: { key: 'choice.send_place' }, tap: { kind: 'place' } }];
  if (field === 'photo') return [{ label: { key: 'choice.take_photo' }, tap: { kind: 'camera' } }];
  if (['quarantine_until', 'starts_on', 'ends_on'].includes(field)) return [pickDate(key), ...counts(key, 'choice.days', [3, 7])];
  const chosen = ['choice.diet.halal', 'choice.diet.soft'];
  return keys(key, WORDS[key] ?? WORDS[field] ?? []).map((one) =>
    'key' in one.label && chosen.includes(one.label.key) ? { ...one, chosen: true } : one,
  );
}

function pickDate(key: QuestionKey): Choice {
  const button = answer(key, 'picked');
  return { label: { key: 'choice.pick_date' }, tap: { kind: 'date', button, min: '2026-11-22', max: '2026-12-22' } };
}

/** Every key of every form, in order. */
export const QUESTION_KEYS: QuestionKey[] = Object.keys(FORMS).flatMap((form) =>
  FORMS[form as FormName].map((field) => `${form}.${field}` as QuestionKey),
);

const asked = QUESTION_KEYS.map((key, index): Question => ({
  key,
  choices: [...choicesFor(key), back, stop],
  step: { number: (index % 11) + 1, of: 11 },
}));

const withProblems = PROBLEMS.flatMap((code): Question[] => [
  { key: 'registration.people', choices: [back, stop], problem: { code } },
  {
    key: 'order.meals',
    choices: counts('order.meals', 'choice.meals', [1, 2]),
    problem: { code, values: { min: 1, max: 6, km: 12.5, days: 30, left: 2 } },
    values: { left: 6 },
  },
]);

const checks: Question[] = [
  {
    key: 'registration.check',
    choices: [
      ...keys('registration.check', ['choice.confirm', 'choice.edit']),
      choice('registration.check', 'choice.change', { field: 'registration.name' }),
      back,
      stop,
    ],
    answers: [
      { field: 'registration.need', value: { keys: ['choice.need.quarantine'] } },
      { field: 'registration.quarantine_until', value: { words: '2026-12-01' } },
      { field: 'registration.name', value: { words: LONG_NAME } },
      { field: 'registration.community', value: { words: LONG_NAME } },
      { field: 'registration.people', value: { number: 4 } },
      { field: 'registration.diet', value: { keys: ['choice.diet.halal', 'choice.diet.soft'] } },
      { field: 'registration.allergy', value: { words: '' } },
      { field: 'registration.phone', value: { words: '081 234 5678' } },
      { field: 'registration.home', value: { keys: [] } },
    ],
  },
  {
    key: 'pledge.check',
    choices: keys('pledge.check', ['choice.yes', 'choice.no']),
    answers: [
      { field: 'pledge.baht', value: { number: 1_000_000 } },
      { field: 'pledge.often', value: { keys: ['choice.often.monthly'] } },
      { field: 'pledge.community', value: { words: LONG_NAME } },
      { field: 'pledge.name', value: { words: LONG_NAME } },
    ],
    values: { total: 1_000_000 },
  },
];

function named(words: string, index: number): Choice {
  return { label: { words }, tap: { kind: 'button', button: answer('registration.community', `c${index}`) } };
}

const longLists: Question[] = [
  { key: 'registration.community', choices: [...Array.from({ length: 12 }, (_, i) => named(LONG_NAME, i)), back, stop] },
  { key: 'money.campaign', choices: [...Array.from({ length: 30 }, (_, i) => named(`C${i}`, i)), stop], problem: { code: 'not_a_choice' } },
  {
    key: 'registration.community',
    choices: [named('ต้นโด', 1), { ...named('โชคสมาน', 2), chosen: true }, { label: { key: 'choice.send_place' }, tap: { kind: 'place' } }],
  },
  {
    key: 'campaign.ends_on',
    choices: [
      {
        ...pickDate('campaign.ends_on'),
        tap: { kind: 'date', button: answer('campaign.ends_on', 'x'), min: '2026-11-22', max: '2026-11-22' },
      },
    ],
  },
];

export const questionSamples: Question[] = [...asked, ...withProblems, ...checks, ...longLists];
