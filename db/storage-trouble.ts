import BetterSqlite3 from 'better-sqlite3';

/** A full disk, a file that somebody holds, a disk that fails: nothing is wrong with what was to be written. */
const CODES = ['SQLITE_FULL', 'SQLITE_BUSY', 'SQLITE_IOERR', 'SQLITE_READONLY', 'SQLITE_CANTOPEN', 'SQLITE_NOMEM'] as const;

/** Whether the database could not be written at all, and the same will go well once it can be. */
export function isStorageTrouble(error: unknown): boolean {
  return error instanceof BetterSqlite3.SqliteError && CODES.some((code) => error.code.startsWith(code));
}
