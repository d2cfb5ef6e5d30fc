import { householdById, householdOf } from '../../../db/households.ts';
import { hasRole } from '../../../db/members.ts';
import { isUnderWay, orderById } from '../../../db/orders.ts';
import type { Order } from '../../../db/orders.ts';
import { shopById } from '../../../db/shops.ts';
import type { TxDeps } from '../../deps.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { tell } from '../tell.ts';
import { releaseOrder } from './end-order.ts';

/** A resident may change their mind until the shop starts to cook. */
export async function cancelOrder(deps: TxDeps, command: CommandOf<'cancel_order'>): Promise<Done | Refusal> {
  const household = await householdOf(deps, command.by);
  const order = await orderById(deps.tx, command.order);
  if (order === undefined || household === undefined || order.household_id !== household.id) return refuse('not_found');
  if (order.state === 'cancelled') return { say: [{ kind: 'order_cancelled', meals: order.meals, by: 'you' }] };
  if (!isUnderWay(order)) return refuse('order_changed', { state: order.state });
  const shopMember = await shopToTell(deps, order);
  const ended = await releaseOrder(deps, order, { event: 'resident_cancels', by: command.by });
  if (ended === undefined) return refuse('cannot_cancel', { state: order.state });
  await tellShop(deps, order, shopMember);
  return { say: [{ kind: 'order_cancelled', meals: order.meals, by: 'you' }] };
}

/** A coordinator ends an order that nobody will cook. Food that is ready is decided about as an incident. */
export async function coordinatorCancel(deps: TxDeps, command: CommandOf<'coordinator_cancel'>): Promise<Done | Refusal> {
  if (!(await hasRole(deps.tx, command.by, 'coordinator'))) return refuse('not_allowed', { role: 'coordinator' });
  const order = await orderById(deps.tx, command.order);
  if (order === undefined) return refuse('not_found');
  const shopMember = await shopToTell(deps, order);
  const ended = await releaseOrder(deps, order, { event: 'coordinator_cancels', by: command.by });
  if (ended === undefined) return refuse('order_changed', { state: order.state });
  await tellShop(deps, order, shopMember);
  const household = await householdById(deps, order.household_id);
  await tell(
    deps,
    { memberId: household.memberId, urgency: 'arrived' },
    { kind: 'order_cancelled', meals: order.meals, by: 'coordinator' },
  );
  return { say: [{ kind: 'order_cancelled', meals: order.meals, by: 'coordinator' }] };
}

/** The shop that has the order, or is being asked, at this moment. */
async function shopToTell(deps: TxDeps, order: Order): Promise<{ memberId: string; working: boolean } | undefined> {
  if (order.shop_id !== null) return { memberId: (await shopById(deps.tx, order.shop_id)).member_id, working: true };
  const ask = await deps.tx
    .selectFrom('shop_ask')
    .select('shop_id')
    .where('order_id', '=', order.id)
    .where('state', '=', 'asked')
    .executeTakeFirst();
  return ask === undefined ? undefined : { memberId: (await shopById(deps.tx, ask.shop_id)).member_id, working: false };
}

/** A shop that was about to cook must know now; one that was only asked hears it with its next answer. */
async function tellShop(deps: TxDeps, order: Order, shop: { memberId: string; working: boolean } | undefined): Promise<void> {
  if (shop === undefined) return;
  const urgency = shop.working ? 'act' : 'news';
  await tell(deps, { memberId: shop.memberId, urgency }, { kind: 'shop_ask_over', pickUpCode: order.pick_up_code, why: 'cancelled' });
  deps.after.touch('shop', shop.memberId);
}
