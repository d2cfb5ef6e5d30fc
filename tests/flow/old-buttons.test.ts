import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DAY } from '../../bot/limits.ts';
import { questions } from '../../bot/messages/text/th/questions.ts';
import { people } from '../support/people.ts';
import {
  applyAsResident,
  dump,
  expectSound,
  fillOrder,
  handOver,
  joinRider,
  joinShop,
  openCampaign,
  placeOrder,
  newestOrder,
} from '../support/steps.ts';
import { startCity } from '../support/test-city.ts';
import type { TestCity } from '../support/test-city.ts';

const { coordinator, treasurer, mali, somjai, noodleShop, ek, wit } = people;

let city: TestCity;
/** Buttons of a week ago, by what they say and who had them. */
const kept: { who: string; label: string; action: object }[] = [];

function keep(who: string, ...labels: string[]): void {
  for (const label of labels) kept.push({ who, label, action: city.button(who, label).action });
}

async function tapsAndKeeps(who: string, label: string): Promise<void> {
  keep(who, label);
  await city.taps(who, label);
}

/** One of everything, done to its end, with every button on the way kept. */
beforeAll(async () => {
  city = await startCity();
  await openCampaign(city);
  await joinShop(city, noodleShop);
  await joinRider(city, ek);
  keep(coordinator, 'รับเข้าร่วม', 'ยังไม่รับ');
  await applyAsResident(city, mali);
  keep(coordinator, 'ไม่ตรงเงื่อนไข');
  await tapsAndKeeps(coordinator, 'อนุมัติ');
  await city.says(mali, 'ขอข้าว');
  await tapsAndKeeps(mali, '2 มื้อ');
  await tapsAndKeeps(mali, 'เร็วที่สุด');
  await tapsAndKeeps(mali, 'ส่งถึงบ้าน');
  keep(mali, 'แก้ไข', 'ย้อนกลับ', 'หยุดไว้ก่อน');
  await tapsAndKeeps(mali, 'ยืนยัน');
  keep(mali, 'ยกเลิกมื้อนี้');
  keep(noodleShop, 'ไม่สะดวก');
  await tapsAndKeeps(noodleShop, 'รับทำ');
  keep(noodleShop, 'ทำต่อไม่ได้');
  await tapsAndKeeps(noodleShop, 'เริ่มทำแล้ว');
  await tapsAndKeeps(noodleShop, 'ทำเสร็จแล้ว');
  keep(ek, 'รับงานนี้', 'ไม่สะดวก');
  await city.taps(ek, 'รับงานนี้');
  keep(ek, 'คืนงานนี้', 'มีปัญหา', 'รับอาหารแล้ว');
  await city.taps(ek, 'รับอาหารแล้ว');
  await city.says(ek, (await newestOrder(city)).pick_up_code);
  keep(ek, 'ส่งถึงมือแล้ว', 'วางหน้าบ้านแล้ว');
  await handOver(city, ek);
  await city.says(mali, 'ได้รับแล้ว');
  await city.says(wit, 'ปันอิ่ม 10 มื้อ');
  await tapsAndKeeps(wit, 'ยืนยัน');
  kept.push({ who: wit, label: 'withdraw', action: { type: 'postback', data: `pledge_withdraw?pledge=${await onlyPledge()}&v=1` } });
  await city.sendsPhoto(wit);
  keep(treasurer, 'เงินเข้าแล้ว');
  await city.taps(treasurer, 'เงินเข้าแล้ว');
  await tapsAndKeeps(treasurer, '500 บาท');
  await city.says(treasurer, 'KBANK 5');
  await tapsAndKeeps(treasurer, 'ยืนยัน');
  await city.says(somjai, 'คุยกับคน');
  await city.says(somjai, 'ขอคุยด้วยหน่อยค่ะ');
  await tapsAndKeeps(coordinator, 'รับทราบ');
  await city.passes(7 * DAY);
});
afterEach(() => expectSound(city));
afterAll(() => city.close());

async function onlyPledge(): Promise<string> {
  return (await city.service.deps.db.selectFrom('pledge').select('id').executeTakeFirstOrThrow()).id;
}

async function tapOld(who: string, action: object): Promise<string> {
  city.hears(who);
  await city.platform.tap(who, action);
  await city.settle();
  return city.hears(who);
}

test('each button of last week gets a kind answer, and nothing has changed', async () => {
  expect(kept.length).toBeGreaterThan(25);
  const before = await dump(city);
  for (const { who, label, action } of kept) {
    const heard = await tapOld(who, action);
    expect(heard, label).toMatch(/ค่ะ|คะ/u);
    expect(await dump(city), label).toEqual(before);
  }
});

test('an answer to a question of last week shows the question of today, which stays as it is', async () => {
  await city.says(mali, 'ขอข้าว');
  await city.says(mali, '3');
  for (const { who, label, action } of kept.filter(
    (each) => each.who === mali && ['2 มื้อ', 'เร็วที่สุด', 'ยืนยัน', 'แก้ไข', 'ย้อนกลับ', 'หยุดไว้ก่อน'].includes(each.label),
  )) {
    expect(await tapOld(who, action), label).toContain(questions['order.time'].ask);
  }
  await city.taps(mali, 'มื้อเย็น');
  await city.taps(mali, 'ไปรับเองที่ร้าน');
  await city.taps(mali, 'ยืนยัน');
  expect(await newestOrder(city)).toMatchObject({ meals: 3, meal_time: 'evening' });
});

test('with an order under way, an old answer shows where the food is', async () => {
  const { action } = kept.find((each) => each.label === 'เร็วที่สุด') ?? { action: {} };
  expect(await tapOld(mali, action)).toContain((await newestOrder(city)).hand_over_code);
  await city.taps(mali, 'ยกเลิกมื้อนี้');
});

test('an old button that is refused in the middle of a form does not take the form away', async () => {
  await fillOrder(city, mali);
  const cancel = kept.find((each) => each.label === 'ยกเลิกมื้อนี้');
  await tapOld(mali, cancel?.action ?? {});
  await city.says(mali, 'ยืนยัน');
  expect(await newestOrder(city)).toMatchObject({ state: 'placed', meals: 2 });
  await city.taps(mali, 'ยกเลิกมื้อนี้');
});

test('cancelling twice and a week later says the same, and gives coupons back once', async () => {
  await placeOrder(city, mali, { time: 'มื้อเย็น' });
  const { action } = city.button(mali, 'ยกเลิกมื้อนี้');
  await tapOld(mali, action);
  await city.passes(DAY);
  const before = await dump(city);
  expect(await tapOld(mali, action)).toContain('ยกเลิก');
  expect(await dump(city)).toEqual(before);
});
