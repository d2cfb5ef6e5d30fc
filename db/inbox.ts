import { sql } from 'kysely';
import type { CompiledQuery, Kysely, Transaction } from 'kysely';
import { compiled } from './compiled.ts';
import type { Database, NewRow, Row } from './schema.ts';
import { createTurns } from './turns.ts';

/** Rows of one statement: past that many longer statements save nothing more. */
const ROWS_A_STATEMENT = 32;
type NewEvent = NewRow<'inbox'>;
type Db = Kysely<Database> | Transaction<Database>;
const inserts = new Map<number, CompiledQuery>();

/** Every column, always in the same order: what the kept statements are bound to. */
function wholeEvent(event: NewEvent) {
  return {
    event_id: event.event_id,
    line_user_id: event.line_user_id ?? null,
    event_at: event.event_at,
    received_at: event.received_at,
    body_sealed: event.body_sealed ?? null,
    state: event.state,
    why: event.why ?? null,
    attempts: event.attempts ?? 0,
    next_attempt_at: event.next_attempt_at ?? 0,
    done_at: event.done_at ?? null,
  } satisfies Required<NewEvent>;
}

/** Built once for each number of rows; building it anew would cost as much as writing the rows. */
function insertOf(db: Db, events: readonly NewEvent[]): CompiledQuery {
  const known = inserts.get(events.length);
  const parameters = events.flatMap((event) => Object.values(wholeEvent(event)));
  if (known !== undefined) return { ...known, parameters };
  const query = db
    .insertInto('inbox')
    .values(events.map(wholeEvent))
    .onConflict((conflict) => conflict.column('event_id').doNothing())
    .compile();
  inserts.set(events.length, { ...query, parameters: [] });
  return query;
}

async function insertRows(db: Db, events: readonly NewEvent[]): Promise<number> {
  let stored = 0;
  for (let first = 0; first < events.length; first += ROWS_A_STATEMENT) {
    const result = await db.executeQuery(insertOf(db, events.slice(first, first + ROWS_A_STATEMENT)));
    stored += Number(result.numAffectedRows ?? 0n);
  }
  return stored;
}

/** Stores events once, all of them or none: an id that is known already is left as it is. Returns how many were new, when they are on disk. */
export function storeEvents(db: Kysely<Database>, events: readonly NewEvent[]): Promise<number> {
  // One statement is a transaction by itself, which costs less than one that is begun and ended.
  if (events.length <= ROWS_A_STATEMENT) return insertRows(db, events);
  return db.transaction().execute((tx) => insertRows(tx, events));
}

interface Ended {
  eventId: string;
  state: 'done' | 'ignored' | 'failed';
  now: number;
  why: string | null;
}

const endEvent = compiled((db, end: Ended) =>
  db.updateTable('inbox').set({ state: end.state, why: end.why, done_at: end.now, body_sealed: null }).where('event_id', '=', end.eventId),
);

/** Ends an event and forgets what was said in it. Belongs into the transaction of the event's effects. */
export async function finishEvent(
  tx: Transaction<Database>,
  eventId: string,
  end: { state: 'done' | 'ignored' | 'failed'; now: number; why?: string },
): Promise<void> {
  await endEvent.run(tx, { eventId, state: end.state, now: end.now, why: end.why ?? null });
}

/** By name and not as a value: the indexes of what waits serve no other query. */
const WAITING = sql.lit('waiting' as const);

/** Rows of the index read at once: nearly always all that is needed, and short beside hearing one event. */
const LOOKED_AT_ONCE = 128;

const waitingAfter = compiled((db, after: { eventAt: number; eventId: string }) =>
  db
    .selectFrom('inbox')
    .select(['event_id', 'line_user_id', 'event_at', 'next_attempt_at'])
    .where('state', '=', WAITING)
    .where((eb) => eb(eb.refTuple('event_at', 'event_id'), '>', eb.tuple(after.eventAt, after.eventId)))
    .orderBy('event_at')
    .orderBy('event_id')
    .limit(LOOKED_AT_ONCE),
);

const eventsById = compiled((db, query: { ids: string }) =>
  db
    .selectFrom('inbox')
    .selectAll()
    .where('event_id', 'in', sql<string>`(select value from json_each(${query.ids}))`)
    .orderBy('event_at')
    .orderBy('event_id'),
);

/**
 * Waiting events whose turn it is, oldest first: of each chat only the oldest, so that a later wish never overtakes an
 * earlier one, and one that waits for its next attempt holds back only its own chat. Goes in turns of the event loop
 * past those that stand behind an earlier one.
 */
export async function dueEvents(db: Kysely<Database>, query: { now: number; limit: number }): Promise<Row<'inbox'>[]> {
  const chats = new Set<string>();
  const due: string[] = [];
  const turn = createTurns();
  let last = { eventAt: -1, eventId: '' };
  for (;;) {
    const looked = await waitingAfter.all(db, last);
    for (const { event_id, line_user_id, next_attempt_at } of looked) {
      if (due.length === query.limit) break;
      if (line_user_id !== null && chats.has(line_user_id)) continue;
      if (line_user_id !== null) chats.add(line_user_id);
      if (next_attempt_at <= query.now) due.push(event_id);
    }
    const end = looked.at(-1);
    if (end === undefined || looked.length < LOOKED_AT_ONCE || due.length === query.limit) break;
    last = { eventAt: end.event_at, eventId: end.event_id };
    await turn();
  }
  return due.length === 0 ? [] : await eventsById.all(db, { ids: JSON.stringify(due) });
}

/** Those of the events that still wait, by id. */
export async function stillWaiting(db: Kysely<Database>, events: readonly Pick<Row<'inbox'>, 'event_id'>[]): Promise<Set<string>> {
  if (events.length === 0) return new Set();
  const rows = await db
    .selectFrom('inbox')
    .select('event_id')
    .where('state', '=', WAITING)
    .where(
      'event_id',
      'in',
      events.map((event) => event.event_id),
    )
    .execute();
  return new Set(rows.map((row) => row.event_id));
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
    .where('state', '=', WAITING)
    .execute();
}

export async function countWaitingEvents(db: Kysely<Database>): Promise<number> {
  const row = await db
    .selectFrom('inbox')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('state', '=', WAITING)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
