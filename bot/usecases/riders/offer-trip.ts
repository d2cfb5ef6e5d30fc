import { setDeadline, voidDeadline } from '../../../db/deadlines.ts';
import { householdById } from '../../../db/households.ts';
import type { Order } from '../../../db/orders.ts';
import { orderView } from '../../../db/pages/order-view.ts';
import { openOffersOf, riderOfferView } from '../../../db/pages/rider-view.ts';
import type { Row } from '../../../db/schema.ts';
import type { TxDeps } from '../../deps.ts';
import { RIDERS_FIRST_WAVE, RIDER_ANSWER_TIME, RIDER_WAVES_MAX } from '../../limits.ts';
import { openIncident } from '../incidents.ts';
import { readerOf } from '../reader.ts';
import { tell } from '../tell.ts';

/** Makes the trip of a ready order and offers it to the first wave. One stop today; a trip can hold more. */
export async function offerTrip(deps: TxDeps, order: Order): Promise<void> {
  const now = deps.clock.now();
  const id = deps.chance.newId('trp');
  await deps.tx.insertInto('trip').values({ id, state: 'offered', rider_id: null, wave: 0, created_at: now, changed_at: now }).execute();
  await deps.tx.insertInto('stop').values({ trip_id: id, sequence: 1, order_id: order.id }).execute();
  await offerNextWave(deps, id);
}

export interface TripOrder {
  trip: Row<'trip'>;
  order: Order;
}

export async function tripWithOrder(deps: TxDeps, tripId: string): Promise<TripOrder | undefined> {
  const trip = await deps.tx.selectFrom('trip').selectAll().where('id', '=', tripId).executeTakeFirst();
  const order = await deps.tx
    .selectFrom('meal_order')
    .innerJoin('stop', 'stop.order_id', 'meal_order.id')
    .selectAll('meal_order')
    .where('stop.trip_id', '=', tripId)
    .orderBy('stop.sequence')
    .limit(1)
    .executeTakeFirst();
  return trip === undefined || order === undefined ? undefined : { trip, order };
}

/** Each wave reaches more riders; after the last one a coordinator finds a way. */
export async function offerNextWave(deps: TxDeps, tripId: string): Promise<void> {
  const found = await tripWithOrder(deps, tripId);
  if (found === undefined || found.trip.state !== 'offered' || found.order.state !== 'ready') return;
  const { trip, order } = found;
  const wave = trip.wave + 1;
  if (wave > RIDER_WAVES_MAX) {
    await giveToCoordinator(deps, found);
    return;
  }
  const riders = await freeRiders(deps, order);
  const known = await deps.tx.selectFrom('rider_offer').select(['rider_id', 'state']).where('trip_id', '=', tripId).execute();
  const fresh = riders.filter((rider) => !known.some((offer) => offer.rider_id === rider.id));
  for (const rider of wave === 1 ? fresh.slice(0, RIDERS_FIRST_WAVE) : fresh) await offerTo(deps, trip, rider);
  await deps.tx.updateTable('trip').set({ wave, changed_at: deps.clock.now() }).where('id', '=', tripId).execute();
  // Silence has its deadline; where all have said no there is no answer to wait for while the food gets cold.
  const nobody = fresh.length === 0 && !known.some((offer) => offer.state === 'offered');
  if (nobody) await giveToCoordinator(deps, found);
  else await setDeadline(deps, { kind: 'rider_answer', subject: tripId, dueAt: deps.clock.now() + RIDER_ANSWER_TIME });
}

/** On duty in the city, with room for the boxes, without a trip; who rode least recently first. */
async function freeRiders(deps: TxDeps, order: Order): Promise<Row<'rider'>[]> {
  const household = await householdById(deps, order.household_id);
  const community = await deps.tx
    .selectFrom('community')
    .select('municipality')
    .where('id', '=', household.communityId)
    .executeTakeFirstOrThrow();
  const riders = await deps.tx
    .selectFrom('rider')
    .selectAll()
    .where('state', '=', 'active')
    .where('on_duty', '=', 1)
    .where('area', '=', community.municipality)
    .where('boxes', '>=', order.meals)
    .where('member_id', '<>', household.memberId)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('trip').select('trip.id').whereRef('trip.rider_id', '=', 'rider.id').where('trip.state', 'in', ['to_shop', 'to_home']),
        ),
      ),
    )
    .execute();
  const last = await deps.tx
    .selectFrom('trip')
    .select(['rider_id', (eb) => eb.fn.max('changed_at').as('at')])
    .groupBy('rider_id')
    .execute();
  const rodeAt = new Map(last.map((row) => [row.rider_id, Number(row.at)]));
  return riders.toSorted((a, b) => (rodeAt.get(a.id) ?? 0) - (rodeAt.get(b.id) ?? 0) || (a.id < b.id ? -1 : 1));
}

async function offerTo(deps: TxDeps, trip: Row<'trip'>, rider: Row<'rider'>): Promise<void> {
  const now = deps.clock.now();
  await deps.tx
    .insertInto('rider_offer')
    .values({ trip_id: trip.id, rider_id: rider.id, state: 'offered', offered_at: now, answered_at: null })
    .execute();
  const offer = await riderOfferView(readerOf(deps), trip.id);
  await tell(deps, { memberId: rider.member_id, urgency: 'act' }, { kind: 'rider_offer', offer, answerBy: now + RIDER_ANSWER_TIME });
  deps.after.touch('rider', rider.member_id);
}

/** Someone who just came on duty sees what is waiting, without a push: they are looking at the chat. */
export async function offerWaitingTrips(deps: TxDeps, rider: Row<'rider'>): Promise<number> {
  const waiting = await deps.tx
    .selectFrom('trip')
    .innerJoin('stop', 'stop.trip_id', 'trip.id')
    .innerJoin('meal_order', 'meal_order.id', 'stop.order_id')
    .innerJoin('household', 'household.id', 'meal_order.household_id')
    .innerJoin('community', 'community.id', 'household.community_id')
    .select(['trip.id as trip'])
    .where('trip.state', '=', 'offered')
    .where('community.municipality', '=', rider.area)
    .where('meal_order.meals', '<=', rider.boxes)
    .where('household.member_id', '<>', rider.member_id)
    .execute();
  for (const { trip } of waiting) {
    await deps.tx
      .insertInto('rider_offer')
      .values({ trip_id: trip, rider_id: rider.id, state: 'offered', offered_at: deps.clock.now(), answered_at: null })
      .onConflict((conflict) =>
        // An offer that ended when this rider went off duty is open again; one that was declined stays so.
        conflict
          .columns(['trip_id', 'rider_id'])
          .doUpdateSet({ state: 'offered', answered_at: null })
          .where('rider_offer.state', '=', 'over'),
      )
      .execute();
  }
  return (await openOffersOf(readerOf(deps), rider.id)).length;
}

async function giveToCoordinator(deps: TxDeps, { trip, order }: TripOrder): Promise<void> {
  await voidDeadline(deps.tx, 'rider_answer', trip.id);
  await openIncident(deps, { kind: 'no_rider', orderId: order.id, householdId: order.household_id });
  const household = await householdById(deps, order.household_id);
  await tell(
    deps,
    { memberId: household.memberId, urgency: 'news' },
    { kind: 'order_delayed', order: await orderView(readerOf(deps), order.id), why: 'with_coordinator' },
  );
  deps.after.touch('resident', household.memberId);
}
