import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * What waits is kept in one index in the order of time, at whose end new events are added. An index by chat would be
 * touched anywhere: with thousands waiting, each event of a commit would write a page of its own, four times what
 * storing it costs otherwise.
 */
const STATEMENTS: readonly string[] = [
  `DROP INDEX inbox_chat`,
  `DROP INDEX inbox_waiting`,
  `CREATE INDEX inbox_waiting ON inbox (event_at, event_id, line_user_id, next_attempt_at) WHERE state = 'waiting'`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
