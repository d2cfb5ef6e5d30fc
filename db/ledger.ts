import { hash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { Posting, Transfer, Unit } from '../bot/domain/postings.ts';
import { compiled } from './compiled.ts';
import { accountByCode, insertAccount, insertEntries, insertPosting, insertTransfer, postingByKey, setBalance } from './ledger-rows.ts';
import { keepCampaignTotals } from './public-totals.ts';
import { boundElsewhere, canReturn, moveSlices, slicesOf } from './lineage.ts';
import type { Slice } from './lineage.ts';
import { lastLink, linkOf } from './seal.ts';
import type { Database } from './schema.ts';

type Tx = Transaction<Database>;
type Read = Kysely<Database> | Tx;

export interface Clocks {
  /** When it happened in the world, ms. */
  happenedAt: number;
  /** When it was written down, ms. */
  recordedAt: number;
  /** Random words that keep the published commitment from being guessed; without them nothing is hidden. */
  salt?: string;
}

/**
 * What became of a posting. `repeated`: the same key with the same body was in the books already, nothing was added.
 * `short`: an account would have gone below zero, nothing was added; `account` says which.
 */
export type Posted = { kind: 'posted' | 'repeated'; id: number } | { kind: 'short'; account: string; missing: number };

/** The same key came back with another body: two different events claim to be one. A bug, never an answer. */
export class PostingKeyReused extends Error {
  override name = 'PostingKeyReused';
}

/** An account as the posting sees it; without `id` it is not open yet. */
interface AccountState {
  id?: number;
  unit: Unit;
  balance: number;
}

interface OpenAccount extends AccountState {
  id: number;
}

/** The hash that says whether two postings under one key are the same event. Order of transfers counts. */
export function requestHash(posting: Pick<Posting, 'template' | 'transfers'>): string {
  const body = posting.transfers.map((t) => [t.unit, t.from, t.to, t.amount]);
  return hash('sha256', JSON.stringify([posting.template, body]), 'base64url').slice(0, 22);
}

function assertWellFormed({ template, transfers }: Posting): void {
  if (transfers.length === 0) throw new Error(`posting ${template} moves nothing`);
  for (const { from, to, amount } of transfers) {
    if (!Number.isSafeInteger(amount) || amount <= 0) throw new Error(`posting ${template}: amount must be whole and above zero`);
    if (from === to) throw new Error(`posting ${template}: a transfer needs two accounts`);
  }
}

/**
 * The only writer of the books. Runs inside the caller's transaction: all transfers of the posting or none.
 * A shortage is found before anything is written, so the caller may go on in the same transaction; the CHECK in
 * the table stands behind it.
 */
export async function post(tx: Tx, posting: Posting, clocks: Clocks): Promise<Posted> {
  if (posting.template === 'reversal') throw new Error('a reversal is made by reverse, which keeps its reason');
  assertWellFormed(posting);
  const earlier = await postingByKey.first(tx, { key: posting.key });
  if (earlier === undefined) return write(tx, { posting, reverses: null, reason: null }, clocks);
  if (earlier.request_hash !== requestHash(posting)) throw new PostingKeyReused(`posting key ${posting.key} came back with another body`);
  return { kind: 'repeated', id: earlier.id };
}

/**
 * Undoes a posting by its mirror image, with the reason kept; once only. `short` when the money has moved on.
 * The first reason stays: a second one for the same posting is `repeated`.
 */
export async function reverse(tx: Tx, params: { postingId: number; reason: string }, clocks: Clocks): Promise<Posted> {
  const { postingId, reason } = params;
  const key = `reversal/${postingId}`;
  const earlier = await postingByKey.first(tx, { key });
  if (earlier !== undefined) return { kind: 'repeated', id: earlier.id };
  const undone = await movesBack(tx, postingId);
  const transfers = undone.map((move) => move.transfer);
  if (transfers.length === 0) throw new Error(`there is no posting ${postingId} to reverse`);
  const posting = { template: 'reversal', key, transfers } as const;
  return write(tx, { posting, reverses: postingId, reason, exact: undone.map((move) => move.slices) }, clocks);
}

interface NewPosting {
  posting: Posting;
  reverses: number | null;
  reason: string | null;
  /** The slices that each transfer takes back; without them the oldest receipts go first. */
  exact?: readonly Slice[][];
}

async function write(tx: Tx, made: NewPosting, clocks: Clocks): Promise<Posted> {
  const { posting, reverses, reason } = made;
  const { template, key, transfers } = posting;
  const states = await readAccounts(tx, transfers);
  const shortage = findShortage(states, transfers);
  if (shortage !== undefined) return shortage;
  const bound = await findBound(tx, made, states);
  if (bound !== undefined) return bound;
  const row = await insertPosting.first(tx, {
    template,
    key,
    request_hash: requestHash(posting),
    happened_at: clocks.happenedAt,
    recorded_at: clocks.recordedAt,
    reverses,
    reason,
    salt: clocks.salt ?? '',
  });
  if (row === undefined) throw new Error(`posting ${key} was not written`);
  const accounts = await openAccounts(tx, states);
  await writeTransfers(tx, { made, clocks, postingId: row.id, accounts });
  for (const { id, balance } of accounts.values()) await setBalance.run(tx, { id, balance });
  await keepCampaignTotals(tx, transfers);
  return { kind: 'posted', id: row.id };
}

function isOutside(code: string): boolean {
  return code.startsWith('outside/');
}

/** Every account that the transfers name; a code keeps its unit for ever. */
async function readAccounts(tx: Tx, transfers: Transfer[]): Promise<Map<string, AccountState>> {
  const accounts = new Map<string, AccountState>();
  for (const { unit, from, to } of transfers) {
    for (const code of [from, to]) {
      const known = accounts.get(code) ?? (await accountByCode.first(tx, { code })) ?? { unit, balance: 0 };
      if (known.unit !== unit) throw new Error(`account ${code} is kept in ${known.unit}, not ${unit}`);
      accounts.set(code, known);
    }
  }
  return accounts;
}

/** Follows the transfers in their order, so that money may pass through an account within one posting. */
function findShortage(accounts: Map<string, AccountState>, transfers: Transfer[]): Extract<Posted, { kind: 'short' }> | undefined {
  const balances = new Map([...accounts].map(([code, account]) => [code, account.balance]));
  for (const { from, to, amount } of transfers) {
    const left = (balances.get(from) ?? 0) - amount;
    const grown = (balances.get(to) ?? 0) + amount;
    if (left < 0 && !isOutside(from)) return { kind: 'short', account: from, missing: -left };
    if (!Number.isSafeInteger(left) || !Number.isSafeInteger(grown)) throw new Error(`a balance of ${from} or ${to} would not be exact`);
    balances.set(from, left);
    balances.set(to, grown);
  }
  return undefined;
}

async function openAccounts(tx: Tx, states: Map<string, AccountState>): Promise<Map<string, OpenAccount>> {
  const accounts = new Map<string, OpenAccount>();
  for (const [code, { id, unit, balance }] of states) {
    accounts.set(code, { id: id ?? (await openAccount(tx, code, unit)), unit, balance });
  }
  return accounts;
}

async function openAccount(tx: Tx, code: string, unit: Unit): Promise<number> {
  const row = await insertAccount.first(tx, { code, unit, isOutside: isOutside(code) ? 1 : 0 });
  if (row === undefined) throw new Error(`account ${code} was not opened`);
  return row.id;
}

/** Money that is bound to a community, or lies elsewhere by now, is as good as missing. */
async function findBound(
  tx: Tx,
  { posting, exact }: NewPosting,
  states: Map<string, AccountState>,
): Promise<Extract<Posted, { kind: 'short' }> | undefined> {
  const balances = new Map([...states].map(([code, account]) => [code, account.balance]));
  const returned = new Map<string, number>();
  for (const [index, transfer] of posting.transfers.entries()) {
    const { from, to, amount } = transfer;
    const slices = exact?.[index];
    const left = (balances.get(from) ?? 0) - amount;
    const bound = slices === undefined ? await boundElsewhere(tx, transfer) : 0;
    if (bound > 0 && left < bound) return { kind: 'short', account: from, missing: bound - left };
    if (slices !== undefined && !(await canReturn(tx, { transfer, slices, returned })))
      return { kind: 'short', account: from, missing: amount };
    balances.set(from, left);
    balances.set(to, (balances.get(to) ?? 0) + amount);
  }
  return undefined;
}

interface Writing {
  made: NewPosting;
  clocks: Clocks;
  postingId: number;
  accounts: Map<string, OpenAccount>;
}

async function writeTransfers(tx: Tx, { made, clocks, postingId, accounts }: Writing): Promise<void> {
  const { posting, reverses, reason, exact } = made;
  let { n, chain } = await lastLink(tx);
  for (const [index, transfer] of posting.transfers.entries()) {
    const { from, to, unit, amount, fromPocket = null, toPocket = null } = transfer;
    const giver = accountOf(accounts, from);
    const taker = accountOf(accounts, to);
    n += 1;
    chain = linkOf(
      chain,
      { n, template: posting.template, unit, from, to, amount },
      {
        salt: clocks.salt ?? '',
        key: posting.key,
        happenedAt: clocks.happenedAt,
        recordedAt: clocks.recordedAt,
        reverses,
        reason,
        fromPocket,
        toPocket,
      },
    );
    await insertTransfer.run(tx, {
      id: n,
      posting_id: postingId,
      from_account: giver.id,
      to_account: taker.id,
      amount,
      from_pocket: fromPocket,
      to_pocket: toPocket,
      chain,
    });
    await writeEntries(tx, n, { giver, taker, amount });
    const slices = exact?.[index];
    await moveSlices(tx, { transferId: n, transfer, key: posting.key, ...(slices === undefined ? {} : { exact: slices }) });
  }
}

function accountOf(accounts: Map<string, OpenAccount>, code: string): OpenAccount {
  const account = accounts.get(code);
  if (account === undefined) throw new Error(`account ${code} was not opened`);
  return account;
}

/** Minus at the giver, plus at the taker, and both as they are after it. */
async function writeEntries(tx: Tx, transfer: number, moved: { giver: OpenAccount; taker: OpenAccount; amount: number }): Promise<void> {
  const { giver, taker, amount } = moved;
  const [giverBefore, takerBefore] = [giver.balance, taker.balance];
  giver.balance -= amount;
  taker.balance += amount;
  await insertEntries.run(tx, {
    transfer,
    amount,
    taken: -amount,
    giver: giver.id,
    giverBefore,
    giverAfter: giver.balance,
    taker: taker.id,
    takerBefore,
    takerAfter: taker.balance,
  });
}

/** What a posting moved, in its order. */
export async function transfersOf(db: Read, postingId: number): Promise<Transfer[]> {
  return db
    .selectFrom('transfer')
    .innerJoin('account as giver', 'giver.id', 'transfer.from_account')
    .innerJoin('account as taker', 'taker.id', 'transfer.to_account')
    .select(['giver.unit as unit', 'giver.code as from', 'taker.code as to', 'transfer.amount as amount'])
    .where('transfer.posting_id', '=', postingId)
    .orderBy('transfer.id')
    .execute();
}

interface MoveBack {
  transfer: Transfer;
  slices: Slice[];
}

/** Last in, first out: so every balance on the way back is one that was there on the way in, and every satang finds its receipt. */
async function movesBack(tx: Tx, postingId: number): Promise<MoveBack[]> {
  const rows = await tx
    .selectFrom('transfer')
    .innerJoin('account as giver', 'giver.id', 'transfer.from_account')
    .innerJoin('account as taker', 'taker.id', 'transfer.to_account')
    .select(['transfer.id', 'giver.unit', 'giver.code as from', 'taker.code as to', 'transfer.amount', 'from_pocket', 'to_pocket'])
    .where('transfer.posting_id', '=', postingId)
    .orderBy('transfer.id', 'desc')
    .execute();
  const moves: MoveBack[] = [];
  for (const { id, unit, from, to, amount, from_pocket: fromPocket, to_pocket: toPocket } of rows) {
    const pockets = { ...(toPocket === null ? {} : { fromPocket: toPocket }), ...(fromPocket === null ? {} : { toPocket: fromPocket }) };
    moves.push({ transfer: { unit, from: to, to: from, amount, ...pockets }, slices: await slicesOf(tx, id) });
  }
  return moves;
}

/** Zero for an account that nothing was ever posted to. */
export async function balanceOf(db: Read, code: string): Promise<number> {
  const row = await accountByCode.first(db, { code });
  return row?.balance ?? 0;
}

const accountsBetween = compiled((db, { first, end }: { first: string; end: string }) =>
  db.selectFrom('account').select(['code', 'balance']).where('code', '>=', first).where('code', '<', end).orderBy('code'),
);

/** Balances of all accounts whose code starts with the prefix, largest code last. */
export async function balancesUnder(db: Read, prefix: string): Promise<{ code: string; balance: number }[]> {
  return accountsBetween.all(db, { first: prefix, end: `${prefix}\u{10FFFF}` });
}

export interface StatementLine {
  transfer: number;
  template: string;
  amount: number;
  balanceAfter: number;
  happenedAt: number;
}

const linesBefore = compiled((db, page: { code: string; before: number; limit: number }) =>
  db
    .selectFrom('entry')
    .innerJoin('account', 'account.id', 'entry.account_id')
    .innerJoin('transfer', 'transfer.id', 'entry.transfer_id')
    .innerJoin('posting', 'posting.id', 'transfer.posting_id')
    .select([
      'entry.transfer_id as transfer',
      'posting.template as template',
      'entry.amount as amount',
      'entry.balance_after as balanceAfter',
      'posting.happened_at as happenedAt',
    ])
    .where('account.code', '=', page.code)
    .where('entry.transfer_id', '<', page.before)
    .orderBy('entry.transfer_id', 'desc')
    .limit(page.limit),
);

/** Newest first; `before` is the last transfer id of the page above (keyset, never OFFSET). */
export async function statementOf(db: Read, code: string, page: { before?: number; limit: number }): Promise<StatementLine[]> {
  return linesBefore.all(db, { code, before: page.before ?? Number.MAX_SAFE_INTEGER, limit: page.limit });
}
