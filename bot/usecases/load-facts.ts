import type { Facts } from '../conversation/facts.ts';
import { balancesUnder } from '../../db/ledger.ts';
import { grantsLeft, householdOf, lastScreening } from '../../db/households.ts';
import type { Household } from '../../db/households.ts';
import { rolesOf } from '../../db/members.ts';
import type { Member } from '../../db/members.ts';
import { isUnderWay, newestOrderOf } from '../../db/orders.ts';
import { openCampaigns } from '../../db/pages/money-views.ts';
import { orderView } from '../../db/pages/order-view.ts';
import { openOffersOf } from '../../db/pages/rider-view.ts';
import { currentTripOf } from '../../db/riders.ts';
import type { TxDeps } from '../deps.ts';
import { bangkokDay } from '../domain/days.ts';
import { MEALS_AN_ORDER_MAX } from '../limits.ts';
import { MEAL_TIMES } from '../domain/words.ts';
import { hasConsent } from './members/consents.ts';
import { readerOf } from './reader.ts';

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
    communities: await deps.tx.selectFrom('community').select(['id', 'name', 'municipality', 'zone']).orderBy('id').execute(),
    consentNotice: (purpose) => deps.consentNotice(purpose, member.language),
    ...(await residentFacts(deps, member, today)),
    ...(await donorFacts(deps, member)),
    ...(await treasurerFacts(deps, roles.includes('treasurer'), today)),
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

async function donorFacts(deps: TxDeps, member: Member): Promise<Pick<Facts, 'openPledge'>> {
  const pledge = await deps.tx
    .selectFrom('pledge')
    .select('id')
    .where('member_id', '=', member.id)
    .where('state', 'in', ['pledged', 'claimed'])
    .orderBy('made_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return pledge === undefined ? {} : { openPledge: pledge.id };
}

/** Read for treasurers only; for all others the form for money does not open. */
async function treasurerFacts(deps: TxDeps, isTreasurer: boolean, today: string): Promise<Pick<Facts, 'campaigns' | 'pledgeAmounts'>> {
  if (!isTreasurer) return { campaigns: [], pledgeAmounts: new Map() };
  const open = await openCampaigns(readerOf(deps), today);
  const pledges = await deps.tx
    .selectFrom('pledge')
    .select(['id', 'amount_satang'])
    .where('state', 'in', ['pledged', 'claimed', 'failed'])
    .execute();
  return {
    campaigns: open.map((row) => ({ id: row.id, name: row.name, faceValueSatang: row.face_value_satang, open: true })),
    pledgeAmounts: new Map(pledges.map((pledge) => [pledge.id, pledge.amount_satang])),
  };
}

async function shopFacts(deps: TxDeps, member: Member): Promise<Pick<Facts, 'shop'>> {
  const shop = await deps.tx
    .selectFrom('shop')
    .select('state')
    .where('member_id', '=', member.id)
    .where('state', '<>', 'declined')
    .executeTakeFirst();
  return shop === undefined || shop.state === 'declined' ? {} : { shop: shop.state };
}

async function riderFacts(deps: TxDeps, member: Member): Promise<Pick<Facts, 'rider'>> {
  const rider = await deps.tx
    .selectFrom('rider')
    .selectAll()
    .where('member_id', '=', member.id)
    .where('state', '<>', 'declined')
    .executeTakeFirst();
  if (rider === undefined || rider.state === 'declined') return {};
  const trip = await currentTripOf(deps.tx, rider.id);
  const [offer] = rider.state === 'active' ? await openOffersOf(readerOf(deps), rider.id) : [];
  return {
    rider: {
      state: rider.state,
      onDuty: rider.on_duty === 1,
      ...(trip === undefined ? {} : { trip: { id: trip.id, state: trip.state } }),
      ...(offer === undefined ? {} : { offer: offer.trip }),
    },
  };
}

/** Coupons of the household that an order holds at this moment. */
export async function couponsHeldBy(deps: TxDeps, orderIds: readonly string[]): Promise<number> {
  let held = 0;
  for (const orderId of orderIds) {
    for (const { balance } of await balancesUnder(deps.tx, `order/${orderId}/held/`)) held += balance;
  }
  return held;
}
