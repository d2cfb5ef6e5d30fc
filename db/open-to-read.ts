import BetterSqlite3 from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { Database } from './schema.ts';

/** A command that only looks waits this long for a checkpoint of the service to end. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens a database file to look at it, beside a running service: nothing can be written through it. It is opened
 * for writing all the same, because a WAL file cannot be read without its shared index.
 */
export function openToRead(path: string): Kysely<Database> {
  const sqlite = new BetterSqlite3(path, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  sqlite.pragma('query_only = ON');
  return new Kysely<Database>({ dialect: new SqliteDialect({ database: sqlite }) });
}

/** Whether the file holds the books at all; a text file or an empty one does not. */
export async function isBookDatabase(db: Kysely<Database>): Promise<boolean> {
  try {
    await db.selectFrom('posting').select('id').limit(1).execute();
    return true;
  } catch (error) {
    if (error instanceof BetterSqlite3.SqliteError && (error.code === 'SQLITE_NOTADB' || error.code === 'SQLITE_ERROR')) return false;
    throw error;
  }
}
