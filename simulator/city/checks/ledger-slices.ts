import type { TransferRow } from './changes.ts';
import { accountOf } from './chart.ts';
import type { Check, Sight } from './sight.ts';

interface SliceRow {
  receipt: string;
  amount: number;
}

const COMMUNITY_OF_GRANT = `SELECT h.community_id AS community, h.updated_at AS updatedAt FROM coupon_grant g
  JOIN household h ON h.id = g.household_id WHERE g.id = ?`;
const COMMUNITY_OF_ORDER = `SELECT h.community_id AS community, h.updated_at AS updatedAt FROM meal_order o
  JOIN household h ON h.id = o.household_id WHERE o.id = ?`;

interface Home {
  community: string;
  updatedAt: number;
}

/** Each satang knows its receipt (docs/decisions/0013): the way of every slice is walked again. */
export function checkSlices({ db, expect }: Sight): Check {
  const slicesOf = db.prepare<[number], SliceRow>('SELECT receipt_id AS receipt, amount FROM slice WHERE transfer_id = ?');
  const stored = db.prepare<[string, string], { amount: number }>('SELECT amount FROM pocket WHERE pocket = ? AND receipt_id = ?');
  const storedAll = db.prepare<[], SliceRow & { pocket: string }>(
    'SELECT pocket, receipt_id AS receipt, amount FROM pocket WHERE amount <> 0',
  );
  const receipt = db.prepare<[string], { community: string | null }>('SELECT community_id AS community FROM money_receipt WHERE id = ?');
  const homeOfGrant = db.prepare<[string], Home>(COMMUNITY_OF_GRANT);
  const homeOfOrder = db.prepare<[string], Home>(COMMUNITY_OF_ORDER);
  const pockets = new Map<string, number>();

  function put(pocket: string, slice: SliceRow, sign: 1 | -1): string {
    const name = `${pocket} ${slice.receipt}`;
    const amount = (pockets.get(name) ?? 0) + sign * slice.amount;
    pockets.set(name, amount);
    if (amount < 0) expect('pockets', name, { expected: 'zero or more', found: amount });
    return name;
  }

  /** Free money is set aside for a grant or a ride: from there on it belongs to one home. */
  function checkBound(transfer: TransferRow, slices: readonly SliceRow[], recordedAt: number): void {
    if (accountOf(transfer.from).kind !== 'free' || transfer.toPocket === null) return;
    const [purpose, id = ''] = transfer.toPocket.split('/');
    const home = purpose === 'grant' ? homeOfGrant.get(id) : homeOfOrder.get(id);
    // A home that has changed since may have moved.
    if (home === undefined || home.updatedAt > recordedAt) return;
    for (const slice of slices) {
      const community = receipt.get(slice.receipt)?.community ?? null;
      if (community !== null) expect('bound', `transfer ${transfer.id} ${slice.receipt}`, { expected: home.community, found: community });
    }
  }

  function move(transfer: TransferRow, recordedAt: number): string[] {
    const slices = slicesOf.all(transfer.id);
    const sum = slices.reduce((total, slice) => total + slice.amount, 0);
    expect('slices', `transfer ${transfer.id}`, { expected: transfer.amount, found: sum });
    checkBound(transfer, slices, recordedAt);
    return slices.flatMap((slice) => [
      ...(transfer.from.startsWith('outside/') ? [] : [put(transfer.fromPocket ?? transfer.from, slice, -1)]),
      ...(transfer.to.startsWith('outside/') ? [] : [put(transfer.toPocket ?? transfer.to, slice, 1)]),
    ]);
  }

  return {
    afterStep({ transfers, postings }) {
      const recordedAt = new Map(postings.map((posting) => [posting.id, posting.recordedAt]));
      const money = transfers.filter((transfer) => transfer.unit === 'THB');
      const touched = new Set(money.flatMap((transfer) => move(transfer, recordedAt.get(transfer.posting) ?? 0)));
      for (const name of touched) {
        const [pocket = '', receiptId = ''] = name.split(' ');
        // A receipt that is used up leaves its pocket.
        expect('pockets', name, { expected: pockets.get(name) ?? 0, found: stored.get(pocket, receiptId)?.amount ?? 0 });
      }
    },
    atRest() {
      const left = new Map([...pockets].filter(([, amount]) => amount !== 0));
      for (const row of storedAll.all()) {
        const name = `${row.pocket} ${row.receipt}`;
        expect('pockets', name, { expected: left.get(name) ?? 0, found: row.amount });
        left.delete(name);
      }
      for (const [name, amount] of left) expect('pockets', name, { expected: amount, found: 0 });
    },
  };
}
