import type { Clock } from '../../bot/deps.ts';

/** A Monday at six in the morning in Bangkok, 2026-11-23: the first breakfast is still to come. */
export const STARTS_AT = Date.UTC(2026, 10, 22, 23, 0);

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const BANGKOK_OFFSET = 7 * HOUR;

/** Milliseconds that really pass, while a city has put its own clock in the place of the process's. */
export const realNow: () => number = performance.now.bind(performance);

export interface CityClock extends Clock {
  /** Never back: a happening that is late happens now. */
  forwardTo(at: number): void;
  /** What the machine of the service shows: a little off when its clock was set. */
  readonly ofService: Clock;
  setSkew(ms: number): void;
}

export function createCityClock(startsAt: number = STARTS_AT): CityClock {
  let now = startsAt;
  let skew = 0;
  return {
    now: () => now,
    forwardTo(at) {
      now = Math.max(now, at);
    },
    ofService: { now: () => now + skew },
    setSkew(ms) {
      skew = ms;
    },
  };
}

/** The first moment of the day in Bangkok. */
export function dayStart(at: number): number {
  return Math.floor((at + BANGKOK_OFFSET) / DAY) * DAY - BANGKOK_OFFSET;
}
