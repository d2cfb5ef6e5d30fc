import { activeOrderOf } from '../../db/orders.ts';
import { householdOf, grantsLeft } from '../../db/households.ts';
import { logReadsOncePerDay } from '../../db/pages/access-log.ts';
import { lineageOf } from '../../db/pages/lineage-view.ts';
import { openCampaignTotals, owedTo, pledgesToConfirm, pledgeView } from '../../db/pages/money-views.ts';
import { shopOrders } from '../../db/pages/order-view.ts';
import { openOffersOf, riderJobView } from '../../db/pages/rider-view.ts';
import { openQueue } from '../../db/pages/staff-views.ts';
import { activeRiderOf, currentTripOf } from '../../db/riders.ts';
import { activeShopOf, usedAndCapacity } from '../../db/shops.ts';
import type { Facts } from '../conversation/facts.ts';
import type { Query } from '../conversation/step.ts';
import type { TxDeps } from '../deps.ts';
import { clockOfMinute, minuteOfDay } from '../domain/days.ts';
import { distanceKm } from '../domain/distance.ts';
import type { Notice } from '../domain/notice.ts';
import { accounts } from '../domain/postings.ts';
import { couponsHeldBy } from './load-facts.ts';
import { homeOf } from './orders/ask-shop.ts';
import { readerOf } from './reader.ts';

/** Answers a question about what is: nothing changes but the access log. */
export async function lookUp(deps: TxDeps, facts: Facts, query: Query): Promise<Notice[]> {
  switch (query) {
    case 'coupon_balance':
      return couponBalance(deps, facts);
    case 'my_order':
      return [await myOrder(facts)];
    case 'shops_near':
      return [await shopsNear(deps, facts)];
    case 'pledges':
      return [await pledges(deps, facts)];
    case 'fund_report':
      return [{ kind: 'fund_report', totals: await openCampaignTotals(readerOf(deps)) }];
    case 'shop_orders':
      return [await shopOrdersNow(deps, facts)];
    case 'rider_jobs':
      return riderJobs(deps, facts);
    case 'queue':
      return [await queue(deps, facts)];
    case 'money_queue':
      return [await moneyQueue(deps, facts)];
    case 'privacy':
      return [{ kind: 'privacy', ...facts.consents }];
    case 'my_data':
      return [await myData(deps, facts)];
    case 'settlement':
      return [await settlement(deps, facts)];
  }
}

async function couponBalance(deps: TxDeps, facts: Facts): Promise<Notice[]> {
  const household = await householdOf(deps, facts.memberId);
  if (household === undefined) return [{ kind: 'refused', code: 'not_registered', detail: {} }];
  if (facts.registration !== 'approved' && facts.couponsLeft === 0 && facts.registration !== undefined) {
    return [{ kind: 'registration_state', state: facts.registration }];
  }
  const grants = await grantsLeft(deps.tx, household.id, facts.today);
  const active = await activeOrderOf(deps.tx, household.id);
  const held = active === undefined ? 0 : await couponsHeldBy(deps, [active.id]);
  const nextExpiry = grants[0]?.expiresOn;
  return [{ kind: 'coupon_balance', left: facts.couponsLeft, held, ...(nextExpiry === undefined ? {} : { nextExpiry }) }];
}

async function myOrder({ order }: Facts): Promise<Notice> {
  if (order === undefined) return { kind: 'no_order' };
  const { underWay: _underWay, answered: _answered, ...view } = order;
  return { kind: 'order_status', order: view };
}

const SHOPS_SHOWN_MAX = 5;

async function shopsNear(deps: TxDeps, facts: Facts): Promise<Notice> {
  const household = await householdOf(deps, facts.memberId);
  const home = household === undefined ? undefined : await homeOf(deps, household);
  const minute = minuteOfDay(facts.now);
  const shops = await deps.tx
    .selectFrom('shop')
    .selectAll()
    .where('state', '=', 'active')
    .where('opens_minute', '<=', minute)
    .where('closes_minute', '>', minute)
    .orderBy('name')
    .execute();
  const near = home === undefined ? shops : shops.toSorted((a, b) => distanceKm(home, a) - distanceKm(home, b));
  return {
    kind: 'shops_near',
    shops: near.slice(0, SHOPS_SHOWN_MAX).map((shop) => ({
      name: shop.name,
      pin: { latitude: shop.latitude, longitude: shop.longitude },
      halal: shop.halal !== 'none' && (shop.halal_until ?? '') >= facts.today,
      closes: clockOfMinute(shop.closes_minute),
    })),
  };
}

const PLEDGES_SHOWN_MAX = 5;

async function pledges(deps: TxDeps, facts: Facts): Promise<Notice> {
  const reader = readerOf(deps);
  const rows = await deps.tx
    .selectFrom('pledge')
    .select('id')
    .where('member_id', '=', facts.memberId)
    .orderBy('made_at', 'desc')
    .limit(PLEDGES_SHOWN_MAX)
    .execute();
  const views = [];
  for (const row of rows) views.push(await pledgeView(reader, row.id));
  const { amountSatang, meals, communities } = await lineageOf(reader, facts.memberId);
  const became = amountSatang === 0 ? {} : { became: { amountSatang, meals, communities } };
  return { kind: 'pledge_list', pledges: views, totals: await openCampaignTotals(reader), ...became };
}

function notFor(role: string): Notice {
  return { kind: 'refused', code: 'not_allowed', detail: { role } };
}

async function shopOrdersNow(deps: TxDeps, facts: Facts): Promise<Notice> {
  const shop = await activeShopOf(deps.tx, facts.memberId);
  if (shop === undefined) return notFor('shop');
  const reader = readerOf(deps);
  const { used, capacity, open } = await usedAndCapacity(deps, shop, facts.today);
  return {
    kind: 'shop_orders',
    orders: await shopOrders(reader, shop.id),
    capacityLeft: Math.max(0, capacity - used),
    open,
    owedSatang: await owedTo(reader, accounts.shopOwed(shop.id)),
  };
}

async function riderJobs(deps: TxDeps, facts: Facts): Promise<Notice[]> {
  const rider = await activeRiderOf(deps.tx, facts.memberId);
  if (rider === undefined) return [notFor('rider')];
  const reader = readerOf(deps);
  const trip = await currentTripOf(deps.tx, rider.id);
  if (trip !== undefined) return [{ kind: 'rider_job', job: await riderJobView(reader, trip.id) }];
  const offers = await openOffersOf(reader, rider.id);
  return [{ kind: 'rider_offers', offers, onDuty: rider.on_duty === 1, owedSatang: await owedTo(reader, accounts.riderOwed(rider.id)) }];
}

/** The queue shows people; each household in it is noted in the access log once a day. */
async function queue(deps: TxDeps, facts: Facts): Promise<Notice> {
  if (!facts.roles.includes('coordinator')) return notFor('coordinator');
  const { screenings, shops, riders, gifts, incidents, households } = await openQueue(readerOf(deps));
  await logReadsOncePerDay(
    { ...deps, db: deps.tx },
    { readerId: facts.memberId, readerRole: 'coordinator', what: 'queue', reason: 'screening' },
    households,
  );
  return { kind: 'queue', screenings, shops, riders, gifts, incidents };
}

async function moneyQueue(deps: TxDeps, facts: Facts): Promise<Notice> {
  if (!facts.roles.includes('treasurer')) return notFor('treasurer');
  const reader = readerOf(deps);
  return { kind: 'money_queue', pledges: await pledgesToConfirm(reader), totals: await openCampaignTotals(reader) };
}

async function myData(deps: TxDeps, facts: Facts): Promise<Notice> {
  const consents = await deps.tx
    .selectFrom('consent')
    .select('purpose')
    .where('member_id', '=', facts.memberId)
    .where('withdrawn_at', 'is', null)
    .execute();
  const household = await householdOf(deps, facts.memberId);
  const reads =
    household === undefined ? [] : await deps.tx.selectFrom('access_log').select('id').where('household_id', '=', household.id).execute();
  return { kind: 'my_data', consents: consents.map((row) => row.purpose), reads: reads.length };
}

async function settlement(deps: TxDeps, facts: Facts): Promise<Notice> {
  const reader = readerOf(deps);
  const shop = await activeShopOf(deps.tx, facts.memberId);
  const rider = await activeRiderOf(deps.tx, facts.memberId);
  if (shop === undefined && rider === undefined) return notFor('shop');
  const shopOwed = shop === undefined ? 0 : await owedTo(reader, accounts.shopOwed(shop.id));
  const riderOwed = rider === undefined ? 0 : await owedTo(reader, accounts.riderOwed(rider.id));
  return { kind: 'settlement_when', owedSatang: shopOwed + riderOwed };
}
