import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../bot/limits.ts';
import { people } from '../support/people.ts';
import {
  cook,
  joinRider,
  joinShop,
  newestOrder,
  newestTrip,
  openCampaign,
  placeOrder,
  registerResident,
  carry,
  expectSound,
  handOver,
  settleIn,
} from '../support/steps.ts';
import { startCity } from '../support/test-city.ts';
import type { TestCity } from '../support/test-city.ts';

const { coordinator, mali, noodleShop, halalShop, otherShop, ek, oh, nok, wit } = people;

let city: TestCity;
beforeEach(async () => {
  city = await startCity();
});
afterEach(async () => {
  await expectSound(city);
  await city.close();
});

async function askedShops(): Promise<string[]> {
  const rows = await city.service.deps.db
    .selectFrom('shop_ask')
    .innerJoin('shop', 'shop.id', 'shop_ask.shop_id')
    .innerJoin('member', 'member.id', 'shop.member_id')
    .select('member.line_user_id')
    .orderBy('asked_at')
    .orderBy('round')
    .execute();
  return rows.map((row) => row.line_user_id);
}

async function incidents(): Promise<string[]> {
  const rows = await city.service.deps.db.selectFrom('incident').select(['kind', 'state']).orderBy('opened_at').execute();
  return rows.map((row) => `${row.kind} ${row.state}`);
}

async function couponsLeft(who: string): Promise<unknown> {
  const page = await (await city.signIn(who)).get('/api/resident');
  return page.body['coupons'];
}

const NEAR = { latitude: 7.0101, longitude: 100.4701 };
const FAR = { latitude: 7.19, longitude: 100.6 };

test('halal food is asked for only from a halal kitchen, even when another one is next door', async () => {
  await openCampaign(city);
  await joinShop(city, noodleShop, { pin: NEAR });
  await joinShop(city, halalShop, { name: 'ครัวอิสมาแอล', halal: 'มีตราฮาลาล' });
  await registerResident(city, mali, { diet: 'ฮาลาล' });
  await placeOrder(city, mali);
  expect(await askedShops()).toEqual([halalShop]);
  await city.taps(halalShop, 'ไม่สะดวก');
  expect(await askedShops()).toEqual([halalShop]);
  expect(await incidents()).toEqual(['no_shop open']);
});

test('a shop that is closed, full or far away is not asked', async () => {
  await openCampaign(city);
  await joinShop(city, noodleShop, { pin: NEAR, hours: ['16:00', '20:00'] });
  await joinShop(city, otherShop, { name: 'ร้านเต็ม', pin: NEAR });
  await joinShop(city, nok, { name: 'ร้านไกล', pin: FAR });
  await joinShop(city, halalShop, { name: 'ร้านที่ว่าง' });
  await city.says(otherShop, 'วันนี้ทำได้ 1 กล่อง');
  await registerResident(city, mali);
  await placeOrder(city, mali);
  expect(await askedShops()).toEqual([halalShop]);
});

test('a shop that closes for today is skipped', async () => {
  await settleIn(city, { shops: [noodleShop] });
  await joinShop(city, halalShop, { name: 'ร้านที่สอง', pin: { latitude: 7.02, longitude: 100.48 } });
  await city.says(noodleShop, 'ปิดร้านวันนี้');
  await registerResident(city, mali);
  await placeOrder(city, mali);
  expect(await askedShops()).toEqual([halalShop]);
});

test('a shop says no, the next is silent, the third is asked; when all are through a coordinator tries again or ends it', async () => {
  await openCampaign(city);
  await joinShop(city, noodleShop, { name: 'ร้านหนึ่ง', pin: NEAR });
  await joinShop(city, halalShop, { name: 'ร้านสอง' });
  await joinShop(city, otherShop, { name: 'ร้านสาม', pin: { latitude: 7.03, longitude: 100.48 } });
  await registerResident(city, mali);
  await placeOrder(city, mali);
  await city.taps(noodleShop, 'ไม่สะดวก');
  expect(await askedShops()).toEqual([noodleShop, halalShop]);
  await city.passes(5 * MINUTE);
  expect(await askedShops()).toEqual([noodleShop, halalShop, otherShop]);
  await city.passes(5 * MINUTE);
  expect(await incidents()).toEqual(['no_shop open']);
  expect(city.hears(coordinator)).toContain('ยังไม่มีร้านรับ');
  await city.taps(coordinator, 'ลองใหม่อีกครั้ง');
  expect(await askedShops()).toEqual([noodleShop, halalShop, otherShop, noodleShop]);
  for (let shop = 0; shop < 3; shop += 1) await city.passes(5 * MINUTE);
  expect(await incidents()).toEqual(['no_shop closed', 'no_shop open']);
  await city.taps(coordinator, 'ยกเลิกคำขอ');
  expect((await newestOrder(city)).state).toBe('refused');
  expect(city.hears(mali)).toContain('คูปอง');
  expect(await couponsLeft(mali)).toMatchObject({ left: 10, held: 0 });
});

test('an order that nobody took in time expires and its coupons come back', async () => {
  await settleIn(city, { shops: [noodleShop], residents: [mali] });
  await placeOrder(city, mali);
  city.hears(mali);
  for (let minutes = 0; minutes <= 45; minutes += 5) await city.passes(5 * MINUTE);
  expect((await newestOrder(city)).state).toBe('expired');
  expect(city.hears(mali)).toContain('คูปอง');
  expect(await couponsLeft(mali)).toMatchObject({ left: 10, held: 0 });
});

test('a shop that gives up hands the order to the next one', async () => {
  await settleIn(city, { shops: [noodleShop], residents: [mali] });
  await joinShop(city, halalShop, { name: 'ร้านสอง', pin: { latitude: 7.03, longitude: 100.48 } });
  await placeOrder(city, mali);
  await city.taps(noodleShop, 'รับทำ');
  await city.taps(noodleShop, 'ทำต่อไม่ได้');
  expect(await askedShops()).toEqual([noodleShop, halalShop]);
  await cook(city, halalShop);
  expect((await newestOrder(city)).state).toBe('ready');
});

test('with no rider on duty a coordinator turns the delivery into a pick-up, and the food is handed over at the shop by code', async () => {
  await settleIn(city, { shops: [noodleShop], residents: [mali] });
  const order = await placeOrder(city, mali);
  await cook(city, noodleShop);
  expect(await incidents()).toEqual(['no_rider open']);
  city.hears(mali);
  await city.taps(coordinator, 'เปลี่ยนเป็นรับเอง');
  expect(city.hears(mali)).toContain('ก๋วยเตี๋ยวป้าแดง');
  await city.taps(noodleShop, 'รายการของร้าน');
  await city.taps(noodleShop, 'ส่งมอบอาหาร');
  await city.says(noodleShop, 'ZZZZ');
  expect(city.hears(noodleShop)).toContain('รหัสยังไม่ตรง');
  await city.says(noodleShop, order.hand_over_code);
  expect(await newestOrder(city)).toMatchObject({ state: 'handed_over', mode: 'pickup', fee_satang: 0 });
});

test('a rider who comes on duty later finds the waiting trip', async () => {
  await settleIn(city, { shops: [noodleShop], residents: [mali] });
  await placeOrder(city, mali);
  await cook(city, noodleShop);
  await joinRider(city, ek);
  await city.says(ek, 'มีงานไหม');
  await carry(city, ek);
  await handOver(city, ek);
  expect((await newestOrder(city)).state).toBe('handed_over');
});

test('a rider who goes off duty and comes back sees the waiting trip again', async () => {
  await settleIn(city, { shops: [noodleShop], riders: [ek], residents: [mali] });
  await placeOrder(city, mali);
  await cook(city, noodleShop);
  await city.says(ek, 'ออกเวร');
  await city.says(ek, 'เข้าเวร');
  const page = await (await city.signIn(ek)).get('/api/rider');
  expect(page.body['offers']).toHaveLength(1);
});

test('when the only rider says no, nobody waits for an answer that cannot come', async () => {
  await settleIn(city, { shops: [noodleShop], riders: [ek], residents: [mali] });
  await placeOrder(city, mali);
  await cook(city, noodleShop);
  await city.taps(ek, 'ไม่สะดวก');
  expect(await incidents()).toEqual(['no_rider open']);
});

test('silent riders: wave after wave, then a coordinator; trying again asks the same riders once more', async () => {
  await settleIn(city, { shops: [noodleShop], riders: [ek, oh], residents: [mali] });
  await placeOrder(city, mali);
  await cook(city, noodleShop);
  for (const rider of [ek, oh]) expect(city.hears(rider)).toContain('ไปส่งได้ไหมคะ');
  for (let wave = 0; wave < 3; wave += 1) await city.passes(3 * MINUTE);
  expect(await incidents()).toEqual(['no_rider open']);
  for (const rider of [ek, oh]) city.hears(rider);
  await city.taps(coordinator, 'ลองใหม่อีกครั้ง');
  for (const rider of [ek, oh]) expect(city.hears(rider)).toContain('ไปส่งได้ไหมคะ');
  await carry(city, oh);
  expect((await newestOrder(city)).state).toBe('on_the_way');
});

test('a rider gives the trip back and the other one is asked again', async () => {
  await settleIn(city, { shops: [noodleShop], riders: [ek, oh], residents: [mali] });
  await placeOrder(city, mali);
  await cook(city, noodleShop);
  await city.taps(ek, 'รับงานนี้');
  city.hears(oh);
  await city.taps(ek, 'คืนงานนี้');
  expect(city.hears(oh)).toContain('ไปส่งได้ไหมคะ');
  await carry(city, oh);
  await handOver(city, oh);
  expect((await newestOrder(city)).state).toBe('handed_over');
});

test('a rider who cannot go on tells a coordinator; trying again shows the job, giving up fails the order and brings new coupons', async () => {
  await settleIn(city, { shops: [noodleShop], riders: [ek], residents: [mali] });
  await placeOrder(city, mali);
  await cook(city, noodleShop);
  await carry(city, ek);
  await city.taps(ek, 'มีปัญหา');
  await city.taps(ek, 'ไม่มีคนรับ');
  expect(await incidents()).toEqual(['rider_problem open']);
  city.hears(ek);
  await city.taps(coordinator, 'ลองใหม่อีกครั้ง');
  expect(city.hears(ek)).toContain('ส่งให้คุณมะลิ');
  await city.taps(ek, 'มีปัญหา');
  await city.taps(ek, 'อาหารเสียหาย');
  city.hears(mali);
  await city.taps(coordinator, 'ปิดว่าส่งไม่สำเร็จ');
  expect((await newestOrder(city)).state).toBe('failed');
  expect(city.hears(mali)).toContain('คูปอง');
  expect(await couponsLeft(mali)).toMatchObject({ left: 10, held: 0 });
});

test('five wrong codes lock the handover until a coordinator looks', async () => {
  await settleIn(city, { shops: [noodleShop], riders: [ek], residents: [mali] });
  const order = await placeOrder(city, mali);
  await cook(city, noodleShop);
  await carry(city, ek);
  const wrong = order.hand_over_code === '1111' ? '2222' : '1111';
  await city.taps(ek, 'ส่งถึงมือแล้ว');
  for (let tries = 0; tries < 5; tries += 1) await city.says(ek, wrong);
  expect(city.hears(ek)).toContain('ลองหลายครั้งแล้วค่ะ');
  expect(await incidents()).toEqual(['rider_problem open']);
  await handOver(city, ek);
  expect((await newestOrder(city)).state).toBe('on_the_way');
  await city.taps(coordinator, 'ลองใหม่อีกครั้ง');
  await handOver(city, ek);
  expect((await newestOrder(city)).state).toBe('handed_over');
});

test('food of two hours is not handed over: the order fails, the resident hears it and gets new coupons', async () => {
  await settleIn(city, { shops: [noodleShop], riders: [ek], residents: [mali] });
  await placeOrder(city, mali);
  await cook(city, noodleShop);
  await carry(city, ek);
  city.hears(mali);
  await city.passes(2 * HOUR + MINUTE);
  expect((await newestOrder(city)).state).toBe('failed');
  expect(city.hears(mali)).toContain('คูปอง');
  expect(await couponsLeft(mali)).toMatchObject({ left: 10, held: 0 });
  await city.taps(ek, 'ส่งถึงมือแล้ว');
  expect((await newestTrip(city)).state).toBe('done');
  expect(await incidents()).toEqual(['rider_problem open', 'too_late open']);
});

test('a complaint about an order whose coupons came back already brings no second set', async () => {
  await settleIn(city, { shops: [noodleShop], riders: [ek], residents: [mali] });
  await placeOrder(city, mali);
  await cook(city, noodleShop);
  await carry(city, ek);
  await city.passes(2 * HOUR + MINUTE);
  const { id } = await newestOrder(city);
  await city.platform.tap(mali, { type: 'postback', data: `order_not_received?order=${id}&v=1` });
  await city.settle();
  await city.taps(coordinator, 'คืนคูปองให้');
  expect(await incidents()).toContain('not_received closed');
  expect(await couponsLeft(mali)).toMatchObject({ left: 10, held: 0 });
});

test('the first wave asks three riders, the second the others', async () => {
  await settleIn(city, { shops: [noodleShop], riders: [ek, oh, nok, wit], residents: [mali] });
  await placeOrder(city, mali);
  await cook(city, noodleShop);
  const asked = () => [ek, oh, nok, wit].filter((rider) => city.platform.buttons(rider).some((button) => button.label === 'รับงานนี้'));
  expect(asked()).toHaveLength(3);
  await city.passes(3 * MINUTE);
  expect(asked()).toHaveLength(4);
});
