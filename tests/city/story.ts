import { expect } from 'vitest';
import { HOUR, MINUTE } from '../../bot/limits.ts';
import { people } from '../support/people.ts';
import {
  applyAsResident,
  carry,
  cook,
  handOver,
  joinRider,
  joinShop,
  newestOrder,
  openCampaign,
  placeOrder,
  registerResident,
} from '../support/steps.ts';
import { watch } from './observe.ts';
import type { Watched } from './observe.ts';
import type { TestCity } from '../support/test-city.ts';

const { coordinator, treasurer, mali, somjai, yaiAiad, noodleShop, halalShop, ek, oh, wit, wilai } = people;

/** Words that stand nowhere else. */
export const MALI = { name: 'มะลิ4711', landmark: 'ข้างศาลาสีม่วงหลังต้นมะขาม', phone: '0891237654', allergy: 'ถั่วลิสงพันธุ์ไทยเก้า' } as const;

async function give(city: TestCity, watched: Watched): Promise<void> {
  await city.follows(wit);
  await city.says(wit, 'ปันอิ่ม 10 มื้อ');
  await city.taps(wit, 'ยืนยัน');
  await city.sendsPhoto(wit);
  await city.taps(treasurer, 'เงินเข้าแล้ว');
  await city.taps(treasurer, '500 บาท');
  await city.says(treasurer, 'KBANK 0002');
  await city.taps(treasurer, 'ยืนยัน');
  await (await watched.observed.signIn(wit)).get('/api/donor');
}

async function collect(city: TestCity): Promise<void> {
  await placeOrder(city, somjai, { meals: 1, mode: 'ไปรับเองที่ร้าน' });
  await cook(city, noodleShop);
  const { hand_over_code: code } = await newestOrder(city);
  await city.says(noodleShop, 'ส่งมอบอาหาร');
  await city.says(noodleShop, code);
  expect((await newestOrder(city)).state).toBe('handed_over');
}

async function atTheCounter(city: TestCity, watched: Watched): Promise<void> {
  const shown = await (await watched.observed.signIn(somjai)).post('/api/coupons/show', { meals: 1 });
  await (await watched.observed.signIn(noodleShop)).post('/api/shop/redeem', { code: shown.body['code'] });
  await city.settle();
  expect((await newestOrder(city)).mode).toBe('counter');
}

/** Thirty boxes of given food: one order is eaten, the rest spoils at its time. */
async function giveFood(city: TestCity): Promise<void> {
  await city.says(wit, 'มีข้าวกล่อง 30 กล่อง');
  await city.taps(wit, 'อาหารปรุงแล้ว');
  await city.says(wit, 'ข้าวผัดไก่');
  for (const label of ['ไม่มีข้อใดเลย', 'รับได้เลย', 'เพิ่งทำเสร็จ']) await city.taps(wit, label);
  await city.sharesPlace(wit, { latitude: 7.0123, longitude: 100.4765 });
  await city.taps(wit, 'ยืนยัน');
  await city.taps(coordinator, 'รับอาหารนี้');
  expect((await placeOrder(city, somjai, { meals: 1 })).gift_lot_id).not.toBeNull();
  await city.passes(4 * MINUTE);
  await carry(city, ek);
  await handOver(city, ek);
  await city.passes(2 * HOUR);
}

/** A delivery becomes too old while its rider has it. */
async function spoil(city: TestCity): Promise<void> {
  await placeOrder(city, somjai, { meals: 1 });
  await cook(city, noodleShop);
  await carry(city, oh);
  await city.passes(HOUR);
  await city.passes(2 * HOUR);
  expect((await newestOrder(city)).state).toBe('failed');
}

/** A small city where everything has happened once, and nothing went wrong. */
export async function playStory(start: TestCity): Promise<Watched> {
  const watched = watch(start);
  const { city } = watched;
  // The first call to the platform is slow on a busy machine, and may not be waited for.
  await city.says(wilai, 'สวัสดี');
  await city.passes(MINUTE);
  await openCampaign(city);
  await joinShop(city, noodleShop);
  await joinShop(city, halalShop, { name: 'ครัวฮาลาล', halal: 'แม่ครัวเป็นมุสลิม', pin: { latitude: 7.06, longitude: 100.53 } });
  await joinRider(city, ek);
  await joinRider(city, oh, { name: 'โอ', pay: 'อาสาไม่รับค่าส่ง' });
  await registerResident(city, somjai, { name: 'สมใจ4712' });
  await applyAsResident(city, mali, { ...MALI, quarantine: '2026-12-01' });
  await city.taps(coordinator, 'อนุมัติ');
  await registerResident(city, yaiAiad, { name: 'ยายเอียด4713', diet: 'ฮาลาล' });
  await placeOrder(city, mali);
  await cook(city, noodleShop);
  await (await watched.observed.signIn(oh)).get('/api/rider');
  await carry(city, ek);
  await (await watched.observed.signIn(ek)).get('/api/rider');
  await handOver(city, ek);
  await placeOrder(city, yaiAiad, { meals: 1 });
  await city.says(yaiAiad, 'ยกเลิก');
  await city.taps(yaiAiad, 'ยกเลิก');
  await give(city, watched);
  await collect(city);
  await atTheCounter(city, watched);
  await giveFood(city);
  await spoil(city);
  await city.passes(20 * HOUR);
  await city.passes(MINUTE);
  // Two orders are under way when the story ends: one with its rider, one that a shop is asked about.
  await placeOrder(city, mali, { meals: 1 });
  await cook(city, noodleShop);
  await city.taps(ek, 'รับงานนี้');
  await placeOrder(city, yaiAiad, { meals: 1 });
  watched.observed.look();
  return watched;
}
