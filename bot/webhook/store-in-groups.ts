import { isFlawOfRow } from '../../db/flaw-of-row.ts';
import { storeEvents } from '../../db/inbox.ts';
import type { NewRow } from '../../db/schema.ts';
import type { Deps } from '../deps.ts';
import { WEBHOOK_EVENTS_HELD_MAX, WEBHOOK_GROUP_EVENTS } from '../limits.ts';

/** `stored`: on disk, or was before. `full`: too many wait already, this one was not taken. */
export type StoreOutcome = 'stored' | 'not_stored' | 'full';

/** The events of one request: all of them are stored or none. */
interface Waiting {
  rows: readonly NewRow<'inbox'>[];
  done: (outcome: StoreOutcome) => void;
}

export interface GroupStore {
  store(rows: readonly NewRow<'inbox'>[]): Promise<StoreOutcome>;
}

type StoreDeps = Pick<Deps, 'db' | 'log'>;

const eventsIn = (group: readonly Waiting[]): number => group.reduce((sum, { rows }) => sum + rows.length, 0);

/** In one transaction; over when the commit is on disk. Throws when nothing of the group is. */
async function commit(deps: StoreDeps, group: readonly Waiting[]): Promise<void> {
  const rows = group.length === 1 ? (group[0]?.rows ?? []) : group.flatMap((request) => request.rows);
  const stored = await storeEvents(deps.db, rows);
  deps.log.info({ requests: group.length, events: rows.length, stored }, 'webhook stored');
}

/** When one row is not fit to be stored, its request alone fails, not those that happened to come beside it. */
async function commitGroup(deps: StoreDeps, group: readonly Waiting[]): Promise<void> {
  try {
    await commit(deps, group);
    group.forEach(({ done }) => done('stored'));
  } catch (error) {
    deps.log.error({ requests: group.length, events: eventsIn(group), err: error }, 'webhook not stored');
    if (group.length > 1 && isFlawOfRow(error)) for (const request of group) await commitGroup(deps, [request]);
    else group.forEach(({ done }) => done('not_stored'));
  }
}

/**
 * Requests that came in the same turn of the event loop, or while an earlier group was being written, share one
 * commit and so one sync of the disk; a request that came alone is not kept waiting for company.
 */
export function createGroupStore(deps: StoreDeps): GroupStore {
  const waiting: Waiting[] = [];
  let held = 0;
  let isBusy = false;

  function nextGroup(): Waiting[] {
    let events = 0;
    const end = waiting.findIndex(({ rows }, index) => {
      events += rows.length;
      return index > 0 && events > WEBHOOK_GROUP_EVENTS;
    });
    return waiting.splice(0, end === -1 ? waiting.length : end);
  }

  async function work(): Promise<void> {
    const group = nextGroup();
    await commitGroup(deps, group);
    held -= eventsIn(group);
    if (waiting.length > 0) setImmediate(() => void work());
    else isBusy = false;
  }

  return {
    async store(rows) {
      if (held + rows.length > WEBHOOK_EVENTS_HELD_MAX) return 'full';
      held += rows.length;
      const { promise, resolve } = Promise.withResolvers<StoreOutcome>();
      waiting.push({ rows, done: resolve });
      if (!isBusy) {
        isBusy = true;
        // After the poll phase: whatever else this turn brought is then waiting too.
        setImmediate(() => void work());
      }
      return promise;
    },
  };
}
