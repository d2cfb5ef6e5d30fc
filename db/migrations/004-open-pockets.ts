import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * A pocket keeps the receipts that are still open: one that was used up years ago must not be passed by every posting.
 * What is bound to a community is summed without the rest.
 */
const STATEMENTS: readonly string[] = [
  `DELETE FROM pocket WHERE amount = 0`,
  `CREATE INDEX pocket_bound ON pocket (pocket, community_id, amount) WHERE community_id IS NOT NULL`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
