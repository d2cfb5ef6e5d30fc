import { findNumbers, numberText } from './find-numbers.ts';
import { DAY_UNITS, DAY_WORDS, HOUR_WORDS, IN_DAYS, MONTHS, WEEK_UNITS } from './lexicon/times.ts';
import { terms } from './lexicon/terms.ts';

const DAY_MS = 86_400_000;
const has = (text: string, words: string): boolean => terms(words).some((word) => text.includes(word));

function minutesOf(hour: number, minute: number): number | undefined {
  const fits = Number.isInteger(hour) && Number.isInteger(minute) && hour >= 0 && minute >= 0 && minute < 60;
  if (!fits || hour > 24 || (hour === 24 && minute > 0)) return undefined;
  return (hour % 24) * 60 + minute;
}

interface HourRule {
  fits: (text: string) => boolean;
  from: number;
  to: number;
  add: (hour: number) => number;
}

/** Spoken hours count in stretches of the day; the first rule that fits says which. */
const HOUR_RULES: readonly HourRule[] = [
  { fits: (text) => has(text, HOUR_WORDS.evening), from: 1, to: 6, add: (hour) => hour + 18 },
  {
    fits: (text) => has(text, HOUR_WORDS.beforeDawn) && !has(text, HOUR_WORDS.oclock),
    from: 1,
    to: 5,
    add: (hour) => hour,
  },
  { fits: (text) => has(text, HOUR_WORDS.lateDay), from: 1, to: 7, add: (hour) => hour + 12 },
  // "สองโมงเช้า" counts from six, "แปดโมงเช้า" from midnight.
  {
    fits: (text) => has(text, HOUR_WORDS.earlyDay) && has(text, HOUR_WORDS.oclock),
    from: 1,
    to: 11,
    add: (hour) => (hour < 6 ? hour + 6 : hour),
  },
  { fits: (text) => has(text, HOUR_WORDS.earlyDay), from: 1, to: 11, add: (hour) => hour },
  { fits: (text) => /\d\s*pm\b/u.test(text), from: 1, to: 12, add: (hour) => (hour % 12) + 12 },
  { fits: (text) => /\d\s*am\b/u.test(text), from: 1, to: 12, add: (hour) => hour % 12 },
];

function spokenHour(text: string, hour: number): number | undefined {
  const rule = HOUR_RULES.find(({ fits }) => fits(text));
  if (rule === undefined) return hour;
  return hour >= rule.from && hour <= rule.to ? rule.add(hour) : undefined;
}

function writtenClock(text: string): number | undefined {
  const written = /(?:^|[^\d.:])(\d{1,2})\s?[:.]\s?(\d{2})(?![\d:.]\d)/u.exec(text);
  const hour = written === null ? undefined : spokenHour(text, Number(written[1]));
  return hour === undefined ? undefined : minutesOf(hour, Number(written?.[2]));
}

function saidClock(text: string): number | undefined {
  const numbers = findNumbers(text);
  const half = has(text, HOUR_WORDS.half) ? 30 : 0;
  if (has(text, HOUR_WORDS.noon)) return minutesOf(12, half);
  if (numbers.length > 2) return undefined;
  const said = numbers[0]?.value ?? silentHour(text);
  const hour = said === undefined ? undefined : spokenHour(text, said);
  return hour === undefined ? undefined : minutesOf(hour, numbers[1]?.value ?? half);
}

/** "บ่ายโมง" is one in the afternoon, "ทุ่ม" alone one hour into the evening: the one is not said. */
function silentHour(text: string): number | undefined {
  return has(text, HOUR_WORDS.afternoon) || has(text, HOUR_WORDS.evening) ? 1 : undefined;
}

/** Minutes after midnight of a time as typed or said: "08:30", "20.00", "บ่ายสอง", "6 โมงเย็น". */
export function parseClock(raw: string): number | undefined {
  const text = numberText(raw);
  if (/\d\s?[:.]\s?\d/u.test(text)) return writtenClock(text);
  if (has(text, HOUR_WORDS.midnight)) return 0;
  const compact = /^\s*(\d{2})(\d{2})\s*(?:น|$)/u.exec(text);
  return compact === null ? saidClock(text) : minutesOf(Number(compact[1]), Number(compact[2]));
}

function isoOf(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real ? date.toISOString().slice(0, 10) : undefined;
}

/** Years of the Buddhist era are 543 ahead; two digits from 60 to 99 are such years too. */
function yearOf(written: string): number | undefined {
  const year = Number(written);
  if (written.length === 2) return year >= 60 ? year + 2500 - 543 : year + 2000;
  if (written.length !== 4) return undefined;
  return year >= 2400 ? year - 543 : year;
}

/** A day without a year is the next one of its kind, today included. */
function nextOf(month: number, day: number, today: string): string | undefined {
  const year = Number(today.slice(0, 4));
  for (const candidate of [year, year + 1, year + 2, year + 3, year + 4]) {
    const iso = isoOf(candidate, month, day);
    if (iso !== undefined && iso >= today) return iso;
  }
  return undefined;
}

function addDays(today: string, days: number): string | undefined {
  const start = Date.parse(`${today}T00:00:00Z`);
  if (Number.isNaN(start) || !Number.isInteger(days) || Math.abs(days) > 3660) return undefined;
  return new Date(start + days * DAY_MS).toISOString().slice(0, 10);
}

function namedMonth(text: string, today: string): string | undefined {
  const match = /(\d{1,2})\s*(?:\/|-)?\s*([\p{L}\p{M}.]+?)\.?\s*(\d{4}|\d{2})?(?:\s|$|\D)/u.exec(text);
  const day = Number(match?.[1]);
  const rest = match === null ? '' : text.slice(match.index + (match[1]?.length ?? 0)).replace(/^[\s/-]+/u, '');
  const name = Object.keys(MONTHS).find((month) => rest.startsWith(month));
  if (name === undefined) return undefined;
  const month = MONTHS[name] ?? 0;
  const written = /^[^\d]*(\d{4}|\d{2})(?!\d)/u.exec(rest)?.[1];
  if (written === undefined) return nextOf(month, day, today);
  const year = yearOf(written);
  return year === undefined ? undefined : isoOf(year, month, day);
}

function inDays(text: string, today: string): string | undefined {
  const [number] = findNumbers(text);
  if (number === undefined || number.decimal) return undefined;
  const after = text.slice(number.end).trimStart();
  const unit = (words: string): boolean => terms(words).some((word) => after.startsWith(word));
  if (unit(WEEK_UNITS)) return addDays(today, number.value * 7);
  const counted = unit(DAY_UNITS) && !after.startsWith('วันที่');
  return counted || (has(text, IN_DAYS) && after === '') ? addDays(today, number.value) : undefined;
}

/** A day as people write it, in either era, as `YYYY-MM-DD`; undefined when there is no such day. */
export function parseDateWords(raw: string, today: string): string | undefined {
  const text = numberText(raw);
  const iso = /(?:^|\D)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/u.exec(text);
  if (iso !== null) return isoOf(yearOf(iso[1] ?? '') ?? 0, Number(iso[2]), Number(iso[3]));
  const slashed = /(?:^|\D)(\d{1,2})\s?[-/.]\s?(\d{1,2})(?:\s?[-/.]\s?(\d{4}|\d{2}))?(?!\d)/u.exec(text);
  if (slashed !== null) {
    if (slashed[3] === undefined) return nextOf(Number(slashed[2]), Number(slashed[1]), today);
    const year = yearOf(slashed[3]);
    return year === undefined ? undefined : isoOf(year, Number(slashed[2]), Number(slashed[1]));
  }
  const byMonth = namedMonth(text, today);
  if (byMonth !== undefined) return byMonth;
  const counted = inDays(text, today);
  if (counted !== undefined) return counted;
  const word = DAY_WORDS.find(([spelled]) => text.includes(spelled));
  if (word !== undefined) return addDays(today, word[1]);
  const dayOnly = /^(?:วันที่|ถึงวันที่|ถึง)?\s*(\d{1,2})$/u.exec(text);
  return dayOnly === null ? undefined : dayOfMonth(Number(dayOnly[1]), today);
}

/** "วันที่ 25" is the 25th of this month, or of the next month that has one. */
function dayOfMonth(day: number, today: string): string | undefined {
  for (let ahead = 0; ahead < 3; ahead += 1) {
    const first = new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1 + ahead, 1));
    const iso = isoOf(first.getUTCFullYear(), first.getUTCMonth() + 1, day);
    if (iso !== undefined && iso >= today) return iso;
  }
  return undefined;
}
