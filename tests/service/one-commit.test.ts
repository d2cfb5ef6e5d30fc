import BetterSqlite3 from 'better-sqlite3';
import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inOneCommit } from '../../db/one-commit.ts';
import type { Database } from '../../db/schema.ts';
import { databaseRig } from '../outbox/rig.ts';

let rig: Awaited<ReturnType<typeof databaseRig>>;
/** Another process that looks at the file: it sees what is committed. */
let outside: BetterSqlite3.Database;

beforeEach(async () => {
  rig = await databaseRig();
  outside = new BetterSqlite3(rig.path);
});
afterEach(async () => {
  outside.close();
  await rig.close();
});

const settings = () =>
  outside
    .prepare<[], { name: string }>('SELECT name FROM setting ORDER BY rowid')
    .all()
    .map(({ name }) => name);

const note = (name: string) => async (tx: Transaction<Database>) => {
  await tx.insertInto('setting').values({ name, value: '' }).execute();
  return name;
};

/** What the caller sees of the file at the moment it is told. */
const seen = async (promise: Promise<unknown>) => {
  await promise;
  return settings();
};

test('those who come together share a commit, in the order in which they came, and are told after it', async () => {
  const together = ['a', 'b', 'c'].map((name) => seen(inOneCommit(rig.deps.db, note(name))));
  expect(await Promise.all(together)).toEqual([
    ['a', 'b', 'c'],
    ['a', 'b', 'c'],
    ['a', 'b', 'c'],
  ]);
});

test('one that throws undoes itself and nothing else', async () => {
  const failing = inOneCommit(rig.deps.db, async (tx) => {
    await note('b')(tx);
    throw new Error('a bug');
  });
  const outcomes = await Promise.allSettled([inOneCommit(rig.deps.db, note('a')), failing, inOneCommit(rig.deps.db, note('c'))]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(settings()).toEqual(['a', 'c']);
});

test('a later piece sees what an earlier one wrote', async () => {
  const first = inOneCommit(rig.deps.db, note('a'));
  const second = inOneCommit(rig.deps.db, (tx) => tx.selectFrom('setting').select('name').execute());
  await first;
  expect(await second).toEqual([{ name: 'a' }]);
});

test('when the database undoes the whole transaction, every piece of it fails and nothing is there', async () => {
  const outcomes = await Promise.allSettled([
    inOneCommit(rig.deps.db, note('a')),
    // What a full disk does, too: the transaction is gone, not only the statement.
    inOneCommit(rig.deps.db, async (tx) => {
      await sql`rollback`.execute(tx);
      throw new Error('the disk is full');
    }),
    inOneCommit(rig.deps.db, note('c')),
  ]);
  expect(outcomes.slice(0, 2).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(outcomes[0]).toMatchObject({ reason: { message: 'the disk is full' } });
  expect(outcomes[2]?.status).toBe('fulfilled');
  expect(settings()).toEqual(['c']);
});

test('a writer elsewhere that does not let go fails all who wait for it, and the next ones get through', async () => {
  await sql`pragma busy_timeout = 10`.execute(rig.deps.db);
  outside.exec('BEGIN IMMEDIATE');
  const outcomes = await Promise.allSettled([inOneCommit(rig.deps.db, note('a')), inOneCommit(rig.deps.db, note('b'))]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  outside.exec('ROLLBACK');
  expect(await inOneCommit(rig.deps.db, note('c'))).toBe('c');
  expect(settings()).toEqual(['c']);
});

test('a crowd goes through in several commits, all of it', async () => {
  const names = Array.from({ length: 300 }, (_, number) => `n${number}`);
  expect(await Promise.all(names.map((name) => inOneCommit(rig.deps.db, note(name))))).toEqual(names);
  expect(settings()).toEqual(names);
});
