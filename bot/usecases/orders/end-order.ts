import { setDeadline, voidDeadlinesOf } from '../../../db/deadlines.ts';
import { householdById } from '../../../db/households.ts';
import { balanceOf, post } from '../../../db/ledger.ts';
import { moveOrder, portionsOf, tripOfOrder } from '../../../db/orders.ts';
import type { Order } from '../../../db/orders.ts';
import { addServed } from '../../../db/public-totals.ts';
import { addToOffer, shopById } from '../../../db/shops.ts';
import type { Row } from '../../../db/schema.ts';
import type { TxDeps } from '../../deps.ts';
import { addDays, bangkokDay, startOfDay } from '../../domain/days.ts';
import { satang } from '../../domain/money.ts';
import type { OrderEvent } from '../../domain/order-machine.ts';
import {
  accounts,
  couponsReissued,
  giftMealsHandedOver,
  giftMealsWasted,
  holdReleased,
  mealsHandedOver,
  mealsWasted,
} from '../../domain/postings.ts';
import type { Portion, Posting } from '../../domain/postings.ts';
import { GRANT_DAYS } from '../../limits.ts';
import { boxesBack, finishGift, isStillWithDonor } from '../gifts/finish-gift.ts';
import { tell } from '../tell.ts';
import { postOrThrow } from './place-order.ts';
import { clocksOf } from '../clocks.ts';

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
  await boxesBack(deps, order);
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
  const ended = await moveOrder(deps, order, end.by === undefined ? { event: end.event } : { event: end.event, by: end.by });
  if (ended === undefined) return undefined;
  const posting = await endPosting(deps, order, end);
  await postOrThrow(deps, posting, clocksOf(deps));
  if (end.event === 'handed_over') await addServed(deps.tx, { household: order.household_id, at: deps.clock.now(), posting });
  await endTrip(deps, order, 'done');
  await voidDeadlinesOf(deps.tx, order.id);
  if (order.gift_lot_id !== null) await finishGift(deps, order.gift_lot_id);
  await touchOrder(deps, order);
  return ended;
}

async function endPosting(deps: TxDeps, order: Order, end: HandOver): Promise<Posting> {
  const isEaten = end.event === 'handed_over';
  const portions = await portionsOf(deps.tx, order);
  const common = { order: order.id, portions, delivery: deliveryOf(order, end.paidRider) };
  if (order.gift_lot_id !== null) {
    const gift = { ...common, lot: order.gift_lot_id, boxes: order.meals };
    return isEaten ? giftMealsHandedOver(gift) : giftMealsWasted(gift);
  }
  if (order.shop_id === null || order.price_satang === null) throw new Error(`order ${order.id} has no shop to be owed`);
  const cooked = { ...common, shop: order.shop_id, price: satang(order.price_satang) };
  return isEaten ? mealsHandedOver(cooked) : mealsWasted(cooked);
}

/**
 * New coupons for meals that never came, as a new grant, once for an order however many complaints there are; false
 * when the fund cannot cover them, then nothing changed.
 */
export async function reissueCoupons(deps: TxDeps, order: Order, by?: string): Promise<boolean> {
  const { key } = couponsReissued(order.id, []);
  const earlier = await deps.tx.selectFrom('posting').select('id').where('key', '=', key).executeTakeFirst();
  if (earlier !== undefined || (await wereReleased(deps, order))) return true;
  const today = bangkokDay(deps.clock.now());
  const portions: Portion[] = [];
  const { communityId: community } = await householdById(deps, order.household_id);
  for (const old of await portionsOf(deps.tx, order)) portions.push({ ...old, community, grant: deps.chance.newId('grt') });
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

/** Coupons that went back when the order ended are not made good a second time. */
async function wereReleased(deps: TxDeps, order: Order): Promise<boolean> {
  const { key } = holdReleased(order.id, [], deliveryOf(order));
  const end = await deps.tx.selectFrom('posting').select('template').where('key', '=', key).executeTakeFirst();
  return end?.template === 'hold_released';
}

/** Food was made and did not arrive: the order fails, and the resident gets new coupons if the fund can cover them. */
export async function failOrder(deps: TxDeps, order: Order, params: { by?: string; reissue: boolean }): Promise<boolean | undefined> {
  const trip = await tripOfOrder(deps.tx, order.id);
  const isUntouched = await isStillWithDonor(deps, order);
  const end = await failureOf(deps, order, { ...params, trip });
  const failed = isUntouched ? await releaseOrder(deps, order, end) : await settleOrder(deps, order, end);
  if (failed === undefined) return undefined;
  const couponsBack = isUntouched || (params.reissue ? await reissueCoupons(deps, order, params.by) : false);
  const household = await householdById(deps, order.household_id);
  await tell(
    deps,
    { memberId: household.memberId, urgency: 'arrived' },
    { kind: 'order_ended', meals: order.meals, why: 'failed', couponsBack },
  );
  if (trip?.rider_id !== null && trip !== undefined) await tellRiderItIsOver(deps, trip.rider_id);
  return couponsBack;
}

/** Only a rider who has the food with them earned the fee. */
async function failureOf(deps: TxDeps, order: Order, params: { by?: string; trip: Row<'trip'> | undefined }): Promise<HandOver> {
  const carrier = order.state === 'on_the_way' ? (params.trip?.rider_id ?? null) : null;
  const paidRider = await paidRiderOf(deps, carrier);
  return {
    event: 'fails',
    ...(params.by === undefined ? {} : { by: params.by }),
    ...(paidRider === undefined ? {} : { paidRider }),
  };
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
