import { findNumbers, numberText } from './find-numbers.ts';
import { MEAL_UNITS, NOT_MEAL_BEFORE, NOT_MEAL_UNITS } from './lexicon/numbers.ts';
import { terms } from './lexicon/terms.ts';
import { parseBaht, parseCode } from './numbers.ts';

const NOT_UNITS = terms(NOT_MEAL_UNITS);
const NOT_BEFORE = terms(NOT_MEAL_BEFORE);
const UNITS = terms(MEAL_UNITS);
/** Longer numbers are phones, codes and ids. */
const MEAL_DIGITS_MAX = 5;

function startsWithOne(text: string, words: readonly string[]): boolean {
  return words.some((word) => text.startsWith(word));
}

/** The number of meals that a sentence names, as it was said; whether that many can be given is judged later. */
export function mealsIn(raw: string): number | undefined {
  const text = numberText(raw);
  const counts = findNumbers(text).filter((number) => {
    const before = text.slice(0, number.start).replace(/[\s-]+$/u, '');
    if (number.decimal || number.end - number.start > 24) return false;
    if (/^\d+$/u.test(text.slice(number.start, number.end)) && number.end - number.start > MEAL_DIGITS_MAX) return false;
    return !startsWithOne(text.slice(number.end).trimStart(), NOT_UNITS) && !NOT_BEFORE.some((word) => before.endsWith(word));
  });
  const named = counts.find((number) => startsWithOne(text.slice(number.end).trimStart(), UNITS));
  return (named ?? counts[0])?.value;
}

/** From here on a number that is given without a unit is as likely baht, and is better asked about. */
const BARE_MEALS_MAX = 20;

/** Meals that a donor names: a bare number only when it is too small to be a sum of money. */
export function givenMealsIn(raw: string): number | undefined {
  const meals = mealsIn(raw);
  const united = UNITS.some((unit) => numberText(raw).includes(unit));
  return meals !== undefined && (united || meals < BARE_MEALS_MAX) ? meals : undefined;
}

/** Whole baht, only when the sentence says baht: a bare number counts meals. */
export function bahtIn(raw: string): number | undefined {
  const text = numberText(raw);
  if (!/บาท|baht|thb|฿|ตังค์/u.test(text)) return undefined;
  const satang = parseBaht(text);
  return satang === undefined ? undefined : satang / 100;
}

export function codeIn(raw: string): string | undefined {
  return parseCode(raw.slice(0, 200));
}

/** What no dictionary lists: numbers and the shapes of codes. */
export function extraConcepts(raw: string, text: string): string[] {
  const extra: string[] = [];
  if (mealsIn(raw) !== undefined || bahtIn(raw) !== undefined) extra.push('NUMBER');
  if (/\d\s*(?:วัน|day)|วันที่\s*\d/u.test(text)) extra.push('DAY_NUMBER');
  const code = codeIn(raw);
  if (code === undefined || !/\d/u.test(code)) return extra;
  if (code.length === 8 && /[A-Z]/u.test(code)) extra.push('LONG_CODE');
  else if (/^\d{4}$/u.test(code)) extra.push('DIGIT_CODE');
  else if (/[A-Z]/u.test(code)) extra.push('MIXED_CODE');
  return extra;
}

export interface FoodSlots {
  meals?: number;
  forOther?: boolean;
  urgent?: boolean;
  infant?: boolean;
}

const URGENT_WORDS = /ไม่ได้กิน|ไม่มี.{0,8}กิน|ด่วน|สองวัน|หลายวัน|ไม่ไหว|จะตาย|อดข้าว|havent eaten|haven't eaten|not eaten|nothing to eat|starving/u;

export function foodSlots(raw: string, concepts: ReadonlySet<string>): FoodSlots {
  const slots: FoodSlots = {};
  const meals = mealsIn(raw);
  if (meals !== undefined) slots.meals = meals;
  if (concepts.has('FOR_OTHER')) slots.forOther = true;
  if (concepts.has('URGENT') || URGENT_WORDS.test(numberText(raw))) slots.urgent = true;
  if (concepts.has('INFANT') || /นมเด็ก|นมผง|ทารก|baby|formula|susu|นมให้ลูก/u.test(numberText(raw))) slots.infant = true;
  return slots;
}
