import { sealDays } from '../../db/seal.ts';
import type { Deps } from '../deps.ts';
import { MINUTE } from '../limits.ts';
import { createWorker } from '../worker.ts';
import type { Worker } from '../worker.ts';

/** A day is sealed within this time of its end. */
const SEAL_INTERVAL = 10 * MINUTE;

/** Seals the books of each day that is over, in the order of the days; a day that was missed is sealed late, never left out. */
export function createBookSealer(deps: Deps): Worker {
  let nextAt = 0;
  return createWorker({
    name: 'seal',
    log: deps.log,
    pace: deps.pace,
    async pass() {
      const now = deps.clock.now();
      if (now < nextAt) return 0;
      nextAt = now + SEAL_INTERVAL;
      const sealed = await sealDays(deps.db, now);
      if (sealed.length > 0) deps.log.info({ days: sealed.length, newest: sealed.at(-1) }, 'books sealed');
      return 0;
    },
  });
}
