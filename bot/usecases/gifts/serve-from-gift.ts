import { setDeadline, voidDeadline } from '../../../db/deadlines.ts';
import { giftLot } from '../../../db/gifts.ts';
import { dietsFrom, householdById } from '../../../db/households.ts';
import type { Household } from '../../../db/households.ts';
import { balanceOf } from '../../../db/ledger.ts';
import { moveOrder } from '../../../db/orders.ts';
import type { Order } from '../../../db/orders.ts';
import { orderView } from '../../../db/pages/order-view.ts';
import type { Row } from '../../../db/schema.ts';
import type { TxDeps } from '../../deps.ts';
import { covers } from '../../domain/diets.ts';
import { distanceKm } from '../../domain/distance.ts';
import type { Pin } from '../../domain/notice.ts';
import { accounts, giftBoxesHeld } from '../../domain/postings.ts';
import type { Diet, MealTime } from '../../domain/words.ts';
import {
  CHANGE_OF_MIND_TIME,
  COOKED_FOOD_TIME,
  GIFT_CLOCK_MIN,
  SHOP_DISTANCE_KM_MAX,
  USUAL_COOK_TIME,
  USUAL_RIDE_TIME,
} from '../../limits.ts';
import { postNow } from '../post-now.ts';
import { readerOf } from '../reader.ts';
import { offerTrip } from '../riders/offer-trip.ts';
import { tell } from '../tell.ts';

type Lot = Row<'gift_lot'>;

/** What is asked for, before or after there is an order of it. */
export interface MealWish {
  household: Household;
  home: Pin;
  meals: number;
  diets: Diet[];
  mode: Order['mode'];
  mealTime: MealTime;
  wantedAt: number;
}

/** When the food of the lot would be fetched for this wish; the household may think again before that. */
function fetchAt(lot: Lot, wish: MealWish, now: number): number {
  if (wish.mealTime === 'now') return Math.max(lot.ready_at, now + CHANGE_OF_MIND_TIME);
  return Math.max(lot.ready_at, now, wish.wantedAt - (wish.mode === 'delivery' ? USUAL_RIDE_TIME : 0));
}

function isInTime(lot: Lot, wish: MealWish, now: number): boolean {
  const latestReady = wish.mealTime === 'now' ? Math.max(wish.wantedAt, now) + USUAL_COOK_TIME : wish.wantedAt;
  return lot.ready_at <= latestReady && fetchAt(lot, wish, now) + GIFT_CLOCK_MIN <= lot.use_by;
}

/**
 * An accepted gift that can serve the whole wish, the one that spoils first before the nearest. Made food cannot be
 * changed any more: it must have every mark that is asked for, and a home with an allergy is cooked for by a shop.
 */
export async function fittingGift(deps: TxDeps, wish: MealWish): Promise<Lot | undefined> {
  const now = deps.clock.now();
  if (wish.household.details.allergy !== undefined) return undefined;
  const lots = await deps.tx
    .selectFrom('gift_lot')
    .selectAll()
    .where('state', '=', 'accepted')
    .where('use_by', '>', now)
    .where('member_id', '<>', wish.household.memberId)
    .orderBy('use_by')
    .orderBy('id')
    .execute();
  const near = lots
    .map((lot) => ({ lot, km: distanceKm(wish.home, lot) }))
    .filter(({ lot, km }) => km <= SHOP_DISTANCE_KM_MAX && covers(dietsFrom(lot.diets), wish.diets) && isInTime(lot, wish, now));
  for (const { lot } of near.toSorted((a, b) => a.lot.use_by - b.lot.use_by || a.km - b.km)) {
    if ((await balanceOf(deps.tx, accounts.gift(lot.id))) >= wish.meals) return lot;
  }
  return undefined;
}

/** Given food goes first: false when no gift fits, then a shop is asked. */
export async function takeFromGift(deps: TxDeps, order: Order, home: Pin): Promise<boolean> {
  const household = await householdById(deps, order.household_id);
  const wish = wishOf(order, household, home);
  const lot = await fittingGift(deps, wish);
  if (lot === undefined) return false;
  const now = deps.clock.now();
  const moved = await moveOrder(deps, order, { event: 'gift_takes', set: { gift_lot_id: lot.id, price_satang: 0 } });
  if (moved === undefined) return false;
  await postNow(deps, giftBoxesHeld({ order: order.id, lot: lot.id, boxes: order.meals }));
  await voidDeadline(deps.tx, 'cook_by', order.id);
  await setDeadline(deps, { kind: 'gift_ready', subject: order.id, dueAt: fetchAt(lot, wish, now) });
  await tellDonor(deps, moved);
  // Who has just asked reads it in the answer to that.
  if (order.placed_at < now) {
    const view = await orderView(readerOf(deps), order.id);
    await tell(deps, { memberId: household.memberId, urgency: 'news' }, { kind: 'order_accepted', order: view });
    deps.after.touch('resident', household.memberId);
  }
  deps.after.touch('coordinator');
  return true;
}

function wishOf(order: Order, household: Household, home: Pin): MealWish {
  const { meals, mode, meal_time: mealTime, wanted_at: wantedAt } = order;
  return { household, home, meals, mode, mealTime, wantedAt, diets: dietsFrom(order.diets) };
}

/** The donor keeps the boxes ready: for a rider who asks for the code, or for somebody who says one. */
export async function tellDonor(deps: TxDeps, order: Order): Promise<void> {
  if (order.gift_lot_id === null || order.mode === 'counter') return;
  const lot = await giftLot(deps.tx, order.gift_lot_id);
  if (lot === undefined) return;
  const left = await balanceOf(deps.tx, accounts.gift(lot.id));
  const at = Math.max(lot.ready_at, order.wanted_at, deps.clock.now());
  const { pick_up_code: pickUpCode, meals: boxes, mode } = order;
  await tell(
    deps,
    { memberId: lot.member_id, urgency: 'act' },
    { kind: 'gift_taken', words: lot.words, pickUpCode, boxes, mode, at, left },
  );
  deps.after.touch('donor', lot.member_id);
}

/** The time to think again is over and the food is there: riders are asked, or the household is called. */
export async function giftReady(deps: TxDeps, order: Order): Promise<Order | undefined> {
  if (order.gift_lot_id === null || order.state !== 'accepted') return undefined;
  const lot = await giftLot(deps.tx, order.gift_lot_id);
  if (lot === undefined) return undefined;
  const cookedAt = lot.kind === 'cooked' ? lot.use_by - COOKED_FOOD_TIME : null;
  const moved = await moveOrder(deps, order, { event: 'cooked', set: { cooked_at: cookedAt } });
  if (moved === undefined) return undefined;
  await voidDeadline(deps.tx, 'gift_ready', order.id);
  await setDeadline(deps, { kind: 'eat_by', subject: order.id, dueAt: lot.use_by });
  return moved;
}

/** The clock's part: the food is ready and somebody must fetch it. */
export async function giftReadyDue(deps: TxDeps, order: Order): Promise<void> {
  const ready = await giftReady(deps, order);
  if (ready === undefined) return;
  const household = await householdById(deps, order.household_id);
  deps.after.touch('resident', household.memberId);
  deps.after.touch('rider');
  deps.after.touch('coordinator');
  if (ready.mode === 'delivery') {
    await offerTrip(deps, ready);
    return;
  }
  const view = await orderView(readerOf(deps), order.id);
  await tell(deps, { memberId: household.memberId, urgency: 'arrived' }, { kind: 'order_ready_to_collect', order: view });
}
