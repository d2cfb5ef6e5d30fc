import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Transaction } from 'kysely';
import { compiled } from '../../db/compiled.ts';
import type { Database } from '../../db/schema.ts';
import { openBooks } from './books.ts';
import type { Books } from './books.ts';

type Tx = Transaction<Database>;

const setting = compiled((db, { name }: { name: string }) => db.selectFrom('setting').select('value').where('name', '=', name));
const settings = compiled((db, { limit }: { limit: number }) => db.selectFrom('setting').selectAll().orderBy('name').limit(limit));
const add = compiled((db, row: { name: string; value: string }) => db.insertInto('setting').values({ name: row.name, value: row.value }));
const addAndTell = compiled((db, row: { name: string; value: string }) =>
  db.insertInto('setting').values({ name: row.name, value: row.value }).returning('name'),
);

let books: Books;
beforeEach(async () => {
  books = await openBooks();
});
afterEach(() => books.close());

test('the same answers inside a transaction and outside of one', async () => {
  const { db } = books;
  const ask = async (on: typeof db): Promise<unknown[]> => [
    await settings.all(on, { limit: 1 }),
    await settings.all(on, { limit: 5 }),
    await setting.first(on, { name: 'a' }),
    await setting.first(on, { name: 'none' }),
  ];
  await db.transaction().execute(async (tx) => {
    expect(await add.run(tx, { name: 'a', value: '1' })).toBe(1);
    expect(await addAndTell.first(tx, { name: 'b', value: '2' })).toEqual({ name: 'b' });
    expect(await addAndTell.all(tx, { name: 'c', value: '3' })).toEqual([{ name: 'c' }]);
  });
  const outside = await ask(db);
  expect(outside).toEqual([
    [{ name: 'a', value: '1' }],
    [
      { name: 'a', value: '1' },
      { name: 'b', value: '2' },
      { name: 'c', value: '3' },
    ],
    { value: '1' },
    undefined,
  ]);
  expect(await db.transaction().execute(async (tx) => [await ask(tx), await ask(tx)])).toEqual([outside, outside]);
});

test('what a transaction wrote goes with it, and nobody else sees it before', async () => {
  const { db } = books;
  const written = Promise.withResolvers<void>();
  const over = Promise.withResolvers<void>();
  const lost = db.transaction().execute(async (tx) => {
    for (const name of ['a', 'b', 'c']) await add.run(tx, { name, value: '1' });
    expect(await settings.all(tx, { limit: 9 })).toHaveLength(3);
    written.resolve();
    await over.promise;
    throw new Error('undone');
  });
  await written.promise;
  const seen = settings.all(db, { limit: 9 });
  over.resolve();
  await expect(lost).rejects.toThrow('undone');
  expect(await seen).toEqual([]);
});

test('a transaction that is over can do nothing more, not even in the middle of the next one', async () => {
  const { db } = books;
  const kept: { used?: Tx; unused?: Tx } = {};
  await db.transaction().execute(async (tx) => {
    await add.run(tx, { name: 'a', value: '1' });
    await add.run(tx, { name: 'b', value: '1' });
    kept.used = tx;
  });
  await db.transaction().execute(async (tx) => {
    kept.unused = tx;
  });
  const attempts = (): Promise<unknown>[] => [kept.used, kept.unused].map((tx) => add.run(tx as Tx, { name: 'late', value: '1' }));
  for (const attempt of attempts()) await expect(attempt).rejects.toThrow(/committed/u);
  await db.transaction().execute(async (tx) => {
    await add.run(tx, { name: 'c', value: '1' });
    for (const attempt of attempts()) await expect(attempt).rejects.toThrow(/committed/u);
  });
  expect((await settings.all(db, { limit: 9 })).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
});

test('a statement that fails inside leaves the transaction to its caller', async () => {
  const { db } = books;
  await db.transaction().execute(async (tx) => {
    await add.run(tx, { name: 'a', value: '1' });
    await expect(add.run(tx, { name: 'a', value: '2' })).rejects.toThrow(/UNIQUE/u);
    await add.run(tx, { name: 'b', value: '1' });
  });
  expect(await settings.all(db, { limit: 9 })).toHaveLength(2);
});
