import type { StaffWords } from './staff/th.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long ago, in the largest unit that says enough. */
export function elapsed(ms: number, words: StaffWords['coordinator']): string {
  if (ms < HOUR_MS) return words.minutes(Math.max(1, Math.round(ms / MINUTE_MS)));
  if (ms < 2 * DAY_MS) return words.hours(Math.round(ms / HOUR_MS));
  return words.days(Math.round(ms / DAY_MS));
}
