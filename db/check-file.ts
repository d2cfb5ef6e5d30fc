import { existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { isLogDamaged } from './check-wal.ts';
import { codeOf } from './disk-trouble.ts';
import { migrations } from './migrations/index.ts';

/**
 * Up to this size every page is looked at: about 3 s for a gigabyte that is in memory (0.5 s at a million transfers).
 * Above it the start would keep people waiting; each backup looks at every page anyway.
 */
const CHECKED_BYTES_MAX = 1024 * 1024 * 1024;
/** A disk with less than this is full: a commit needs a few pages, the index of the log 32 KB. */
const FREE_BYTES_MIN = 64 * 1024;

const RESTORE = 'put the newest backup in its place: npm run restore -- FILE';
const DAMAGED = `the database is damaged; ${RESTORE}`;

export type Shape = { kind: 'empty' | 'ours' | 'foreign' } | { kind: 'newer'; migration: string };

/** Whose database this is, by its tables. */
export function shapeOf(sqlite: BetterSqlite3.Database): Shape {
  const tables = sqlite.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all().map(String);
  if (tables.length === 0) return { kind: 'empty' };
  if (!tables.includes('kysely_migration')) return { kind: 'foreign' };
  const names = sqlite.prepare('SELECT name FROM kysely_migration').pluck().all().map(String);
  const known = names.filter((name) => name in migrations);
  if (known.length === 0 && names.length > 0) return { kind: 'foreign' };
  const unknown = names.find((name) => !(name in migrations));
  return unknown === undefined ? { kind: 'ours' } : { kind: 'newer', migration: unknown };
}

function whyNotOurs(shape: Shape): string | undefined {
  switch (shape.kind) {
    case 'empty':
    case 'ours':
      return undefined;
    case 'foreign':
      return 'the file that DATABASE_URL names is a database of something else; set DATABASE_URL right';
    case 'newer':
      return `the database was written by a newer version (${shape.migration}); start that version, or ${RESTORE}`;
  }
}

/** The tables one by one and no further than their first row: what is left of the check for a file beyond the bound. */
function touchTables(sqlite: BetterSqlite3.Database): void {
  const tables = sqlite.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all().map(String);
  for (const table of tables) sqlite.prepare(`SELECT * FROM "${table}" LIMIT 1`).get();
}

function isDamaged(sqlite: BetterSqlite3.Database, bytes: number): boolean {
  if (bytes <= CHECKED_BYTES_MAX) return sqlite.prepare('PRAGMA quick_check(1)').pluck().get() !== 'ok';
  touchTables(sqlite);
  return false;
}

/**
 * Why the service must not work on the file, and what to do about it; undefined when it may. A file that is not there
 * or empty becomes a new database. Errors of SQLite are thrown; `whyNotUsable` has words for them.
 */
export function whyUnsound(path: string): string | undefined {
  if (!existsSync(path) || statSync(path).size === 0) return undefined;
  if (isLogDamaged(`${path}-wal`)) return `the file -wal beside the database is damaged, and the newest minutes were in it; ${RESTORE}`;
  const sqlite = new BetterSqlite3(path, { fileMustExist: true });
  try {
    sqlite.pragma('query_only = ON');
    return whyNotOurs(shapeOf(sqlite)) ?? (isDamaged(sqlite, statSync(path).size) ? DAMAGED : undefined);
  } finally {
    sqlite.close();
  }
}

function isDiskFull(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize < FREE_BYTES_MIN;
  } catch {
    return false;
  }
}

/** What an error of the disk or of SQLite means to the person who starts the service; undefined for a bug of ours. */
export function whyNotUsable(error: unknown, path: string): string | undefined {
  const code = codeOf(error);
  if (code === 'SQLITE_NOTADB') return `the file that DATABASE_URL names is no database; set DATABASE_URL right, or ${RESTORE}`;
  if (code.startsWith('SQLITE_CORRUPT')) return DAMAGED;
  const isOfDisk = /^(?:SQLITE_(?:FULL|IOERR|CANTOPEN|READONLY|PERM)|E(?:NOSPC|DQUOT|FBIG|IO|ACCES|PERM|ROFS|ISDIR|NOTDIR|EXIST)$)/u.test(
    code,
  );
  if (!isOfDisk) return undefined;
  if (/FULL|ENOSPC|EDQUOT/u.test(code) || isDiskFull(path))
    return 'the disk is full; make room on it, but never by deleting -wal or -shm beside the database, and start again';
  if (/IOERR|EIO|EFBIG/u.test(code)) return `the disk cannot be read or written (${code}); see what the system says of it, and start again`;
  return `it may not write the database that DATABASE_URL names, or the folder it is in (${code}); give both to the user it runs as, and start again`;
}
