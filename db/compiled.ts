import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { Compilable, CompiledQuery, QueryResult, Transaction } from 'kysely';
import { doorOf, rememberTransaction } from './direct.ts';
import type { Database } from './schema.ts';

/** A query that is built once, when its file is loaded, and only given its values afterwards. */
export interface Compiled<Params, Row> {
  all(db: Kysely<Database> | Transaction<Database>, params: Params): Promise<Row[]>;
  first(db: Kysely<Database> | Transaction<Database>, params: Params): Promise<Row | undefined>;
  /** For queries that change something: how many rows they changed. */
  run(db: Kysely<Database> | Transaction<Database>, params: Params): Promise<number>;
}

/** Stands in the query for the value of that name. */
class Slot {
  readonly name: PropertyKey;
  constructor(name: PropertyKey) {
    this.name = name;
  }
}

/**
 * SQLite looks at what is bound to a bare `?` beside ORDER BY or LIMIT, and therefore makes its plan anew at every run of
 * the kept statement, which costs more than the answer. Behind a plus it sees a value like any other: one plan for
 * ever. An index over a part of a table is then found by words in the query (`sql.lit`) and not by values.
 */
class OnePlanCompiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '+?';
  }
}

/** Builds and compiles; it has no connection. */
const builder = new Kysely<Database>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new OnePlanCompiler(),
  },
});

/**
 * Building a query and turning it into SQL costs several times what SQLite needs to answer it. Where an event or a
 * posting passes, queries are therefore built once. `build` must not look at the values of `params`: they are only
 * placed (`where('id', '=', params.id)`, `values({ … })`, `limit(params.limit)`), and may be null only where a value
 * of a column may be.
 */
export function compiled<Params extends object, Row>(
  build: (db: Kysely<Database>, params: Params) => Compilable<Row>,
): Compiled<Params, Row> {
  const slots = new Proxy({} as Params, { get: (_target, name) => new Slot(name) });
  const query = build(builder, slots).compile();

  const valuesOf = (params: Params): unknown[] =>
    query.parameters.map((value): unknown => (value instanceof Slot ? Reflect.get(params, value.name) : value));

  function ask(db: Kysely<Database> | Transaction<Database>, params: Params): Promise<QueryResult<Row>> {
    const bound: CompiledQuery<Row> = { ...query, parameters: valuesOf(params) };
    const asked = db.getExecutor().executeQuery(bound);
    rememberTransaction(db);
    return asked;
  }

  return {
    async all(db, params) {
      const door = doorOf(db);
      return door === undefined ? (await ask(db, params)).rows : (door.prepare(query.sql).all(valuesOf(params)) as Row[]);
    },
    async first(db, params) {
      const door = doorOf(db);
      if (door === undefined) return (await ask(db, params)).rows[0];
      return door.prepare(query.sql).get(valuesOf(params)) as Row | undefined;
    },
    async run(db, params) {
      const door = doorOf(db);
      if (door === undefined) return Number((await ask(db, params)).numAffectedRows ?? 0n);
      return Number(door.prepare(query.sql).run(valuesOf(params)).changes);
    },
  };
}
