import { clockOfMinute } from '../../bot/domain/days.ts';
import type {
  CampaignView,
  GiftView,
  IncidentView,
  RiderApplicationView,
  ScreeningLine,
  ShopApplicationView,
} from '../../bot/domain/notice.ts';
import { resolutionsFor } from '../../bot/domain/resolutions.ts';
import { QUEUE_PAGE_MAX } from '../../bot/limits.ts';
import type { Row } from '../schema.ts';
import { giftsOffered } from './gift-view.ts';
import { viewOfCampaign } from './money-views.ts';
import type { HouseholdSealed } from '../households.ts';
import { openJson } from '../sealed-json.ts';
import type { Reader } from './reader.ts';
import { openScreenings } from './screening-view.ts';

function viewOfShop(row: Row<'shop'>): ShopApplicationView {
  return {
    shop: row.id,
    name: row.name,
    shopKind: row.kind,
    pin: { latitude: row.latitude, longitude: row.longitude },
    capacity: row.capacity,
    opens: clockOfMinute(row.opens_minute),
    closes: clockOfMinute(row.closes_minute),
    priceSatang: row.price_satang,
    halal: row.halal,
  };
}

function viewOfRider(reader: Reader, row: Row<'rider'>): RiderApplicationView {
  return {
    rider: row.id,
    name: reader.sealer.open(row.name_sealed),
    vehicle: row.vehicle,
    boxes: row.boxes,
    area: row.area,
    paid: row.is_paid === 1,
  };
}

export async function shopApplicationView(reader: Reader, shopId: string): Promise<ShopApplicationView> {
  return viewOfShop(await reader.db.selectFrom('shop').selectAll().where('id', '=', shopId).executeTakeFirstOrThrow());
}

export async function riderApplicationView(reader: Reader, riderId: string): Promise<RiderApplicationView> {
  return viewOfRider(reader, await reader.db.selectFrom('rider').selectAll().where('id', '=', riderId).executeTakeFirstOrThrow());
}

export async function campaignView(reader: Reader, campaignId: string): Promise<CampaignView> {
  return viewOfCampaign(await reader.db.selectFrom('campaign').selectAll().where('id', '=', campaignId).executeTakeFirstOrThrow());
}

/** An incident knows its household directly or through its order. */
function incidents(reader: Reader) {
  return reader.db
    .selectFrom('incident')
    .leftJoin('meal_order', 'meal_order.id', 'incident.order_id')
    .leftJoin('household', (join) =>
      join.on((eb) => eb('household.id', '=', eb.fn.coalesce('incident.household_id', 'meal_order.household_id'))),
    )
    .leftJoin('community', 'community.id', 'household.community_id')
    .selectAll('incident')
    .select([
      'meal_order.pick_up_code',
      'meal_order.state as order_state',
      'meal_order.mode as order_mode',
      'household.id as household',
      'household.member_id as household_member',
      'household.details_sealed',
      'community.name as community_name',
    ]);
}

type IncidentRow = Awaited<ReturnType<ReturnType<typeof incidents>['execute']>>[number];

function viewOfIncident(reader: Reader, row: IncidentRow): IncidentView {
  const order = row.order_state === null || row.order_mode === null ? undefined : { state: row.order_state, mode: row.order_mode };
  return {
    incident: row.id,
    incidentKind: row.kind,
    ...(row.rider_problem === null ? {} : { riderProblem: row.rider_problem }),
    ...(row.pick_up_code === null ? {} : { pickUpCode: row.pick_up_code }),
    ...(order === undefined ? {} : { orderState: order.state }),
    ...(row.community_name === null ? {} : { communityName: row.community_name }),
    ...(row.words_sealed === null ? {} : { words: reader.sealer.open(row.words_sealed) }),
    ...contactOf(reader, row),
    canReply: row.state === 'open' && (row.opened_by !== null || row.household_member !== null),
    openedAt: row.opened_at,
    resolutions: row.state === 'open' ? resolutionsFor(row.kind, order) : [],
  };
}

/** Somebody who asked for a person must be reachable; other incidents are about an order and need no name. */
function contactOf(reader: Reader, row: IncidentRow): Pick<IncidentView, 'contact'> {
  const wanted = row.kind === 'help_wanted' || row.kind === 'emergency';
  if (!wanted || row.details_sealed === null) return {};
  const { firstName, phone } = openJson<HouseholdSealed>(reader.sealer, row.details_sealed);
  return { contact: { firstName, ...(phone === undefined ? {} : { phone }) } };
}

export async function incidentView(reader: Reader, incidentId: string): Promise<IncidentView> {
  return viewOfIncident(reader, await incidents(reader).where('incident.id', '=', incidentId).executeTakeFirstOrThrow());
}

/** All that waits for a coordinator. `households` says whose data is in it, for the access log. */
export interface Queue {
  screenings: (ScreeningLine & { household: string })[];
  shops: ShopApplicationView[];
  riders: RiderApplicationView[];
  gifts: GiftView[];
  incidents: IncidentView[];
  households: string[];
}

export async function openQueue(reader: Reader): Promise<Queue> {
  const { db } = reader;
  const screenings = await openScreenings(reader, QUEUE_PAGE_MAX);
  const shops = await db
    .selectFrom('shop')
    .selectAll()
    .where('state', '=', 'applied')
    .orderBy('applied_at')
    .limit(QUEUE_PAGE_MAX)
    .execute();
  const riders = await db
    .selectFrom('rider')
    .selectAll()
    .where('state', '=', 'applied')
    .orderBy('applied_at')
    .limit(QUEUE_PAGE_MAX)
    .execute();
  const open = await incidents(reader).where('incident.state', '=', 'open').orderBy('incident.opened_at').limit(QUEUE_PAGE_MAX).execute();
  const ofIncidents = open.flatMap((row) => (row.household === null ? [] : [row.household]));
  return {
    screenings,
    shops: shops.map(viewOfShop),
    riders: riders.map((row) => viewOfRider(reader, row)),
    gifts: await giftsOffered(reader),
    incidents: open.map((row) => viewOfIncident(reader, row)),
    households: [...new Set([...screenings.map((screening) => screening.household), ...ofIncidents])],
  };
}
