import { hasRole } from '../../../db/members.ts';
import { moveOrder, orderById, tripOfOrder } from '../../../db/orders.ts';
import type { Order } from '../../../db/orders.ts';
import { orderView, shopOrderView } from '../../../db/pages/order-view.ts';
import { riderJobView } from '../../../db/pages/rider-view.ts';
import type { Row } from '../../../db/schema.ts';
import { shopById } from '../../../db/shops.ts';
import { householdById } from '../../../db/households.ts';
import type { TxDeps } from '../../deps.ts';
import { satang } from '../../domain/money.ts';
import { feeReleased } from '../../domain/postings.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { resolutionsFor } from '../../domain/resolutions.ts';
import type { Resolution } from '../../domain/words.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { tellDonor } from '../gifts/serve-from-gift.ts';
import { startNewRound } from '../orders/ask-shop.ts';
import { endTrip, failOrder, reissueCoupons, releaseOrder, tellRiderItIsOver } from '../orders/end-order.ts';
import { postOrThrow } from '../orders/place-order.ts';
import { readerOf } from '../reader.ts';
import { offerNextWave } from '../riders/offer-trip.ts';
import { tell } from '../tell.ts';
import { clocksOf } from '../clocks.ts';

/** A coordinator decides what becomes of an exception. What does not fit the order's state any more is refused. */
export async function resolveIncident(deps: TxDeps, command: CommandOf<'resolve_incident'>): Promise<Done | Refusal> {
  const { tx } = deps;
  if (!(await hasRole(tx, command.by, 'coordinator'))) return refuse('not_allowed', { role: 'coordinator' });
  const incident = await tx.selectFrom('incident').selectAll().where('id', '=', command.incident).executeTakeFirst();
  if (incident === undefined) return refuse('not_found');
  if (incident.state === 'closed') return refuse('already_decided', { state: incident.resolution ?? 'noted' });
  const order = incident.order_id === null ? undefined : await orderById(tx, incident.order_id);
  if (!resolutionsFor(incident.kind, order).includes(command.resolution))
    return refuse('order_changed', order === undefined ? {} : { state: order.state });
  const couponsBack = order === undefined ? false : await carryOut(deps, { order, resolution: command.resolution, by: command.by });
  if (typeof couponsBack !== 'boolean') return couponsBack;
  await tx
    .updateTable('incident')
    .set({ state: 'closed', resolution: command.resolution, closed_at: deps.clock.now(), closed_by: command.by })
    .where('id', '=', incident.id)
    .execute();
  await tellComplainer(deps, incident, { resolution: command.resolution, couponsBack });
  deps.after.touch('coordinator');
  return { say: [{ kind: 'incident_done', resolution: command.resolution }] };
}

interface Decision {
  order: Order;
  resolution: Resolution;
  by: string;
}

/** True when coupons went back to the household. */
async function carryOut(deps: TxDeps, { order, resolution, by }: Decision): Promise<boolean | Refusal> {
  switch (resolution) {
    case 'noted':
      return false;
    case 'reissue':
      return (await reissueCoupons(deps, order, by)) || refuse('fund_short', {});
    case 'fail_order':
      return (await failOrder(deps, order, { by, reissue: true })) ?? refuse('order_changed', { state: order.state });
    case 'cancel_order':
      return cancelForGood(deps, order, by);
    case 'try_again':
      return tryAgain(deps, order);
    case 'to_pickup':
      return turnToPickup(deps, order, by);
  }
}

async function cancelForGood(deps: TxDeps, order: Order, by: string): Promise<boolean | Refusal> {
  const event = order.state === 'placed' ? 'no_shop_found' : 'coordinator_cancels';
  const ended = await releaseOrder(deps, order, { event, by });
  if (ended === undefined) return refuse('order_changed', { state: order.state });
  const household = await householdById(deps, order.household_id);
  await tell(
    deps,
    { memberId: household.memberId, urgency: 'arrived' },
    { kind: 'order_ended', meals: order.meals, why: 'refused', couponsBack: true },
  );
  return true;
}

async function tryAgain(deps: TxDeps, order: Order): Promise<boolean> {
  if (order.state === 'placed') await startNewRound(deps, order.id);
  const trip = await tripOfOrder(deps.tx, order.id);
  if (trip === undefined) return false;
  if (trip.rider_id === null) {
    // Who said no or nothing may think again: all are asked as if for the first time.
    await deps.tx.deleteFrom('rider_offer').where('trip_id', '=', trip.id).execute();
    await deps.tx.updateTable('trip').set({ wave: 0 }).where('id', '=', trip.id).execute();
    await offerNextWave(deps, trip.id);
    return false;
  }
  await deps.tx.updateTable('meal_order').set({ code_tries: 0 }).where('id', '=', order.id).execute();
  const rider = await deps.tx.selectFrom('rider').select('member_id').where('id', '=', trip.rider_id).executeTakeFirstOrThrow();
  await tell(deps, { memberId: rider.member_id, urgency: 'act' }, { kind: 'rider_job', job: await riderJobView(readerOf(deps), trip.id) });
  deps.after.touch('rider', rider.member_id);
  return false;
}

/** No rider came: the resident, or a neighbour, collects the food; the fee returns to the fund. */
async function turnToPickup(deps: TxDeps, order: Order, by: string): Promise<boolean | Refusal> {
  const trip = await tripOfOrder(deps.tx, order.id);
  await endTrip(deps, order, 'cancelled');
  const moved = await moveOrder(deps, order, { event: 'turned_to_pickup', by, set: { mode: 'pickup', fee_satang: 0 } });
  if (moved === undefined) return refuse('order_changed', { state: order.state });
  if (order.fee_satang > 0) {
    await postOrThrow(deps, feeReleased(order.id, { campaign: order.campaign_id, fee: satang(order.fee_satang) }), clocksOf(deps));
  }
  const household = await householdById(deps, order.household_id);
  await tell(
    deps,
    { memberId: household.memberId, urgency: 'arrived' },
    { kind: 'order_turned_to_pickup', order: await orderView(readerOf(deps), order.id) },
  );
  if (trip?.rider_id !== null && trip !== undefined) await tellRiderItIsOver(deps, trip.rider_id);
  await tellDonor(deps, moved);
  if (order.shop_id !== null) {
    const shop = await shopById(deps.tx, order.shop_id);
    await tell(
      deps,
      { memberId: shop.member_id, urgency: 'news' },
      { kind: 'shop_order', order: await shopOrderView(readerOf(deps), order.id) },
    );
  }
  deps.after.touch('resident', household.memberId);
  deps.after.touch('shop');
  return false;
}

/** Who complained hears the end of it; an order that failed is told about on its own. */
async function tellComplainer(
  deps: TxDeps,
  incident: Row<'incident'>,
  end: { resolution: Resolution; couponsBack: boolean },
): Promise<void> {
  const complaints = ['not_received', 'bad_food', 'wrong_address', 'help_wanted', 'emergency'];
  if (incident.opened_by === null || !complaints.includes(incident.kind) || end.resolution === 'fail_order') return;
  await tell(deps, { memberId: incident.opened_by, urgency: 'news' }, { kind: 'incident_closed', ...end });
  deps.after.touch('resident', incident.opened_by);
}
