import { SqliteAdapter, SqliteDialect } from 'kysely';
import type { Kysely, SqliteDatabase, SqliteStatement, Transaction } from 'kysely';
import type { Database } from './schema.ts';

type Read = Kysely<Database> | Transaction<Database>;

interface KeptStatement extends SqliteStatement {
  get(parameters: readonly unknown[]): unknown;
}

/** Statements of an open database, kept by their text. */
export interface KeptStatements extends SqliteDatabase {
  prepare(text: string): KeptStatement;
  /** The transaction that is open now; another one is another object. */
  running(): object | undefined;
}

/** Runs a statement on the open transaction itself. */
export type Door = Pick<KeptStatements, 'prepare'>;

/** Remembers with the adapter, which every transaction shares with its database, how statements are reached. */
class DirectAdapter extends SqliteAdapter {
  readonly #statements: KeptStatements;
  readonly #known = new WeakMap<Read, object>();
  constructor(statements: KeptStatements) {
    super();
    this.#statements = statements;
  }

  /** SQLite undoes the making of tables like anything else: a process that dies in a migration leaves none of it behind. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }

  doorOf(tx: Read): Door | undefined {
    const known = this.#known.get(tx);
    return known !== undefined && known === this.#statements.running() ? this.#statements : undefined;
  }

  remember(tx: Read): void {
    const running = this.#statements.running();
    if (running !== undefined) this.#known.set(tx, running);
  }
}

export class DirectDialect extends SqliteDialect {
  readonly #statements: KeptStatements;
  constructor(statements: KeptStatements) {
    super({ database: statements });
    this.#statements = statements;
  }

  override createAdapter(): SqliteAdapter {
    return new DirectAdapter(this.#statements);
  }
}

function adapterOf(db: Read): DirectAdapter | undefined {
  const { adapter } = db.getExecutor();
  return adapter instanceof DirectAdapter ? adapter : undefined;
}

/**
 * Kysely hands each query through a dozen promises, which cost more than SQLite's answer. A transaction has the only
 * connection to itself until it ends, so its queries may go there straight. Undefined outside a transaction (somebody
 * else's may be open), after the end of one, and for the first query: that one goes through Kysely, which refuses what
 * is over.
 */
export function doorOf(db: Read): Door | undefined {
  return db.isTransaction ? adapterOf(db)?.doorOf(db) : undefined;
}

/** Called when Kysely has just taken a query of this transaction, so that it is the one that is open. */
export function rememberTransaction(db: Read): void {
  if (db.isTransaction) adapterOf(db)?.remember(db);
}
