import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addDays, atMinute, bangkokDay, clockOfMinute, mealTimeAt, minuteOfDay, startOfDay } from '../../bot/domain/days.ts';
import { resolutionsFor } from '../../bot/domain/resolutions.ts';
import { accounts } from '../../bot/domain/postings.ts';
import { chooseCampaign, owedTo } from '../../db/pages/money-views.ts';
import { expectedAt, orderView, shopOrderView, shopOrders } from '../../db/pages/order-view.ts';
import { riderJobView, riderOfferView } from '../../db/pages/rider-view.ts';
import { openScreenings, screeningView } from '../../db/pages/screening-view.ts';
import { incidentView, openQueue } from '../../db/pages/staff-views.ts';
import {
  SECRETS,
  addCampaign,
  addGrant,
  addHousehold,
  addOrder,
  addRider,
  addScreening,
  addShop,
  addTrip,
  handOver,
  person,
} from './people.ts';
import { START, createWorld } from './world.ts';
import type { Page, World } from './world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (text: string): number => Date.parse(`${text}+07:00`);

describe('days in Asia/Bangkok', () => {
  test('a day begins at midnight there, not in UTC', () => {
    expect(bangkokDay(at('2026-11-25T00:00:00'))).toBe('2026-11-25');
    expect(bangkokDay(at('2026-11-25T00:00:00') - 1)).toBe('2026-11-24');
    expect(startOfDay('2026-11-25')).toBe(at('2026-11-25T00:00:00'));
    expect(() => startOfDay('soon')).toThrow(RangeError);
  });

  test('minutes, clock times and steps over the ends of months', () => {
    expect(atMinute('2026-11-25', 750)).toBe(at('2026-11-25T12:30:00'));
    expect(minuteOfDay(at('2026-11-25T23:59:59'))).toBe(1439);
    expect(clockOfMinute(545)).toBe('09:05');
    expect(addDays('2026-11-30', 1)).toBe('2026-12-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
  });

  test.each([
    ['now', '2026-11-25T10:00:00', '2026-11-25T10:00:00'],
    ['noon', '2026-11-25T11:30:00', '2026-11-25T12:00:00'],
    ['noon', '2026-11-25T11:30:01', '2026-11-26T12:00:00'],
    ['evening', '2026-11-25T17:00:00', '2026-11-25T17:30:00'],
    ['evening', '2026-11-30T23:00:00', '2026-12-01T17:30:00'],
  ] as const)('%s, asked at %s, means %s', (mealTime, now, meant) => {
    expect(mealTimeAt(mealTime, at(now))).toBe(at(meant));
  });
});

describe('views', () => {
  let world: World;
  let resident: Page;
  let household: string;

  beforeEach(async () => {
    world = await createWorld();
    await addCampaign(world);
    resident = await person(world, 1);
    household = await addHousehold(world, resident.memberId);
    await addGrant(world, household);
    await addShop(world, (await person(world, 2, 'shop')).memberId);
  });
  afterEach(() => world.close());

  async function orderRow() {
    return world.deps.db.selectFrom('meal_order').selectAll().where('id', '=', 'ord_hou_1').executeTakeFirstOrThrow();
  }

  test('when food is expected follows how far it has come', async () => {
    await addOrder(world, household);
    const order = await orderRow();
    const expected = (changes: Partial<typeof order>, now: number) => expectedAt({ ...order, ...changes }, now);
    expect(expected({}, START)).toBe(START + 50 * MINUTE);
    expect(expected({ mode: 'pickup' }, START)).toBe(START + 30 * MINUTE);
    expect(expected({ wanted_at: START + 2 * HOUR }, START)).toBe(START + 2 * HOUR);
    expect(expected({ state: 'accepted' }, START + 10 * MINUTE)).toBe(START + 50 * MINUTE);
    expect(expected({ state: 'accepted' }, START + 45 * MINUTE)).toBe(START + 65 * MINUTE);
    expect(expected({ state: 'cooking' }, START + 10 * MINUTE)).toBe(START + 30 * MINUTE);
    expect(expected({ state: 'ready' }, START)).toBe(START + 20 * MINUTE);
    expect(expected({ state: 'ready', mode: 'pickup' }, START)).toBeUndefined();
    expect(expected({ state: 'on_the_way' }, START + 5 * MINUTE)).toBe(START + 20 * MINUTE);
    expect(expected({ state: 'on_the_way' }, START + HOUR)).toBe(START + HOUR);
    expect(expected({ state: 'handed_over' }, START)).toBeUndefined();
  });

  test('a coupon used at the counter shows as a pick-up', async () => {
    await addOrder(world, household, { mode: 'counter', state: 'handed_over', shop_id: 'sho_1', price_satang: 35_00 });
    expect(await orderView(world.deps, 'ord_hou_1')).toMatchObject({ mode: 'pickup', shopName: 'ร้านป้าแดง', handOverCode: '4821' });
    expect((await shopOrderView(world.deps, 'ord_hou_1')).mode).toBe('pickup');
  });

  test('a shop that is asked sees the order and its own pay, capped by the coupon', async () => {
    await world.deps.db.updateTable('shop').set({ price_satang: 55_00 }).execute();
    await addOrder(world, household);
    expect(await shopOrders(world.deps, 'sho_1')).toEqual([]);
    await world.deps.db
      .insertInto('shop_ask')
      .values({ order_id: 'ord_hou_1', shop_id: 'sho_1', round: 1, state: 'asked', asked_at: START, answered_at: null })
      .execute();
    expect(await shopOrders(world.deps, 'sho_1')).toMatchObject([{ state: 'placed', paySatang: 80_00, allergy: SECRETS.allergy }]);
  });

  test('a rider keeps the door for two hours after the handover, then it is gone', async () => {
    await addRider(world, (await person(world, 3, 'rider')).memberId);
    await addOrder(world, household, { state: 'on_the_way', shop_id: 'sho_1', price_satang: 35_00, cooked_at: START });
    await addTrip(world, 'ord_hou_1', { state: 'to_home', rider_id: 'rid_1' });
    expect(await riderJobView(world.deps, 'tri_1')).toMatchObject({ state: 'to_home', firstName: SECRETS.firstName, phone: SECRETS.phone });
    await world.deps.db.updateTable('trip').set({ state: 'done' }).execute();
    world.clock.at = START + 2 * HOUR;
    expect((await riderJobView(world.deps, 'tri_1')).landmark).toBe(SECRETS.landmark);
    world.clock.at += 1;
    const late = await riderJobView(world.deps, 'tri_1');
    expect(late).toEqual({ ...(await riderOfferView(world.deps, 'tri_1', 'rid_1')), firstName: '', state: 'to_home' });
  });

  test("a trip that nobody has is nobody's job", async () => {
    await addOrder(world, household, { state: 'ready', shop_id: 'sho_1', price_satang: 35_00, cooked_at: START });
    await addTrip(world, 'ord_hou_1');
    await expect(riderJobView(world.deps, 'tri_1')).rejects.toThrow("nobody's job");
  });

  test('what the fund lacks for one grant', async () => {
    const screening = await addScreening(world, household);
    expect((await screeningView(world.deps, screening)).fundShortSatang).toBe(0);
    await world.deps.db.updateTable('campaign').set({ coupons_per_grant: 400 }).execute();
    expect((await screeningView(world.deps, screening)).fundShortSatang).toBe(400 * 40_00 - 9_600_00);
  });

  test('the campaign that pays is the one of today that started first', async () => {
    const second = {
      ...(await world.deps.db.selectFrom('campaign').selectAll().executeTakeFirstOrThrow()),
      id: 'cam_0',
      name: 'ครัวสอง',
      starts_on: '2026-11-02',
    };
    await world.deps.db.insertInto('campaign').values(second).execute();
    expect((await chooseCampaign(world.deps, '2026-11-25'))?.id).toBe('cam_1');
    expect(await chooseCampaign(world.deps, '2027-01-01')).toBeUndefined();
    world.clock.at = at('2027-01-01T09:00:00');
    const screening = await addScreening(world, household);
    expect(await screeningView(world.deps, screening)).toMatchObject({ coupons: 0, campaignName: '' });
  });

  test('screenings wait in the order in which they were asked, those waiting for money among them', async () => {
    const other = await addHousehold(world, (await person(world, 5)).memberId, 'hou_2');
    await addScreening(world, household, { asked_at: START + 1 });
    await addScreening(world, other, { state: 'waiting_funds' });
    expect((await openScreenings(world.deps, 10)).map((line) => line.household)).toEqual(['hou_2', 'hou_1']);
    expect(await openScreenings(world.deps, 1)).toHaveLength(1);
  });

  test('an incident knows place and order, and whose data it shows', async () => {
    await addOrder(world, household);
    await world.deps.db
      .insertInto('incident')
      .values({
        id: 'inc_1',
        kind: 'no_shop',
        order_id: 'ord_hou_1',
        household_id: null,
        campaign_id: null,
        rider_problem: null,
        words_sealed: world.deps.sealer.seal('ช่วยด้วย'),
        opened_by: null,
        state: 'open',
        resolution: null,
        opened_at: START,
        closed_at: null,
        closed_by: null,
      })
      .execute();
    expect(await incidentView(world.deps, 'inc_1')).toEqual({
      incident: 'inc_1',
      canReply: true,
      incidentKind: 'no_shop',
      pickUpCode: 'K7M',
      orderState: 'placed',
      communityName: 'ชุมชนหนึ่ง',
      words: 'ช่วยด้วย',
      openedAt: START,
      resolutions: resolutionsFor('no_shop', { state: 'placed', mode: 'delivery' }),
    });
    expect((await openQueue(world.deps)).households).toEqual(['hou_1']);
  });

  test('the desk of a coordinator counts what runs, and says what is late', async () => {
    const coordinator = await person(world, 6, 'coordinator');
    await addRider(world, (await person(world, 3, 'rider')).memberId);
    await addOrder(world, household, { state: 'cooking', shop_id: 'sho_1', price_satang: 35_00 });
    expect((await coordinator.get('/coordinator')).body).toMatchObject({
      orders: [
        { order: 'ord_hou_1', pickUpCode: 'K7M', state: 'cooking', shopName: 'ร้านป้าแดง', communityName: 'ชุมชนหนึ่ง', placedAt: START },
      ],
      counts: { ridersOnDuty: 1, shopsOpen: 1, mealsToday: 0, pushesPerMeal: 0 },
      campaigns: [{ campaign: 'cam_1', open: true, totals: { receivedSatang: 10_000_00, committedSatang: 400_00, mealsHandedOver: 0 } }],
      staff: [{ role: 'coordinator', you: true }],
    });
    world.clock.at = START + 46 * MINUTE;
    expect((await coordinator.get('/coordinator')).body.orders[0].lateSince).toBe(START + 45 * MINUTE);
    await handOver(world, household);
    const { body } = await coordinator.get('/coordinator');
    expect([body.orders, body.counts.mealsToday]).toEqual([[], 2]);
    expect(await owedTo(world.deps, accounts.shopOwed('sho_1'))).toBe(70_00);
  });

  test('a resident follows the order until it is answered for', async () => {
    await addOrder(world, household);
    const page = async () => (await resident.get('/resident')).body;
    expect(await page()).toMatchObject({
      coupons: { left: 8, held: 2 },
      mealsMax: 0,
      order: { canCancel: true, canConfirm: false, state: 'placed' },
    });
    await world.deps.db.updateTable('meal_order').set({ state: 'cooking', shop_id: 'sho_1' }).execute();
    expect((await page()).order.canCancel).toBe(false);
    await handOver(world, household);
    expect((await page()).order).toMatchObject({ state: 'handed_over', canConfirm: true });
    const answered = await resident.post('/orders/ord_hou_1/received');
    expect(answered.body).not.toHaveProperty('order');
    expect(answered.body.history).toMatchObject([{ order: 'ord_hou_1', state: 'handed_over', shopName: 'ร้านป้าแดง' }]);
    expect((await resident.get('/orders/ord_hou_1')).body).toMatchObject({ state: 'handed_over', canConfirm: false });
  });

  test('a shown coupon comes with its picture, and a shop takes it once', async () => {
    const shown = await resident.post('/coupons/show', { meals: 2 });
    expect(shown.body).toMatchObject({ meals: 2, expiresAt: START + 10 * MINUTE, code: expect.stringMatching(/^[0-9A-Z]+$/u) });
    expect(shown.body.qrSvg).toMatch(/^<svg [^>]*viewBox/u);
    const shop = await person(world, 2);
    const redeemed = await shop.post('/shop/redeem', { code: shown.body.code });
    expect([redeemed.status, redeemed.body]).toEqual([200, { meals: 2, paySatang: 70_00, owedSatang: 70_00 }]);
    const again = await shop.post('/shop/redeem', { code: shown.body.code });
    expect([again.status, again.body.error]).toEqual([409, 'code_used']);
  });
});
