import BetterSqlite3 from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { Database } from './schema.ts';

/** How long a second process (a command beside the server) waits for the writer before it gives up. */
const BUSY_TIMEOUT_MS = 5000;

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
  return new Kysely<Database>({ dialect: new SqliteDialect({ database: keepingStatements(sqlite, hooks) }) });
}

/**
 * Kysely prepares each query anew; preparing is the larger part of a query's cost. Statements are kept by their
 * text, which holds no values, so their number is bounded by the number of queries in the source.
 */
function keepingStatements(sqlite: BetterSqlite3.Database, { beforeStatement }: DatabaseHooks) {
  const kept = new Map<string, BetterSqlite3.Statement>();
  return {
    close: () => {
      sqlite.close();
    },
    // Kysely asks for a statement right before each run of it.
    prepare: (wanted: string) => {
      beforeStatement?.(wanted);
      const text = wanted === 'rollback' && !sqlite.inTransaction ? NOTHING : wanted;
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

/**
 * When the disk is full SQLite has undone the transaction by itself. Asked to do so again it would complain, and its
 * complaint would take the place of the reason.
 */
const NOTHING = 'select 1';

/** Lists of varying length (`in (?, ?)`) make new texts; past this many they are prepared each time. */
const STATEMENTS_KEPT_MAX = 500;
