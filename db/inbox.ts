import type { Kysely, Transaction } from 'kysely';
import type { Database, NewRow, Row } from './schema.ts';

/** Stores events once: an id that is known already is left as it is. Returns how many were new. */
export async function storeEvents(tx: Transaction<Database>, events: readonly NewRow<'inbox'>[]): Promise<number> {
  let stored = 0;
  for (const event of events) {
    const result = await tx
      .insertInto('inbox')
      .values(event)
      .onConflict((conflict) => conflict.column('event_id').doNothing())
      .executeTakeFirst();
    stored += Number(result.numInsertedOrUpdatedRows ?? 0n);
  }
  return stored;
}

/** Ends an event and forgets what was said in it. Belongs into the transaction of the event's effects. */
export async function finishEvent(
  tx: Transaction<Database>,
  eventId: string,
  end: { state: 'done' | 'ignored' | 'failed'; now: number; why?: string },
): Promise<void> {
  await tx
    .updateTable('inbox')
    .set({ state: end.state, why: end.why ?? null, done_at: end.now, body_sealed: null })
    .where('event_id', '=', eventId)
    .execute();
}

/**
 * Waiting events whose turn it is, oldest first: of each person only the oldest, so that a later wish never
 * overtakes an earlier one, and one that waits for its next attempt holds back only its own person.
 */
export async function dueEvents(db: Kysely<Database>, query: { now: number; limit: number }): Promise<Row<'inbox'>[]> {
  return await db
    .selectFrom('inbox as event')
    .selectAll('event')
    .where('event.state', '=', 'waiting')
    .where('event.next_attempt_at', '<=', query.now)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('inbox as earlier')
            .select('earlier.event_id')
            .where('earlier.state', '=', 'waiting')
            .whereRef('earlier.line_user_id', '=', 'event.line_user_id')
            .where((both) =>
              both.or([
                both('earlier.event_at', '<', both.ref('event.event_at')),
                both.and([
                  both('earlier.event_at', '=', both.ref('event.event_at')),
                  both('earlier.event_id', '<', both.ref('event.event_id')),
                ]),
              ]),
            ),
        ),
      ),
    )
    .orderBy('event.event_at')
    .orderBy('event.event_id')
    .limit(query.limit)
    .execute();
}

/** Notes a failed attempt, only while the event still waits. */
export async function postponeEvent(
  db: Kysely<Database>,
  eventId: string,
  postponed: { attempts: number; nextAttemptAt: number },
): Promise<void> {
  await db
    .updateTable('inbox')
    .set({ attempts: postponed.attempts, next_attempt_at: postponed.nextAttemptAt })
    .where('event_id', '=', eventId)
    .where('state', '=', 'waiting')
    .execute();
}

export async function countWaitingEvents(db: Kysely<Database>): Promise<number> {
  const row = await db
    .selectFrom('inbox')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
