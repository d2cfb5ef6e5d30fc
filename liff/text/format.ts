import type { Language } from '../../bot/domain/words.ts';
import { LOCALES, TIME_ZONE } from './times.ts';

/** Month and year of `YYYY-MM`, in the era that the language counts in. */
export function monthOf(month: string, language: Language): string {
  const date = new Date(`${month}-15T12:00:00+07:00`);
  return new Intl.DateTimeFormat(LOCALES[language], { month: 'long', year: 'numeric', timeZone: TIME_ZONE }).format(date);
}

/** Whole baht without decimals, broken baht with two. */
export function bahtOf(satang: number): string {
  const digits = satang % 100 === 0 ? 0 : 2;
  return new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(satang / 100);
}

export function kilometresOf(distance: number): string {
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 }).format(distance);
}

/** Satang from what a person typed (“1,500”, “40.50”), or nothing where it is no amount. */
export function satangFrom(typed: string): number | undefined {
  const bare = typed.replaceAll(/[\s,]/gu, '').replaceAll(/[\u0E50-\u0E59]/gu, (digit) => String(digit.charCodeAt(0) - 0x0e50));
  if (!/^\d{1,9}(\.\d{1,2})?$/u.test(bare)) return undefined;
  return Math.round(Number(bare) * 100);
}

/** Today in Thailand as YYYY-MM-DD, for the date fields. */
export function todayIn(now: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: TIME_ZONE }).format(now);
}
