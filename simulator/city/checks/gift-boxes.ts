import type { TransferRow } from './changes.ts';
import { accountOf } from './chart.ts';
import type { Check, Sight } from './sight.ts';

interface LotRow {
  boxes: number;
  state: string;
  kind: string;
  readyAt: number;
  useBy: number;
}

const LOT = 'SELECT boxes, state, kind, ready_at AS readyAt, use_by AS useBy FROM gift_lot WHERE id = ?';
const COOKED_KEPT = 2 * 3_600_000;

/** Boxes that were given: each is somewhere, once. */
export function checkGiftBoxes({ db, expect }: Sight): Check {
  const lotById = db.prepare<[string], LotRow>(LOT);
  const lotOfOrder = new Map<string, string>();
  /** All boxes of a lot, wherever they are by now. */
  const boxesOf = new Map<string, number>();

  function lotOf(code: string, transfer: TransferRow): string | undefined {
    const account = accountOf(code);
    if (account.lot !== '') return account.lot;
    if (account.kind !== 'orderBoxes') return undefined;
    const from = accountOf(transfer.from).lot;
    if (from !== '') lotOfOrder.set(account.order, from);
    return lotOfOrder.get(account.order) ?? `of order ${account.order}`;
  }

  function move(code: string, amount: number, transfer: TransferRow): string[] {
    const lot = lotOf(code, transfer);
    if (lot === undefined) return [];
    boxesOf.set(lot, (boxesOf.get(lot) ?? 0) + amount);
    return [lot];
  }

  function checkLot(id: string): void {
    const lot = lotById.get(id);
    const isIn = lot?.state === 'accepted' || lot?.state === 'closed';
    expect('boxes', `gift ${id}`, { expected: isIn ? lot.boxes : 0, found: boxesOf.get(id) ?? 0 });
    if (lot?.kind === 'cooked' && lot.useBy > lot.readyAt + COOKED_KEPT)
      expect('clock', `gift ${id}`, { expected: lot.readyAt + COOKED_KEPT, found: lot.useBy });
  }

  return {
    afterStep({ transfers }) {
      const boxes = transfers.filter((transfer) => transfer.unit === 'BOX');
      const touched = boxes.flatMap((transfer) => [
        ...move(transfer.from, -transfer.amount, transfer),
        ...move(transfer.to, transfer.amount, transfer),
      ]);
      for (const id of new Set(touched)) checkLot(id);
    },
  };
}
