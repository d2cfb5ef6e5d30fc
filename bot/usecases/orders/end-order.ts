import { setDeadline, voidDeadlinesOf } from '../../../db/deadlines.ts';
import { householdById } from '../../../db/households.ts';
import { balanceOf, post } from '../../../db/ledger.ts';
import { moveOrder, portionsOf, tripOfOrder } from '../../../db/orders.ts';
import type { Order } from '../../../db/orders.ts';
import { addToOffer, shopById } from '../../../db/shops.ts';
import type { TxDeps } from '../../deps.ts';
import { addDays, bangkokDay, startOfDay } from '../../domain/days.ts';
import { satang } from '../../domain/money.ts';
import type { OrderEvent } from '../../domain/order-machine.ts';
import { accounts, couponsReissued, holdReleased, mealsHandedOver, mealsWasted } from '../../domain/postings.ts';
import type { Portion } from '../../domain/postings.ts';
import { GRANT_DAYS } from '../../limits.ts';
import { tell } from '../tell.ts';
import { postOrThrow } from './place-order.ts';

function clocksOf(deps: TxDeps) {
  const now = deps.clock.now();
  return { happenedAt: now, recordedAt: now };
}

function deliveryOf(order: Order, rider?: string) {
  const fee = { campaign: order.campaign_id, fee: satang(order.fee_satang) };
  return rider === undefined ? fee : { ...fee, rider };
}

/** Ends an order before any food was made: coupons and fee go back, the shop gets its capacity back. */
export async function releaseOrder(deps: TxDeps, order: Order, move: { event: OrderEvent; by?: string }): Promise<Order | undefined> {
  const ended = await moveOrder(deps, order, move);
  if (ended === undefined) return undefined;
  const portions = await portionsOf(deps.tx, order);
  await postOrThrow(deps, holdReleased(order.id, portions, deliveryOf(order)), clocksOf(deps));
  await endExpiredGrants(deps, portions);
  await leaveShop(deps, order);
  await endTrip(deps, order, 'cancelled');
  await voidDeadlinesOf(deps.tx, order.id);
  await touchOrder(deps, order);
  return ended;
}

/** Coupons that come back after the last day of their grant can buy nothing more: they end as the others did. */
async function endExpiredGrants(deps: TxDeps, portions: Portion[]): Promise<void> {
  const now = deps.clock.now();
  const grants = portions.map((portion) => portion.grant);
  const expired = await deps.tx
    .selectFrom('coupon_grant')
    .select('id')
    .where('id', 'in', grants)
    .where('expires_on', '<', bangkokDay(now))
    .execute();
  for (const { id } of expired) await setDeadline(deps, { kind: 'grant_expiry', subject: id, dueAt: now });
}

/** Takes the order from its shop: an open question is withdrawn, counted meals are freed. */
async function leaveShop(deps: TxDeps, order: Order): Promise<void> {
  await deps.tx
    .updateTable('shop_ask')
    .set({ state: 'withdrawn', answered_at: deps.clock.now() })
    .where('order_id', '=', order.id)
    .where('state', '=', 'asked')
    .execute();
  if (order.shop_id === null) return;
  const shop = await shopById(deps.tx, order.shop_id);
  await addToOffer(deps, shop, { day: bangkokDay(order.wanted_at), meals: -order.meals });
}

/** Ends the order's trip and the offers for it. */
export async function endTrip(deps: TxDeps, order: Order, state: 'done' | 'cancelled'): Promise<void> {
  const trip = await tripOfOrder(deps.tx, order.id);
  if (trip === undefined) return;
  const now = deps.clock.now();
  await deps.tx
    .updateTable('trip')
    .set({ state, changed_at: now, version: trip.version + 1 })
    .where('id', '=', trip.id)
    .execute();
  await deps.tx
    .updateTable('rider_offer')
    .set({ state: 'over', answered_at: now })
    .where('trip_id', '=', trip.id)
    .where('state', '=', 'offered')
    .execute();
  await voidDeadlinesOf(deps.tx, trip.id);
}

/** Everyone who has a page of this order open looks again. */
export async function touchOrder(deps: TxDeps, order: Order): Promise<void> {
  const household = await householdById(deps, order.household_id);
  deps.after.touch('resident', household.memberId);
  deps.after.touch('shop');
  deps.after.touch('rider');
  deps.after.touch('coordinator');
}

interface HandOver {
  event: 'handed_over' | 'fails';
  by?: string;
  /** The rider to be paid; undefined for volunteers and pick-ups. */
  paidRider?: string;
}

/**
 * Food changed hands, or was made in vain: in one posting the coupons are redeemed (or booked as waste), the shop and
 * the rider are owed. A shop is paid for what it marked ready (docs/decisions/0007).
 */
export async function settleOrder(deps: TxDeps, order: Order, end: HandOver): Promise<Order | undefined> {
  if (order.shop_id === null || order.price_satang === null) throw new Error(`order ${order.id} has no shop to be owed`);
  const ended = await moveOrder(deps, order, end.by === undefined ? { event: end.event } : { event: end.event, by: end.by });
  if (ended === undefined) return undefined;
  const params = {
    order: order.id,
    shop: order.shop_id,
    price: satang(order.price_satang),
    portions: await portionsOf(deps.tx, order),
    delivery: deliveryOf(order, end.paidRider),
  };
  await postOrThrow(deps, end.event === 'handed_over' ? mealsHandedOver(params) : mealsWasted(params), clocksOf(deps));
  await endTrip(deps, order, 'done');
  await voidDeadlinesOf(deps.tx, order.id);
  await touchOrder(deps, order);
  return ended;
}

/**
 * New coupons for meals that never came, as a new grant, once for an order however many complaints there are; false
 * when the fund cannot cover them, then nothing changed.
 */
export async function reissueCoupons(deps: TxDeps, order: Order, by?: string): Promise<boolean> {
  const { key } = couponsReissued(order.id, []);
  const earlier = await deps.tx.selectFrom('posting').select('id').where('key', '=', key).executeTakeFirst();
  if (earlier !== undefined) return true;
  const today = bangkokDay(deps.clock.now());
  const portions: Portion[] = [];
  for (const old of await portionsOf(deps.tx, order)) portions.push({ ...old, grant: deps.chance.newId('grt') });
  const expiresOn = addDays(today, GRANT_DAYS);
  for (const portion of portions) {
    await deps.tx
      .insertInto('coupon_grant')
      .values({
        id: portion.grant,
        household_id: portion.household,
        campaign_id: portion.campaign,
        screening_id: null,
        coupons: portion.coupons,
        face_value_satang: portion.faceValue,
        expires_on: expiresOn,
        granted_by: by ?? null,
        granted_at: deps.clock.now(),
      })
      .execute();
  }
  const posted = await post(deps.tx, couponsReissued(order.id, portions), clocksOf(deps));
  const grants = portions.map((portion) => portion.grant);
  if (posted.kind === 'short') {
    await deps.tx.deleteFrom('coupon_grant').where('id', 'in', grants).execute();
    return false;
  }
  for (const grant of grants) await setDeadline(deps, { kind: 'grant_expiry', subject: grant, dueAt: startOfDay(addDays(expiresOn, 1)) });
  await touchOrder(deps, order);
  return true;
}

/** Food was made and did not arrive: the order fails, and the resident gets new coupons if the fund can cover them. */
export async function failOrder(deps: TxDeps, order: Order, params: { by?: string; reissue: boolean }): Promise<boolean | undefined> {
  const trip = await tripOfOrder(deps.tx, order.id);
  const carried = trip?.rider_id !== null && trip !== undefined && order.state === 'on_the_way';
  const paidRider = carried ? await paidRiderOf(deps, trip.rider_id) : undefined;
  const end: HandOver = {
    event: 'fails',
    ...(params.by === undefined ? {} : { by: params.by }),
    ...(paidRider === undefined ? {} : { paidRider }),
  };
  const failed = await settleOrder(deps, order, end);
  if (failed === undefined) return undefined;
  const couponsBack = params.reissue ? await reissueCoupons(deps, order, params.by) : false;
  const household = await householdById(deps, order.household_id);
  await tell(
    deps,
    { memberId: household.memberId, urgency: 'arrived' },
    { kind: 'order_ended', meals: order.meals, why: 'failed', couponsBack },
  );
  if (trip?.rider_id !== null && trip !== undefined) await tellRiderItIsOver(deps, trip.rider_id);
  return couponsBack;
}

/** The trip ended without the rider's doing: they must not go on. */
export async function tellRiderItIsOver(deps: TxDeps, riderId: string): Promise<void> {
  const rider = await deps.tx.selectFrom('rider').select('member_id').where('id', '=', riderId).executeTakeFirstOrThrow();
  const owedSatang = await balanceOf(deps.tx, accounts.riderOwed(riderId));
  await tell(deps, { memberId: rider.member_id, urgency: 'act' }, { kind: 'rider_job_over', why: 'cancelled', feeSatang: 0, owedSatang });
  deps.after.touch('rider', rider.member_id);
}

/** The rider's id when the fee is theirs; volunteers leave it to the fund. */
export async function paidRiderOf(deps: TxDeps, riderId: string | null): Promise<string | undefined> {
  if (riderId === null) return undefined;
  const rider = await deps.tx.selectFrom('rider').select(['id', 'is_paid']).where('id', '=', riderId).executeTakeFirstOrThrow();
  return rider.is_paid === 1 ? rider.id : undefined;
}
