import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { people } from '../support/people.ts';
import { applyAsResident, expectSound, newestOrder, openCampaign, placeOrder, sayAll } from '../support/steps.ts';
import { startCity } from '../support/test-city.ts';
import type { TestCity } from '../support/test-city.ts';

const { coordinator, treasurer, mali, somjai, noodleShop, ek, oh, wit, wilai } = people;

let city: TestCity;

beforeAll(async () => {
  city = await startCity();
  await openCampaign(city);
});
afterEach(() => expectSound(city));
afterAll(() => city.close());

const states = async (table: 'shop' | 'rider' | 'screening' | 'pledge') =>
  (await city.service.deps.db.selectFrom(table).select('state').orderBy('id').execute()).map(({ state }) => state);

test('a shop applies by typing its choices, and the one application that waits is approved by typing', async () => {
  await sayAll(city, noodleShop, ['สมัครร้านค้า', 'ก๋วยเตี๋ยวป้าแดง', 'ร้านอาหาร']);
  await city.sharesPlace(noodleShop, { latitude: 7.008, longitude: 100.473 });
  await sayAll(city, noodleShop, ['30 มื้อ', '08:00', '20:00', '45 บาท', 'ไม่ใช่ครัวฮาลาล', 'ยืนยัน']);
  await city.says(noodleShop, 'ตั้งจำนวนมื้อ');
  expect(city.labels(noodleShop)).not.toContain('30 มื้อ');
  await city.says(coordinator, 'รับเข้าร่วม');
  expect(await states('shop')).toEqual(['active']);
});

test('of two applications none is approved by typing', async () => {
  for (const [who, name] of [
    [ek, 'เอก'],
    [oh, 'โอ'],
  ] as const)
    await sayAll(city, who, ['สมัครไรเดอร์', name, 'รถยนต์', '12 กล่อง', 'หาดใหญ่', 'รับค่าส่ง', 'ยืนยัน']);
  await city.says(coordinator, 'รับเข้าร่วม');
  expect(await states('rider')).toEqual(['applied', 'applied']);
  await city.taps(coordinator, 'รับเข้าร่วม');
  await city.says(coordinator, 'รับเข้าร่วม');
  expect(await states('rider')).toEqual(['active', 'active']);
});

test('a screening is approved by the words that name its meals, and by no others', async () => {
  await applyAsResident(city, mali);
  await city.says(coordinator, 'อนุมัติ 99 มื้อ');
  expect(await states('screening')).toEqual(['waiting']);
  await city.says(somjai, 'อนุมัติ 10 มื้อ');
  expect(await states('screening')).toEqual(['waiting']);
  await city.says(coordinator, 'อนุมัติ 10 มื้อ');
  expect(await states('screening')).toEqual(['approved']);
});

test('an order goes all its way without one tap on a button', async () => {
  await city.says(ek, 'เริ่มรับงาน');
  await placeOrder(city, mali);
  for (const [who, label, state] of [
    [noodleShop, 'รับทำ', 'accepted'],
    [noodleShop, 'เริ่มทำแล้ว', 'cooking'],
    [noodleShop, 'ทำเสร็จแล้ว', 'ready'],
    [ek, 'รับงานนี้', 'ready'],
    [ek, 'คืนงานนี้', 'ready'],
  ] as const) {
    await city.says(who, label);
    expect((await newestOrder(city)).state, label).toBe(state);
  }
  await city.says(oh, 'เข้าเวร');
  await sayAll(city, oh, ['รับงานนี้', 'รับอาหารแล้ว', (await newestOrder(city)).pick_up_code]);
  expect((await newestOrder(city)).state).toBe('on_the_way');
  await city.says(oh, 'วางหน้าบ้านแล้ว');
  await city.sendsPhoto(oh);
  await city.says(mali, 'ได้รับแล้ว');
  expect(await newestOrder(city)).toMatchObject({ state: 'handed_over', received_answer: 'received' });
});

test('a gift is promised, taken back and confirmed by typing', async () => {
  await sayAll(city, wit, ['ให้ 5 มื้อ', 'ยืนยัน', 'ยกเลิกการให้']);
  expect(await states('pledge')).toEqual(['withdrawn']);
  await sayAll(city, wilai, ['ร่วมให้', 'ให้เป็นมื้อ', '3 มื้อ', 'ยืนยัน']);
  await sayAll(city, treasurer, ['เงินเข้าแล้ว', '150', 'KBANK 778', 'ยืนยัน']);
  expect(await states('pledge')).toEqual(['withdrawn', 'received']);
});
