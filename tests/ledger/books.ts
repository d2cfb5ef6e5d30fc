import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { migrateOrThrow } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';
import type { Database } from '../../db/schema.ts';

export interface Books {
  db: Kysely<Database>;
  path: string;
  close(): Promise<void>;
}

/** Empty books in a real file. */
export async function openBooks(): Promise<Books> {
  const folder = await mkdtemp(join(tmpdir(), 'pan-im-books-'));
  const path = join(folder, 'books.sqlite');
  const db = openDatabase(path);
  await migrateOrThrow(db);
  return {
    db,
    path,
    async close() {
      await db.destroy();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Every row of the books, for "nothing changed". */
export async function allRows(db: Kysely<Database>): Promise<object> {
  return {
    accounts: await db.selectFrom('account').selectAll().orderBy('id').execute(),
    postings: await db.selectFrom('posting').selectAll().orderBy('id').execute(),
    transfers: await db.selectFrom('transfer').selectAll().orderBy('id').execute(),
    entries: await db.selectFrom('entry').selectAll().orderBy('account_id').orderBy('transfer_id').execute(),
  };
}
