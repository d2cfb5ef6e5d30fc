import { compiled } from '../../../db/compiled.ts';
import { setDeadline, voidDeadline } from '../../../db/deadlines.ts';
import { householdById } from '../../../db/households.ts';
import type { Household } from '../../../db/households.ts';
import { orderById } from '../../../db/orders.ts';
import type { Order } from '../../../db/orders.ts';
import { orderView, shopOrderView } from '../../../db/pages/order-view.ts';
import { usedAndCapacity } from '../../../db/shops.ts';
import type { Row } from '../../../db/schema.ts';
import type { TxDeps } from '../../deps.ts';
import { bangkokDay, minuteOfDay } from '../../domain/days.ts';
import { distanceKm } from '../../domain/distance.ts';
import type { Pin } from '../../domain/notice.ts';
import { SHOPS_ASKED_MAX, SHOP_ANSWER_TIME, SHOP_DISTANCE_KM_MAX } from '../../limits.ts';
import { takeFromGift } from '../gifts/serve-from-gift.ts';
import { openIncident } from '../incidents.ts';
import { readerOf } from '../reader.ts';
import { tell } from '../tell.ts';

/**
 * Food that was given goes first. Else it asks the nearest shop that fits and was not asked yet in this round; when none is left a coordinator looks for one
 * and the resident hears that it takes longer.
 */
export async function askNextShop(deps: TxDeps, orderId: string, inRound?: number): Promise<void> {
  const order = await orderById(deps.tx, orderId);
  if (order === undefined || order.state !== 'placed') return;
  if (await isBeingAsked(deps, orderId)) return;
  const home = await homeOf(deps, await householdById(deps, order.household_id));
  if (await takeFromGift(deps, order, home)) return;
  const round = inRound ?? (await currentRound(deps, orderId));
  const asked = await deps.tx.selectFrom('shop_ask').select('shop_id').where('order_id', '=', orderId).where('round', '=', round).execute();
  const shop = asked.length >= SHOPS_ASKED_MAX ? undefined : await bestShop(deps, order, new Set(asked.map((row) => row.shop_id)));
  if (shop === undefined) {
    await giveToCoordinator(deps, order);
    return;
  }
  const now = deps.clock.now();
  const answerBy = now + SHOP_ANSWER_TIME;
  await deps.tx
    .insertInto('shop_ask')
    .values({ order_id: orderId, shop_id: shop.id, round, state: 'asked', asked_at: now, answered_at: null })
    .execute();
  await setDeadline(deps, { kind: 'shop_answer', subject: orderId, dueAt: answerBy });
  const view = await shopOrderView(readerOf(deps), orderId);
  await tell(
    deps,
    { memberId: shop.member_id, urgency: 'act' },
    { kind: 'shop_asked', order: { ...view, paySatang: await payOf(deps, order, shop) }, answerBy },
  );
  deps.after.touch('shop', shop.member_id);
}

/** One shop at a time: the answer that is still open comes first. */
async function isBeingAsked(deps: TxDeps, orderId: string): Promise<boolean> {
  const open = await deps.tx
    .selectFrom('shop_ask')
    .select('shop_id')
    .where('order_id', '=', orderId)
    .where('state', '=', 'asked')
    .executeTakeFirst();
  return open !== undefined;
}

/** A coordinator's "try again" opens a new round, in which all shops may be asked once more. */
export async function startNewRound(deps: TxDeps, orderId: string): Promise<void> {
  await askNextShop(deps, orderId, (await currentRound(deps, orderId)) + 1);
}

async function currentRound(deps: TxDeps, orderId: string): Promise<number> {
  const row = await deps.tx
    .selectFrom('shop_ask')
    .select((eb) => eb.fn.max('round').as('newest'))
    .where('order_id', '=', orderId)
    .executeTakeFirst();
  return Number(row?.newest ?? 1);
}

async function bestShop(deps: TxDeps, order: Order, asked: Set<string>): Promise<Row<'shop'> | undefined> {
  const household = await householdById(deps, order.household_id);
  const home = await homeOf(deps, household);
  const candidates: { shop: Row<'shop'>; km: number }[] = [];
  for (const shop of await fittingShops(deps, order)) {
    const km = distanceKm(home, shop);
    if (asked.has(shop.id) || km > SHOP_DISTANCE_KM_MAX || shop.member_id === household.memberId) continue;
    candidates.push({ shop, km });
  }
  // The nearest that still has room: the day's offers of the others need not be read.
  for (const { shop } of candidates.toSorted((a, b) => a.km - b.km || (a.shop.id < b.shop.id ? -1 : 1))) {
    const { used, capacity, open } = await usedAndCapacity(deps, shop, bangkokDay(order.wanted_at));
    if (open && capacity - used >= order.meals) return shop;
  }
  return undefined;
}

interface Fitting {
  minute: number;
  priceMax: number;
}

const openShops = compiled((db, { minute, priceMax }: Fitting) =>
  db
    .selectFrom('shop')
    .selectAll()
    .where('state', '=', 'active')
    .where('opens_minute', '<=', minute)
    .where('closes_minute', '>', minute)
    .where('price_satang', '<=', priceMax),
);

const openHalalShops = compiled((db, { minute, priceMax, day }: Fitting & { day: string }) =>
  db
    .selectFrom('shop')
    .selectAll()
    .where('state', '=', 'active')
    .where('opens_minute', '<=', minute)
    .where('closes_minute', '>', minute)
    .where('price_satang', '<=', priceMax)
    .where('halal', '<>', 'none')
    .where('halal_until', '>=', day),
);

/** Active, open at the time, cheap enough for the coupons, and with a valid halal attestation where that is needed. */
async function fittingShops(deps: TxDeps, order: Order): Promise<Row<'shop'>[]> {
  const fitting = { minute: minuteOfDay(order.wanted_at), priceMax: await lowestFaceValue(deps, order.id) };
  const isHalal = order.diets.split(',').includes('halal');
  return isHalal ? openHalalShops.all(deps.tx, { ...fitting, day: bangkokDay(order.wanted_at) }) : openShops.all(deps.tx, fitting);
}

const lowestOf = compiled((db, { orderId }: { orderId: string }) =>
  db
    .selectFrom('order_coupon')
    .innerJoin('coupon_grant', 'coupon_grant.id', 'order_coupon.grant_id')
    .select((eb) => eb.fn.min('face_value_satang').as('lowest'))
    .where('order_id', '=', orderId),
);

async function lowestFaceValue(deps: TxDeps, orderId: string): Promise<number> {
  return Number((await lowestOf.first(deps.tx, { orderId }))?.lowest);
}

async function payOf(deps: TxDeps, order: Order, shop: Row<'shop'>): Promise<number> {
  return Math.min(shop.price_satang, await lowestFaceValue(deps, order.id)) * order.meals;
}

/** The home's pin or, with a landmark only, the middle of the community. */
export async function homeOf(deps: TxDeps, household: Household): Promise<Pin> {
  if (household.details.homePin !== undefined) return household.details.homePin;
  return deps.tx
    .selectFrom('community')
    .select(['latitude', 'longitude'])
    .where('id', '=', household.communityId)
    .executeTakeFirstOrThrow();
}

/** Whether asking for food right now has any chance near this home. */
export async function isAnyShopOpen(deps: TxDeps, household: Household): Promise<boolean> {
  const minute = minuteOfDay(deps.clock.now());
  const home = await homeOf(deps, household);
  const shops = await deps.tx
    .selectFrom('shop')
    .select(['latitude', 'longitude'])
    .where('state', '=', 'active')
    .where('opens_minute', '<=', minute)
    .where('closes_minute', '>', minute)
    .execute();
  return shops.some((shop) => distanceKm(home, shop) <= SHOP_DISTANCE_KM_MAX);
}

async function giveToCoordinator(deps: TxDeps, order: Order): Promise<void> {
  await voidDeadline(deps.tx, 'shop_answer', order.id);
  await openIncident(deps, { kind: 'no_shop', orderId: order.id, householdId: order.household_id });
  const household = await householdById(deps, order.household_id);
  const view = await orderView(readerOf(deps), order.id);
  await tell(deps, { memberId: household.memberId, urgency: 'news' }, { kind: 'order_delayed', order: view, why: 'with_coordinator' });
  deps.after.touch('resident', household.memberId);
}
