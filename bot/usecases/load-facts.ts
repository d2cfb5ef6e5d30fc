import type { Facts } from '../conversation/facts.ts';
import { compiled } from '../../db/compiled.ts';
import { WAITING } from '../../db/deadlines.ts';
import { givesNow, openGiftIds } from '../../db/gifts.ts';
import { balancesUnder } from '../../db/ledger.ts';
import { grantsLeft, householdOf, lastScreening } from '../../db/households.ts';
import type { Household } from '../../db/households.ts';
import { rolesOf } from '../../db/members.ts';
import type { Member } from '../../db/members.ts';
import { isUnderWay, newestOrderOf } from '../../db/orders.ts';
import { chooseCampaign, openCampaigns, slipReferences } from '../../db/pages/money-views.ts';
import { orderView } from '../../db/pages/order-view.ts';
import { currentTripOf } from '../../db/riders.ts';
import type { TxDeps } from '../deps.ts';
import { bangkokDay } from '../domain/days.ts';
import { resolutionsFor } from '../domain/resolutions.ts';
import { MEALS_AN_ORDER_MAX, QUEUE_PAGE_MAX } from '../limits.ts';
import { MEAL_TIMES } from '../domain/words.ts';
import { hasConsent } from './members/consents.ts';
import { readerOf } from './reader.ts';

const communitiesKnown = compiled((db) => db.selectFrom('community').select(['id', 'name', 'municipality', 'zone']).orderBy('id'));

/** Everything the conversation may look at for one event of one member, read inside the event's transaction. */
export async function loadFacts(deps: TxDeps, member: Member): Promise<Facts> {
  const now = deps.clock.now();
  const today = bangkokDay(now);
  const roles = await rolesOf(deps.tx, member.id);
  return {
    now,
    today,
    memberId: member.id,
    language: member.language,
    roles,
    consents: { contact: await hasConsent(deps, member.id, 'contact'), health: await hasConsent(deps, member.id, 'health') },
    mealTimes: [...MEAL_TIMES],
    communities: await communitiesKnown.all(deps.tx, {}),
    consentNotice: (purpose) => deps.consentNotice(purpose, member.language),
    ...(await residentFacts(deps, member, today)),
    ...(await donorFacts(deps, member)),
    givesFood: await givesNow(deps.tx, member.id),
    ownGifts: await openGiftIds(deps.tx, member.id),
    campaigns: (await openCampaigns(readerOf(deps), today)).map(({ id, name, face_value_satang: faceValueSatang }) => ({
      id,
      name,
      faceValueSatang,
      open: true,
    })),
    ...(await treasurerFacts(deps, roles.includes('treasurer'))),
    ...(await coordinatorFacts(deps, roles.includes('coordinator'), today)),
    ...(await shopFacts(deps, member)),
    ...(await riderFacts(deps, member)),
  };
}

type ResidentFacts = Pick<Facts, 'registration' | 'couponsLeft' | 'mealsMax' | 'order'>;

async function residentFacts(deps: TxDeps, member: Member, today: string): Promise<ResidentFacts> {
  const household = await householdOf(deps, member.id);
  if (household === undefined) return { couponsLeft: 0, mealsMax: 0 };
  const grants = await grantsLeft(deps.tx, household.id, today);
  const couponsLeft = grants.reduce((sum, grant) => sum + grant.left, 0);
  return {
    registration: await registrationOf(deps, household),
    couponsLeft,
    mealsMax: Math.min(couponsLeft, MEALS_AN_ORDER_MAX),
    ...(await orderFacts(deps, household)),
  };
}

async function registrationOf(deps: TxDeps, household: Household): Promise<NonNullable<Facts['registration']>> {
  const screening = await lastScreening(deps.tx, household.id);
  const state = screening?.state ?? 'waiting';
  return state === 'withdrawn' ? 'declined' : state;
}

async function orderFacts(deps: TxDeps, household: Household): Promise<Pick<Facts, 'order'>> {
  const order = await newestOrderOf(deps.tx, household.id);
  if (order === undefined) return {};
  const view = await orderView(readerOf(deps), order.id);
  return { order: { ...view, underWay: isUnderWay(order), answered: order.received_answer !== null } };
}

const pledgesThatWait = compiled((db, { memberId }: { memberId: string }) =>
  db
    .selectFrom('pledge')
    .select('id')
    .where('member_id', '=', memberId)
    .where('state', 'in', ['pledged', 'claimed'])
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(QUEUE_PAGE_MAX),
);

/** From the member's pledges to their deadlines: there are few of the first and many of the second. */
const pledgesThatComeAgain = compiled((db, { memberId }: { memberId: string }) =>
  db
    .selectFrom('pledge')
    .select('pledge.id')
    .where('pledge.member_id', '=', memberId)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('deadline')
          .select('deadline.id')
          .whereRef('deadline.subject_id', '=', 'pledge.id')
          .where('deadline.kind', '=', 'pledge_monthly')
          .where('deadline.state', '=', WAITING),
      ),
    )
    .limit(QUEUE_PAGE_MAX),
);

async function donorFacts(deps: TxDeps, member: Member): Promise<Pick<Facts, 'openPledges' | 'monthlyPledges'>> {
  const pledges = await pledgesThatWait.all(deps.tx, { memberId: member.id });
  const monthly = await pledgesThatComeAgain.all(deps.tx, { memberId: member.id });
  return { openPledges: pledges.map(({ id }) => id), monthlyPledges: monthly.map(({ id }) => id) };
}

type TreasurerFacts = Pick<Facts, 'pledgeAmounts' | 'slipReferences' | 'pledgesToConfirm'>;

/** Read for treasurers only; for all others the form for money does not open. */
async function treasurerFacts(deps: TxDeps, isTreasurer: boolean): Promise<TreasurerFacts> {
  if (!isTreasurer) return { pledgeAmounts: new Map(), slipReferences: new Map(), pledgesToConfirm: [] };
  const pledges = await deps.tx
    .selectFrom('pledge')
    .select(['id', 'amount_satang', 'state'])
    .where('state', 'in', ['pledged', 'claimed', 'failed'])
    .execute();
  return {
    pledgeAmounts: new Map(pledges.map((pledge) => [pledge.id, pledge.amount_satang])),
    slipReferences: await slipReferences(
      readerOf(deps),
      pledges.map(({ id }) => id),
    ),
    pledgesToConfirm: pledges.filter(({ state }) => state !== 'failed').map(({ id }) => id),
  };
}

const shopOf = compiled((db, { memberId }: { memberId: string }) =>
  db.selectFrom('shop').select(['id', 'state']).where('member_id', '=', memberId).where('state', '<>', 'declined'),
);

async function shopFacts(deps: TxDeps, member: Member): Promise<Pick<Facts, 'shop' | 'shopOrders'>> {
  const shop = await shopOf.first(deps.tx, { memberId: member.id });
  if (shop === undefined || shop.state === 'declined') return {};
  return shop.state === 'active' ? { shop: shop.state, shopOrders: await shopOrdersOf(deps, shop.id) } : { shop: shop.state };
}

const ordersAsked = compiled((db, { shopId }: { shopId: string }) =>
  db
    .selectFrom('shop_ask')
    .innerJoin('meal_order', 'meal_order.id', 'shop_ask.order_id')
    .select('meal_order.id')
    .where('shop_ask.shop_id', '=', shopId)
    .where('shop_ask.state', '=', 'asked')
    .where('meal_order.state', '=', 'placed')
    .limit(QUEUE_PAGE_MAX),
);

const ordersTaken = compiled((db, { shopId }: { shopId: string }) =>
  db
    .selectFrom('meal_order')
    .select(['id', 'state'])
    .where('shop_id', '=', shopId)
    .where('state', 'in', ['accepted', 'cooking'])
    .limit(QUEUE_PAGE_MAX),
);

async function shopOrdersOf(deps: TxDeps, shopId: string): Promise<NonNullable<Facts['shopOrders']>> {
  const asked = await ordersAsked.all(deps.tx, { shopId });
  const taken = await ordersTaken.all(deps.tx, { shopId });
  return {
    asked: asked.map(({ id }) => id),
    accepted: taken.filter(({ state }) => state === 'accepted').map(({ id }) => id),
    cooking: taken.filter(({ state }) => state === 'cooking').map(({ id }) => id),
  };
}

const riderOf = compiled((db, { memberId }: { memberId: string }) =>
  db.selectFrom('rider').selectAll().where('member_id', '=', memberId).where('state', '<>', 'declined'),
);

async function riderFacts(deps: TxDeps, member: Member): Promise<Pick<Facts, 'rider'>> {
  const rider = await riderOf.first(deps.tx, { memberId: member.id });
  if (rider === undefined || rider.state === 'declined') return {};
  const trip = await currentTripOf(deps.tx, rider.id);
  return {
    rider: {
      state: rider.state,
      onDuty: rider.on_duty === 1,
      ...(trip === undefined ? {} : { trip: { id: trip.id, state: trip.state } }),
      offers: rider.state === 'active' ? await offersOf(deps, rider.id) : [],
    },
  };
}

const offersTo = compiled((db, { riderId }: { riderId: string }) =>
  db
    .selectFrom('rider_offer')
    .innerJoin('trip', 'trip.id', 'rider_offer.trip_id')
    .select('trip.id')
    .where('rider_offer.rider_id', '=', riderId)
    .where('rider_offer.state', '=', 'offered')
    .where('trip.state', '=', 'offered')
    .orderBy('rider_offer.offered_at')
    .limit(QUEUE_PAGE_MAX),
);

async function offersOf(deps: TxDeps, riderId: string): Promise<string[]> {
  const offers = await offersTo.all(deps.tx, { riderId });
  return offers.map(({ id }) => id);
}

/** Ids only: nobody's data is looked at, so there is nothing to note in the access log. */
async function coordinatorFacts(deps: TxDeps, isCoordinator: boolean, today: string): Promise<Pick<Facts, 'waiting'>> {
  if (!isCoordinator) return {};
  const { tx } = deps;
  const screenings = await tx
    .selectFrom('screening')
    .select('id')
    .where('state', 'in', ['waiting', 'waiting_funds'])
    .limit(QUEUE_PAGE_MAX)
    .execute();
  const shops = await tx.selectFrom('shop').select('id').where('state', '=', 'applied').limit(QUEUE_PAGE_MAX).execute();
  const riders = await tx.selectFrom('rider').select('id').where('state', '=', 'applied').limit(QUEUE_PAGE_MAX).execute();
  const gifts = await tx.selectFrom('gift_lot').select('id').where('state', '=', 'offered').limit(QUEUE_PAGE_MAX).execute();
  const campaign = await chooseCampaign(readerOf(deps), today);
  return {
    waiting: {
      screenings: screenings.map(({ id }) => id),
      couponsEach: campaign?.coupons_per_grant ?? 0,
      shops: shops.map(({ id }) => id),
      riders: riders.map(({ id }) => id),
      gifts: gifts.map(({ id }) => id),
      incidents: await openIncidents(deps),
    },
  };
}

async function openIncidents({ tx }: TxDeps): Promise<NonNullable<Facts['waiting']>['incidents']> {
  const rows = await tx
    .selectFrom('incident')
    .leftJoin('meal_order', 'meal_order.id', 'incident.order_id')
    .select(['incident.id', 'incident.kind', 'incident.opened_by', 'incident.household_id', 'meal_order.state', 'meal_order.mode'])
    .where('incident.state', '=', 'open')
    .orderBy('incident.opened_at')
    .limit(QUEUE_PAGE_MAX)
    .execute();
  return rows.map(({ id, kind, opened_by: openedBy, household_id: household, state, mode }) => ({
    incident: id,
    canReply: openedBy !== null || household !== null || state !== null,
    resolutions: resolutionsFor(kind, state === null || mode === null ? undefined : { state, mode }),
  }));
}

/** Coupons of the household that an order holds at this moment. */
export async function couponsHeldBy(deps: TxDeps, orderIds: readonly string[]): Promise<number> {
  let held = 0;
  for (const orderId of orderIds) {
    for (const { balance } of await balancesUnder(deps.tx, `order/${orderId}/held/`)) held += balance;
  }
  return held;
}
