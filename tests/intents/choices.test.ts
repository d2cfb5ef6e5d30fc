import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHOICE_WORDS, matchChoice } from '../../bot/intents/choices.ts';
import {
  DIETS,
  HALAL_GROUNDS,
  MEAL_TIMES,
  MUNICIPALITIES,
  NEEDS,
  ORDER_MODES,
  RIDER_PROBLEMS,
  SHOP_KINDS,
  VEHICLES,
} from '../../bot/domain/words.ts';

const options = (group: string, values: readonly string[]): { value: string; words: readonly string[] }[] =>
  values.map((value) => ({ value, words: CHOICE_WORDS[group === '' ? value : `${group}.${value}`] ?? [] }));

const GROUPS: readonly (readonly [string, readonly string[]])[] = [
  ['', ['yes', 'no']],
  ['', ['skip', 'done']],
  ['need', NEEDS],
  ['diet', [...DIETS, 'allergy', 'none']],
  ['mode', ORDER_MODES],
  ['time', MEAL_TIMES],
  ['shop_kind', SHOP_KINDS],
  ['halal', HALAL_GROUNDS],
  ['vehicle', VEHICLES],
  ['municipality', MUNICIPALITIES],
  ['paid', ['paid', 'volunteer']],
  ['pledge_kind', ['meals', 'baht']],
  ['rider_problem', RIDER_PROBLEMS],
];

test.each(GROUPS)('every word of %s %j leads to its own choice', (group, values) => {
  const all = options(group, values);
  for (const option of all) {
    expect(option.words.length).toBeGreaterThan(3);
    for (const word of option.words) expect(matchChoice(word, all)).toBe(option.value);
  }
});

test.each([
  ['', 'ไม่ค่ะ', 'no'],
  ['', 'ตกลงครับ', 'yes'],
  ['vehicle', 'มอเตอไซค', 'motorcycle'],
  ['vehicle', 'ขับรถกระบะครับ', 'car'],
  ['diet', 'ไม่เอาหมูนะคะ', 'no_pork'],
  ['diet', 'ฮาลาน', 'halal'],
  ['mode', 'เดี๋ยวไปรับเอง', 'pickup'],
  ['need', 'ตกงานมาสองเดือน', 'no_income'],
  ['municipality', 'อยู่สงขลา', 'songkhla'],
  ['rider_problem', 'ยางรถแตก', 'vehicle'],
  ['time', 'มื้อเย็นค่ะ', 'evening'],
  ['halal', 'ไม่ฮาลาล', 'none'],
  ['diet', 'ไม่รู้เหมือนกัน', undefined],
])('%s: %s', (group, text, value) => {
  const values = GROUPS.find(([name]) => name === group)?.[1] ?? [];
  expect(matchChoice(text, options(group, values))).toBe(value);
});

test('numbers count only where options are numbered', () => {
  const all = options('time', MEAL_TIMES);
  expect(matchChoice('2', all, true)).toBe('noon');
  expect(matchChoice('๒', all, true)).toBe('noon');
  expect(matchChoice('9', all, true)).toBeUndefined();
  expect(matchChoice('2', all)).toBeUndefined();
});

test('two that fit equally are no answer', () => {
  const twins = [
    { value: 'one', words: ['บ้านเหนือ'] },
    { value: 'other', words: ['บ้านเหนือ'] },
  ];
  expect(matchChoice('บ้านเหนือ', twins)).toBeUndefined();
});

test('no text makes it throw', () => {
  const all = options('diet', [...DIETS, 'allergy', 'none']);
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 150 }), (text) => {
      const value = matchChoice(text, all);
      expect(value === undefined || all.some((option) => option.value === value)).toBe(true);
    }),
  );
});
