import { setDeadline, voidDeadline } from '../../../db/deadlines.ts';
import { householdById } from '../../../db/households.ts';
import { moveOrder, orderById } from '../../../db/orders.ts';
import type { Order } from '../../../db/orders.ts';
import { orderView, shopOrderView } from '../../../db/pages/order-view.ts';
import { activeShopOf, addToOffer } from '../../../db/shops.ts';
import type { Row } from '../../../db/schema.ts';
import type { TxDeps } from '../../deps.ts';
import { bangkokDay } from '../../domain/days.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { COOKED_FOOD_TIME } from '../../limits.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { askNextShop } from '../orders/ask-shop.ts';
import { touchOrder } from '../orders/end-order.ts';
import { readerOf } from '../reader.ts';
import { offerTrip } from '../riders/offer-trip.ts';
import { tell } from '../tell.ts';

async function ownOrder(deps: TxDeps, by: string, orderId: string): Promise<{ shop: Row<'shop'>; order: Order } | Refusal> {
  const shop = await activeShopOf(deps.tx, by);
  if (shop === undefined) return refuse('not_allowed', { role: 'shop' });
  const order = await orderById(deps.tx, orderId);
  return order?.shop_id === shop.id ? { shop, order } : refuse('not_found');
}

async function shopAnswer(deps: TxDeps, orderId: string): Promise<Done> {
  return { say: [{ kind: 'shop_order', order: await shopOrderView(readerOf(deps), orderId) }] };
}

export async function shopCooking(deps: TxDeps, command: CommandOf<'shop_cooking'>): Promise<Done | Refusal> {
  const own = await ownOrder(deps, command.by, command.order);
  if ('refused' in own) return own;
  if (own.order.state === 'cooking') return shopAnswer(deps, command.order);
  const moved = await startCooking(deps, own.order, command.by);
  return moved === undefined ? refuse('order_changed', { state: own.order.state }) : shopAnswer(deps, command.order);
}

/** By the shop's tap or by the clock; from here on the resident can no longer cancel. */
export async function startCooking(deps: TxDeps, order: Order, by?: string): Promise<Order | undefined> {
  const moved = await moveOrder(deps, order, { event: 'cooking_starts', ...(by === undefined ? {} : { by }) });
  if (moved === undefined) return undefined;
  await voidDeadline(deps.tx, 'start_cooking', order.id);
  await touchOrder(deps, order);
  return moved;
}

/** The food is ready: its clock starts, and riders are offered the ride or the resident is called to collect it. */
export async function shopReady(deps: TxDeps, command: CommandOf<'shop_ready'>): Promise<Done | Refusal> {
  const own = await ownOrder(deps, command.by, command.order);
  if ('refused' in own) return own;
  if (own.order.state === 'ready') return shopAnswer(deps, command.order);
  const ready = await markReady(deps, own.order, command.by);
  if (ready === undefined) return refuse('order_changed', { state: own.order.state });
  if (ready.mode === 'delivery') await offerTrip(deps, ready);
  else await callResident(deps, ready);
  return shopAnswer(deps, command.order);
}

export async function markReady(deps: TxDeps, order: Order, by: string): Promise<Order | undefined> {
  const now = deps.clock.now();
  const moved = await moveOrder(deps, order, { event: 'cooked', by, set: { cooked_at: now } });
  if (moved === undefined) return undefined;
  await voidDeadline(deps.tx, 'start_cooking', order.id);
  await voidDeadline(deps.tx, 'cook_by', order.id);
  await setDeadline(deps, { kind: 'eat_by', subject: order.id, dueAt: now + COOKED_FOOD_TIME });
  await touchOrder(deps, order);
  return moved;
}

async function callResident(deps: TxDeps, order: Order): Promise<void> {
  const household = await householdById(deps, order.household_id);
  await tell(
    deps,
    { memberId: household.memberId, urgency: 'arrived' },
    { kind: 'order_ready_to_collect', order: await orderView(readerOf(deps), order.id) },
  );
}

/** The shop cannot cook after all: the order looks for another shop, nothing is lost. */
export async function shopGiveUp(deps: TxDeps, command: CommandOf<'shop_give_up'>): Promise<Done | Refusal> {
  const own = await ownOrder(deps, command.by, command.order);
  if ('refused' in own) return own;
  const { shop, order } = own;
  const moved = await moveOrder(deps, order, { event: 'shop_gives_up', by: command.by, set: { shop_id: null, price_satang: null } });
  if (moved === undefined) return refuse('order_changed', { state: order.state });
  await deps.tx
    .updateTable('shop_ask')
    .set({ state: 'gave_up', answered_at: deps.clock.now() })
    .where('order_id', '=', order.id)
    .where('state', '=', 'accepted')
    .execute();
  await voidDeadline(deps.tx, 'start_cooking', order.id);
  await addToOffer(deps, shop, { day: bangkokDay(order.wanted_at), meals: -order.meals });
  const household = await householdById(deps, order.household_id);
  await tell(
    deps,
    { memberId: household.memberId, urgency: 'news' },
    { kind: 'order_delayed', order: await orderView(readerOf(deps), order.id), why: 'looking_for_shop' },
  );
  await askNextShop(deps, order.id);
  await touchOrder(deps, order);
  return { say: [{ kind: 'shop_ask_over', pickUpCode: order.pick_up_code, why: 'declined' }] };
}
