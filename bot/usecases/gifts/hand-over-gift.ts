import { setDeadline } from '../../../db/deadlines.ts';
import { collectedGift, giftLot } from '../../../db/gifts.ts';
import { householdById } from '../../../db/households.ts';
import { balanceOf } from '../../../db/ledger.ts';
import type { Order } from '../../../db/orders.ts';
import { orderView } from '../../../db/pages/order-view.ts';
import { activeShopOf } from '../../../db/shops.ts';
import type { TxDeps } from '../../deps.ts';
import type { Done } from '../../domain/command.ts';
import { accounts } from '../../domain/postings.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { CONFIRM_RECEIPT_TIME } from '../../limits.ts';
import { settleOrder } from '../orders/end-order.ts';
import { readerOf } from '../reader.ts';
import { tell } from '../tell.ts';
import { giftReady } from './serve-from-gift.ts';

/** Somebody collects at the donor's place and says the code; undefined when it is no code for this donor's food. */
export async function handOverGift(deps: TxDeps, said: { by: string; code: string }): Promise<Done | Refusal | undefined> {
  const order = await collectedGift(deps.tx, { memberId: said.by, code: said.code });
  const lot = order?.gift_lot_id == null ? undefined : await giftLot(deps.tx, order.gift_lot_id);
  if (order === undefined || lot === undefined) return undefined;
  if (deps.clock.now() > lot.use_by) return refuse('food_too_old', { eatByAt: lot.use_by });
  // Who comes early while the food stands there is not sent away.
  const ready = order.state === 'ready' ? order : await giftReady(deps, order);
  const ended = ready === undefined ? undefined : await settleOrder(deps, ready, { event: 'handed_over', by: said.by });
  if (ended === undefined) return refuse('order_changed', { state: order.state });
  await noteHandover(deps, ended, said.by);
  const left = await balanceOf(deps.tx, accounts.gift(lot.id));
  deps.after.touch('donor', lot.member_id);
  return { say: [{ kind: 'gift_handed_over', boxes: order.meals, left }], redeemed: await asAtShop(deps, order, said.by) };
}

async function noteHandover(deps: TxDeps, order: Order, by: string): Promise<void> {
  const now = deps.clock.now();
  await deps.tx.insertInto('handover').values({ order_id: order.id, by_member: by, proof: 'code', picture_id: null, at: now }).execute();
  await setDeadline(deps, { kind: 'confirm_receipt', subject: order.id, dueAt: now + CONFIRM_RECEIPT_TIME });
  const household = await householdById(deps, order.household_id);
  const view = await orderView(readerOf(deps), order.id);
  await tell(deps, { memberId: household.memberId, urgency: 'news' }, { kind: 'order_arrived', order: view, proof: 'code' });
}

/** A shop that gives may type the code on its own page; that shows what it is owed, to which a gift adds nothing. */
async function asAtShop(deps: TxDeps, order: Order, by: string): Promise<NonNullable<Done['redeemed']>> {
  const shop = await activeShopOf(deps.tx, by);
  const owedSatang = shop === undefined ? 0 : await balanceOf(deps.tx, accounts.shopOwed(shop.id));
  return { meals: order.meals, paySatang: 0, owedSatang };
}
