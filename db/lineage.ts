import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import type { Transfer } from '../bot/domain/postings.ts';
import { compiled } from './compiled.ts';
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
  /** What lay in the giver's pocket of it before. */
  held: number;
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

/** Receipts of a pocket that are looked at in one step: few are needed, though thousands may lie there. */
const LOTS_PAGE = 32;

const lotsAfter = compiled((db, { pocket, after }: { pocket: string; after: string }) =>
  db
    .selectFrom('pocket')
    .select(['receipt_id as receipt', 'amount', 'community_id as community'])
    .where('pocket', '=', pocket)
    .where('receipt_id', '>', after)
    .where('amount', '>', sql.lit(0))
    .orderBy('receipt_id')
    .limit(LOTS_PAGE),
);

const lotsForCommunityAfter = compiled((db, { pocket, after, community }: { pocket: string; after: string; community: string | null }) =>
  db
    .selectFrom('pocket')
    .select(['receipt_id as receipt', 'amount', 'community_id as community'])
    .where('pocket', '=', pocket)
    .where('receipt_id', '>', after)
    .where('amount', '>', sql.lit(0))
    .where((eb) => eb.or([eb('community_id', 'is', null), eb('community_id', '=', community)]))
    .orderBy('receipt_id')
    .limit(LOTS_PAGE),
);

const boundInPocket = compiled((db, { pocket, community }: { pocket: string; community: string | null }) =>
  db
    .selectFrom('pocket')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number | string>('amount'), eb.lit(0)).as('bound'))
    .where('pocket', '=', pocket)
    .where('community_id', 'is not', null)
    .where('community_id', 'is distinct from', community),
);

/** How much in the transfer's pocket is bound to another community than the money is set aside for. */
export async function boundElsewhere(db: Read, transfer: Transfer): Promise<number> {
  if (transfer.unit !== 'THB' || isOutside(transfer.from) || !isSettingAside(transfer)) return 0;
  return boundIn(db, transfer.from, transfer.community ?? null);
}

async function boundIn(db: Read, pocket: string, community: string | null): Promise<number> {
  const row = await boundInPocket.first(db, { pocket, community });
  return Number(row?.bound ?? 0);
}

/** How much of a campaign's free money may be spent on a community. */
export async function freeFor(db: Read, freeAccount: string, community: string): Promise<number> {
  const account = await db.selectFrom('account').select('balance').where('code', '=', freeAccount).executeTakeFirst();
  return (account?.balance ?? 0) - (await boundIn(db, freeAccount, community));
}

/** First in, first out. A pocket that holds less than its account says is a bug. */
async function takeFirst(tx: Tx, transfer: Transfer): Promise<Lot[]> {
  const pocket = pocketsOf(transfer).from;
  const community = transfer.community ?? null;
  const isBound = isSettingAside(transfer);
  const taken: Lot[] = [];
  let wanted = transfer.amount;
  let after = '';
  while (wanted > 0) {
    const page = isBound ? await lotsForCommunityAfter.all(tx, { pocket, after, community }) : await lotsAfter.all(tx, { pocket, after });
    if (page.length === 0) throw new Error(`${pocket} holds less than its account says`);
    for (const lot of page) {
      if (wanted === 0) break;
      const amount = Math.min(wanted, lot.amount);
      taken.push({ receipt: lot.receipt, amount, community: lot.community, held: lot.amount });
      wanted -= amount;
      after = lot.receipt;
    }
  }
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

const insertSlice = compiled((db, slice: { transfer: number; receipt: string; amount: number }) =>
  db.insertInto('slice').values({ transfer_id: slice.transfer, receipt_id: slice.receipt, amount: slice.amount }),
);

const lotOf = compiled((db, { pocket, receipt }: { pocket: string; receipt: string }) =>
  db.selectFrom('pocket').select(['amount', 'community_id as community']).where('pocket', '=', pocket).where('receipt_id', '=', receipt),
);

const leaveInPocket = compiled((db, { pocket, receipt, left }: { pocket: string; receipt: string; left: number }) =>
  db.updateTable('pocket').set({ amount: left }).where('pocket', '=', pocket).where('receipt_id', '=', receipt),
);

const emptyPocket = compiled((db, { pocket, receipt }: { pocket: string; receipt: string }) =>
  db.deleteFrom('pocket').where('pocket', '=', pocket).where('receipt_id', '=', receipt),
);

const addToPocket = compiled((db, lot: { pocket: string; receipt: string; amount: number; community: string | null }) =>
  db
    .insertInto('pocket')
    .values({ pocket: lot.pocket, receipt_id: lot.receipt, amount: lot.amount, community_id: lot.community })
    .onConflict((conflict) =>
      conflict.columns(['pocket', 'receipt_id']).doUpdateSet((eb) => ({ amount: eb('pocket.amount', '+', eb.ref('excluded.amount')) })),
    ),
);

/** Writes down which receipts the satang of a transfer came from, and moves them from pocket to pocket. */
export async function moveSlices(tx: Tx, moved: Moved): Promise<void> {
  const { transferId, transfer } = moved;
  if (transfer.unit !== 'THB') return;
  const pockets = pocketsOf(transfer);
  for (const lot of await lotsFor(tx, moved)) {
    await insertSlice.run(tx, { transfer: transferId, receipt: lot.receipt, amount: lot.amount });
    if (!isOutside(transfer.from)) await takeFromPocket(tx, pockets.from, lot);
    if (!isOutside(transfer.to)) await addToPocket.run(tx, { ...lot, pocket: pockets.to });
  }
}

async function lotsFor(tx: Tx, { transfer, key, exact }: Moved): Promise<Lot[]> {
  if (exact !== undefined) return withHeld(tx, transfer, exact);
  if (!isOutside(transfer.from)) return takeFirst(tx, transfer);
  const receipt = key.startsWith(RECEIPT_KEY) ? key.slice(RECEIPT_KEY.length) : key;
  return [{ receipt, amount: transfer.amount, community: transfer.community ?? null, held: 0 }];
}

async function withHeld(tx: Tx, transfer: Transfer, slices: readonly Slice[]): Promise<Lot[]> {
  const pocket = pocketsOf(transfer).from;
  const lots: Lot[] = [];
  for (const slice of slices) {
    const known = await lotOf.first(tx, { pocket, receipt: slice.receipt });
    lots.push({ ...slice, community: known?.community ?? null, held: known?.amount ?? 0 });
  }
  return lots;
}

/** What is used up leaves the pocket, so that it holds open receipts only. The CHECK of the table refuses less than nothing. */
async function takeFromPocket(tx: Tx, pocket: string, { receipt, amount, held }: Lot): Promise<void> {
  if (amount === held) await emptyPocket.run(tx, { pocket, receipt });
  else await leaveInPocket.run(tx, { pocket, receipt, left: held - amount });
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
  const lot = await lotOf.first(db, { pocket, receipt });
  return lot?.amount ?? 0;
}
