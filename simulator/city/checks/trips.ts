import type { OrderRow } from './changes.ts';
import type { Check, Sight } from './sight.ts';

interface TripRow {
  id: string;
  state: string;
  rider: string | null;
}

const TRIPS = `SELECT t.id, t.state, t.rider_id AS rider FROM stop s JOIN trip t ON t.id = s.trip_id WHERE s.order_id = ? AND t.state <> 'cancelled'`;
const TAKERS = "SELECT rider_id AS rider FROM rider_offer WHERE trip_id = ? AND state = 'accepted'";
const OPEN_OFFERS = "SELECT count(*) AS offers FROM rider_offer WHERE trip_id = ? AND state = 'offered'";
const CLOCK = "SELECT due_at AS due FROM deadline WHERE kind = ? AND subject_id = ? AND state = 'waiting'";
const RIDING = "SELECT count(*) AS trips FROM trip WHERE rider_id = ? AND state IN ('to_shop', 'to_home')";
const INCIDENTS = "SELECT count(*) AS incidents FROM incident WHERE order_id = ? AND kind IN ('no_rider', 'rider_problem')";

/** In which states of its order a trip may stand where. */
const ORDERS_OF: Readonly<Record<string, readonly string[]>> = {
  offered: ['ready'],
  to_shop: ['ready'],
  to_home: ['on_the_way'],
  with_coordinator: ['ready', 'on_the_way'],
  done: ['handed_over', 'failed'],
};

/** A delivery that is ready has one trip, and the trip is where its order is. */
export function checkTrips({ db, expect }: Sight): Check {
  const tripsOf = db.prepare<[string], TripRow>(TRIPS);
  const takersOf = db.prepare<[string], { rider: string }>(TAKERS);
  const openOffersOf = db.prepare<[string], { offers: number }>(OPEN_OFFERS);
  const clockOf = db.prepare<[string, string], { due: number }>(CLOCK);
  const ridingOf = db.prepare<[string], { trips: number }>(RIDING);
  const incidentsOf = db.prepare<[string], { incidents: number }>(INCIDENTS);

  function checkRider(trip: TripRow): void {
    const where = `trip ${trip.id} ${trip.state}`;
    const takers = takersOf.all(trip.id).map((taker) => taker.rider);
    expect('trips', `${where} rider`, { expected: trip.rider, found: takers.length > 1 ? takers.join(' and ') : (takers[0] ?? null) });
    if (trip.rider === null) return;
    const riding = ridingOf.get(trip.rider)?.trips ?? 0;
    if (riding > 1) expect('oneOrder', `rider ${trip.rider}`, { expected: 1, found: riding });
  }

  /** Riders who were asked have their time to answer, a rider under way has a time to arrive. */
  function checkAsked(trip: TripRow, order: OrderRow): void {
    const where = `trip ${trip.id}`;
    const isOver = (incidentsOf.get(order.id)?.incidents ?? 0) > 0;
    if (isOver) return;
    if (trip.state === 'offered' && (openOffersOf.get(trip.id)?.offers ?? 0) > 0 && clockOf.get('rider_answer', trip.id) === undefined)
      expect('asked', where, { expected: 'rider_answer', found: 'no deadline' });
    if ((trip.state === 'to_shop' || trip.state === 'to_home') && clockOf.get('rider_slow', trip.id) === undefined)
      expect('asked', where, { expected: 'rider_slow', found: 'no deadline' });
  }

  function checkOrder(order: OrderRow): void {
    const trips = tripsOf.all(order.id);
    const where = `order ${order.id} ${order.state} ${order.mode}`;
    const wanted = order.mode === 'delivery' && ['ready', 'on_the_way'].includes(order.state) ? 1 : undefined;
    if (wanted !== undefined || trips.length > 1) expect('trips', where, { expected: 1, found: trips.length });
    for (const trip of trips) {
      const fits = ORDERS_OF[trip.state] ?? [];
      expect('trips', `trip ${trip.id} ${trip.state}`, { expected: 'fits', found: fits.includes(order.state) ? 'fits' : order.state });
      checkRider(trip);
      checkAsked(trip, order);
    }
  }

  return {
    afterStep({ orders }) {
      for (const order of orders) checkOrder(order);
    },
  };
}
