import { setDeadline, voidDeadline } from '../../../db/deadlines.ts';
import { householdById } from '../../../db/households.ts';
import { moveOrder, orderById, portionsOf } from '../../../db/orders.ts';
import type { Order } from '../../../db/orders.ts';
import { orderView, shopOrderView } from '../../../db/pages/order-view.ts';
import { activeShopOf, addToOffer, usedAndCapacity } from '../../../db/shops.ts';
import type { Row } from '../../../db/schema.ts';
import type { TxDeps } from '../../deps.ts';
import { bangkokDay } from '../../domain/days.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { CHANGE_OF_MIND_TIME, COOK_AHEAD_TIME } from '../../limits.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { askNextShop } from '../orders/ask-shop.ts';
import { touchOrder } from '../orders/end-order.ts';
import { readerOf } from '../reader.ts';
import { tell } from '../tell.ts';

interface Asked {
  shop: Row<'shop'>;
  order: Order;
  ask: Row<'shop_ask'>;
}

/** The open question that the shop answers, or why there is none any more. */
async function askedOf(deps: TxDeps, by: string, orderId: string): Promise<Asked | Refusal> {
  const shop = await activeShopOf(deps.tx, by);
  if (shop === undefined) return refuse('not_allowed', { role: 'shop' });
  const order = await orderById(deps.tx, orderId);
  const ask = await deps.tx
    .selectFrom('shop_ask')
    .selectAll()
    .where('order_id', '=', orderId)
    .where('shop_id', '=', shop.id)
    .orderBy('round', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (order === undefined || ask === undefined) return refuse('not_found');
  if (ask.state !== 'asked') return refuse(ask.state === 'accepted' ? 'already_answered' : 'already_taken', { state: order.state });
  return { shop, order, ask };
}

async function closeAsk(deps: TxDeps, ask: Row<'shop_ask'>, state: Row<'shop_ask'>['state']): Promise<void> {
  await deps.tx
    .updateTable('shop_ask')
    .set({ state, answered_at: deps.clock.now() })
    .where('order_id', '=', ask.order_id)
    .where('shop_id', '=', ask.shop_id)
    .where('round', '=', ask.round)
    .execute();
  await voidDeadline(deps.tx, 'shop_answer', ask.order_id);
}

export async function shopAccept(deps: TxDeps, command: CommandOf<'shop_accept'>): Promise<Done | Refusal> {
  const asked = await askedOf(deps, command.by, command.order);
  if ('refused' in asked) return asked;
  const { shop, order, ask } = asked;
  const day = bangkokDay(order.wanted_at);
  const { used, capacity } = await usedAndCapacity(deps, shop, day);
  if (capacity - used < order.meals) return refuse('capacity_full', { left: Math.max(0, capacity - used) });
  const portions = await portionsOf(deps.tx, order);
  const price = Math.min(shop.price_satang, ...portions.map((portion) => portion.faceValue));
  const moved = await moveOrder(deps, order, { event: 'shop_accepts', by: command.by, set: { shop_id: shop.id, price_satang: price } });
  if (moved === undefined) return refuse('order_changed', { state: order.state });
  await closeAsk(deps, ask, 'accepted');
  await addToOffer(deps, shop, { day, meals: order.meals });
  const now = deps.clock.now();
  const startsAt = order.meal_time === 'now' ? now + CHANGE_OF_MIND_TIME : Math.max(now, order.wanted_at - COOK_AHEAD_TIME);
  await setDeadline(deps, { kind: 'start_cooking', subject: order.id, dueAt: startsAt });
  const reader = readerOf(deps);
  const household = await householdById(deps, order.household_id);
  await tell(deps, { memberId: household.memberId, urgency: 'news' }, { kind: 'order_accepted', order: await orderView(reader, order.id) });
  await touchOrder(deps, order);
  return { say: [{ kind: 'shop_order', order: await shopOrderView(reader, order.id) }] };
}

export async function shopDecline(deps: TxDeps, command: CommandOf<'shop_decline'>): Promise<Done | Refusal> {
  const asked = await askedOf(deps, command.by, command.order);
  if ('refused' in asked) return asked;
  await closeAsk(deps, asked.ask, 'declined');
  await askNextShop(deps, command.order);
  await touchOrder(deps, asked.order);
  return { say: [{ kind: 'shop_ask_over', pickUpCode: asked.order.pick_up_code, why: 'declined' }] };
}

/** The shop did not answer in time: the next one is asked. Called by the clock. */
export async function shopSilent(deps: TxDeps, orderId: string): Promise<void> {
  const ask = await deps.tx
    .selectFrom('shop_ask')
    .selectAll()
    .where('order_id', '=', orderId)
    .where('state', '=', 'asked')
    .executeTakeFirst();
  const order = await orderById(deps.tx, orderId);
  if (ask === undefined || order === undefined) return;
  await closeAsk(deps, ask, 'silent');
  const shop = await deps.tx.selectFrom('shop').select('member_id').where('id', '=', ask.shop_id).executeTakeFirstOrThrow();
  await tell(deps, { memberId: shop.member_id, urgency: 'news' }, { kind: 'shop_ask_over', pickUpCode: order.pick_up_code, why: 'silent' });
  await askNextShop(deps, orderId);
  await touchOrder(deps, order);
}
