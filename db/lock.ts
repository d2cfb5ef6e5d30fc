import BetterSqlite3 from 'better-sqlite3';

export interface FileLock {
  release(): void;
}

/**
 * Only one service may work on a database file: two would answer each event twice. The lock is an open exclusive
 * transaction on a small file beside it, so it vanishes with the process, however that ends.
 * Undefined when somebody else holds it.
 */
export function lockDatabase(path: string): FileLock | undefined {
  const lock = new BetterSqlite3(`${path}.lock`, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY')) return undefined;
    throw error;
  }
  return { release: () => void lock.close() };
}
