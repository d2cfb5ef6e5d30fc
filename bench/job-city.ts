import { createHmac } from 'node:crypto';
import {
  approveHousehold,
  dropNews,
  joinRider,
  memberOf,
  must,
  openCampaign,
  openShop,
  registerHousehold,
} from '../bot/commands/found-city.ts';
import type { Deps } from '../bot/deps.ts';
import { membersWithOtherMenu, noteMenu } from '../db/menus.ts';
import { insertSession } from '../db/sessions.ts';
import { COORDINATOR, SESSION_SECRET, TREASURER } from './running-service.ts';

export interface Household {
  lineUserId: string;
  /** Of a session that is open. */
  cookie: string;
}

export interface JobCity {
  households: Household[];
}

export interface CitySize {
  households: number;
  shops: number;
  riders: number;
}

const idOf = (kind: number, number: number): string => `U${String(kind).padStart(4, '0')}${String(number).padStart(28, '0')}`;

interface Pin {
  latitude: number;
  longitude: number;
}

interface Place extends Pin {
  id: string;
}

/** As much as one transfer may bring, as often as the households' coupons and rides need it. */
const MONEY_SATANG = 700_000_00;
const COUPONS_EACH = 100;
/** Face value, and half a fee: an order has two meals. */
const A_COUPON_SATANG = 60_00;

async function openFund(deps: Deps, coordinator: string, households: number): Promise<void> {
  const campaign = await openCampaign(deps, coordinator, {
    name: 'Meals for the city',
    faceValueSatang: 50_00,
    couponsPerGrant: COUPONS_EACH,
    deliveryFeeSatang: 20_00,
    days: 60,
  });
  const by = await memberOf(deps, TREASURER);
  const times = Math.ceil((households * COUPONS_EACH * A_COUPON_SATANG) / MONEY_SATANG);
  for (let time = 0; time < times; time += 1) {
    await must(deps, { kind: 'record_money', by, campaign, amountSatang: MONEY_SATANG, bankReference: `BENCH ${time}` });
  }
}

async function addShop(deps: Deps, number: number, { coordinator, pin }: { coordinator: string; pin: Pin }): Promise<void> {
  const halal = number % 4 === 0 ? 'muslim_cook' : 'none';
  await openShop(
    deps,
    { name: `Shop ${number}`, shopKind: 'shop', pin, capacity: 2000, priceSatang: 45_00, halal },
    { by: await memberOf(deps, idOf(2, number)), coordinator },
  );
}

async function addRider(deps: Deps, number: number, coordinator: string): Promise<void> {
  const by = await memberOf(deps, idOf(3, number));
  const rider = { name: `Rider ${number}`, vehicle: 'motorcycle', boxes: 10, area: 'hatyai', paid: true } as const;
  await joinRider(deps, rider, { by, coordinator });
  await must(deps, { kind: 'set_duty', by, on: true });
}

export async function sessionOf(deps: Deps, memberId: string): Promise<string> {
  const token = Buffer.from(deps.chance.bytes(32)).toString('base64url');
  const now = deps.clock.now();
  await insertSession(deps.db, {
    id_hash: createHmac('sha256', SESSION_SECRET).update(token).digest('base64url'),
    member_id: memberId,
    created_at: now,
    expires_at: now + 12 * 3_600_000,
  });
  return `panim_session=${token}`;
}

async function addHousehold(deps: Deps, number: number, { coordinator, place }: { coordinator: string; place: Place }): Promise<Household> {
  const lineUserId = idOf(1, number);
  const by = await memberOf(deps, lineUserId);
  const { id: community, latitude, longitude } = place;
  const homePin = { latitude, longitude };
  await registerHousehold(deps, by, {
    household: { firstName: `Home ${number}`, need: 'no_income', community, people: 3, diets: [], homePin, isProxy: false },
    consents: ['contact', 'health'],
  });
  await approveHousehold(deps, { by, coordinator });
  return { lineUserId, cookie: await sessionOf(deps, by) };
}

/** A city that has all it needs for the main job, made by the same commands as a real one. */
export async function fillCity(deps: Deps, size: CitySize): Promise<JobCity> {
  const coordinator = await memberOf(deps, COORDINATOR);
  await openFund(deps, coordinator, size.households);
  const places = await deps.db
    .selectFrom('community')
    .select(['id', 'latitude', 'longitude'])
    .where('municipality', '=', 'hatyai')
    .orderBy('id')
    .execute();
  const placeOf = (number: number): Place => {
    const place = places[number % places.length];
    if (place === undefined) throw new Error('no communities');
    return place;
  };
  for (let number = 0; number < size.shops; number += 1) await addShop(deps, number, { coordinator, pin: placeOf(number) });
  for (let number = 0; number < size.riders; number += 1) await addRider(deps, number, coordinator);
  const households: Household[] = [];
  for (let number = 0; number < size.households; number += 1) {
    households.push(await addHousehold(deps, number, { coordinator, place: placeOf(number) }));
  }
  await dropNews(deps, 'bench');
  // Menus are linked long before, in a real city.
  for (const wanted of await membersWithOtherMenu(deps.db, size.shops + size.riders + 2)) await noteMenu(deps.db, wanted);
  return { households };
}
