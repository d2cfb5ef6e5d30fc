import BetterSqlite3 from 'better-sqlite3';

const FLAWS = /^SQLITE_(?:CONSTRAINT|MISMATCH|TOOBIG|RANGE)/u;

/** Whether a write failed because of what was in it, rather than because of the disk or of another writer. */
export function isFlawOfRow(error: unknown): boolean {
  // Values that cannot be bound at all never reach the database.
  if (error instanceof TypeError || error instanceof RangeError) return true;
  return error instanceof BetterSqlite3.SqliteError && FLAWS.test(error.code);
}
