import { BAHT_WORDS, MONTH_WORDS } from './column-words.ts';

/** The Buddhist era counts 543 years more; no statement is older than the year 2400 of it, or 1857. */
const BUDDHIST_YEARS = 543;
const BUDDHIST_FROM = 2400;
/** Years of two digits from here on are Buddhist (69 is 2569), below they are of the common era (26 is 2026). */
const SHORT_BUDDHIST_FROM = 50;

const THAI_ZERO = 0x0e50;

function latinDigits(text: string): string {
  return text.replaceAll(/[\u0E50-\u0E59]/gu, (digit) => String(digit.charCodeAt(0) - THAI_ZERO));
}

function yearOf(digits: string): number {
  const year = Number(digits);
  if (digits.length === 2) return year >= SHORT_BUDDHIST_FROM ? year + 2500 - BUDDHIST_YEARS : year + 2000;
  return year >= BUDDHIST_FROM ? year - BUDDHIST_YEARS : year;
}

function monthOf(text: string): number {
  if (/^\d+$/u.test(text)) return Number(text);
  return MONTH_WORDS.findIndex((word) => word.test(text)) + 1;
}

/** `YYYY-MM-DD` when there is such a day. */
function dayOf(year: number, month: number, day: number): string | undefined {
  const made = new Date(Date.UTC(year, month - 1, day));
  const isReal = made.getUTCFullYear() === year && made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
  return isReal ? made.toISOString().slice(0, 10) : undefined;
}

/** 21/11/2569, 21-11-69, 2026-11-21, 20261121, 21 พ.ย. 2569, 21 Nov 2026; a time behind it is left to `minuteFrom`. */
export function dayFrom(cell: string): string | undefined {
  const text = latinDigits(cell).trim();
  const yearFirst = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/u.exec(text) ?? /^(\d{4})(\d{2})(\d{2})(?!\d)/u.exec(text);
  if (yearFirst !== null) return dayOf(yearOf(yearFirst[1] ?? ''), Number(yearFirst[2]), Number(yearFirst[3]));
  const dayFirst =
    /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?!\d)/u.exec(text) ??
    /^(\d{1,2})[\s\-/.]+([^\d\s]+?)[\s\-/.]*(\d{4}|\d{2})(?!\d)/u.exec(text);
  if (dayFirst === null) return undefined;
  return dayOf(yearOf(dayFirst[3] ?? ''), monthOf(dayFirst[2] ?? ''), Number(dayFirst[1]));
}

/** Minutes since midnight of the first clock time in the cell. */
export function minuteFrom(cell: string): number | undefined {
  const found = /(?<!\d)(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?(?![\d/.])/u.exec(latinDigits(cell));
  if (found === null) return undefined;
  const [hours, minutes] = [Number(found[1]), Number(found[2])];
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : undefined;
}

/** Satang, below zero for money that left; `none` for an empty cell; undefined for what is no amount. */
export function satangFrom(cell: string): number | 'none' | undefined {
  const text = latinDigits(cell)
    .replaceAll(BAHT_WORDS, '')
    .replaceAll(/[\s\u00a0]/gu, '');
  if (text === '' || text === '-') return 'none';
  const isNegative = /^-|^\(.*\)$|-$/u.test(text);
  const bare = text.replaceAll(/^[-+(]|[)-]$/gu, '');
  if (!/^(?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.\d{1,2})?$/u.test(bare)) return undefined;
  const [baht = '', part = ''] = bare.replaceAll(',', '').split('.');
  const amount = Number(baht) * 100 + Number(part.padEnd(2, '0'));
  return isNegative && amount > 0 ? -amount : amount;
}
