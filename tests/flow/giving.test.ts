import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY } from '../../bot/limits.ts';
import { donorPage, give, moneyIn, newestPledge, pledges } from '../support/giving.ts';
import { people } from '../support/people.ts';
import {
  carry,
  cook,
  expectSound,
  forges,
  handOver,
  joinRider,
  joinShop,
  memberIdOf,
  openCampaign,
  placeOrder,
  registerResident,
} from '../support/steps.ts';
import { startCity } from '../support/test-city.ts';
import type { TestCity } from '../support/test-city.ts';

const { mali, somjai, noodleShop, ek, wit, wilai } = people;

let city: TestCity;
beforeEach(async () => {
  city = await startCity();
});
afterEach(async () => {
  await expectSound(city);
  await city.close();
});

test('a gift in meals: the check page says what will be transferred, and is anonymous, once, where it is needed most', async () => {
  await openCampaign(city);
  await city.follows(wit);
  await city.says(wit, 'ปันอิ่ม 10 มื้อ');
  const check = city.hears(wit);
  for (const words of ['ยอดโอน 500 บาท', 'ครั้งเดียว', 'ที่ต้องการมากที่สุด', 'ไม่บอกชื่อ']) expect(check).toContain(words);
  await city.taps(wit, 'ยืนยัน');
  expect(await newestPledge(city)).toMatchObject({
    meals: 10,
    amount_satang: 500_00,
    is_anonymous: 1,
    is_monthly: 0,
    community_id: null,
    donor_name_sealed: null,
  });
  expect(city.hears(wit)).toContain('แอปธนาคาร');
});

test('a gift in baht, monthly, for one community, with a name: the name is sealed, the money keeps its community', async () => {
  await openCampaign(city);
  await city.follows(wit);
  await city.says(wit, 'บริจาค 300 บาท ทุกเดือน');
  expect(city.hears(wit)).toContain('ทุกเดือน');
  await city.taps(wit, 'แก้ ให้ที่ไหน');
  await city.taps(wit, 'เลือกชุมชน');
  await city.says(wit, 'ป้อม 6');
  await city.taps(wit, 'แก้ ชื่อผู้ให้');
  await city.taps(wit, 'ใส่ชื่อผู้ให้');
  await city.says(wit, 'วิทย์ ใจดี');
  const check = city.hears(wit);
  for (const words of ['ยอดโอน 300 บาท', 'ป้อม 6', 'วิทย์ ใจดี']) expect(check).toContain(words);
  await city.taps(wit, 'ยืนยัน');
  expect(city.hears(wit)).toContain('ชุมชน ป้อม 6');
  const pledge = await newestPledge(city);
  expect(pledge).toMatchObject({ meals: null, amount_satang: 300_00, is_anonymous: 0, is_monthly: 1 });
  expect(pledge.donor_name_sealed).not.toContain('วิทย์');
  expect(city.service.deps.sealer.open(pledge.donor_name_sealed ?? '')).toBe('วิทย์ ใจดี');
  await moneyIn(city, pledge, 'KBANK 300');
  const receipt = await city.service.deps.db
    .selectFrom('money_receipt')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  expect(receipt).toMatchObject({ pledge_id: pledge.id, community_id: pledge.community_id });
});

test('with two campaigns open one of them can be chosen', async () => {
  await openCampaign(city);
  await openCampaign(city, { name: 'ปันอิ่มสงขลา', baht: 0 });
  await city.follows(wit);
  await city.says(wit, 'ปันอิ่ม 2 มื้อ');
  await city.taps(wit, 'แก้ ให้ที่ไหน');
  await city.taps(wit, 'เลือกโครงการ');
  await city.taps(wit, 'ปันอิ่มสงขลา');
  await city.taps(wit, 'ยืนยัน');
  expect(city.hears(wit)).toContain('ให้โครงการ ปันอิ่มสงขลา');
});

test('the page makes the same promises, finds communities, and refuses one that is none', async () => {
  await openCampaign(city);
  await city.follows(wit);
  const phone = await city.signIn(wit);
  const { communities } = (await phone.get('/api/communities')).body as { communities: { id: string; name: string }[] };
  const community = communities.find(({ name }) => name === 'ป้อม 6');
  const made = await phone.post('/api/pledges', { meals: 3, isMonthly: true, community: community?.id, donorName: 'วิทย์' });
  expect(made.body['pledges']).toMatchObject([{ meals: 3, isMonthly: true, isNamed: true, communityName: 'ป้อม 6', amountSatang: 150_00 }]);
  expect(JSON.stringify(made.body)).not.toContain('วิทย์');
  expect(await phone.post('/api/pledges', { meals: 3, community: 'com_nowhere' })).toMatchObject({ status: 404 });
  expect((await pledges(city)).length).toBe(1);
});

test('a monthly gift comes again a month after its money, and again, until the donor ends it', async () => {
  await openCampaign(city, { ends: 'อีก 300 วัน' });
  const first = await give(city, wit, 'ปันอิ่ม 10 มื้อ ทุกเดือน');
  await city.passes(30 * DAY);
  expect((await pledges(city)).map(({ state }) => state)).toEqual(['failed']);
  await moneyIn(city, first, 'MONTH 0001');
  await city.says(wit, 'ขอบคุณ');
  expect(city.hears(wit)).toContain('ครั้งต่อไป');
  await city.passes(29 * DAY);
  expect((await pledges(city)).length).toBe(1);
  await city.passes(3 * DAY);
  const second = await newestPledge(city);
  expect(second).toMatchObject({ follows: first.id, is_monthly: 1, state: 'pledged', meals: 10, amount_satang: 500_00 });
  const again = city.hears(wit);
  expect(again).toContain('ถึงรอบให้ประจำเดือน');
  expect(second.reference).not.toBe(first.reference);
  await moneyIn(city, second, 'MONTH 0002');
  await city.says(wit, 'การให้ของฉัน');
  await city.taps(wit, 'หยุดให้รายเดือน');
  expect(city.hears(wit)).toContain('หยุดให้รายเดือนแล้ว');
  await city.passes(40 * DAY);
  expect((await pledges(city)).length).toBe(2);
  expect(await forges(city, wit, `pledge_withdraw?pledge=${second.id}&v=1`)).toContain('ปิดไปแล้ว');
});

test('a month that is not paid ends the series, and so does a withdrawn promise', async () => {
  await openCampaign(city, { ends: 'อีก 300 วัน' });
  await moneyIn(city, await give(city, wit, 'ปันอิ่ม 1 มื้อ ทุกเดือน'), 'MONTH 0001');
  await moneyIn(city, await give(city, wilai, 'ปันอิ่ม 2 มื้อ ทุกเดือน'), 'MONTH 0002');
  await city.passes(31 * DAY);
  expect((await pledges(city)).map(({ state, meals }) => `${state} ${meals}`)).toEqual([
    'received 1',
    'received 2',
    'pledged 1',
    'pledged 2',
  ]);
  await city.taps(wilai, 'ยกเลิกการให้');
  await city.passes(8 * DAY);
  await city.passes(60 * DAY);
  expect((await pledges(city)).map(({ state, meals }) => `${state} ${meals}`)).toEqual([
    'received 1',
    'received 2',
    'failed 1',
    'withdrawn 2',
  ]);
});

test('while no campaign is open a monthly gift waits, and goes on with the next one', async () => {
  await openCampaign(city, { ends: 'อีก 20 วัน' });
  await moneyIn(city, await give(city, wit, 'ปันอิ่ม 1 มื้อ ทุกเดือน'), 'MONTH 0001');
  await city.passes(33 * DAY);
  expect((await pledges(city)).length).toBe(1);
  await openCampaign(city, { name: 'ปันอิ่มปีใหม่', baht: 0 });
  await city.passes(8 * DAY);
  expect(await newestPledge(city)).toMatchObject({ state: 'pledged', is_monthly: 1 });
  expect(city.hears(wit)).toContain('ปันอิ่มปีใหม่');
});

test("a donor sees which meals the money became, by community and day, and nobody's name", async () => {
  await openCampaign(city, { baht: 0 });
  await moneyIn(city, await give(city, wit, 'ปันอิ่ม 12 มื้อ'), 'LINEAGE 01');
  await joinShop(city, noodleShop);
  await joinRider(city, ek);
  await registerResident(city, mali, { name: 'มะลิวัลย์', landmark: 'ข้างมัสยิดประตูสีฟ้า', phone: '0898765432' });
  await placeOrder(city, mali);
  await cook(city, noodleShop);
  await carry(city, ek);
  await handOver(city, ek);
  const page = await donorPage(city, wit);
  // Two meals at 45 baht and a ride at 20: 110 baht, all of it this donor's.
  expect(page['lineage']).toEqual({
    amountSatang: 110_00,
    meals: 2,
    communities: 1,
    lines: [{ communityName: 'ป้อม 6', day: '2026-11-23', amountSatang: 110_00, meals: 2 }],
  });
  city.hears(wit);
  await city.says(wit, 'การให้ของฉัน');
  const told = city.hears(wit);
  expect(told).toContain('เงิน 110 บาท ของคุณเป็น 2 มื้อแล้ว');
  for (const marker of ['มะลิวัลย์', 'มัสยิด', '0898765432', mali, await memberIdOf(city, mali)]) {
    expect(JSON.stringify(page)).not.toContain(marker);
    expect(told).not.toContain(marker);
  }
  await city.follows(somjai);
  expect((await donorPage(city, somjai))['lineage']).toMatchObject({ amountSatang: 0, lines: [] });
});
