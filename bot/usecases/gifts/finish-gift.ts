import { voidDeadline } from '../../../db/deadlines.ts';
import { giftLot, isGiftHeld } from '../../../db/gifts.ts';
import { balanceOf } from '../../../db/ledger.ts';
import type { Order } from '../../../db/orders.ts';
import { giftOutcome, giftView } from '../../../db/pages/gift-view.ts';
import type { Row } from '../../../db/schema.ts';
import type { TxDeps } from '../../deps.ts';
import { accounts, giftBoxesBack, giftOver } from '../../domain/postings.ts';
import { postNow } from '../post-now.ts';
import { readerOf } from '../reader.ts';
import { tell } from '../tell.ts';
import { declineGift } from './decide-gift.ts';

/** Food that never left the donor and can still be eaten belongs to the next one who asks. */
export async function isStillWithDonor(deps: TxDeps, order: Order): Promise<boolean> {
  if (order.gift_lot_id === null || order.state === 'on_the_way') return false;
  const lot = await giftLot(deps.tx, order.gift_lot_id);
  return lot?.state === 'accepted' && deps.clock.now() < lot.use_by;
}

/** The order ended before its boxes were fetched: the donor hears that nobody comes for them. */
export async function boxesBack(deps: TxDeps, order: Order): Promise<void> {
  if (order.gift_lot_id === null) return;
  const good = await isStillWithDonor(deps, order);
  await postNow(deps, giftBoxesBack({ order: order.id, lot: order.gift_lot_id, boxes: order.meals }, good));
  const lot = await giftLot(deps.tx, order.gift_lot_id);
  if (lot === undefined) return;
  await tell(
    deps,
    { memberId: lot.member_id, urgency: 'news' },
    { kind: 'gift_order_over', pickUpCode: order.pick_up_code, boxes: order.meals },
  );
  await finishGift(deps, lot.id);
}

/**
 * Closes a gift when nothing of it is left to give and nobody is on the way with it, and tells the donor what became
 * of it. Called at its time and after every order from it.
 */
export async function finishGift(deps: TxDeps, lotId: string): Promise<void> {
  const lot = await giftLot(deps.tx, lotId);
  if (lot?.state !== 'accepted' && lot?.state !== 'closed') return;
  deps.after.touch('donor', lot.member_id);
  // It was withdrawn while somebody was on the way with some of it: the last of them brings the outcome.
  if (lot.state === 'closed') return (await isGiftHeld(deps.tx, lot.id)) ? undefined : tellOutcome(deps, lot);
  const left = await balanceOf(deps.tx, accounts.gift(lot.id));
  const isOver = deps.clock.now() >= lot.use_by;
  if (left > 0 && !isOver) return;
  if (left > 0) await postNow(deps, giftOver(lot.id, left, lot.kind));
  if (await isGiftHeld(deps.tx, lot.id)) return;
  await deps.tx.updateTable('gift_lot').set({ state: 'closed' }).where('id', '=', lot.id).execute();
  await voidDeadline(deps.tx, 'gift_over', lot.id);
  await tellOutcome(deps, lot);
}

async function tellOutcome(deps: TxDeps, lot: Row<'gift_lot'>): Promise<void> {
  const outcome = await giftOutcome(readerOf(deps), lot);
  await tell(deps, { memberId: lot.member_id, urgency: 'news' }, { kind: 'gift_outcome', words: lot.words, outcome });
}

/** The clock's part. A gift that nobody decided about in time is declined, kindly. */
export async function giftOverDue(deps: TxDeps, lotId: string): Promise<void> {
  const lot = await giftLot(deps.tx, lotId);
  if (lot?.state !== 'offered') return finishGift(deps, lotId);
  await declineGift(deps, lotId);
  const gift = await giftView(readerOf(deps), lotId);
  await tell(deps, { memberId: lot.member_id, urgency: 'news' }, { kind: 'gift_decided', gift, approved: false });
  deps.after.touch('donor', lot.member_id);
  deps.after.touch('coordinator');
}
