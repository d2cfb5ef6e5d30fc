import { bangkokDay, mealTimeAt } from '../../bot/domain/days.ts';
import type { OrderView } from '../../bot/domain/notice.ts';
import { nextOrderState } from '../../bot/domain/order-machine.ts';
import type { OrderState } from '../../bot/domain/order-machine.ts';
import { MEAL_TIMES } from '../../bot/domain/words.ts';
import { CONFIRM_RECEIPT_TIME, HISTORY_PAGE_MAX, MEALS_AN_ORDER_MAX } from '../../bot/limits.ts';
import { grantsLeft, lastScreening } from '../households.ts';
import { balancesUnder } from '../ledger.ts';
import type { Row } from '../schema.ts';
import { orderView } from './order-view.ts';
import type { Reader } from './reader.ts';

type OrderRow = Row<'meal_order'>;
const UNDER_WAY: readonly OrderState[] = ['placed', 'accepted', 'cooking', 'ready', 'on_the_way'];

export async function householdIdOf(reader: Reader, memberId: string): Promise<string | undefined> {
  const row = await reader.db.selectFrom('household').select('id').where('member_id', '=', memberId).executeTakeFirst();
  return row?.id;
}

function canConfirm(order: OrderRow, now: number): boolean {
  return order.state === 'handed_over' && order.received_answer === null && now <= order.changed_at + CONFIRM_RECEIPT_TIME;
}

export type FollowedOrder = OrderView & { canCancel: boolean; canConfirm: boolean; changedAt: number };

async function followed(reader: Reader, order: OrderRow): Promise<FollowedOrder> {
  const now = reader.clock.now();
  return {
    ...(await orderView(reader, order.id)),
    canCancel: nextOrderState(order.state, 'resident_cancels') !== undefined,
    canConfirm: canConfirm(order, now),
    changedAt: order.changed_at,
  };
}

/** An order of the member's own household; undefined for everybody else's. */
export async function ownOrder(reader: Reader, memberId: string, orderId: string): Promise<FollowedOrder | undefined> {
  const order = await reader.db
    .selectFrom('meal_order')
    .innerJoin('household', 'household.id', 'meal_order.household_id')
    .selectAll('meal_order')
    .where('meal_order.id', '=', orderId)
    .where('household.member_id', '=', memberId)
    .executeTakeFirst();
  return order === undefined ? undefined : followed(reader, order);
}

async function couponsOf(reader: Reader, householdId: string, orderUnderWay: string | undefined) {
  const grants = await grantsLeft(reader.db, householdId, bangkokDay(reader.clock.now()));
  const campaigns = await reader.db.selectFrom('campaign').select(['id', 'name']).execute();
  const names = new Map(campaigns.map((campaign) => [campaign.id, campaign.name]));
  const held = orderUnderWay === undefined ? [] : await balancesUnder(reader.db, `order/${orderUnderWay}/held/`);
  return {
    left: grants.reduce((sum, grant) => sum + grant.left, 0),
    held: held.reduce((sum, account) => sum + account.balance, 0),
    grants: grants.map((grant) => ({ left: grant.left, expiresOn: grant.expiresOn, campaignName: names.get(grant.campaign) ?? '' })),
  };
}

async function newestOrders(reader: Reader, householdId: string): Promise<(OrderRow & { shop_name: string | null })[]> {
  return reader.db
    .selectFrom('meal_order')
    .leftJoin('shop', 'shop.id', 'meal_order.shop_id')
    .selectAll('meal_order')
    .select('shop.name as shop_name')
    .where('household_id', '=', householdId)
    .orderBy('placed_at', 'desc')
    .orderBy('meal_order.id', 'desc')
    .limit(HISTORY_PAGE_MAX)
    .execute();
}

type Registration = 'none' | 'waiting' | 'waiting_funds' | 'declined' | 'approved';

/** Coupons in hand can be used whatever became of a later request for more. */
function registrationOf(screening: Row<'screening'> | undefined, couponsLeft: number): Registration {
  if (couponsLeft > 0) return 'approved';
  if (screening === undefined || screening.state === 'withdrawn') return 'none';
  return screening.state;
}

/** Everything the page of a resident shows, and nothing of anybody else. */
export async function residentPage(reader: Reader, memberId: string) {
  const now = reader.clock.now();
  const mealTimes = MEAL_TIMES.map((mealTime) => ({ mealTime, at: mealTimeAt(mealTime, now) }));
  const household = await householdIdOf(reader, memberId);
  if (household === undefined) {
    return { registration: 'none' as const, coupons: { left: 0, held: 0, grants: [] }, mealsMax: 0, mealTimes, history: [] };
  }
  const orders = await newestOrders(reader, household);
  const underWay = orders.find((order) => UNDER_WAY.includes(order.state));
  const shown = underWay ?? orders.find((order) => canConfirm(order, now));
  const coupons = await couponsOf(reader, household, underWay?.id);
  return {
    registration: registrationOf(await lastScreening(reader.db, household), coupons.left),
    coupons,
    mealsMax: underWay === undefined ? Math.min(MEALS_AN_ORDER_MAX, coupons.left) : 0,
    mealTimes,
    ...(shown === undefined ? {} : { order: await followed(reader, shown) }),
    history: orders.map((order) => ({
      order: order.id,
      meals: order.meals,
      state: order.state,
      at: order.placed_at,
      ...(order.shop_name === null ? {} : { shopName: order.shop_name }),
    })),
  };
}
