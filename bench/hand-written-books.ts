import { hash } from 'node:crypto';
import BetterSqlite3 from 'better-sqlite3';
import { bangkokDay } from '../bot/domain/days.ts';
import type { Posting, Transfer } from '../bot/domain/postings.ts';
import { chainOf, commitmentOf, leafOf, lineOf, NO_CHAIN, publicAccount } from '../bot/domain/sealing.ts';
import type { Clocks } from '../db/ledger.ts';

interface Account {
  id: number;
  balance: number;
}

interface Lot {
  receipt: string;
  amount: number;
  community: string | null;
}

export interface HandWrittenBooks {
  raw: BetterSqlite3.Database;
  /** Inside the caller's transaction. */
  write(posting: Posting, clocks: Clocks): void;
  /** All of them in one durable transaction, each in a savepoint of its own. */
  post(postings: readonly Posting[], clocks: Clocks): void;
}

/** Every statement that the rows of a posting need, prepared once. */
function prepareStatements(raw: BetterSqlite3.Database) {
  return {
    account: raw.prepare<[string], Account>('SELECT id, balance FROM account WHERE code = ?'),
    openAccount: raw.prepare('INSERT INTO account (code, unit, is_outside) VALUES (?, ?, ?)'),
    balance: raw.prepare('UPDATE account SET balance = ? WHERE id = ?'),
    last: raw.prepare<[], { id: number; chain: string }>('SELECT id, chain FROM transfer ORDER BY id DESC LIMIT 1'),
    posting: raw.prepare('INSERT INTO posting (template, key, request_hash, happened_at, recorded_at, salt) VALUES (?, ?, ?, ?, ?, ?)'),
    transfer: raw.prepare(
      'INSERT INTO transfer (id, posting_id, from_account, to_account, amount, from_pocket, to_pocket, chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    entry: raw.prepare('INSERT INTO entry (account_id, transfer_id, amount, balance_before, balance_after) VALUES (?, ?, ?, ?, ?)'),
    lots: raw.prepare<[string, number, string | null], Lot>(
      `SELECT receipt_id AS receipt, amount, community_id AS community FROM pocket
       WHERE pocket = +? AND (+? OR community_id IS NULL OR community_id = +?) ORDER BY receipt_id LIMIT 32`,
    ),
    slice: raw.prepare('INSERT INTO slice (transfer_id, receipt_id, amount) VALUES (?, ?, ?)'),
    empty: raw.prepare('DELETE FROM pocket WHERE pocket = ? AND receipt_id = ?'),
    leave: raw.prepare('UPDATE pocket SET amount = ? WHERE pocket = ? AND receipt_id = ?'),
    add: raw.prepare(
      `INSERT INTO pocket (pocket, receipt_id, amount, community_id) VALUES (?, ?, ?, ?)
       ON CONFLICT (pocket, receipt_id) DO UPDATE SET amount = amount + excluded.amount`,
    ),
    total: raw.prepare(
      `INSERT INTO campaign_total (campaign_id, received_satang, shops_satang, riders_satang, owed_satang) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (campaign_id) DO UPDATE SET received_satang = received_satang + excluded.received_satang,
         shops_satang = shops_satang + excluded.shops_satang, riders_satang = riders_satang + excluded.riders_satang,
         owed_satang = owed_satang + excluded.owed_satang`,
    ),
  };
}

type Statements = ReturnType<typeof prepareStatements>;

const isOutside = (code: string): boolean => code.startsWith('outside/');

/** What the money of a transfer adds to the totals of its campaign: in from outside, or out to a shop or a rider. */
function addTotals(sql: Statements, transfers: readonly Transfer[]): void {
  for (const { unit, from, to, amount } of transfers) {
    if (unit !== 'THB') continue;
    if (isOutside(from)) sql.total.run(to.split('/')[1], amount, 0, 0, 0);
    else if (to.startsWith('shop/')) sql.total.run(from.split('/')[1], 0, amount, 0, amount);
    else if (to.startsWith('rider/')) sql.total.run(from.split('/')[1], 0, 0, amount, amount);
  }
}

/** Takes the oldest receipts of the giver's pocket and puts them into the taker's. */
function moveLots(sql: Statements, transferId: number, { transfer, key }: { transfer: Transfer; key: string }): void {
  const { from, to, amount, fromPocket = from, toPocket = to, community = null } = transfer;
  const put = (lot: Lot): void => {
    sql.slice.run(transferId, lot.receipt, lot.amount);
    if (!isOutside(to)) sql.add.run(toPocket, lot.receipt, lot.amount, lot.community);
  };
  if (isOutside(from)) {
    put({ receipt: key.slice('receipt/'.length), amount, community });
    return;
  }
  const isFree = transfer.fromPocket === undefined && from.endsWith('/free');
  let wanted = amount;
  for (const lot of sql.lots.all(fromPocket, isFree ? 0 : 1, community)) {
    const taken = Math.min(wanted, lot.amount);
    if (taken === lot.amount) sql.empty.run(fromPocket, lot.receipt);
    else sql.leave.run(lot.amount - taken, fromPocket, lot.receipt);
    put({ ...lot, amount: taken });
    wanted -= taken;
    if (wanted === 0) return;
  }
  throw new Error(`${fromPocket} is short of ${wanted}`);
}

function accountOf(sql: Statements, { unit }: Transfer, code: string): Account {
  const known = sql.account.get(code);
  if (known !== undefined) return known;
  return { id: Number(sql.openAccount.run(code, unit, isOutside(code) ? 1 : 0).lastInsertRowid), balance: 0 };
}

function linkAfter(chain: string, n: number, of: { posting: Posting; transfer: Transfer; clocks: Clocks }): string {
  const { key, template } = of.posting;
  const { unit, from, to, amount, fromPocket = null, toPocket = null } = of.transfer;
  const { happenedAt, recordedAt, salt = '' } = of.clocks;
  const facts = { salt, key, from, to, happenedAt, recordedAt, reverses: null, reason: null, fromPocket, toPocket };
  const shown = { n, day: bangkokDay(recordedAt), template, unit, from: publicAccount(from), to: publicAccount(to), amount };
  return chainOf(chain, leafOf(lineOf({ ...shown, commitment: commitmentOf(facts) })));
}

/** Knows accounts once for the whole posting; the CHECKs of the tables are what refuses a shortage. */
function writePosting(sql: Statements, posting: Posting, clocks: Clocks): void {
  const { template, key, transfers } = posting;
  const body = JSON.stringify([template, transfers.map((t) => [t.unit, t.from, t.to, t.amount])]);
  const { happenedAt, recordedAt, salt = '' } = clocks;
  const requestHash = hash('sha256', body, 'base64url').slice(0, 22);
  const postingId = Number(sql.posting.run(template, key, requestHash, happenedAt, recordedAt, salt).lastInsertRowid);
  const accounts = new Map<string, Account>();
  const known = (transfer: Transfer, code: string): Account => {
    const account = accounts.get(code) ?? accountOf(sql, transfer, code);
    accounts.set(code, account);
    return account;
  };
  let { id: n, chain } = sql.last.get() ?? { id: 0, chain: NO_CHAIN };
  for (const transfer of transfers) {
    const { from, to, amount, fromPocket = null, toPocket = null } = transfer;
    const giver = known(transfer, from);
    const taker = known(transfer, to);
    n += 1;
    chain = linkAfter(chain, n, { posting, transfer, clocks });
    sql.transfer.run(n, postingId, giver.id, taker.id, amount, fromPocket, toPocket, chain);
    sql.entry.run(giver.id, n, -amount, giver.balance, (giver.balance -= amount));
    sql.entry.run(taker.id, n, amount, taker.balance, (taker.balance += amount));
    if (transfer.unit === 'THB') moveLots(sql, n, { transfer, key });
  }
  for (const { id, balance } of accounts.values()) sql.balance.run(balance, id);
  addTotals(sql, transfers);
}

/**
 * The books as somebody would write them straight onto the driver: prepared statements, no promises, no rule that
 * the tables do not hold themselves, the same rows. The file was migrated before.
 */
export function handWrittenBooks(path: string): HandWrittenBooks {
  const raw = new BetterSqlite3(path);
  raw.pragma('journal_mode = WAL');
  raw.pragma('synchronous = FULL');
  raw.pragma('foreign_keys = ON');
  const sql = prepareStatements(raw);
  // Inside the other one it is a savepoint.
  const one = raw.transaction((posting: Posting, clocks: Clocks) => writePosting(sql, posting, clocks));
  const post = raw.transaction((postings: readonly Posting[], clocks: Clocks) => {
    for (const posting of postings) one(posting, clocks);
  });
  return {
    raw,
    write: (posting, clocks) => writePosting(sql, posting, clocks),
    post: post.immediate,
  };
}
