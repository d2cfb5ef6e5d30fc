import { afterEach, beforeEach, expect, test } from 'vitest';
import { SECOND } from '../../bot/limits.ts';
import { people } from '../support/people.ts';
import {
  applyAsResident,
  carry,
  cook,
  does,
  expectSound,
  fillOrder,
  newestOrder,
  newestTrip,
  openCampaign,
  placeOrder,
  recordMoney,
  settleIn,
} from '../support/steps.ts';
import { startCity } from '../support/test-city.ts';
import type { TestCity } from '../support/test-city.ts';

const { coordinator, treasurer, mali, noodleShop, ek, oh, wit, wilai, nok } = people;

let city: TestCity;
beforeEach(async () => {
  city = await startCity();
});
afterEach(async () => {
  await expectSound(city);
  await city.close();
});

async function count(table: 'meal_order' | 'coupon_grant' | 'money_receipt' | 'incident' | 'pledge'): Promise<number> {
  const rows = await city.service.deps.db.selectFrom(table).select('id').execute();
  return rows.length;
}

async function couponsOf(who: string): Promise<unknown> {
  return (await (await city.signIn(who)).get('/api/resident')).body['coupons'];
}

/** The taps are on their way together, before any of them is heard. */
async function tapTogether(...taps: (readonly [who: string, label: string])[]): Promise<void> {
  const actions = taps.map(([who, label]) => [who, city.button(who, label).action] as const);
  await Promise.all(actions.map(([who, action]) => city.platform.tap(who, action)));
  await city.settle();
}

let made = 0;
/** A text as LINE would send it, made by hand so that several can go out in one body, in any order. */
function textEvent(userId: string, text: string, timestamp: number): object {
  made += 1;
  const id = String(made).padStart(26, '0');
  return {
    type: 'message',
    mode: 'active',
    timestamp,
    source: { type: 'user', userId },
    webhookEventId: id,
    deliveryContext: { isRedelivery: false },
    replyToken: id.padStart(32, 'a'),
    message: { type: 'text', id: `9${id}`, text },
  };
}

test('an event that comes once more acts once and is answered once', async () => {
  await settleIn(city, { shops: [noodleShop], residents: [mali] });
  await fillOrder(city, mali);
  const { eventId } = await city.platform.tap(mali, city.button(mali, 'ยืนยัน').action);
  await city.settle();
  city.hears(mali);
  for (let again = 0; again < 3; again += 1) expect((await city.platform.redeliver(eventId)).status).toBe(200);
  await city.settle();
  expect(await count('meal_order')).toBe(1);
  expect(city.hears(mali)).toBe('');
});

test('with every event delivered three times the whole job runs as if each came once', async () => {
  await city.platform.faults.set({ webhook: { duplicate: 2 } });
  await settleIn(city, { shops: [noodleShop], riders: [ek], residents: [mali] });
  await placeOrder(city, mali);
  await cook(city, noodleShop);
  await carry(city, ek);
  await city.taps(ek, 'ส่งถึงมือแล้ว');
  await city.says(ek, (await newestOrder(city)).hand_over_code);
  expect(await newestOrder(city)).toMatchObject({ state: 'handed_over', code_tries: 0 });
  expect([await count('meal_order'), await count('coupon_grant'), await count('money_receipt')]).toEqual([1, 1, 1]);
  expect(await couponsOf(mali)).toMatchObject({ left: 8, held: 0 });
});

test('two answers in one delivery, the later one first, are heard in the order in which they were given', async () => {
  await settleIn(city, { shops: [noodleShop], residents: [mali] });
  await city.says(mali, 'ขอข้าว');
  const now = city.clock.now();
  city.hears(mali);
  await city.platform.deliver([textEvent(mali, 'เร็วที่สุด', now + 2), textEvent(mali, '3', now + 1)]);
  await city.settle();
  await city.taps(mali, 'ส่งถึงบ้าน');
  await city.taps(mali, 'ยืนยัน');
  expect(await newestOrder(city)).toMatchObject({ meals: 3, meal_time: 'now' });
});

test('two answers in two deliveries at once are heard in the order in which they were given', async () => {
  await settleIn(city, { shops: [noodleShop], residents: [mali] });
  await city.says(mali, 'ขอข้าว');
  const now = city.clock.now();
  await Promise.all([city.platform.deliver([textEvent(mali, 'มื้อเย็น', now + 2)]), city.platform.deliver([textEvent(mali, '4', now + 1)])]);
  await city.settle();
  await city.taps(mali, 'ส่งถึงบ้าน');
  await city.taps(mali, 'ยืนยัน');
  expect(await newestOrder(city)).toMatchObject({ meals: 4, meal_time: 'evening' });
});

test('an answer that overtakes the one before it waits its turn', async () => {
  await settleIn(city, { shops: [noodleShop], residents: [mali] });
  await city.says(mali, 'ขอข้าว');
  await city.platform.faults.set({ webhook: { outOfOrder: true } });
  expect((await city.platform.say(mali, '5')).status).toBe('held');
  city.clock.advance(SECOND);
  await city.platform.say(mali, 'เร็วที่สุด');
  await city.platform.faults.clear();
  await city.settle();
  await city.taps(mali, 'ส่งถึงบ้าน');
  await city.taps(mali, 'ยืนยัน');
  expect((await newestOrder(city)).meals).toBe(5);
});

test('what was answered 200 is heard after a restart, once', async () => {
  await settleIn(city, { shops: [noodleShop], residents: [mali] });
  await fillOrder(city, mali);
  const { eventId } = await city.platform.tap(mali, city.button(mali, 'ยืนยัน').action);
  await city.restart();
  await city.platform.redeliver(eventId);
  await city.settle();
  expect(await count('meal_order')).toBe(1);
  expect(city.hears(mali)).toContain('จองให้แล้ว 2 มื้อ');
});

test('two riders say yes at the same moment: one has the job, the other hears kindly that it is taken', async () => {
  await settleIn(city, { shops: [noodleShop], riders: [ek, oh], residents: [mali] });
  await placeOrder(city, mali);
  await cook(city, noodleShop);
  for (const rider of [ek, oh]) city.hears(rider);
  await tapTogether([ek, 'รับงานนี้'], [oh, 'รับงานนี้']);
  const heard = [city.hears(ek), city.hears(oh)];
  expect(heard.filter((words) => words.includes('ไปรับอาหารที่'))).toHaveLength(1);
  expect(heard.filter((words) => words.includes('มีคนรับไปแล้วค่ะ'))).toHaveLength(1);
  expect((await newestTrip(city)).state).toBe('to_shop');
});

test('a double tap on "confirm", as two events, makes one order and holds one set of coupons', async () => {
  await settleIn(city, { shops: [noodleShop], residents: [mali] });
  await fillOrder(city, mali, { meals: 3 });
  await tapTogether([mali, 'ยืนยัน'], [mali, 'ยืนยัน']);
  expect(await count('meal_order')).toBe(1);
  expect(await couponsOf(mali)).toMatchObject({ left: 7, held: 3 });
});

test('double taps on every step of shop and rider move the order once', async () => {
  await settleIn(city, { shops: [noodleShop], riders: [ek], residents: [mali] });
  const order = await placeOrder(city, mali);
  for (const step of ['รับทำ', 'เริ่มทำแล้ว', 'ทำเสร็จแล้ว']) await tapTogether([noodleShop, step], [noodleShop, step]);
  await tapTogether([ek, 'รับงานนี้'], [ek, 'รับงานนี้']);
  await tapTogether([ek, 'รับอาหารแล้ว'], [ek, 'รับอาหารแล้ว']);
  await Promise.all([city.platform.say(ek, order.pick_up_code), city.platform.say(ek, order.pick_up_code)]);
  await city.settle();
  await city.taps(ek, 'ส่งถึงมือแล้ว');
  await Promise.all([city.platform.say(ek, order.hand_over_code), city.platform.say(ek, order.hand_over_code)]);
  await city.settle();
  await Promise.all([city.platform.say(mali, 'ได้รับแล้ว'), city.platform.say(mali, 'ได้รับแล้ว')]);
  await city.settle();
  expect(await newestOrder(city)).toMatchObject({ state: 'handed_over', received_answer: 'received' });
  const events = await city.service.deps.db.selectFrom('order_event').select('event').orderBy('id').execute();
  expect(events.map((row) => row.event)).toEqual(['placed', 'shop_accepts', 'cooking_starts', 'cooked', 'picked_up', 'handed_over']);
  expect(await city.service.deps.db.selectFrom('trip').select('id').execute()).toHaveLength(1);
});

test('the resident cancels while the shop says yes: one of them wins and both hear it', async () => {
  await settleIn(city, { shops: [noodleShop], residents: [mali] });
  await placeOrder(city, mali);
  for (const who of [mali, noodleShop]) city.hears(who);
  await tapTogether([mali, 'ยกเลิกมื้อนี้'], [noodleShop, 'รับทำ']);
  const order = await newestOrder(city);
  expect(order.state).toBe('cancelled');
  expect(city.hears(mali)).toContain('ยกเลิก');
  expect(city.hears(noodleShop)).not.toBe('');
  expect(await couponsOf(mali)).toMatchObject({ left: 10, held: 0 });
  const page = await (await city.signIn(noodleShop)).get('/api/shop');
  expect(page.body).toMatchObject({ used: 0, orders: [] });
});

async function addStaff(who: string, role: 'treasurer' | 'coordinator'): Promise<void> {
  await city.follows(who);
  await does(city, { kind: 'change_staff', by: undefined, lineUserId: who, role, add: true });
}

test('two coordinators approve the same household at once: one grant', async () => {
  await openCampaign(city);
  await addStaff(nok, 'coordinator');
  await applyAsResident(city, mali);
  await tapTogether([coordinator, 'อนุมัติ'], [nok, 'อนุมัติ']);
  expect(await count('coupon_grant')).toBe(1);
  expect([city.hears(coordinator), city.hears(nok)].filter((words) => words.includes('มีคนตัดสินแล้ว'))).toHaveLength(1);
});

async function pledgeWithSlip(): Promise<void> {
  await city.says(wit, 'ปันอิ่ม 10 มื้อ');
  await city.taps(wit, 'ยืนยัน');
  await city.sendsPhoto(wit);
}

test('two treasurers confirm the same pledge at once: the money is booked once', async () => {
  await openCampaign(city, { baht: 0 });
  await addStaff(wilai, 'treasurer');
  await pledgeWithSlip();
  for (const [who, reference] of [
    [treasurer, 'KBANK 1'],
    [wilai, 'KBANK 2'],
  ] as const) {
    await city.taps(who, 'เงินเข้าแล้ว');
    await city.taps(who, '500 บาท');
    await city.says(who, reference);
  }
  await tapTogether([treasurer, 'ยืนยัน'], [wilai, 'ยืนยัน']);
  expect(await count('money_receipt')).toBe(1);
  expect([city.hears(treasurer), city.hears(wilai)].filter((words) => words.includes('ปิดไปแล้ว'))).toHaveLength(1);
});

test('the same line of the bank statement is booked once, however it is typed; the form waits for another one', async () => {
  await openCampaign(city, { baht: 0 });
  await recordMoney(city, { baht: 200, reference: 'kbank 0042' });
  city.hears(treasurer);
  await recordMoney(city, { baht: 300, reference: 'KBANK  0042' });
  expect(city.hears(treasurer)).toContain('เลขอ้างอิงนี้บันทึกไปแล้ว');
  expect(await count('money_receipt')).toBe(1);
  await city.says(treasurer, 'KBANK 0043');
  await city.taps(treasurer, 'ยืนยัน');
  expect(await count('money_receipt')).toBe(2);
});

const KEY = '11111111-2222-4333-8444-555555555555';
const ORDER = { meals: 2, mode: 'delivery', mealTime: 'now' };

test('a tap in the mini-app that arrives twice gives the same answer; the same key with another body is refused', async () => {
  await settleIn(city, { shops: [noodleShop], residents: [mali] });
  const phone = await city.signIn(mali);
  const [one, two] = await Promise.all([phone.post('/api/orders', ORDER, KEY), phone.post('/api/orders', ORDER, KEY)]);
  expect(one.status).toBe(200);
  expect(two).toEqual(one);
  expect(await phone.post('/api/orders', { ...ORDER, meals: 3 }, KEY)).toMatchObject({ status: 409, body: { error: 'key_reused' } });
  expect(await count('meal_order')).toBe(1);
});

test('two taps with keys of their own at once make one order', async () => {
  await settleIn(city, { shops: [noodleShop], residents: [mali] });
  const phone = await city.signIn(mali);
  const answers = await Promise.all([phone.post('/api/orders', ORDER), phone.post('/api/orders', ORDER)]);
  expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  expect(await couponsOf(mali)).toMatchObject({ left: 8, held: 2 });
});

test('chat and mini-app at once make one order', async () => {
  await settleIn(city, { shops: [noodleShop], residents: [mali] });
  const phone = await city.signIn(mali);
  await fillOrder(city, mali, { meals: 3 });
  await Promise.all([city.platform.tap(mali, city.button(mali, 'ยืนยัน').action), phone.post('/api/orders', ORDER)]);
  await city.settle();
  expect(await count('meal_order')).toBe(1);
});
