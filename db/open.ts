import BetterSqlite3 from 'better-sqlite3';
import { Kysely } from 'kysely';
import { DirectDialect } from './direct.ts';
import type { KeptStatements } from './direct.ts';
import type { Database } from './schema.ts';

/** How long a second process (a command beside the server) waits for the writer before it gives up. */
const BUSY_TIMEOUT_MS = 5000;

/** Pages kept in memory: what a city works on in a day. With SQLite's own 2 MB every other row is a read from the file. */
const CACHE_KIB = 32 * 1024;

export interface DatabaseHooks {
  /** Called with the text of each statement before it runs; what it throws is what the caller of the query sees. */
  beforeStatement?: (text: string) => void;
}

/**
 * Opens the embedded database, `path` or `:memory:`. Every commit is synced to disk before it is answered:
 * better-sqlite3 is built so that WAL alone means NORMAL, therefore FULL is set by name.
 */
export function openDatabase(path: string, hooks: DatabaseHooks = {}): Kysely<Database> {
  const sqlite = new BetterSqlite3(path);
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  sqlite.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  sqlite.pragma(`cache_size = -${CACHE_KIB}`);
  return new Kysely<Database>({ dialect: new DirectDialect(keepingStatements(sqlite, hooks)) });
}

/**
 * Kysely prepares each query anew; preparing is the larger part of a query's cost. Statements are kept by their
 * text, which holds no values, so their number is bounded by the number of queries in the source.
 */
function keepingStatements(sqlite: BetterSqlite3.Database, { beforeStatement }: DatabaseHooks): KeptStatements {
  const kept = new Map<string, BetterSqlite3.Statement>();
  let running: object | undefined;
  return {
    running: () => running,
    close: () => {
      sqlite.close();
    },
    // A statement is asked for right before each run of it.
    prepare: (text: string) => {
      beforeStatement?.(text);
      if (text === 'begin') running = {};
      if (text === 'commit' || text === 'rollback') running = undefined;
      // A full or broken disk rolls a transaction back by itself; to ask for it again would hide the reason behind an error of its own.
      if (text === 'rollback' && !sqlite.inTransaction) return sqlite.prepare(NOTHING);
      const known = kept.get(text);
      if (known !== undefined) return known;
      const statement = sqlite.prepare(text === 'begin' ? BEGIN : text);
      if (kept.size < STATEMENTS_KEPT_MAX) kept.set(text, statement);
      return statement;
    },
  };
}

/**
 * A transaction takes the writer's place at once. Begun later, at its first write, it would fail without waiting
 * whenever another process (a command beside the server) had committed since its first read.
 */
const BEGIN = 'begin immediate';
const NOTHING = 'select 1 where 0';

/** Lists of varying length (`in (?, ?)`) make new texts; past this many they are prepared each time. */
const STATEMENTS_KEPT_MAX = 500;
