import { USUAL_COOK_TIME } from '../../bot/limits.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  SECRETS,
  addCampaign,
  addGrant,
  addHousehold,
  addOrder,
  addPledge,
  addRider,
  addScreening,
  addShop,
  addSlip,
  addTrip,
  handOver,
  person,
} from './people.ts';
import { START, createWorld } from './world.ts';
import type { Page, World } from './world.ts';

let world: World;
let resident: Page;
let household: string;

beforeEach(async () => {
  world = await createWorld();
  await addCampaign(world);
  resident = await person(world, 1);
  household = await addHousehold(world, resident.memberId);
});
afterEach(() => world.close());

const HOUR = 3_600_000;
const { firstName, landmark, phone, allergy, quarantineUntil } = SECRETS;

/** Which of the household's secrets the answer gives away. */
function given(text: string): string[] {
  return Object.entries({ ...SECRETS, pin: '7.009', need: 'quarantine"' })
    .filter(([, secret]) => text.includes(secret))
    .map(([name]) => name)
    .toSorted();
}

test('the queue of a coordinator has names, no door and no health; looking is logged once a day', async () => {
  const coordinator = await person(world, 2, 'coordinator');
  await addScreening(world, household);
  const { body, text } = await coordinator.get('/coordinator');
  expect(given(text)).toEqual(['firstName']);
  expect(body.screenings).toEqual([
    {
      screening: 'scr_hou_1',
      again: false,
      firstName,
      communityName: 'ชุมชนหนึ่ง',
      municipality: 'hatyai',
      people: 3,
      diets: ['halal', 'soft'],
      coupons: 20,
      campaignName: 'ครัวหนึ่ง',
      fundShortSatang: 0,
      waitingSince: START,
    },
  ]);
  await coordinator.get('/coordinator');
  expect((await resident.get('/privacy')).body.reads).toEqual([{ at: START, byRole: 'coordinator', what: 'queue', reason: 'queue' }]);
  world.clock.at = START + 14 * HOUR;
  const nextDay = await person(world, 1);
  await (await person(world, 2)).get('/coordinator');
  expect((await nextDay.get('/privacy')).body.reads).toHaveLength(2);
});

test('the case shows door and health, and each look is a row that the person sees', async () => {
  const coordinator = await person(world, 2, 'coordinator');
  const screening = await addScreening(world, household);
  await addScreening(world, household, {
    id: 'scr_before',
    state: 'declined',
    decline_reason: 'other',
    decided_at: START - HOUR,
    asked_at: START - 2 * HOUR,
  });
  const { body } = await coordinator.get(`/coordinator/screenings/${screening}`);
  expect(body).toMatchObject({
    need: 'quarantine',
    quarantineUntil,
    landmark,
    phone,
    allergy,
    homePin: { latitude: 7.009 },
    previous: [{ at: START - HOUR, decision: 'declined' }],
    rule: { faceValueSatang: 40_00, grantDays: 30, endsOn: '2026-12-31' },
  });
  await coordinator.get(`/coordinator/screenings/${screening}`);
  expect((await resident.get('/privacy')).body.reads).toEqual([
    { at: START, byRole: 'coordinator', what: 'case', reason: 'screening' },
    { at: START, byRole: 'coordinator', what: 'case', reason: 'screening' },
  ]);
});

test('after the decision nobody has a reason to look any more', async () => {
  const coordinator = await person(world, 2, 'coordinator');
  const screening = await addScreening(world, household);
  const page = await coordinator.post(`/coordinator/screenings/${screening}/approve`);
  expect([page.status, page.body.screenings]).toEqual([200, []]);
  const late = await coordinator.get(`/coordinator/screenings/${screening}`);
  expect([late.status, late.body]).toEqual([409, { error: 'already_decided' }]);
  expect((await resident.get('/resident')).body).toMatchObject({ registration: 'approved', coupons: { left: 20, held: 0 }, mealsMax: 8 });
});

test('what cannot be logged is not shown', async () => {
  const coordinator = await person(world, 2, 'coordinator');
  const screening = await addScreening(world, household);
  await world.deps.db.schema.alterTable('access_log').renameTo('away').execute();
  for (const path of ['/coordinator', `/coordinator/screenings/${screening}`]) {
    const answer = await coordinator.get(path);
    expect([answer.status, given(answer.text)]).toEqual([500, []]);
  }
});

test('a coordinator who gives up the role sees the page no more', async () => {
  const coordinator = await person(world, 2, 'coordinator');
  await person(world, 3, 'coordinator');
  const row = await world.deps.db
    .selectFrom('member')
    .select('line_user_id')
    .where('id', '=', coordinator.memberId)
    .executeTakeFirstOrThrow();
  const answer = await coordinator.post('/coordinator/staff/remove', { lineUserId: row.line_user_id, role: 'coordinator' });
  expect([answer.status, answer.body.error]).toEqual([403, 'not_allowed']);
  expect((await coordinator.get('/me')).body.roles).toEqual([]);
});

test('a shop sees boxes with labels, what it is paid, and nobody', async () => {
  const shop = await person(world, 4, 'shop');
  await addShop(world, shop.memberId);
  await addGrant(world, household);
  await addOrder(world, household, { state: 'accepted', shop_id: 'sho_1', price_satang: 35_00 });
  const { body, text } = await shop.get('/shop');
  expect(given(text)).toEqual(['allergy']);
  expect(body).toMatchObject({ name: 'ร้านป้าแดง', open: true, capacity: 30, used: 0, owedSatang: 0, doneToday: [] });
  expect(body.orders).toEqual([
    {
      order: 'ord_hou_1',
      pickUpCode: 'K7M',
      meals: 2,
      mode: 'delivery',
      wantedAt: START + USUAL_COOK_TIME,
      diets: ['halal', 'soft'],
      allergy,
      state: 'accepted',
      paySatang: 70_00,
    },
  ]);
  await handOver(world, household);
  const done = await shop.get('/shop');
  expect(given(done.text)).toEqual([]);
  expect(done.body).toMatchObject({
    orders: [],
    owedSatang: 70_00,
    doneToday: [{ pickUpCode: 'K7M', meals: 2, paySatang: 70_00, at: START }],
  });
});

test('another shop sees nothing of it', async () => {
  const shop = await person(world, 4, 'shop');
  await addShop(world, shop.memberId);
  const other = await person(world, 5, 'shop');
  await addShop(world, other.memberId, { id: 'sho_2' });
  await addGrant(world, household);
  await addOrder(world, household, { state: 'ready', shop_id: 'sho_1', price_satang: 35_00, cooked_at: START });
  expect((await other.get('/shop')).body.orders).toEqual([]);
});

test('a rider sees no door before accepting, the door with the job, and nothing of health ever', async () => {
  const shop = await person(world, 4, 'shop');
  await addShop(world, shop.memberId);
  const rider = await person(world, 6, 'rider');
  await addRider(world, rider.memberId);
  await addGrant(world, household);
  await addOrder(world, household, { state: 'ready', shop_id: 'sho_1', price_satang: 35_00, cooked_at: START });
  await addTrip(world, 'ord_hou_1');
  await world.deps.db
    .insertInto('rider_offer')
    .values({ trip_id: 'tri_1', rider_id: 'rid_1', state: 'offered', offered_at: START, answered_at: null })
    .execute();

  const before = await rider.get('/rider');
  expect(given(before.text)).toEqual([]);
  expect(before.body.offers).toEqual([
    {
      trip: 'tri_1',
      boxes: 2,
      shopName: 'ร้านป้าแดง',
      shopPin: { latitude: 7.006, longitude: 100.47 },
      communityName: 'ชุมชนหนึ่ง',
      distanceKm: 0.6,
      feeSatang: 20_00,
      eatBy: START + 2 * HOUR,
      answerBy: START + 3 * 60_000,
    },
  ]);

  const accepted = await rider.post('/rider/trips/tri_1/accept');
  expect(given(accepted.text)).toEqual(['firstName', 'landmark', 'phone', 'pin']);
  expect(accepted.body.job).toMatchObject({ state: 'to_shop', firstName });
  const carried = await rider.post('/rider/trips/tri_1/picked-up', { code: 'k7m' });
  expect(carried.body.job).toMatchObject({ state: 'to_home', firstName, landmark, phone });
});

test('a volunteer is promised no fee', async () => {
  const shop = await person(world, 4, 'shop');
  await addShop(world, shop.memberId);
  const rider = await person(world, 6, 'rider');
  await addRider(world, rider.memberId, { is_paid: 0 });
  await addGrant(world, household);
  await addOrder(world, household, { state: 'ready', shop_id: 'sho_1', price_satang: 35_00, cooked_at: START });
  await addTrip(world, 'ord_hou_1', { state: 'to_shop', rider_id: 'rid_1' });
  expect((await rider.get('/rider')).body.job.feeSatang).toBe(0);
});

test('a treasurer sees money and slips, and no resident', async () => {
  const donor = await person(world, 7);
  await addPledge(world, donor.memberId, { state: 'claimed' });
  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
  await addSlip(world, donor.memberId, { bytes: jpeg, contentType: 'image/jpeg' });
  await addScreening(world, household);
  const treasurer = await person(world, 8, 'treasurer');
  const { body, text } = await treasurer.get('/treasurer');
  expect(given(text)).toEqual([]);
  expect(body.pledges).toEqual([
    {
      pledge: 'ple_1',
      reference: 'PN0001',
      meals: 10,
      amountSatang: 400_00,
      campaignName: 'ครัวหนึ่ง',
      state: 'claimed',
      madeAt: START,
      slip: { url: '/api/slips/sli_1', sentAt: START },
    },
  ]);
  const slip = await treasurer.get('/slips/sli_1');
  expect([slip.status, slip.body]).toEqual([200, jpeg]);
  expect(slip.headers).toMatchObject({
    'content-type': 'image/jpeg',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'content-disposition': 'inline',
    'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox",
  });
  expect((await donor.get('/slips/sli_1')).status).toBe(403);
  expect((await resident.get('/privacy')).body.reads).toEqual([]);
});

test('a slip that is no picture is handed over as a file, never shown as a page', async () => {
  const donor = await person(world, 7);
  await addPledge(world, donor.memberId, { state: 'claimed' });
  await addSlip(world, donor.memberId, { bytes: Buffer.from('<script>'), contentType: 'text/html' });
  const slip = await (await person(world, 8, 'treasurer')).get('/slips/sli_1');
  expect(slip.headers).toMatchObject({ 'content-type': 'application/octet-stream', 'content-disposition': 'attachment' });
});

test('a donor sees own pledges and totals; a count below five is left out', async () => {
  const donor = await person(world, 7);
  await addPledge(world, donor.memberId);
  const shop = await person(world, 4, 'shop');
  await addShop(world, shop.memberId);
  await addGrant(world, household);
  await addOrder(world, household, { state: 'ready', shop_id: 'sho_1', price_satang: 35_00, cooked_at: START });
  await handOver(world, household);
  const { body, text } = await donor.get('/donor');
  expect(given(text)).toEqual([]);
  expect(body.pledges).toMatchObject([{ pledge: 'ple_1', qrUrl: '/public/qr/qr-token-1.png' }]);
  expect(body.campaigns).toEqual([{ campaignName: 'ครัวหนึ่ง', receivedSatang: 10_000_00, freeSatang: 9_610_00, committedSatang: 320_00 }]);
  expect((await resident.get('/donor')).body.pledges).toEqual([]);
});

test('people see their own data, and a withdrawn health consent takes the health with it', async () => {
  await resident.post('/me/consent', { purpose: 'health', given: true });
  const before = await resident.get('/privacy');
  expect(before.body.household).toEqual({
    firstName,
    communityName: 'ชุมชนหนึ่ง',
    people: 3,
    diets: ['halal', 'soft'],
    landmark,
    phone,
    allergy,
    quarantineUntil,
  });
  expect(before.body.consents).toEqual([{ purpose: 'health', version: '1', givenAt: START }]);
  const after = await resident.post('/me/consent', { purpose: 'health', given: false });
  expect(after.body.household).not.toHaveProperty('allergy');
  expect(after.body.household).not.toHaveProperty('quarantineUntil');
  expect(after.body.consents).toEqual([{ purpose: 'health', version: '1', givenAt: START, withdrawnAt: START }]);
});

test('somebody without a household has empty pages, not errors', async () => {
  const stranger = await person(world, 9);
  expect((await stranger.get('/resident')).body).toMatchObject({ registration: 'none', mealsMax: 0, history: [] });
  expect((await stranger.get('/privacy')).body).toEqual({ consents: [], reads: [] });
  expect((await stranger.post('/me/language', { language: 'ms' })).body).toMatchObject({ language: 'ms', registered: false });
});
