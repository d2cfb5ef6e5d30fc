import { dueDeadlines, endDeadline, postponeDeadline } from '../../db/due-deadlines.ts';
import type { Row } from '../../db/schema.ts';
import { backoffDelay } from '../backoff.ts';
import type { Deps } from '../deps.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { Refusal } from '../domain/refusal.ts';
import { DEADLINES_BATCH_MAX, MINUTE, SECOND } from '../limits.ts';
import type { Command } from '../domain/command.ts';
import { createWorker } from '../worker.ts';
import type { Worker } from '../worker.ts';

export interface DeadlineParts {
  handle: (deps: Deps, command: Command) => Promise<object | Refusal>;
}

/** A deadline that cannot be kept is tried for ever, ever more slowly: somebody's meal hangs on it. */
const BACKOFF = { firstDelay: 5 * SECOND, factor: 3, delayMax: 10 * MINUTE };

async function runDeadline(deps: Deps, parts: DeadlineParts, row: Row<'deadline'>): Promise<void> {
  try {
    const result = await parts.handle(deps, { kind: 'deadline_due', deadline: row.id, due: row.kind, subject: row.subject_id });
    if (isRefusal(result)) deps.log.warn({ deadlineId: row.id, kind: row.kind, refused: result.refused }, 'deadline refused');
    // The use case takes the deadline itself, with its effects; one that it left has nothing to wait for any more.
    await endDeadline(deps.db, row);
  } catch (error) {
    const attempts = row.attempts + 1;
    deps.log.error({ deadlineId: row.id, kind: row.kind, attempts, err: error }, 'deadline failed');
    const dueAt = deps.clock.now() + backoffDelay(BACKOFF, attempts, deps.chance.fraction());
    await postponeDeadline(deps.db, row.id, { attempts, dueAt });
  }
}

/** The clock as one more visitor: what is due goes to the same use cases as a person's tap. */
export function createDeadlineWorker(deps: Deps, parts: DeadlineParts): Worker {
  return createWorker({
    name: 'deadlines',
    log: deps.log,
    pace: deps.pace,
    async pass(stopping, breathe) {
      const rows = await dueDeadlines(deps.db, { now: deps.clock.now(), limit: DEADLINES_BATCH_MAX });
      for (const row of rows) {
        await breathe();
        if (stopping()) return 0;
        await runDeadline(deps, parts, row);
      }
      return rows.length;
    },
  });
}
