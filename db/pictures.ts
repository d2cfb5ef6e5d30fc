import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { compiled } from './compiled.ts';
import type { Database, Row } from './schema.ts';

/** By name and not as a value: the index of what is wanted serves no other query. */
const WANTED = sql.lit('wanted' as const);

const wanted = compiled((db, query: { now: number; limit: number }) =>
  db
    .selectFrom('picture')
    .selectAll()
    .where('state', '=', WANTED)
    .where('next_attempt_at', '<=', query.now)
    .orderBy('next_attempt_at')
    .orderBy('id')
    .limit(query.limit),
);

export async function wantedPictures(db: Kysely<Database>, query: { now: number; limit: number }): Promise<Row<'picture'>[]> {
  return await wanted.all(db, query);
}

export async function keepPicture(
  db: Kysely<Database>,
  id: string,
  kept: { contentType: string; sha256: string; bytesSealed: Uint8Array },
): Promise<void> {
  await db
    .updateTable('picture')
    .set({ state: 'kept', content_type: kept.contentType, sha256: kept.sha256, bytes_sealed: kept.bytesSealed })
    .where('id', '=', id)
    .where('state', '=', WANTED)
    .execute();
}

export async function losePicture(db: Kysely<Database>, id: string, attempts: number): Promise<void> {
  await db.updateTable('picture').set({ state: 'gone', attempts }).where('id', '=', id).where('state', '=', WANTED).execute();
}

export async function postponePicture(
  db: Kysely<Database>,
  id: string,
  postponed: { attempts: number; nextAttemptAt: number },
): Promise<void> {
  await db
    .updateTable('picture')
    .set({ attempts: postponed.attempts, next_attempt_at: postponed.nextAttemptAt })
    .where('id', '=', id)
    .where('state', '=', WANTED)
    .execute();
}

export async function countWantedPictures(db: Kysely<Database>): Promise<number> {
  const row = await db
    .selectFrom('picture')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('state', '=', WANTED)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
