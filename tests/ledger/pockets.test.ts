import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { satang } from '../../bot/domain/money.ts';
import { accounts, feeHeld, moneyReceived } from '../../bot/domain/postings.ts';
import { post } from '../../db/ledger.ts';
import { slicesOf } from '../../db/lineage.ts';
import { up } from '../../db/migrations/004-open-pockets.ts';
import { openBooks } from './books.ts';
import type { Books } from './books.ts';

const CLOCKS = { happenedAt: 1, recordedAt: 2 };
const RECEIPTS = 100;

async function withReceipts(): Promise<Books> {
  const books = await openBooks();
  await books.db.transaction().execute(async (tx) => {
    for (let number = 0; number < RECEIPTS; number += 1) {
      const receipt = `rct_${String(number).padStart(4, '0')}`;
      await post(tx, moneyReceived({ receipt, campaign: 'c', amount: satang(1) }), CLOCKS);
    }
  });
  return books;
}

const hold = (books: Books, order: string, fee: number) =>
  books.db.transaction().execute((tx) => post(tx, feeHeld(order, { campaign: 'c', fee: satang(fee) }), CLOCKS));

const lying = async (books: Books, pocket: string): Promise<number> =>
  (await books.db.selectFrom('pocket').selectAll().where('pocket', '=', pocket).execute()).length;

test('money of very many small gifts is found, oldest first, and leaves nothing behind where it lay', async () => {
  const books = await withReceipts();
  expect((await hold(books, 'one', RECEIPTS - 1)).kind).toBe('posted');
  const slices = await slicesOf(books.db, RECEIPTS + 1);
  expect(slices).toHaveLength(RECEIPTS - 1);
  expect(slices.at(-1)).toEqual({ receipt: 'rct_0098', amount: 1 });
  expect([await lying(books, accounts.free('c')), await lying(books, 'fee/one')]).toEqual([1, RECEIPTS - 1]);
  expect(await hold(books, 'two', 2)).toEqual({ kind: 'short', account: accounts.free('c'), missing: 1 });
  await books.close();
});

test('a file in which used receipts still lie goes on where it was', async () => {
  const books = await withReceipts();
  await sql`INSERT INTO pocket (pocket, receipt_id, amount) VALUES (${accounts.free('c')}, 'rct_', 0)`.execute(books.db);
  await sql`DROP INDEX pocket_bound`.execute(books.db);
  await up(books.db as unknown as Kysely<unknown>);
  expect(await lying(books, accounts.free('c'))).toBe(RECEIPTS);
  expect((await hold(books, 'one', 1)).kind).toBe('posted');
  expect(await slicesOf(books.db, RECEIPTS + 1)).toEqual([{ receipt: 'rct_0000', amount: 1 }]);
  await books.close();
});
