import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { accounts } from '../../bot/domain/postings.ts';
import { post } from '../../db/ledger.ts';
import { openBooks } from './books.ts';
import type { Books } from './books.ts';

let books: Books;
let raw: BetterSqlite3.Database;
beforeEach(async () => {
  books = await openBooks();
  await books.db.transaction().execute((tx) =>
    post(
      tx,
      {
        template: 'money_received',
        key: 'receipt/1',
        transfers: [{ unit: 'THB', from: accounts.bank, to: accounts.free('a'), amount: 100 }],
      },
      { happenedAt: 1, recordedAt: 1 },
    ),
  );
  // As somebody with the sqlite3 shell would come.
  raw = new BetterSqlite3(books.path);
  raw.pragma('foreign_keys = ON');
});
afterEach(async () => {
  raw.close();
  await books.close();
});

const NEW_POSTING = "INSERT INTO posting (id, template, key, request_hash, happened_at, recorded_at) VALUES (2, 'x', 'k', 'h', 1, 1)";

const REFUSED: [what: string, statement: string, why: RegExp][] = [
  ['an overdraft', 'UPDATE account SET balance = -1 WHERE id = 2', /CHECK/u],
  ['a balance with a fraction', 'UPDATE account SET balance = 1.5 WHERE id = 2', /cannot store REAL/u],
  ['a balance that is a word', "UPDATE account SET balance = 'much' WHERE id = 2", /cannot store TEXT/u],
  ['another code', "UPDATE account SET code = 'fund/b/free' WHERE id = 2", /keeps its code/u],
  ['another unit', "UPDATE account SET unit = 'MEAL' WHERE id = 2", /keeps its code/u],
  ['an account called outside', 'UPDATE account SET is_outside = 1 WHERE id = 2', /keeps its code/u],
  ['an inside account that may go below zero', "INSERT INTO account (code, unit, is_outside) VALUES ('fund/b/free', 'THB', 1)", /CHECK/u],
  ['a unit that is none', "INSERT INTO account (code, unit, is_outside) VALUES ('fund/b/free', 'USD', 0)", /CHECK/u],
  ['a second account with the code', "INSERT INTO account (code, unit, is_outside) VALUES ('fund/a/free', 'THB', 0)", /UNIQUE/u],
  ['a lost account', 'DELETE FROM account WHERE id = 2', /append-only/u],
  ['a changed posting', "UPDATE posting SET key = 'other' WHERE id = 1", /append-only/u],
  ['a lost posting', 'DELETE FROM posting WHERE id = 1', /append-only/u],
  ['a second posting with the key', NEW_POSTING.replace("'k'", "'receipt/1'"), /UNIQUE/u],
  ['a reversal without a reason', NEW_POSTING.replace('recorded_at)', 'recorded_at, reverses)').replace('1, 1)', '1, 1, 1)'), /CHECK/u],
  ['a changed transfer', 'UPDATE transfer SET amount = 1 WHERE id = 1', /append-only/u],
  ['a lost transfer', 'DELETE FROM transfer WHERE id = 1', /append-only/u],
  ['a negative amount', 'INSERT INTO transfer (posting_id, from_account, to_account, amount) VALUES (1, 1, 2, -5)', /CHECK/u],
  ['no amount', 'INSERT INTO transfer (posting_id, from_account, to_account, amount) VALUES (1, 1, 2, 0)', /CHECK/u],
  ['half a satang', 'INSERT INTO transfer (posting_id, from_account, to_account, amount) VALUES (1, 1, 2, 0.5)', /cannot store REAL/u],
  ['a transfer to itself', 'INSERT INTO transfer (posting_id, from_account, to_account, amount) VALUES (1, 2, 2, 5)', /CHECK/u],
  ['a transfer to nowhere', 'INSERT INTO transfer (posting_id, from_account, to_account, amount) VALUES (1, 2, 77, 5)', /FOREIGN KEY/u],
  ['a changed entry', 'UPDATE entry SET amount = 1, balance_after = 1 WHERE account_id = 2', /append-only/u],
  ['a lost entry', 'DELETE FROM entry WHERE account_id = 2', /append-only/u],
  [
    'an entry that does not add up',
    'INSERT INTO entry (account_id, transfer_id, amount, balance_before, balance_after) VALUES (2, 9, 5, 100, 106)',
    /CHECK/u,
  ],
  [
    'an entry of nothing',
    'INSERT INTO entry (account_id, transfer_id, amount, balance_before, balance_after) VALUES (2, 9, 0, 100, 100)',
    /CHECK/u,
  ],
  [
    'an entry with a fraction',
    'INSERT INTO entry (account_id, transfer_id, amount, balance_before, balance_after) VALUES (2, 9, 0.5, 100, 100.5)',
    /cannot store REAL/u,
  ],
  [
    'a second entry of the transfer',
    'INSERT INTO entry (account_id, transfer_id, amount, balance_before, balance_after) VALUES (2, 1, 5, 100, 105)',
    /UNIQUE/u,
  ],
  [
    'an entry without a transfer',
    'INSERT INTO entry (account_id, transfer_id, amount, balance_before, balance_after) VALUES (2, 9, 5, 100, 105)',
    /FOREIGN KEY/u,
  ],
];

test.each(REFUSED)('the tables themselves refuse %s', (_what, statement, why) => {
  const before = raw.serialize();
  expect(() => raw.exec(statement)).toThrow(why);
  expect(raw.serialize().equals(before)).toBe(true);
});

test('the tables of the books are strict', () => {
  const tables = raw
    .prepare("SELECT name FROM pragma_table_list WHERE strict = 1 AND name IN ('account', 'posting', 'transfer', 'entry') ORDER BY name")
    .pluck()
    .all();
  expect(tables).toEqual(['account', 'entry', 'posting', 'transfer']);
});
