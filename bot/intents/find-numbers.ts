import { MINUS_WORDS, NOT_NUMBERS, OTHER_NUMBERS, THAI_DIGITS, THAI_PLACES } from './lexicon/numbers.ts';
import { terms } from './lexicon/terms.ts';
import { normaliseSpelling } from './normalise.ts';

export interface FoundNumber {
  /** NaN is never here: a decimal says so instead. */
  value: number;
  decimal: boolean;
  start: number;
  end: number;
}

/** Numbers are looked for in this much of a text; an answer with a number is short. */
const TEXT_MAX = 400;
const byLength = (left: string, right: string): number => right.length - left.length;
const DIGIT_WORDS = Object.keys(THAI_DIGITS).toSorted(byLength);
const PLACE_WORDS = Object.keys(THAI_PLACES).toSorted(byLength);
const OTHERS = Object.keys(OTHER_NUMBERS).toSorted(byLength);
const DECOYS = terms(NOT_NUMBERS).toSorted(byLength);
const MINUSES = terms(MINUS_WORDS);

/** The text as numbers are looked for in it: one spelling, lower case, bounded. */
export function numberText(raw: string): string {
  return normaliseSpelling(raw.slice(0, TEXT_MAX)).toLowerCase();
}

function wordAt(text: string, at: number, words: readonly string[]): string | undefined {
  return words.find((word) => text.startsWith(word, at));
}

function isMinus(text: string, start: number): boolean {
  const before = text.slice(0, start).trimEnd();
  if (/(?:^|[^\d\p{L}])[-−–]$/u.test(before)) return true;
  return MINUSES.some((word) => before.endsWith(word));
}

const GROUPED = /^\d{1,3}(?:,\d{3})+(?!\d)/u;
const PLAIN = /^\d+/u;

function digitsAt(text: string, start: number): FoundNumber | undefined {
  const rest = text.slice(start, start + 24);
  const whole = GROUPED.exec(rest)?.[0] ?? PLAIN.exec(rest)?.[0];
  if (whole === undefined) return undefined;
  const fraction = /^\.\d+/u.exec(rest.slice(whole.length))?.[0] ?? '';
  const value = Number(whole.replaceAll(',', '') + fraction);
  return { value, decimal: fraction !== '' && !/^\.0+$/u.test(fraction), start, end: start + whole.length + fraction.length };
}

/** A million multiplies all that was said before it, a smaller place only its own digit. */
function addPlace(total: number, digit: number | undefined, size: number): number {
  return size === 1_000_000 ? (total + (digit ?? 0) || 1) * size : total + (digit ?? 1) * size;
}

/** Reads "ร้อยยี่สิบ" as 120: a digit waits for its place, a place without a digit counts once. */
function thaiWordsAt(text: string, start: number): FoundNumber | undefined {
  let at = start;
  let total = 0;
  let waiting: number | undefined;
  for (;;) {
    const digit = wordAt(text, at, DIGIT_WORDS);
    if (digit !== undefined) {
      if (waiting !== undefined) break;
      waiting = THAI_DIGITS[digit] ?? 0;
      at += digit.length;
      continue;
    }
    const place = wordAt(text, at, PLACE_WORDS);
    if (place === undefined) break;
    const size = THAI_PLACES[place] ?? 1;
    total = addPlace(total, waiting, size);
    waiting = undefined;
    at += place.length;
  }
  if (at === start) return undefined;
  return { value: total + (waiting ?? 0), decimal: false, start, end: at };
}

function otherWordsAt(text: string, start: number): FoundNumber | undefined {
  if (start > 0 && /[a-z]/u.test(text.charAt(start - 1))) return undefined;
  const word = wordAt(text, start, OTHERS);
  if (word === undefined || /[a-z]/u.test(text.charAt(start + word.length))) return undefined;
  return { value: OTHER_NUMBERS[word] ?? 0, decimal: false, start, end: start + word.length };
}

/** All numbers of a text in their order, in digits of any script or in words. Takes what `numberText` gives. */
export function findNumbers(text: string): FoundNumber[] {
  const found: FoundNumber[] = [];
  let at = 0;
  while (at < text.length) {
    const decoy = wordAt(text, at, DECOYS);
    if (decoy !== undefined) {
      at += decoy.length;
      continue;
    }
    const number = digitsAt(text, at) ?? thaiWordsAt(text, at) ?? otherWordsAt(text, at);
    if (number === undefined) {
      at += 1;
      continue;
    }
    if (isMinus(text, number.start) && number.value !== 0) number.value = -number.value;
    found.push(number);
    at = number.end;
  }
  return found;
}
