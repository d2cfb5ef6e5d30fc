import type { Language } from '../domain/words.ts';

/** Digits are Latin in every language; Thai dates carry the Buddhist year. */
const LOCALES: Record<Language, string> = {
  th: 'th-TH-u-ca-buddhist-nu-latn',
  en: 'en-GB-u-ca-gregory-nu-latn',
  ms: 'ms-MY-u-ca-gregory-nu-latn',
  my: 'my-MM-u-ca-gregory-nu-latn',
};

const TIME_ZONE = 'Asia/Bangkok';

const DAY_MS = 86_400_000;

/** What is shown where a number, a time or a word is missing or makes no sense. */
export const NOTHING = '-';

const numbers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const wholes = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const hundredths = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

export function formatNumber(value: number): string {
  return Number.isFinite(value) ? numbers.format(value) : NOTHING;
}

/** The digits alone, without the word for baht: "40", "1,234.50". */
export function formatBahtDigits(amountSatang: number): string {
  if (!Number.isFinite(amountSatang)) return NOTHING;
  return amountSatang % 100 === 0 ? wholes.format(amountSatang / 100) : hundredths.format(amountSatang / 100);
}

/** Made once: making one costs more than a thousand uses. */
const DATES: Record<Language, Intl.DateTimeFormat> = { th: dates('th'), en: dates('en'), ms: dates('ms'), my: dates('my') };

function dates(language: Language): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(LOCALES[language], { timeZone: TIME_ZONE, day: 'numeric', month: 'short', year: 'numeric' });
}

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: TIME_ZONE, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** "26 Nov 2026"; the year is 2569 in Thai. The weekday is the catalogue's to say. */
export function formatDate(at: number, language: Language): string {
  if (!isTime(at)) return NOTHING;
  const parts = DATES[language].formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((found) => found.type === type)?.value ?? NOTHING;
  return `${part('day')} ${part('month')} ${part('year')}`;
}

/** "11:30", on the 24-hour clock. */
export function formatClock(at: number): string {
  if (!isTime(at)) return NOTHING;
  return clock.format(at);
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/u;

/** Noon of a stored day (`2026-11-26`) in Thailand, or undefined where it is no day. */
export function noonOf(isoDate: string): number | undefined {
  const at = ISO_DATE.test(isoDate) ? Date.parse(`${isoDate}T12:00:00+07:00`) : Number.NaN;
  return isTime(at) ? at : undefined;
}

/** 0 is Sunday. */
export function weekdayOf(at: number): number {
  // Day 0 of the epoch was a Thursday.
  return (((dayNumber(at) + 4) % 7) + 7) % 7;
}

type DayFromNow = 'today' | 'tomorrow' | 'another_day';

/** Which day `at` falls on, seen from `now`, in Thailand. */
export function dayFromNow(at: number, now: number): DayFromNow {
  const days = dayNumber(at) - dayNumber(now);
  if (days === 0) return 'today';
  return days === 1 ? 'tomorrow' : 'another_day';
}

/** Thailand has had no other offset than +07:00 for a century. */
function dayNumber(at: number): number {
  return Math.floor((at + 7 * 3_600_000) / DAY_MS);
}

/** The years a date can be shown for; outside them the number was no time at all. */
function isTime(at: number): boolean {
  return Number.isFinite(at) && at > -2_000_000_000_000 && at < 200_000_000_000_000;
}
