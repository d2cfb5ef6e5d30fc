import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { compiled } from './compiled.ts';
import type { Database, Row } from './schema.ts';

/** By name and not as a value: the indexes of what waits serve no other query. */
const WAITING = sql.lit('waiting' as const);

const due = compiled((db, query: { now: number; limit: number }) =>
  db
    .selectFrom('deadline')
    .selectAll()
    .where('state', '=', WAITING)
    .where('due_at', '<=', query.now)
    .orderBy('due_at')
    .orderBy('id')
    .limit(query.limit),
);

export async function dueDeadlines(db: Kysely<Database>, query: { now: number; limit: number }): Promise<Row<'deadline'>[]> {
  return await due.all(db, query);
}

/** Does nothing when the deadline was taken, voided or moved meanwhile. */
export async function endDeadline(db: Kysely<Database>, row: Pick<Row<'deadline'>, 'id' | 'due_at'>): Promise<void> {
  await db
    .updateTable('deadline')
    .set({ state: 'done' })
    .where('id', '=', row.id)
    .where('state', '=', WAITING)
    .where('due_at', '=', row.due_at)
    .execute();
}

export async function postponeDeadline(db: Kysely<Database>, id: string, postponed: { attempts: number; dueAt: number }): Promise<void> {
  await db
    .updateTable('deadline')
    .set({ attempts: postponed.attempts, due_at: postponed.dueAt })
    .where('id', '=', id)
    .where('state', '=', WAITING)
    .execute();
}

export async function countLateDeadlines(db: Kysely<Database>, before: number): Promise<number> {
  const row = await db
    .selectFrom('deadline')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('state', '=', WAITING)
    .where('due_at', '<', before)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
