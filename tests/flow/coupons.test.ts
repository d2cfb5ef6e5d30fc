import { afterEach, beforeEach, expect, test } from 'vitest';
import { COOKED_FOOD_TIME, DAY, HOUR, MINUTE } from '../../bot/limits.ts';
import { people } from '../support/people.ts';
import {
  applyAsResident,
  carry,
  cook,
  expectSound,
  fillOrder,
  forges,
  joinShop,
  newestOrder,
  openCampaign,
  placeOrder,
  recordMoney,
  registerResident,
  settleIn,
} from '../support/steps.ts';
import { startCity, TINY_JPEG } from '../support/test-city.ts';
import type { TestCity } from '../support/test-city.ts';

const { coordinator, treasurer, mali, somjai, noodleShop, otherShop, ek, wit } = people;

let city: TestCity;
beforeEach(async () => {
  city = await startCity();
});
afterEach(async () => {
  await expectSound(city);
  await city.close();
});

async function couponsOf(who: string): Promise<{ left: number; held: number }> {
  const { body } = await (await city.signIn(who)).get('/api/resident');
  return body['coupons'] as { left: number; held: number };
}

async function showCoupon(who: string, meals: number): Promise<string> {
  const { status, body } = await (await city.signIn(who)).post('/api/coupons/show', { meals });
  expect(status).toBe(200);
  return String(body['code']);
}

test('a pick-up order needs no rider: the shop calls, the code opens it, the coupons are redeemed', async () => {
  await settleIn(city, { shops: [noodleShop], residents: [mali] });
  const order = await placeOrder(city, mali, { mode: 'ไปรับเองที่ร้าน' });
  expect(await couponsOf(mali)).toMatchObject({ left: 8, held: 2 });
  city.hears(mali);
  await cook(city, noodleShop);
  expect(city.hears(mali)).toContain(order.hand_over_code);
  await city.taps(noodleShop, 'ส่งมอบอาหาร');
  await city.says(noodleShop, `รหัส ${order.hand_over_code}`);
  expect(city.hears(noodleShop)).toContain('90 บาท');
  expect((await newestOrder(city)).state).toBe('handed_over');
  expect(await couponsOf(mali)).toMatchObject({ left: 8, held: 0 });
});

test('food that became too old while the service was down is not handed over at the counter', async () => {
  await settleIn(city, { shops: [noodleShop], residents: [mali] });
  await placeOrder(city, mali, { mode: 'ไปรับเองที่ร้าน' });
  await cook(city, noodleShop);
  const { hand_over_code: code } = await newestOrder(city);
  await city.taps(noodleShop, 'ส่งมอบอาหาร');
  city.hears(noodleShop);
  // Nobody worked on the deadline meanwhile: the shop's message is the first that is heard.
  city.clock.advance(COOKED_FOOD_TIME + MINUTE);
  await city.says(noodleShop, code);
  expect(city.hears(noodleShop)).toContain('เกินเวลา');
  expect((await newestOrder(city)).state).toBe('failed');
});

test('a coupon shown at the counter is redeemed once, by chat or page, and only while it is fresh', async () => {
  await settleIn(city, { shops: [noodleShop], residents: [mali] });
  const shop = await city.signIn(noodleShop);
  const code = await showCoupon(mali, 2);
  expect(await shop.post('/api/shop/redeem', { code: 'AAAAAAAA' })).toMatchObject({ status: 422, body: { error: 'wrong_code' } });
  expect(await shop.post('/api/shop/redeem', { code: code.toLowerCase() })).toMatchObject({
    status: 200,
    body: { meals: 2, paySatang: 90_00 },
  });
  expect(await shop.post('/api/shop/redeem', { code })).toMatchObject({ status: 409, body: { error: 'code_used' } });
  const late = await showCoupon(mali, 1);
  await city.passes(10 * MINUTE);
  expect(await shop.post('/api/shop/redeem', { code: late })).toMatchObject({ status: 422, body: { error: 'code_expired' } });
  const older = await showCoupon(mali, 1);
  const newer = await showCoupon(mali, 3);
  expect(await shop.post('/api/shop/redeem', { code: older })).toMatchObject({ status: 422, body: { error: 'code_expired' } });
  await city.says(noodleShop, `ใช้คูปอง ${newer}`);
  expect(city.hears(noodleShop)).toContain('3 มื้อ');
  expect(await couponsOf(mali)).toMatchObject({ left: 5, held: 0 });
});

test('guessing codes at the counter stops after twenty wrong ones, and the next hour is open again', async () => {
  await settleIn(city, { shops: [noodleShop], residents: [mali] });
  const shop = await city.signIn(noodleShop);
  const code = await showCoupon(mali, 2);
  for (let tries = 0; tries < 20; tries += 1)
    expect((await shop.post('/api/shop/redeem', { code: `QQQQ${1000 + tries}` })).status).toBe(422);
  expect(await shop.post('/api/shop/redeem', { code })).toMatchObject({ status: 422, body: { error: 'too_many_tries' } });
  await city.passes(60 * MINUTE);
  const fresh = await showCoupon(mali, 2);
  expect((await shop.post('/api/shop/redeem', { code: fresh })).status).toBe(200);
});

test('food left at the door with a photo: the picture is kept sealed, the resident is called, "not received" brings the coupons back', async () => {
  await settleIn(city, { shops: [noodleShop], riders: [ek], residents: [mali] });
  await placeOrder(city, mali);
  await cook(city, noodleShop);
  await carry(city, ek);
  city.hears(mali);
  await city.taps(ek, 'วางหน้าบ้านแล้ว');
  await city.sendsPhoto(ek);
  expect((await newestOrder(city)).state).toBe('handed_over');
  expect(city.hears(mali)).toContain('หน้าบ้าน');
  const picture = await city.service.deps.db.selectFrom('picture').selectAll().executeTakeFirstOrThrow();
  expect(picture).toMatchObject({ state: 'kept', purpose: 'door', content_type: 'image/jpeg' });
  expect(Buffer.from(picture.bytes_sealed ?? []).includes(TINY_JPEG.subarray(0, 16))).toBe(false);
  expect(Buffer.from(city.service.deps.sealer.openBytes(picture.bytes_sealed ?? new Uint8Array())).equals(TINY_JPEG)).toBe(true);
  await city.says(mali, 'ยังไม่ได้รับอาหารเลย');
  await city.taps(coordinator, 'คืนคูปองให้');
  expect(city.hears(mali)).toContain('ผู้ประสานงาน');
  await city.says(mali, 'คูปองเหลือเท่าไหร่');
  expect(city.hears(mali)).toContain('คืน');
  expect(await couponsOf(mali)).toMatchObject({ left: 10, held: 0 });
});

test('a fund that is short: nothing is granted, the household hears so honestly, money comes, the same screening is approved', async () => {
  await openCampaign(city, { baht: 100 });
  await applyAsResident(city, mali);
  city.hears(coordinator);
  city.hears(mali);
  await city.taps(coordinator, 'อนุมัติ');
  expect(city.hears(coordinator)).toContain('เงินกองทุนยังขาด 400 บาท');
  expect(city.hears(mali)).toMatch(/กองทุน|เงิน/u);
  expect(await couponsOf(mali)).toMatchObject({ left: 0, held: 0 });
  await recordMoney(city, { baht: 900, reference: 'SECOND 1' });
  expect(city.hears(coordinator)).toContain('1,000 บาท');
  await city.taps(coordinator, 'อนุมัติ');
  expect(await couponsOf(mali)).toMatchObject({ left: 10, held: 0 });
  expect(city.hears(mali)).toContain('10 มื้อ');
});

test('when the fund cannot pay the ride, pick-up is offered and works', async () => {
  await settleIn(city, { shops: [noodleShop], residents: [mali] }, { baht: 500 });
  await fillOrder(city, mali);
  city.hears(mali);
  await city.taps(mali, 'ยืนยัน');
  expect(city.hears(mali)).toContain('กองทุนไม่พอค่าส่ง');
  expect(await couponsOf(mali)).toMatchObject({ left: 10, held: 0 });
  expect(city.hears(coordinator)).toContain('เงินกองทุนไม่พอ');
  const order = await placeOrder(city, mali, { mode: 'ไปรับเองที่ร้าน' });
  expect(order).toMatchObject({ state: 'placed', mode: 'pickup' });
});

test('coupons end after thirty days, their money is free again, and the household can ask once more', async () => {
  await settleIn(city, { residents: [mali] }, { baht: 500 });
  await city.passes(31 * DAY);
  expect(await couponsOf(mali)).toMatchObject({ left: 0, held: 0 });
  city.hears(mali);
  await city.says(mali, 'ขอข้าว');
  expect(city.hears(mali)).toContain('ผู้ประสานงาน');
  await city.taps(coordinator, 'อนุมัติ');
  expect(await couponsOf(mali)).toMatchObject({ left: 10, held: 0 });
});

test('coupons for a quarantine end with it; the household hears so, the health fact is forgotten, and it can still ask', async () => {
  await openCampaign(city);
  await registerResident(city, mali, { quarantine: '2026-11-30' });
  const { body } = await (await city.signIn(mali)).get('/api/resident');
  expect(body['coupons']).toMatchObject({ left: 10, grants: [{ left: 10, expiresOn: '2026-11-30' }] });
  await city.passes(8 * DAY);
  expect(await couponsOf(mali)).toMatchObject({ left: 0, held: 0 });
  city.hears(mali);
  await city.says(mali, 'ขอข้าว');
  const heard = city.hears(mali);
  expect(heard).toContain('ครบกำหนดแล้วค่ะ');
  expect(heard).toContain('จะดูให้ใหม่');
  expect(heard).not.toContain('กักตัว');
  const privacy = await (await city.signIn(mali)).get('/api/privacy');
  expect(privacy.body['household']).not.toHaveProperty('quarantineUntil');
});

test('a household that was declined asks to be looked at again, and a coordinator can say yes', async () => {
  await openCampaign(city);
  await applyAsResident(city, somjai, { name: 'สมใจ' });
  await city.taps(coordinator, 'ไม่ตรงเงื่อนไข');
  expect(city.hears(somjai)).toContain('ขอให้ดูใหม่');
  await city.taps(somjai, 'ขอให้ดูใหม่');
  await city.taps(coordinator, 'อนุมัติ');
  expect(await couponsOf(somjai)).toMatchObject({ left: 10, held: 0 });
});

async function pledge(): Promise<string> {
  await city.follows(wit);
  await city.says(wit, 'ปันอิ่ม 10 มื้อ');
  await city.taps(wit, 'ยืนยัน');
  const { id } = await city.service.deps.db.selectFrom('pledge').select('id').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow();
  return id;
}

async function pledgeStates(): Promise<string[]> {
  const rows = await city.service.deps.db.selectFrom('pledge').select('state').orderBy('id').execute();
  return rows.map((row) => row.state);
}

test('a pledge can be taken back; a slip for it then has nothing to belong to', async () => {
  await openCampaign(city);
  const id = await pledge();
  await forges(city, wit, `pledge_withdraw?pledge=${id}&v=1`);
  expect(await pledgeStates()).toEqual(['withdrawn']);
  city.hears(wit);
  await city.sendsPhoto(wit);
  expect(city.hears(wit)).not.toBe('');
  expect(await pledgeStates()).toEqual(['withdrawn']);
  expect(await forges(city, treasurer, `confirm_money?pledge=${id}&v=1`)).toContain('ปิดไปแล้ว');
});

test('a pledge without a slip ends after a week; the money can still be recorded when it does come', async () => {
  await openCampaign(city);
  const id = await pledge();
  await city.passes(8 * DAY);
  expect(await pledgeStates()).toEqual(['failed']);
  await forges(city, treasurer, `confirm_money?pledge=${id}&v=1`);
  await city.taps(treasurer, '500 บาท');
  await city.says(treasurer, 'LATE 0001');
  await city.taps(treasurer, 'ยืนยัน');
  expect(await pledgeStates()).toEqual(['received']);
});

test('a slip is a claim and no money: only the treasurer makes it so, and the donor is thanked', async () => {
  await openCampaign(city, { baht: 0 });
  await pledge();
  await city.sendsPhoto(wit);
  expect(await pledgeStates()).toEqual(['claimed']);
  expect((await city.service.deps.db.selectFrom('posting').select('id').execute()).length).toBe(0);
  await city.taps(treasurer, 'เงินเข้าแล้ว');
  await city.taps(treasurer, '500 บาท');
  await city.says(treasurer, 'KBANK 77');
  await city.taps(treasurer, 'ยืนยัน');
  expect(await pledgeStates()).toEqual(['received']);
  city.hears(wit);
  await city.says(wit, 'ขอบคุณ');
  expect(city.hears(wit)).toContain('500 บาท');
});

test('coupons that come back from an order after their last day are not lost to the fund', async () => {
  await openCampaign(city, { baht: 600 });
  await joinShop(city, noodleShop);
  await registerResident(city, mali, { quarantine: '2026-11-24' });
  await city.passes(DAY + 13 * HOUR);
  await placeOrder(city, mali, { time: 'มื้อเที่ยง' });
  await city.passes(3 * HOUR);
  await city.taps(coordinator, 'ยกเลิกคำขอ');
  await city.passes(MINUTE);
  expect((await newestOrder(city)).state).toBe('refused');
  const accounts = await city.service.deps.db.selectFrom('account').select(['code', 'balance']).where('unit', '=', 'THB').execute();
  const inFund = accounts
    .filter(({ code }) => code.startsWith('fund/'))
    .map(({ code, balance }) => `${code.split('/').at(-1) ?? ''} ${balance}`);
  expect(inFund.toSorted()).toEqual(['committed 0', 'free 60000']);
});

test("the code of a pick-up order opens nothing at another shop's counter", async () => {
  await settleIn(city, { shops: [noodleShop], residents: [mali] });
  await joinShop(city, otherShop, { name: 'ร้านอื่น', pin: { latitude: 7.05, longitude: 100.5 } });
  const order = await placeOrder(city, mali, { mode: 'ไปรับเองที่ร้าน' });
  await cook(city, noodleShop);
  const other = await city.signIn(otherShop);
  expect(await other.post('/api/shop/redeem', { code: order.hand_over_code })).toMatchObject({
    status: 422,
    body: { error: 'wrong_code' },
  });
  expect((await newestOrder(city)).state).toBe('ready');
});

test('four eyes: nobody approves a household, or money, of their own', async () => {
  await openCampaign(city);
  await applyAsResident(city, coordinator, { name: 'ผู้ประสาน' });
  city.hears(coordinator);
  await city.taps(coordinator, 'อนุมัติ');
  expect(city.hears(coordinator)).toContain('อีกคน');
  await city.says(treasurer, 'ปันอิ่ม 10 มื้อ');
  await city.taps(treasurer, 'ยืนยัน');
  await city.sendsPhoto(treasurer);
  await city.taps(treasurer, 'เงินเข้าแล้ว');
  await city.taps(treasurer, '500 บาท');
  await city.says(treasurer, 'OWN 0001');
  city.hears(treasurer);
  await city.taps(treasurer, 'ยืนยัน');
  expect(city.hears(treasurer)).toContain('อีกคน');
  expect(await pledgeStates()).toEqual(['claimed']);
  expect(await couponsOf(coordinator)).toMatchObject({ left: 0 });
});
