import type { MealTime } from './words.ts';

/** Thailand has kept UTC+7 without summer time since 1920, so a day is arithmetic and needs no time zone data. */
const OFFSET_MS = 7 * 60 * 60 * 1000;
const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const NOON_MINUTE = 12 * 60;
const EVENING_MINUTE = 17 * 60 + 30;
/** A meal time nearer than this cannot be cooked and carried any more: the next day's is meant. */
const MEAL_TIME_AHEAD_MS = 30 * MINUTE_MS;

/** The day in Asia/Bangkok as `YYYY-MM-DD`, which sorts as text the way it sorts in time. */
export function bangkokDay(at: number): string {
  return new Date(at + OFFSET_MS).toISOString().slice(0, 10);
}

/** The first millisecond of a `YYYY-MM-DD` in Asia/Bangkok. Throws on anything else: days are parsed at the edge. */
export function startOfDay(day: string): number {
  const start = Date.parse(`${day}T00:00:00.000Z`);
  if (Number.isNaN(start)) throw new RangeError(`not a day: ${day}`);
  return start - OFFSET_MS;
}

/** `minute` counts from midnight: 750 is half past twelve. */
export function atMinute(day: string, minute: number): number {
  return startOfDay(day) + minute * MINUTE_MS;
}

/** Minutes since midnight in Asia/Bangkok. */
export function minuteOfDay(at: number): number {
  return Math.floor((at - startOfDay(bangkokDay(at))) / MINUTE_MS);
}

export function addDays(day: string, days: number): string {
  return bangkokDay(startOfDay(day) + days * DAY_MS);
}

/** The Monday of the week that a day is in. */
export function weekOf(day: string): string {
  const sinceMonday = (new Date(`${day}T00:00:00.000Z`).getUTCDay() + 6) % 7;
  return addDays(day, -sinceMonday);
}

/** The same day of the next month, or its last day where it is shorter. */
export function monthAfter(day: string): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(date, last))).toISOString().slice(0, 10);
}

/** The clock time that a choice of meal time means now: today's, or tomorrow's when today's is too near or past. */
export function mealTimeAt(mealTime: MealTime, now: number): number {
  switch (mealTime) {
    case 'now':
      return now;
    case 'noon':
      return nextAt(NOON_MINUTE, now);
    case 'evening':
      return nextAt(EVENING_MINUTE, now);
  }
}

function nextAt(minute: number, now: number): number {
  const today = bangkokDay(now);
  const at = atMinute(today, minute);
  return at - now < MEAL_TIME_AHEAD_MS ? atMinute(addDays(today, 1), minute) : at;
}

/** `HH:MM` of a minute of the day. */
export function clockOfMinute(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
