import { compiled } from '../../../db/compiled.ts';
import { setDeadline, voidDeadline } from '../../../db/deadlines.ts';
import { householdById } from '../../../db/households.ts';
import type { Order } from '../../../db/orders.ts';
import { orderView } from '../../../db/pages/order-view.ts';
import { openOffersOf, riderOfferView } from '../../../db/pages/rider-view.ts';
import type { Row } from '../../../db/schema.ts';
import type { TxDeps } from '../../deps.ts';
import type { RiderOfferView } from '../../domain/notice.ts';
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

const tripById = compiled((db, { id }: { id: string }) => db.selectFrom('trip').selectAll().where('id', '=', id));

const firstOrderOf = compiled((db, { tripId }: { tripId: string }) =>
  db
    .selectFrom('meal_order')
    .innerJoin('stop', 'stop.order_id', 'meal_order.id')
    .selectAll('meal_order')
    .where('stop.trip_id', '=', tripId)
    .orderBy('stop.sequence')
    .limit(1),
);

export async function tripWithOrder(deps: TxDeps, tripId: string): Promise<TripOrder | undefined> {
  const trip = await tripById.first(deps.tx, { id: tripId });
  const order = await firstOrderOf.first(deps.tx, { tripId });
  return trip === undefined || order === undefined ? undefined : { trip, order };
}

/** Each wave reaches more riders; after the last one a coordinator finds a way. */
export async function offerNextWave(deps: TxDeps, tripId: string): Promise<void> {
  const found = await tripWithOrder(deps, tripId);
  if (found === undefined || found.trip.state !== 'offered' || found.order.state !== 'ready') return;
  const wave = found.trip.wave + 1;
  if (wave > RIDER_WAVES_MAX) {
    await giveToCoordinator(deps, found);
    return;
  }
  const riders = await freeRiders(deps, found.order);
  const known = await deps.tx.selectFrom('rider_offer').select(['rider_id', 'state']).where('trip_id', '=', tripId).execute();
  const fresh = riders.filter((rider) => !known.some((offer) => offer.rider_id === rider.id));
  if (fresh.length > 0) {
    const offer = await riderOfferView(readerOf(deps), tripId);
    for (const rider of wave === 1 ? fresh.slice(0, RIDERS_FIRST_WAVE) : fresh) await offerTo(deps, { rider, offer });
  }
  await deps.tx.updateTable('trip').set({ wave, changed_at: deps.clock.now() }).where('id', '=', tripId).execute();
  // Silence has its deadline; where all have said no there is no answer to wait for while the food gets cold.
  const nobody = fresh.length === 0 && !known.some((offer) => offer.state === 'offered');
  if (nobody) await giveToCoordinator(deps, found);
  else await setDeadline(deps, { kind: 'rider_answer', subject: tripId, dueAt: deps.clock.now() + RIDER_ANSWER_TIME });
}

interface Wanted {
  area: Row<'rider'>['area'];
  boxes: number;
  but: string;
}

const ridersFree = compiled((db, { area, boxes, but }: Wanted) =>
  db
    .selectFrom('rider')
    .selectAll('rider')
    .select((eb) =>
      eb
        .selectFrom('trip')
        .select((each) => each.fn.max('trip.changed_at').as('at'))
        .whereRef('trip.rider_id', '=', 'rider.id')
        .as('rode_at'),
    )
    .where('state', '=', 'active')
    .where('on_duty', '=', 1)
    .where('area', '=', area)
    .where('boxes', '>=', boxes)
    .where('member_id', '<>', but)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('trip').select('trip.id').whereRef('trip.rider_id', '=', 'rider.id').where('trip.state', 'in', ['to_shop', 'to_home']),
        ),
      ),
    ),
);

const cityOf = compiled((db, { id }: { id: string }) => db.selectFrom('community').select('municipality').where('id', '=', id));

/** On duty in the city, with room for the boxes, without a trip; who rode least recently first. */
async function freeRiders(deps: TxDeps, order: Order): Promise<Row<'rider'>[]> {
  const household = await householdById(deps, order.household_id);
  const city = await cityOf.first(deps.tx, { id: household.communityId });
  if (city === undefined) throw new Error(`there is no community ${household.communityId}`);
  const riders = await ridersFree.all(deps.tx, { area: city.municipality, boxes: order.meals, but: household.memberId });
  return riders.toSorted((a, b) => (a.rode_at ?? 0) - (b.rode_at ?? 0) || (a.id < b.id ? -1 : 1));
}

const insertOffer = compiled((db, { tripId, riderId, now }: { tripId: string; riderId: string; now: number }) =>
  db.insertInto('rider_offer').values({ trip_id: tripId, rider_id: riderId, state: 'offered', offered_at: now, answered_at: null }),
);

async function offerTo(deps: TxDeps, { rider, offer }: { rider: Row<'rider'>; offer: RiderOfferView }): Promise<void> {
  const now = deps.clock.now();
  await insertOffer.run(deps.tx, { tripId: offer.trip, riderId: rider.id, now });
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
