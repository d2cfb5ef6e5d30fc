import { constants } from 'node:fs';
import { access, chmod, link, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { shapeOf } from './check-file.ts';
import { openToRead } from './open-to-read.ts';
import { verifyLedger } from './verify-ledger.ts';

/** Pages a step: 2 MB, a few milliseconds of disk, so that a slow disk is shared fairly with the service. */
const PAGES_A_STEP = 512;
/** Enough to see what kind of damage it is. */
const PROBLEMS_MAX = 20;

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** On the disk, not only in its cache: the file's bytes, and its name in the folder. */
async function sync(path: string): Promise<void> {
  for (const each of [path, dirname(path)]) {
    const handle = await open(each, constants.O_RDONLY);
    await handle.sync();
    await handle.close();
  }
}

async function removeAll(path: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm', '-journal']) await rm(`${path}${suffix}`, { force: true });
}

/** Copies the state of one moment, page by page, while the service goes on writing. Its own transaction pins that moment. */
async function copyPages(source: string, target: string): Promise<void> {
  const sqlite = new BetterSqlite3(source, { fileMustExist: true });
  try {
    sqlite.exec('BEGIN');
    sqlite.prepare('SELECT count(*) FROM sqlite_schema').get();
    await sqlite.backup(target, { progress: () => PAGES_A_STEP });
  } finally {
    sqlite.close();
  }
}

/** One file, without the WAL files beside it, that only its owner may read: it holds LINE ids. */
async function seal(path: string): Promise<void> {
  const sqlite = new BetterSqlite3(path, { fileMustExist: true });
  try {
    sqlite.pragma('journal_mode = DELETE');
  } finally {
    sqlite.close();
  }
  await chmod(path, 0o600);
  await sync(path);
}

/** A whole copy under a passing name, or what is wrong with it. */
async function copyChecked(source: string, target: string): Promise<string[]> {
  await removeAll(target);
  try {
    await copyPages(source, target);
    await seal(target);
  } catch (error) {
    if (error instanceof BetterSqlite3.SqliteError) return [`it is not a sound database (${error.code})`];
    throw error;
  }
  return problemsOf(target);
}

/**
 * Makes a whole, checked copy of the database; what is not sound does not get the name. Answers what is wrong,
 * nothing when all is well.
 */
export async function backUp(source: string, target: string): Promise<string[]> {
  if (await exists(target)) return ['a file with that name is there already'];
  const partial = `${target}.partial`;
  try {
    const problems = await copyChecked(source, partial);
    if (problems.length > 0) return problems;
    await rename(partial, target);
    await sync(target);
    return [];
  } finally {
    await removeAll(partial);
  }
}

/** Whether a file is a whole database of this service with right books: a sentence for each thing that is wrong. */
async function problemsOf(path: string): Promise<string[]> {
  try {
    const broken = brokenPages(path);
    return broken.length > 0 ? broken : await brokenBooks(path);
  } catch (error) {
    if (error instanceof BetterSqlite3.SqliteError) return [`it is not a sound database (${error.code})`];
    throw error;
  }
}

function brokenPages(path: string): string[] {
  const sqlite = new BetterSqlite3(path, { fileMustExist: true });
  try {
    sqlite.pragma('query_only = ON');
    const pages = sqlite.prepare(`PRAGMA quick_check(${PROBLEMS_MAX})`).pluck().all().map(String);
    if (pages.some((line) => line !== 'ok')) return pages;
    const orphans = sqlite.prepare('PRAGMA foreign_key_check').all().slice(0, PROBLEMS_MAX);
    if (orphans.length > 0) return orphans.map((row) => `a row points at nothing: ${JSON.stringify(row)}`);
    return unknownShape(sqlite);
  } finally {
    sqlite.close();
  }
}

/** A file of a newer version has tables that this one would not understand. */
function unknownShape(sqlite: BetterSqlite3.Database): string[] {
  const shape = shapeOf(sqlite);
  switch (shape.kind) {
    case 'ours':
      return [];
    case 'empty':
    case 'foreign':
      return ['it is not a database of this service'];
    case 'newer':
      return [`it was written by a newer version (${shape.migration})`];
  }
}

async function brokenBooks(path: string): Promise<string[]> {
  const db = openToRead(path);
  try {
    return (await verifyLedger(db)).map(({ rule, where, expected, found }) => `${rule}: ${where} should be ${expected}, is ${found}`);
  } finally {
    await db.destroy();
  }
}

/** Writes what still stands in the WAL into the file, as far as it can be read. */
function settleFile(path: string): void {
  try {
    const sqlite = new BetterSqlite3(path, { fileMustExist: true });
    sqlite.pragma('wal_checkpoint(TRUNCATE)');
    sqlite.close();
  } catch (error) {
    // A file that cannot be opened is what restoring is for; it is kept as it is.
    if (!(error instanceof BetterSqlite3.SqliteError)) throw error;
  }
}

/**
 * Puts a copy in the place of the database, which is kept beside it under `keptAs`; a copy that is not sound is
 * refused with the reasons, and nothing changes. The caller holds the lock of the database. At every moment the path
 * names a whole file, the old one or the new.
 */
export async function restoreFrom(copy: string, given: { path: string; keptAs: string }): Promise<string[]> {
  const { path, keptAs } = given;
  const fresh = `${path}.restoring`;
  try {
    const problems = await copyChecked(copy, fresh);
    if (problems.length > 0) return problems;
    if (await exists(path)) await keepOld(path, keptAs);
    await rename(fresh, path);
    await sync(path);
    return [];
  } finally {
    await removeAll(fresh);
  }
}

async function keepOld(path: string, keptAs: string): Promise<void> {
  settleFile(path);
  await link(path, keptAs);
  // Pages of the old database must never be played into the new one.
  for (const suffix of ['-wal', '-shm']) if (await exists(`${path}${suffix}`)) await rename(`${path}${suffix}`, `${keptAs}${suffix}`);
}
