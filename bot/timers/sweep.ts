import { forgetOldRows } from '../../db/retention.ts';
import type { Deps } from '../deps.ts';
import { API_REQUEST_KEPT, DAY, HOUR } from '../limits.ts';
import { createWorker } from '../worker.ts';
import type { Worker } from '../worker.ts';

/** Long enough to look into a complaint, short enough that who wrote when is not kept for ever. */
const INBOX_KEPT = 7 * DAY;
const OUTBOX_KEPT = 30 * DAY;
const SWEEP_INTERVAL = HOUR;

/** Forgets, once an hour, what was needed only until its work was done. The books and the orders stay. */
export function createSweeper(deps: Deps): Worker {
  let nextAt = 0;
  return createWorker({
    name: 'sweep',
    log: deps.log,
    pace: deps.pace,
    async pass(stopping, breathe) {
      const now = deps.clock.now();
      if (now < nextAt) return 0;
      nextAt = now + SWEEP_INTERVAL;
      const forgotten = await forgetOldRows(deps.db, {
        now,
        inboxBefore: now - INBOX_KEPT,
        outboxBefore: now - OUTBOX_KEPT,
        requestsBefore: now - API_REQUEST_KEPT,
        async goOn() {
          await breathe();
          return !stopping();
        },
      });
      if (forgotten > 0) deps.log.info({ forgotten }, 'old rows forgotten');
      return 0;
    },
  });
}
