import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import { inOneCommit } from './one-commit.ts';
import type { Database } from './schema.ts';

export interface Retention {
  now: number;
  inboxBefore: number;
  outboxBefore: number;
  requestsBefore: number;
  /** Awaited between steps; false when it is time to stop, the rest goes another time. */
  goOn: () => Promise<boolean>;
}

type Tx = Transaction<Database>;
/** Removes some rows and says how many; fewer than `ROWS_A_STEP` when there are no more. */
type Step = (tx: Tx) => Promise<number>;

/** Removed in one commit, which others wait for: some milliseconds. */
const ROWS_A_STEP = 200;

const over = [sql.lit('done' as const), sql.lit('ignored' as const)];
const told = [sql.lit('sent' as const), sql.lit('dropped' as const)];
const ended = [sql.lit('done' as const), sql.lit('void' as const)];

const oldEvents = (before: number): Step => {
  return async (tx) => {
    const some = tx.selectFrom('inbox').select('event_id').where('state', 'in', over).where('done_at', '<', before).limit(ROWS_A_STEP);
    const { numDeletedRows } = await tx.deleteFrom('inbox').where('event_id', 'in', some).executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  };
};

/** Rows that went out together point at their first one: the pointers go before the rows. */
const oldNotices = (before: number): Step => {
  return async (tx) => {
    const some = await tx
      .selectFrom('outbox')
      .select('id')
      .where('state', 'in', told)
      .where('created_at', '<', before)
      .orderBy('created_at')
      .limit(ROWS_A_STEP)
      .execute();
    const ids = some.map(({ id }) => id);
    if (ids.length === 0) return 0;
    await tx.updateTable('outbox').set({ sent_with: null }).where('state', 'in', told).where('sent_with', 'in', ids).execute();
    await tx.deleteFrom('outbox').where('id', 'in', ids).execute();
    return ids.length;
  };
};

const oldRequests = (before: number): Step => {
  return async (tx) => {
    const some = tx.selectFrom('api_request').select(['member_id', 'key']).where('at', '<', before).limit(ROWS_A_STEP);
    const { numDeletedRows } = await tx
      .deleteFrom('api_request')
      .where(({ eb, refTuple }) => eb(refTuple('member_id', 'key'), 'in', some.$asTuple('member_id', 'key')))
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  };
};

const endedSessions = (now: number): Step => {
  return async (tx) => {
    const some = tx.selectFrom('session').select('id_hash').where('expires_at', '<', now).limit(ROWS_A_STEP);
    const { numDeletedRows } = await tx.deleteFrom('session').where('id_hash', 'in', some).executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  };
};

const oldCodes = (before: number): Step => {
  return async (tx) => {
    const some = tx
      .selectFrom('shown_coupon')
      .select('code')
      .where('expires_at', '<', before)
      .where('used_at', 'is', null)
      .limit(ROWS_A_STEP);
    const { numDeletedRows } = await tx.deleteFrom('shown_coupon').where('code', 'in', some).executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  };
};

const endedDeadlines = (before: number): Step => {
  return async (tx) => {
    const some = tx.selectFrom('deadline').select('id').where('state', 'in', ended).where('due_at', '<', before).limit(ROWS_A_STEP);
    const { numDeletedRows } = await tx.deleteFrom('deadline').where('id', 'in', some).executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  };
};

/**
 * Removes finished events, told notices, answered requests, ended sessions and old codes, a few hundred rows at a time;
 * returns how many rows went.
 */
export async function forgetOldRows(db: Kysely<Database>, retention: Retention): Promise<number> {
  const { now, inboxBefore, outboxBefore, requestsBefore, goOn } = retention;
  const steps = [
    oldEvents(inboxBefore),
    oldNotices(outboxBefore),
    oldRequests(requestsBefore),
    endedSessions(now),
    oldCodes(requestsBefore),
    endedDeadlines(inboxBefore),
  ];
  let forgotten = 0;
  for (const step of steps) {
    let gone = ROWS_A_STEP;
    while (gone === ROWS_A_STEP && (await goOn())) {
      gone = await inOneCommit(db, step);
      forgotten += gone;
    }
  }
  return forgotten;
}
