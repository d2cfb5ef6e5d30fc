import { createServer } from 'node:http';
import { once } from 'node:events';
import { anyId } from 'promptparse/generate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { donorPage, give, newestPledge, pledges, readable, slip } from '../support/giving.ts';
import { people } from '../support/people.ts';
import { expectSound, openCampaign } from '../support/steps.ts';
import { startCity } from '../support/test-city.ts';
import type { TestCity } from '../support/test-city.ts';

const { treasurer, wit, wilai } = people;

let city: TestCity;
beforeEach(async () => {
  city = await startCity();
});
afterEach(async () => {
  await expectSound(city);
  await city.close();
});

test('a slip is read: the treasurer has bank and reference at hand, and it is still no money', async () => {
  await openCampaign(city, { baht: 0 });
  const pledge = await give(city, wit);
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
  expect((await newestPledge(city)).state).toBe('received');
});

test('the same slip twice for one promise is fine; for another promise or by another person it is kindly refused', async () => {
  await openCampaign(city, { baht: 0 });
  const first = await give(city, wit);
  const picture = slip('2026112299887766');
  await city.sendsPhoto(wit, picture);
  await city.sendsPhoto(wit, picture);
  expect((await pledges(city)).map(({ state }) => state)).toEqual(['claimed']);
  const other = await give(city, wilai, 'ปันอิ่ม 4 มื้อ');
  city.hears(wilai);
  await city.sendsPhoto(wilai, picture);
  const heard = city.hears(wilai);
  expect(heard).toContain('สลิปนี้เคยใช้แล้ว');
  expect(heard).not.toContain(first.reference);
  expect((await pledges(city)).map(({ state }) => state)).toEqual(['claimed', 'pledged']);
  const { body } = await (await city.signIn(treasurer)).get('/api/treasurer');
  expect(body['pledges']).toMatchObject([
    { pledge: first.id, slip: { reading: 'read', bankReference: '2026112299887766' } },
    { pledge: other.id, slip: { reading: 'used' } },
  ]);
  expect((await donorPage(city, wilai)).pledges).toMatchObject([{ state: 'pledged', slip: 'used' }]);
  await city.sendsPhoto(wilai, slip('2026112200000001', '014'));
  expect((await pledges(city)).map(({ state }) => state)).toEqual(['claimed', 'claimed']);
});

test('a slip that stands under an own promise claims no second one, and another slip keeps its claim', async () => {
  await openCampaign(city, { baht: 0 });
  await give(city, wit);
  await city.sendsPhoto(wit, slip('AAA0000000000001'));
  await give(city, wit, 'ปันอิ่ม 2 มื้อ');
  await city.sendsPhoto(wit, slip('AAA0000000000002'));
  await city.sendsPhoto(wit, slip('AAA0000000000001'));
  expect((await pledges(city)).map(({ state }) => state)).toEqual(['claimed', 'claimed']);
  const readings = await city.service.deps.db.selectFrom('slip').select('reading').orderBy('id').execute();
  expect(readings.map(({ reading }) => reading)).toEqual(['read', 'read', 'used']);
});

test('pictures that are no slip keep the claim, and the donor hears what would help', async () => {
  await openCampaign(city, { baht: 0 });
  await give(city, wit);
  await city.sendsPhoto(wit, readable(anyId({ type: 'MSISDN', target: '0812345678', amount: 500 })));
  await city.says(wit, 'ขอบคุณ');
  expect(city.hears(wit)).toContain('ไม่ใช่สลิป');
  await city.sendsPhoto(wit);
  await city.says(wit, 'ขอบคุณ');
  expect(city.hears(wit)).toContain('อ่านคิวอาร์ในสลิปไม่ได้');
  expect((await pledges(city)).map(({ state }) => state)).toEqual(['claimed']);
  const readings = await city.service.deps.db.selectFrom('slip').select('reading').orderBy('id').execute();
  expect(readings.map(({ reading }) => reading)).toEqual(['other_code', 'not_a_picture']);
});

test('a slip through the page is read like one in the chat; a file that is no picture is refused, and so is another person', async () => {
  await openCampaign(city, { baht: 0 });
  const pledge = await give(city, wit);
  const phone = await city.signIn(wit);
  const picture = slip('LIFF000000000001');
  const type = picture[0] === 0xff ? 'image/jpeg' : 'image/png';
  expect(await phone.send(`/api/pledges/${pledge.id}/slip`, new TextEncoder().encode('%PDF-1.7'), 'image/png')).toMatchObject({
    status: 422,
    body: { error: 'picture_unreadable' },
  });
  expect((await pledges(city)).map(({ state }) => state)).toEqual(['pledged']);
  await city.follows(wilai);
  expect((await (await city.signIn(wilai)).send(`/api/pledges/${pledge.id}/slip`, picture, type)).status).toBe(404);
  expect(await phone.send(`/api/pledges/${pledge.id}/slip`, picture, type)).toMatchObject({ status: 200 });
  expect((await donorPage(city, wit)).pledges).toMatchObject([{ state: 'claimed', slip: 'read' }]);
});

test('a slip that was kept but not read when the service died is read when it is back', async () => {
  await openCampaign(city, { baht: 0 });
  await give(city, wit);
  await city.sendsPhoto(wit, slip('CRASH00000000001'));
  await city.service.deps.db.updateTable('slip').set({ reading: null, bank: null, transaction_reference: null }).execute();
  await city.restart();
  await city.settle();
  expect(await city.service.deps.db.selectFrom('slip').select(['reading', 'transaction_reference']).execute()).toEqual([
    { reading: 'read', transaction_reference: 'CRASH00000000001' },
  ]);
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
  await give(city, wit);
  await city.sendsPhoto(wit, slip('VERIFY0000000001'));
  expect(asked).toEqual([{ token: 'Bearer verifier-token', body: { bank: '004', transactionReference: 'VERIFY0000000001' } }]);
  const { body } = await (await city.signIn(treasurer)).get('/api/treasurer');
  expect(body['pledges']).toMatchObject([
    { state: 'claimed', slip: { verified: { amountSatang: 500_00, at: Date.parse('2026-11-22T09:30:00+07:00'), receiver: 'มูลนิธิปันอิ่ม' } } },
  ]);
  server.close();
  server.closeAllConnections();
});
