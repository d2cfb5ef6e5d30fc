import type { Clock } from '../../bot/deps.ts';

export interface FakeClock extends Clock {
  advance(ms: number): void;
  set(at: number): void;
}

/** A Monday morning in Bangkok, 2026-11-23 09:00. */
const MONDAY_MORNING = Date.UTC(2026, 10, 23, 2, 0);

/** Time stands still until a test moves it. */
export function fakeClock(startsAt: number = MONDAY_MORNING): FakeClock {
  let now = startsAt;
  return {
    now: () => now,
    advance(ms) {
      if (ms < 0) throw new RangeError('time only goes forward');
      now += ms;
    },
    set: (at) => void (now = at),
  };
}
