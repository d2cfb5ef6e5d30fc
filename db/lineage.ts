import type { Kysely, Transaction } from 'kysely';
import type { Transfer } from '../bot/domain/postings.ts';
import type { Database } from './schema.ts';

type Tx = Transaction<Database>;
type Read = Kysely<Database> | Tx;

/** Part of one receipt of money. */
export interface Slice {
  receipt: string;
  amount: number;
}

interface Lot extends Slice {
  /** Money given for one community serves only that community. */
  community: string | null;
}

const RECEIPT_KEY = 'receipt/';

/** Where the money of a transfer lies before and after: an account, or one purpose inside it. */
function pocketsOf({ from, to, fromPocket, toPocket }: Transfer): { from: string; to: string } {
  return { from: fromPocket ?? from, to: toPocket ?? to };
}

function isOutside(code: string): boolean {
  return code.startsWith('outside/');
}

/** Restrictions bind where free money is set aside; from there on it belongs to its meal. */
function isSettingAside({ from, fromPocket, to }: Transfer): boolean {
  return fromPocket === undefined && from.endsWith('/free') && !to.endsWith('/free') && !isOutside(to);
}

async function lotsIn(tx: Tx, transfer: Transfer): Promise<Lot[]> {
  const lots = await tx
    .selectFrom('pocket')
    .select(['receipt_id as receipt', 'amount', 'community_id as community'])
    .where('pocket', '=', pocketsOf(transfer).from)
    .where('amount', '>', 0)
    .orderBy('receipt_id')
    .execute();
  if (!isSettingAside(transfer)) return lots;
  return lots.filter((lot) => lot.community === null || lot.community === transfer.community);
}

/** How much in the transfer's pocket is bound to another community than the money is set aside for. */
export async function boundElsewhere(db: Read, transfer: Transfer): Promise<number> {
  if (transfer.unit !== 'THB' || isOutside(transfer.from) || !isSettingAside(transfer)) return 0;
  const lots = await db
    .selectFrom('pocket')
    .select(['amount', 'community_id'])
    .where('pocket', '=', transfer.from)
    .where('amount', '>', 0)
    .where('community_id', 'is not', null)
    .execute();
  return lots.filter((lot) => lot.community_id !== transfer.community).reduce((sum, lot) => sum + lot.amount, 0);
}

/** How much of a campaign's free money may be spent on a community. */
export async function freeFor(db: Read, freeAccount: string, community: string): Promise<number> {
  const row = await db
    .selectFrom('pocket')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number | string>('amount'), eb.lit(0)).as('free'))
    .where('pocket', '=', freeAccount)
    .where((eb) => eb.or([eb('community_id', 'is', null), eb('community_id', '=', community)]))
    .executeTakeFirstOrThrow();
  return Number(row.free);
}

/** First in, first out. A pocket that holds less than its account says is a bug. */
function takeFirst(lots: readonly Lot[], transfer: Transfer): Lot[] {
  const taken: Lot[] = [];
  let wanted = transfer.amount;
  for (const lot of lots) {
    if (wanted === 0) break;
    const amount = Math.min(wanted, lot.amount);
    taken.push({ ...lot, amount });
    wanted -= amount;
  }
  if (wanted > 0) throw new Error(`${pocketsOf(transfer).from} holds less than its account says`);
  return taken;
}

interface Moved {
  transferId: number;
  transfer: Transfer;
  /** The key of the posting: money from outside is a receipt of that name. */
  key: string;
  /** The slices of the transfer that this one undoes. */
  exact?: readonly Slice[];
}

/** Writes down which receipts the satang of a transfer came from, and moves them from pocket to pocket. */
export async function moveSlices(tx: Tx, moved: Moved): Promise<void> {
  const { transferId, transfer } = moved;
  if (transfer.unit !== 'THB') return;
  const pockets = pocketsOf(transfer);
  for (const lot of await lotsFor(tx, moved)) {
    await tx.insertInto('slice').values({ transfer_id: transferId, receipt_id: lot.receipt, amount: lot.amount }).execute();
    if (!isOutside(transfer.from)) await addToPocket(tx, pockets.from, { ...lot, amount: -lot.amount });
    if (!isOutside(transfer.to)) await addToPocket(tx, pockets.to, lot);
  }
}

async function lotsFor(tx: Tx, { transfer, key, exact }: Moved): Promise<Lot[]> {
  if (exact !== undefined) return withCommunities(tx, transfer, exact);
  if (!isOutside(transfer.from)) return takeFirst(await lotsIn(tx, transfer), transfer);
  const receipt = key.startsWith(RECEIPT_KEY) ? key.slice(RECEIPT_KEY.length) : key;
  return [{ receipt, amount: transfer.amount, community: transfer.community ?? null }];
}

async function withCommunities(tx: Tx, transfer: Transfer, slices: readonly Slice[]): Promise<Lot[]> {
  const known = await tx
    .selectFrom('pocket')
    .select(['receipt_id', 'community_id'])
    .where('pocket', '=', pocketsOf(transfer).from)
    .execute();
  const communities = new Map(known.map((row) => [row.receipt_id, row.community_id]));
  return slices.map((slice) => ({ ...slice, community: communities.get(slice.receipt) ?? null }));
}

/** The CHECK of the table refuses a pocket below zero. */
async function addToPocket(tx: Tx, pocket: string, { receipt, amount, community }: Lot): Promise<void> {
  const known = await tx
    .selectFrom('pocket')
    .select('amount')
    .where('pocket', '=', pocket)
    .where('receipt_id', '=', receipt)
    .executeTakeFirst();
  if (known === undefined) {
    await tx.insertInto('pocket').values({ pocket, receipt_id: receipt, amount, community_id: community }).execute();
    return;
  }
  const left = known.amount + amount;
  await tx.updateTable('pocket').set({ amount: left }).where('pocket', '=', pocket).where('receipt_id', '=', receipt).execute();
}

export async function slicesOf(db: Read, transferId: number): Promise<Slice[]> {
  return db
    .selectFrom('slice')
    .select(['receipt_id as receipt', 'amount'])
    .where('transfer_id', '=', transferId)
    .orderBy('receipt_id')
    .execute();
}

interface Return {
  transfer: Transfer;
  slices: readonly Slice[];
  /** What earlier transfers of the same posting have put back or taken, by pocket and receipt. */
  returned: Map<string, number>;
}

/** Whether every slice still lies where the transfer put it, so that it can be undone to the satang. */
export async function canReturn(db: Read, { transfer, slices, returned }: Return): Promise<boolean> {
  const pockets = pocketsOf(transfer);
  for (const { receipt, amount } of slices) {
    const key = `${pockets.from} ${receipt}`;
    const moved = returned.get(key) ?? 0;
    if (!isOutside(transfer.from) && (await amountIn(db, pockets.from, receipt)) + moved < amount) return false;
    returned.set(key, moved - amount);
    const target = `${pockets.to} ${receipt}`;
    returned.set(target, (returned.get(target) ?? 0) + amount);
  }
  return true;
}

async function amountIn(db: Read, pocket: string, receipt: string): Promise<number> {
  const lot = await db
    .selectFrom('pocket')
    .select('amount')
    .where('pocket', '=', pocket)
    .where('receipt_id', '=', receipt)
    .executeTakeFirst();
  return lot?.amount ?? 0;
}
