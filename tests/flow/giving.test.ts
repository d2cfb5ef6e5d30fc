import { createServer } from 'node:http';
import { once } from 'node:events';
import { anyId, slipVerify } from 'promptparse/generate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Row } from '../../db/schema.ts';
import { DAY } from '../../bot/limits.ts';
import { drawPicture } from '../slips/draw-slip.ts';
import { people } from '../support/people.ts';
import { seededRandom } from '../support/seeded-chance.ts';
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
  settleIn,
} from '../support/steps.ts';
import { startCity } from '../support/test-city.ts';
import type { TestCity } from '../support/test-city.ts';

const { treasurer, mali, somjai, noodleShop, ek, wit, wilai } = people;

let city: TestCity;
beforeEach(async () => {
  city = await startCity();
});
afterEach(async () => {
  await expectSound(city);
  await city.close();
});

/** A slip as a bank app makes it; PNG so that nothing is lost on the way. */
function slip(reference: string, bank = '004'): Uint8Array {
  return readable(slipVerify({ sendingBank: bank, transRef: reference }));
}

function readable(payload: string): Uint8Array {
  // The picture of one seed that is neither tiny nor turned; the reader's own tests draw the hard ones.
  return drawPicture(seededRandom(7), payload, true).bytes;
}

async function pledges(): Promise<Row<'pledge'>[]> {
  return city.service.deps.db.selectFrom('pledge').selectAll().orderBy('id').execute();
}

async function newestPledge(): Promise<Row<'pledge'>> {
  const newest = (await pledges()).at(-1);
  if (newest === undefined) throw new Error('nobody has pledged');
  return newest;
}

async function give(who: string, words = 'ปันอิ่ม 10 มื้อ'): Promise<Row<'pledge'>> {
  await city.follows(who);
  await city.says(who, words);
  await city.taps(who, 'ยืนยัน');
  return newestPledge();
}

async function moneyIn(pledge: Row<'pledge'>, reference: string): Promise<void> {
  await forges(city, treasurer, `confirm_money?pledge=${pledge.id}&v=1`);
  await city.taps(treasurer, `${(pledge.amount_satang / 100).toLocaleString('en-US')} บาท`);
  await city.says(treasurer, reference);
  await city.taps(treasurer, 'ยืนยัน');
}

async function donorPage(who: string) {
  const { body } = await (await city.signIn(who)).get('/api/donor');
  return body as Record<string, never> & { pledges: Record<string, unknown>[] };
}

test('a gift in meals: the check page says what will be transferred, and is anonymous, once, where it is needed most', async () => {
  await openCampaign(city);
  await city.follows(wit);
  await city.says(wit, 'ปันอิ่ม 10 มื้อ');
  const check = city.hears(wit);
  for (const words of ['ยอดโอน 500 บาท', 'ครั้งเดียว', 'ที่ต้องการมากที่สุด', 'ไม่บอกชื่อ']) expect(check).toContain(words);
  await city.taps(wit, 'ยืนยัน');
  expect(await newestPledge()).toMatchObject({
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
  const pledge = await newestPledge();
  expect(pledge).toMatchObject({ meals: null, amount_satang: 300_00, is_anonymous: 0, is_monthly: 1 });
  expect(pledge.donor_name_sealed).not.toContain('วิทย์');
  expect(city.service.deps.sealer.open(pledge.donor_name_sealed ?? '')).toBe('วิทย์ ใจดี');
  await moneyIn(pledge, 'KBANK 300');
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
  expect((await pledges()).length).toBe(1);
});

test('a monthly gift comes again a month after its money, and again, until the donor ends it', async () => {
  await openCampaign(city, { ends: 'อีก 300 วัน' });
  const first = await give(wit, 'ปันอิ่ม 10 มื้อ ทุกเดือน');
  await city.passes(30 * DAY);
  expect((await pledges()).map(({ state }) => state)).toEqual(['failed']);
  await moneyIn(first, 'MONTH 0001');
  await city.says(wit, 'ขอบคุณ');
  expect(city.hears(wit)).toContain('ครั้งต่อไป');
  await city.passes(29 * DAY);
  expect((await pledges()).length).toBe(1);
  await city.passes(3 * DAY);
  const second = await newestPledge();
  expect(second).toMatchObject({ follows: first.id, is_monthly: 1, state: 'pledged', meals: 10, amount_satang: 500_00 });
  const again = city.hears(wit);
  expect(again).toContain('ถึงรอบให้ประจำเดือน');
  expect(second.reference).not.toBe(first.reference);
  await moneyIn(second, 'MONTH 0002');
  await city.says(wit, 'การให้ของฉัน');
  await city.taps(wit, 'หยุดให้รายเดือน');
  expect(city.hears(wit)).toContain('หยุดให้รายเดือนแล้ว');
  await city.passes(40 * DAY);
  expect((await pledges()).length).toBe(2);
  expect(await forges(city, wit, `pledge_withdraw?pledge=${second.id}&v=1`)).toContain('ปิดไปแล้ว');
});

test('a month that is not paid ends the series, and so does a withdrawn promise', async () => {
  await openCampaign(city, { ends: 'อีก 300 วัน' });
  await moneyIn(await give(wit, 'ปันอิ่ม 1 มื้อ ทุกเดือน'), 'MONTH 0001');
  await moneyIn(await give(wilai, 'ปันอิ่ม 2 มื้อ ทุกเดือน'), 'MONTH 0002');
  await city.passes(31 * DAY);
  expect((await pledges()).map(({ state, meals }) => `${state} ${meals}`)).toEqual(['received 1', 'received 2', 'pledged 1', 'pledged 2']);
  await city.taps(wilai, 'ยกเลิกการให้');
  await city.passes(8 * DAY);
  await city.passes(60 * DAY);
  expect((await pledges()).map(({ state, meals }) => `${state} ${meals}`)).toEqual(['received 1', 'received 2', 'failed 1', 'withdrawn 2']);
});

test('while no campaign is open a monthly gift waits, and goes on with the next one', async () => {
  await openCampaign(city, { ends: 'อีก 20 วัน' });
  await moneyIn(await give(wit, 'ปันอิ่ม 1 มื้อ ทุกเดือน'), 'MONTH 0001');
  await city.passes(33 * DAY);
  expect((await pledges()).length).toBe(1);
  await openCampaign(city, { name: 'ปันอิ่มปีใหม่', baht: 0 });
  await city.passes(8 * DAY);
  expect(await newestPledge()).toMatchObject({ state: 'pledged', is_monthly: 1 });
  expect(city.hears(wit)).toContain('ปันอิ่มปีใหม่');
});

test('a slip is read: the treasurer has bank and reference at hand, and it is still no money', async () => {
  await openCampaign(city, { baht: 0 });
  const pledge = await give(wit);
  await city.sendsPhoto(wit, slip('015073144041ATF00999'));
  const row = await city.service.deps.db.selectFrom('slip').selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({ reading: 'read', bank: '004', transaction_reference: '015073144041ATF00999' });
  expect((await city.service.deps.db.selectFrom('posting').select('id').execute()).length).toBe(0);
  const { body } = await (await city.signIn(treasurer)).get('/api/treasurer');
  expect(body['pledges']).toMatchObject([
    { pledge: pledge.id, slip: { reading: 'read', bank: '004', bankReference: '015073144041ATF00999' } },
  ]);
  await city.says(treasurer, 'เงินเข้า');
  expect(city.hears(treasurer)).toContain('015073144041ATF00999');
  await city.taps(treasurer, 'เงินเข้าแล้ว');
  await city.taps(treasurer, '500 บาท');
  await city.taps(treasurer, '015073144041ATF00999');
  await city.taps(treasurer, 'ยืนยัน');
  expect((await newestPledge()).state).toBe('received');
});

test('the same slip twice for one promise is fine; for another promise or by another person it is kindly refused', async () => {
  await openCampaign(city, { baht: 0 });
  const first = await give(wit);
  const picture = slip('2026112299887766');
  await city.sendsPhoto(wit, picture);
  await city.sendsPhoto(wit, picture);
  expect((await pledges()).map(({ state }) => state)).toEqual(['claimed']);
  const other = await give(wilai, 'ปันอิ่ม 4 มื้อ');
  city.hears(wilai);
  await city.sendsPhoto(wilai, picture);
  const heard = city.hears(wilai);
  expect(heard).toContain('สลิปนี้เคยใช้แล้ว');
  expect(heard).not.toContain(first.reference);
  expect((await pledges()).map(({ state }) => state)).toEqual(['claimed', 'pledged']);
  const { body } = await (await city.signIn(treasurer)).get('/api/treasurer');
  expect(body['pledges']).toMatchObject([
    { pledge: first.id, slip: { reading: 'read', bankReference: '2026112299887766' } },
    { pledge: other.id, slip: { reading: 'used' } },
  ]);
  expect((await donorPage(wilai)).pledges).toMatchObject([{ state: 'pledged', slip: 'used' }]);
  await city.sendsPhoto(wilai, slip('2026112200000001', '014'));
  expect((await pledges()).map(({ state }) => state)).toEqual(['claimed', 'claimed']);
});

test('a slip that stands under an own promise claims no second one, and another slip keeps its claim', async () => {
  await openCampaign(city, { baht: 0 });
  await give(wit);
  await city.sendsPhoto(wit, slip('AAA0000000000001'));
  await give(wit, 'ปันอิ่ม 2 มื้อ');
  await city.sendsPhoto(wit, slip('AAA0000000000002'));
  await city.sendsPhoto(wit, slip('AAA0000000000001'));
  expect((await pledges()).map(({ state }) => state)).toEqual(['claimed', 'claimed']);
  const readings = await city.service.deps.db.selectFrom('slip').select('reading').orderBy('id').execute();
  expect(readings.map(({ reading }) => reading)).toEqual(['read', 'read', 'used']);
});

test('pictures that are no slip keep the claim, and the donor hears what would help', async () => {
  await openCampaign(city, { baht: 0 });
  await give(wit);
  await city.sendsPhoto(wit, readable(anyId({ type: 'MSISDN', target: '0812345678', amount: 500 })));
  await city.says(wit, 'ขอบคุณ');
  expect(city.hears(wit)).toContain('ไม่ใช่สลิป');
  await city.sendsPhoto(wit);
  await city.says(wit, 'ขอบคุณ');
  expect(city.hears(wit)).toContain('อ่านคิวอาร์ในสลิปไม่ได้');
  expect((await pledges()).map(({ state }) => state)).toEqual(['claimed']);
  const readings = await city.service.deps.db.selectFrom('slip').select('reading').orderBy('id').execute();
  expect(readings.map(({ reading }) => reading)).toEqual(['other_code', 'not_a_picture']);
});

test('a slip through the page is read like one in the chat; a file that is no picture is refused, and so is another person', async () => {
  await openCampaign(city, { baht: 0 });
  const pledge = await give(wit);
  const phone = await city.signIn(wit);
  const picture = slip('LIFF000000000001');
  const type = picture[0] === 0xff ? 'image/jpeg' : 'image/png';
  expect(await phone.send(`/api/pledges/${pledge.id}/slip`, new TextEncoder().encode('%PDF-1.7'), 'image/png')).toMatchObject({
    status: 422,
    body: { error: 'picture_unreadable' },
  });
  expect((await pledges()).map(({ state }) => state)).toEqual(['pledged']);
  await city.follows(wilai);
  expect((await (await city.signIn(wilai)).send(`/api/pledges/${pledge.id}/slip`, picture, type)).status).toBe(404);
  expect(await phone.send(`/api/pledges/${pledge.id}/slip`, picture, type)).toMatchObject({ status: 200 });
  expect((await donorPage(wit)).pledges).toMatchObject([{ state: 'claimed', slip: 'read' }]);
});

test('a slip that was kept but not read when the service died is read when it is back', async () => {
  await openCampaign(city, { baht: 0 });
  await give(wit);
  await city.sendsPhoto(wit, slip('CRASH00000000001'));
  await city.service.deps.db.updateTable('slip').set({ reading: null, bank: null, transaction_reference: null }).execute();
  await city.restart();
  await city.settle();
  expect(await city.service.deps.db.selectFrom('slip').select(['reading', 'transaction_reference']).execute()).toEqual([
    { reading: 'read', transaction_reference: 'CRASH00000000001' },
  ]);
});

async function couponsLeft(who: string): Promise<number> {
  const { body } = await (await city.signIn(who)).get('/api/resident');
  return (body['coupons'] as { left: number }).left;
}

test('a resident gives coupons back: the money is free again, and today they are a giver', async () => {
  await settleIn(city, { residents: [mali] }, { baht: 500 });
  await city.says(mali, 'คูปองเหลือเท่าไหร่');
  await city.taps(mali, 'คืนคูปอง');
  await city.says(mali, '2');
  expect(city.hears(mali)).toContain('2 มื้อ');
  await city.taps(mali, 'ยืนยัน');
  const heard = city.hears(mali);
  expect(heard).toContain('วันนี้คุณเป็นผู้ให้');
  expect(heard).toContain('คูปองเหลือ 8 มื้อ');
  expect(await couponsLeft(mali)).toBe(8);
  await city.says(mali, 'คืนคูปอง');
  await city.says(mali, '3');
  await city.taps(mali, 'ยืนยัน');
  expect((await donorPage(mali))['gaveBack']).toEqual([{ day: '2026-11-23', meals: 5 }]);
  const free = await city.service.deps.db
    .selectFrom('account')
    .select('balance')
    .where('code', 'like', 'fund/%/free')
    .executeTakeFirstOrThrow();
  expect(free.balance).toBe(250_00);
});

test('giving back on the page: no more than there is, nothing of nobody, and the same tap once', async () => {
  await settleIn(city, { residents: [mali] });
  const phone = await city.signIn(mali);
  expect(await phone.post('/api/coupons/give-back', { coupons: 11, of: 10 })).toMatchObject({
    status: 422,
    body: { error: 'not_enough_coupons', detail: { left: 10 } },
  });
  expect(await phone.post('/api/coupons/give-back', { coupons: 1, of: 9 })).toMatchObject({
    status: 409,
    body: { error: 'order_changed' },
  });
  const key = '11111111-1111-4111-8111-111111111111';
  for (let tap = 0; tap < 2; tap += 1)
    expect(await phone.post('/api/coupons/give-back', { coupons: 10, of: 10 }, key)).toMatchObject({
      status: 200,
      body: { coupons: { left: 0 } },
    });
  expect(await phone.post('/api/coupons/give-back', { coupons: 1, of: 1 })).toMatchObject({
    status: 422,
    body: { error: 'no_coupon_left' },
  });
  await city.follows(wit);
  expect(await (await city.signIn(wit)).post('/api/coupons/give-back', { coupons: 1, of: 1 })).toMatchObject({
    body: { error: 'not_registered' },
  });
  city.hears(mali);
  await city.says(mali, 'คืนคูปอง');
  expect(city.hears(mali)).toContain('คูปองหมดแล้ว');
});

test("a donor sees which meals the money became, by community and day, and nobody's name", async () => {
  await openCampaign(city, { baht: 0 });
  await moneyIn(await give(wit, 'ปันอิ่ม 12 มื้อ'), 'LINEAGE 01');
  await joinShop(city, noodleShop);
  await joinRider(city, ek);
  await registerResident(city, mali, { name: 'มะลิวัลย์', landmark: 'ข้างมัสยิดประตูสีฟ้า', phone: '0898765432' });
  await placeOrder(city, mali);
  await cook(city, noodleShop);
  await carry(city, ek);
  await handOver(city, ek);
  const page = await donorPage(wit);
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
  expect((await donorPage(somjai))['lineage']).toMatchObject({ amountSatang: 0, lines: [] });
});

test('a verification service is asked once, and its word is a hint: the treasurer sees it, nothing is booked', async () => {
  const asked: { token: string | undefined; body: unknown }[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      asked.push({ token: request.headers.authorization, body: JSON.parse(text) });
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ amount: '500.00', time: '2026-11-22T09:30:00+07:00', receiver: 'มูลนิธิปันอิ่ม' }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await city.close();
  city = await startCity({ slipVerifier: { url: `http://127.0.0.1:${port}/verify`, token: 'verifier-token' } });
  await openCampaign(city, { baht: 0 });
  await give(wit);
  await city.sendsPhoto(wit, slip('VERIFY0000000001'));
  expect(asked).toEqual([{ token: 'Bearer verifier-token', body: { bank: '004', transactionReference: 'VERIFY0000000001' } }]);
  const { body } = await (await city.signIn(treasurer)).get('/api/treasurer');
  expect(body['pledges']).toMatchObject([
    { state: 'claimed', slip: { verified: { amountSatang: 500_00, at: Date.parse('2026-11-22T09:30:00+07:00'), receiver: 'มูลนิธิปันอิ่ม' } } },
  ]);
  server.close();
  server.closeAllConnections();
});
