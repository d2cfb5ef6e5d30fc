import { findNumbers, numberText } from './find-numbers.ts';
import { BAHT_WORDS } from './lexicon/times.ts';
import { CODE_WORDS } from './lexicon/codes.ts';
import { terms } from './lexicon/terms.ts';
import { digitsToLatin } from './normalise.ts';

export { parseClock, parseDateWords } from './parse-time.ts';

/** "2-3", "1/2" or "2 ถึง 3": two numbers that leave open which is meant. */
const RANGE = /\d\s*(?:[-–~/]|ถึง|หรือ|to|or)\s*\d/u;

/** The one whole number a text names, sign and all; undefined for none, a fraction, or a range. */
export function parseNumber(text: string): number | undefined {
  const clean = numberText(text);
  if (RANGE.test(clean)) return undefined;
  const [first] = findNumbers(clean);
  if (first === undefined || first.decimal || !Number.isSafeInteger(first.value)) return undefined;
  if (/^\s*(?:ครึ่ง|½)/u.test(clean.slice(first.end))) return undefined;
  return first.value;
}

/** A sum of money in satang: "120", "120.50", "1,200 บาท", "ร้อยยี่สิบ". A negative one stays negative for the caller to refuse. */
export function parseBaht(text: string): number | undefined {
  const clean = numberText(text);
  if (RANGE.test(clean)) return undefined;
  const all = findNumbers(clean);
  const units = terms(BAHT_WORDS);
  const named = all.find((number) => {
    const after = clean.slice(number.end).trimStart();
    return units.some((unit) => after.startsWith(unit)) || clean.slice(0, number.start).trimEnd().endsWith('฿');
  });
  const sum = named ?? all[0];
  if (sum === undefined) return undefined;
  const written = clean.slice(sum.start, sum.end);
  if (/\.\d{3,}$/u.test(written)) return undefined;
  const satang = Math.round(sum.value * 100);
  return Number.isSafeInteger(satang) ? satang : undefined;
}

const CODE_MIN = 4;
const CODE_MAX = 8;

function isCode(text: string): boolean {
  return text.length >= CODE_MIN && text.length <= CODE_MAX && /^[A-Z0-9]+$/u.test(text);
}

/** A code as spoken or typed: "abcd 2345", "รหัส 4821". Ordinary words around it are not taken for one. */
export function parseCode(text: string): string | undefined {
  const clean = digitsToLatin(text.slice(0, 400).normalize('NFKC'));
  const whole = clean.toUpperCase().replace(/[\s\-–_.]+/gu, '');
  const ordinary = new Set(terms(CODE_WORDS));
  const raw = clean.match(/[A-Za-z0-9]+/gu) ?? [];
  const tokens = raw.filter((token) => !ordinary.has(token.toLowerCase()));
  if (isCode(whole) && tokens.length === raw.length) return whole;
  const joined = tokens.join('').toUpperCase();
  const single = tokens.filter((token) => isCode(token.toUpperCase()) && (/\d/u.test(token) || token === token.toUpperCase()));
  if (single.length === 1) return single[0]?.toUpperCase();
  if (single.length > 1) return isCode(joined) ? joined : undefined;
  const worded = raw.length > tokens.length || /\d/u.test(joined);
  return worded && isCode(joined) ? joined : undefined;
}

/** A Thai phone number as ten digits (nine for a landline), or undefined. */
export function parseThaiPhone(text: string): string | undefined {
  const clean = digitsToLatin(text.slice(0, 400).normalize('NFKC'));
  const runs = clean.match(/\+?\d[\d\s\-–.()]{6,24}/gu) ?? [];
  for (const run of runs) {
    const digits = run.replace(/\D/gu, '');
    const local = digits.startsWith('66') ? digits.slice(2).replace(/^0?/u, '0') : digits;
    if (/^0[689]\d{8}$/u.test(local) || /^0[2-7]\d{7}$/u.test(local)) return local;
  }
  return undefined;
}
