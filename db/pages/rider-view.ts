import { distanceKm } from '../../bot/domain/distance.ts';
import type { RiderJobView, RiderOfferView } from '../../bot/domain/notice.ts';
import { COOKED_FOOD_TIME, QUEUE_PAGE_MAX, RIDER_SEES_DOOR_AFTER } from '../../bot/limits.ts';
import { compiled } from '../compiled.ts';
import { openHousehold } from '../households.ts';
import type { Household } from '../households.ts';
import type { Row } from '../schema.ts';
import type { Reader } from './reader.ts';

const stopsShown = compiled((db, { tripId }: { tripId: string }) =>
  db
    .selectFrom('stop')
    .innerJoin('meal_order', 'meal_order.id', 'stop.order_id')
    .leftJoin('shop', 'shop.id', 'meal_order.shop_id')
    .leftJoin('gift_lot', 'gift_lot.id', 'meal_order.gift_lot_id')
    .innerJoin('household', 'household.id', 'meal_order.household_id')
    .innerJoin('community', 'community.id', 'household.community_id')
    .select([
      'meal_order.household_id',
      'meal_order.meals',
      'meal_order.fee_satang',
      'meal_order.wanted_at',
      'meal_order.cooked_at',
      'shop.name as shop_name',
      'shop.latitude as shop_latitude',
      'shop.longitude as shop_longitude',
      'gift_lot.words as gift_words',
      'gift_lot.latitude as gift_latitude',
      'gift_lot.longitude as gift_longitude',
      'gift_lot.use_by as gift_use_by',
      'community.name as community_name',
      'community.latitude as community_latitude',
      'community.longitude as community_longitude',
    ])
    .where('stop.trip_id', '=', tripId)
    .orderBy('stop.sequence'),
);

async function stopsOf(reader: Reader, tripId: string) {
  const stops = await stopsShown.all(reader.db, { tripId });
  const first = stops[0];
  if (first === undefined) throw new Error(`trip ${tripId} has no stop`);
  return { stops, first };
}

const payOf = compiled((db, { riderId }: { riderId: string }) => db.selectFrom('rider').select('is_paid').where('id', '=', riderId));

/** A volunteer is told no fee: the fund keeps it. Without `riderId` the fee is what a paid rider would get. */
async function feeShown(reader: Reader, feeSatang: number, riderId: string | undefined): Promise<number> {
  if (riderId === undefined) return feeSatang;
  return (await payOf.first(reader.db, { riderId }))?.is_paid === 1 ? feeSatang : 0;
}

type StopRow = Awaited<ReturnType<typeof stopsOf>>['first'];

/** A shop is found on any map; a donor's place is a home, so before somebody has the trip only its quarter is told. */
function pickUpOf(stop: StopRow, isExact: boolean): Pick<RiderOfferView, 'shopName' | 'shopPin' | 'giftWords'> {
  if (stop.shop_name !== null && stop.shop_latitude !== null && stop.shop_longitude !== null) {
    return { shopName: stop.shop_name, shopPin: { latitude: stop.shop_latitude, longitude: stop.shop_longitude } };
  }
  if (stop.gift_words === null || stop.gift_latitude === null || stop.gift_longitude === null) throw new Error('a stop without a pick-up');
  const round = (degrees: number) => (isExact ? degrees : Math.round(degrees * 100) / 100);
  const shopPin = { latitude: round(stop.gift_latitude), longitude: round(stop.gift_longitude) };
  return { shopName: stop.gift_words, shopPin, giftWords: stop.gift_words };
}

function eatByOf(stop: StopRow): number {
  return stop.gift_use_by ?? (stop.cooked_at ?? stop.wanted_at) + COOKED_FOOD_TIME;
}

/** Before acceptance: the shop, the community and its middle, never the door. */
export async function riderOfferView(reader: Reader, tripId: string, riderId?: string): Promise<RiderOfferView> {
  return offerOf(reader, tripId, { riderId, isExact: false });
}

async function offerOf(reader: Reader, tripId: string, to: { riderId: string | undefined; isExact: boolean }): Promise<RiderOfferView> {
  const { riderId } = to;
  const { stops, first } = await stopsOf(reader, tripId);
  const pickUp = pickUpOf(first, to.isExact);
  const { shopPin } = pickUp;
  const eatBy = Math.min(...stops.map(eatByOf));
  const fees = stops.reduce((sum, stop) => sum + stop.fee_satang, 0);
  return {
    trip: tripId,
    boxes: stops.reduce((sum, stop) => sum + stop.meals, 0),
    ...pickUp,
    communityName: first.community_name,
    distanceKm: Math.round(distanceKm(shopPin, { latitude: first.community_latitude, longitude: first.community_longitude }) * 10) / 10,
    feeSatang: await feeShown(reader, fees, riderId),
    eatBy,
  };
}

const tripShown = compiled((db, { id }: { id: string }) => db.selectFrom('trip').selectAll().where('id', '=', id));

/** Name and door, for the rider who has the trip; after the handover they stay for a while and then are gone. */
export async function riderJobView(reader: Reader, tripId: string): Promise<RiderJobView> {
  const trip = await tripShown.first(reader.db, { id: tripId });
  if (trip === undefined || trip.rider_id === null) throw new Error(`trip ${tripId} is nobody's job`);
  const state = await whereTo(reader, tripId);
  const isExact = state === 'to_shop' && seesDoor(trip, reader.clock.now());
  const offer = await offerOf(reader, tripId, { riderId: trip.rider_id, isExact });
  if (!seesDoor(trip, reader.clock.now())) return { ...offer, firstName: '', state };
  return { ...offer, ...door(await householdOfTrip(reader, tripId)), state };
}

/** From accepting on; the last change of a trip that is done was its handover. */
function seesDoor({ state, changed_at: changedAt }: Row<'trip'>, now: number): boolean {
  if (state === 'offered' || state === 'cancelled') return false;
  return state !== 'done' || now <= changedAt + RIDER_SEES_DOOR_AFTER;
}

const foodToFetch = compiled((db, { tripId }: { tripId: string }) =>
  db
    .selectFrom('stop')
    .innerJoin('meal_order', 'meal_order.id', 'stop.order_id')
    .select('meal_order.id')
    .where('stop.trip_id', '=', tripId)
    .where('meal_order.state', 'in', ['accepted', 'cooking', 'ready']),
);

/** By the food, not by the trip: a coordinator may have stepped in on either leg. */
async function whereTo(reader: Reader, tripId: string): Promise<RiderJobView['state']> {
  return (await foodToFetch.first(reader.db, { tripId })) === undefined ? 'to_home' : 'to_shop';
}

const homeOfTrip = compiled((db, { tripId }: { tripId: string }) =>
  db
    .selectFrom('household')
    .innerJoin('meal_order', 'meal_order.household_id', 'household.id')
    .innerJoin('stop', 'stop.order_id', 'meal_order.id')
    .selectAll('household')
    .where('stop.trip_id', '=', tripId)
    .orderBy('stop.sequence')
    .limit(1),
);

async function householdOfTrip(reader: Reader, tripId: string): Promise<Household> {
  const row = await homeOfTrip.first(reader.db, { tripId });
  if (row === undefined) throw new Error(`trip ${tripId} goes to nobody`);
  return openHousehold(reader.sealer, row);
}

function door({ details }: Household): Pick<RiderJobView, 'firstName' | 'homePin' | 'landmark' | 'phone'> {
  return {
    firstName: details.firstName,
    ...(details.homePin === undefined ? {} : { homePin: details.homePin }),
    ...(details.landmark === undefined ? {} : { landmark: details.landmark }),
    ...(details.phone === undefined ? {} : { phone: details.phone }),
  };
}

/** What the rider is asked to take and has not answered, oldest first. */
export async function openOffersOf(reader: Reader, riderId: string): Promise<(RiderOfferView & { offeredAt: number })[]> {
  const rows = await reader.db
    .selectFrom('rider_offer')
    .innerJoin('trip', 'trip.id', 'rider_offer.trip_id')
    .select(['rider_offer.trip_id', 'rider_offer.offered_at'])
    .where('rider_offer.rider_id', '=', riderId)
    .where('rider_offer.state', '=', 'offered')
    .where('trip.state', '=', 'offered')
    .orderBy('rider_offer.offered_at')
    .limit(QUEUE_PAGE_MAX)
    .execute();
  const offers: (RiderOfferView & { offeredAt: number })[] = [];
  for (const row of rows) offers.push({ ...(await riderOfferView(reader, row.trip_id, riderId)), offeredAt: row.offered_at });
  return offers;
}
