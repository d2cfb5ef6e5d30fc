import BetterSqlite3 from 'better-sqlite3';
import { CommandError } from './database-path.ts';

/** The service writes for milliseconds at a time; so many collisions in a row mean that something hangs. */
const TRIES_MAX = 20;

/**
 * Does the work of one transaction, again from its start when the service wrote between its first look and its
 * first write: SQLite refuses that at once, however long one is willing to wait.
 */
export async function onceFree<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (tries === TRIES_MAX)
        throw new CommandError('The database is busy. Nothing was changed; try again in a moment.', { cause: error });
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
