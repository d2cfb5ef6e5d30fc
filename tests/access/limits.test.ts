import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { PAGE_HEADER } from '../../bot/liff-api/contract.ts';
import {
  CALLERS_KEPT,
  FILES_A_MINUTE,
  MINUTE,
  PUBLIC_READS_A_MINUTE_AND_ADDRESS,
  READS_A_MINUTE,
  SECOND,
  SIGN_INS_A_MINUTE,
  SIGN_INS_A_MINUTE_AND_ADDRESS,
  WRITES_A_MINUTE,
  WRONG_SIGNATURES_A_MINUTE_AND_ADDRESS,
} from '../../bot/limits.ts';
import { createTokenBucket } from '../../bot/token-bucket.ts';
import { lineId, signIn } from '../liff-api/world.ts';
import { CHANNEL_SECRET, openHouse } from './house.ts';
import type { House } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
/** Time heals: each test begins with full buckets. */
beforeEach(() => {
  house.clock.at += MINUTE;
});

const PHONE = '203.0.113.7';
const OTHER = '203.0.113.8';

async function times(count: number, ask: () => PromiseLike<{ status: number }>): Promise<Set<number>> {
  const statuses = new Set<number>();
  for (let asked = 0; asked < count; asked += 1) statuses.add((await ask()).status);
  return statuses;
}

/** Honest: says what is wrong, and when to come again. */
async function expectTooMany(answer: Response): Promise<void> {
  expect(answer.status).toBe(429);
  const seconds = Number(answer.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  const body: unknown = await answer.json();
  expect(body).toMatchObject({ error: 'too_many_requests' });
}

const get = (path: string, from: string): Promise<Response> => fetch(`${house.url}${path}`, { headers: { 'X-Forwarded-For': from } });

async function postSession(from: string, idToken: string): Promise<Response> {
  return fetch(`${house.url}/api/session`, {
    method: 'POST',
    headers: { 'X-Forwarded-For': from, [PAGE_HEADER]: '1', 'Content-Type': 'application/json' },
    body: JSON.stringify({ idToken }),
  });
}

async function postWebhook(from: string, secret: string): Promise<Response> {
  const body = '{"destination":"U0","events":[]}';
  const signature = createHmac('sha256', secret).update(body).digest('base64');
  return fetch(`${house.url}/webhook`, { method: 'POST', headers: { 'X-Forwarded-For': from, 'x-line-signature': signature }, body });
}

test('a member who taps without end is slowed down, others are not, and time heals it', async () => {
  const page = await signIn(house, lineId(1));
  const other = await signIn(house, lineId(2));
  expect(await times(WRITES_A_MINUTE, () => page.post('/orders', {}))).toEqual(new Set([400]));
  const tooMany = await page.post('/orders', {});
  expect([tooMany.status, tooMany.body, tooMany.get('Retry-After')]).toEqual([
    429,
    { error: 'too_many_requests', detail: { seconds: 1 } },
    '1',
  ]);
  expect((await page.get('/me')).status).toBe(200);
  expect((await other.post('/orders', {})).status).toBe(400);
  house.clock.at += SECOND;
  expect((await page.post('/orders', {})).status).toBe(400);
});

test('a member counts once, from whatever addresses', async () => {
  const page = await signIn(house, lineId(1));
  let at = 0;
  const ask = (): PromiseLike<{ status: number }> => page.get('/me').set('X-Forwarded-For', `203.0.113.${(at += 1) % 200}`);
  expect(await times(READS_A_MINUTE, ask)).toEqual(new Set([200]));
  expect((await ask()).status).toBe(429);
});

test('papers are drawn for a member a few times a minute', async () => {
  const page = await signIn(house, lineId(1));
  const ask = (): PromiseLike<{ status: number }> => page.get('/receipts/2569-000001.pdf');
  expect(await times(FILES_A_MINUTE, ask)).toEqual(new Set([404]));
  expect((await ask()).status).toBe(429);
  expect((await page.get('/donor')).status).toBe(200);
});

test('a clock that is set back holds nobody up', () => {
  let now = house.clock.at;
  const bucket = createTokenBucket({ now: () => now }, 2);
  expect([bucket.take('phone'), bucket.take('phone'), bucket.take('phone')]).toEqual([undefined, undefined, 30]);
  now -= 60 * MINUTE;
  expect(bucket.take('phone')).toBe(30);
  now += MINUTE / 2;
  expect(bucket.take('phone')).toBeUndefined();
});

test('sign-ins are bounded by address, far above what one person needs', async () => {
  const token = 'x'.repeat(40);
  expect(await times(SIGN_INS_A_MINUTE_AND_ADDRESS, () => postSession(PHONE, token))).toEqual(new Set([401]));
  await expectTooMany(await postSession(PHONE, token));
  expect((await postSession(OTHER, token)).status).toBe(401);
});

test('one person signs in a few times a minute; others behind the same address are not held up', async () => {
  const token = await house.token(lineId(1));
  expect(await times(SIGN_INS_A_MINUTE, () => postSession(PHONE, token))).toEqual(new Set([200]));
  await expectTooMany(await postSession(PHONE, token));
  expect((await postSession(PHONE, await house.token(lineId(2)))).status).toBe(200);
});

test('a whole neighbourhood behind one address signs in, reads and taps at once', async () => {
  const people = Array.from({ length: 100 }, (_none, index) => lineId(0x100 + index));
  const pages = await Promise.all(people.map((person) => signIn(house, person)));
  const asked = pages.flatMap((page) => [page.get('/resident'), page.get('/donor'), page.get('/privacy'), page.post('/orders', {})]);
  const statuses = (await Promise.all(asked)).map((answer) => answer.status);
  expect(new Set(statuses)).toEqual(new Set([200, 400]));
});

test('what anyone may read has a bound by address', async () => {
  const paths = ['/public', '/public/data.json', '/public/qr/nothing-here.png', '/public/books/2026-11-01.jsonl'];
  let at = 0;
  const ask = (): Promise<Response> => get(paths[(at += 1) % paths.length] ?? '', PHONE);
  expect(await times(PUBLIC_READS_A_MINUTE_AND_ADDRESS, ask)).toEqual(new Set([200, 404]));
  await expectTooMany(await ask());
  expect((await get('/public', OTHER)).status).toBe(200);
  expect((await get('/healthz', PHONE)).status).toBe(200);
});

test('wrong signatures are limited and no longer logged; a right one never is', async () => {
  const before = house.logged.length;
  expect(await times(WRONG_SIGNATURES_A_MINUTE_AND_ADDRESS, () => postWebhook(PHONE, 'guess'))).toEqual(new Set([401]));
  const warned = (): number => house.logged.slice(before).filter(({ message }) => message.startsWith('webhook signature')).length;
  expect(warned()).toBe(WRONG_SIGNATURES_A_MINUTE_AND_ADDRESS);
  await expectTooMany(await postWebhook(PHONE, 'guess'));
  expect(warned()).toBe(WRONG_SIGNATURES_A_MINUTE_AND_ADDRESS);
  expect(await times(200, () => postWebhook(PHONE, CHANNEL_SECRET))).toEqual(new Set([200]));
  expect((await postWebhook(OTHER, 'guess')).status).toBe(401);
  house.clock.at += MINUTE;
  expect((await postWebhook(PHONE, 'guess')).status).toBe(401);
});

/** The port is on loopback, so whoever calls here stands where a proxy would. */
const SAME_CALLER: [string, string, string][] = [
  ['what stands in front of the address that our proxy saw', PHONE, `1.2.3.4, ${PHONE}`],
  ['words in front of it', PHONE, `unknown, <script>, ${PHONE}`],
  ['an address of our own network in front of it', PHONE, `10.0.0.9, ${PHONE}`],
  ['a second proxy of ours behind it', PHONE, `${PHONE}, 10.0.0.2, 192.168.1.1`],
  ['an address written as IPv6', PHONE, `::ffff:${PHONE}`],
  ['another phone of the same IPv6 network', '2001:db8:1:2::3', '2001:0db8:0001:0002:ffff:ffff:ffff:ffff'],
  ['the same network with a shorter address', '2001:db8:0:0:1::', '2001:db8::9'],
  ['words instead of an address', 'unknown', 'something else'],
  ['nothing at all', '', '127.0.0.1'],
];
test.each(SAME_CALLER)('%s makes no other caller', async (_what, one, same) => {
  await times(WRONG_SIGNATURES_A_MINUTE_AND_ADDRESS, () => postWebhook(one, 'guess'));
  expect((await postWebhook(same, 'guess')).status).toBe(429);
});

test.each([
  ['2001:db8:1:2::1', '2001:db8:1:3::1'],
  ['::1:2', '2001:db8::1:2'],
  [PHONE, OTHER],
])('%s and %s are two callers', async (one, other) => {
  await times(WRONG_SIGNATURES_A_MINUTE_AND_ADDRESS, () => postWebhook(one, 'guess'));
  expect((await postWebhook(other, 'guess')).status).toBe(401);
});

test('callers are forgotten in the order in which they were seen last, so that a limit takes no more than its room', () => {
  const bucket = createTokenBucket(house.deps.clock, 1);
  expect([bucket.take('first'), bucket.take('first')]).toEqual([undefined, 60]);
  for (let more = 0; more < CALLERS_KEPT - 2; more += 1) bucket.take(`caller ${more}`);
  expect(bucket.take('first')).toBe(60);
  for (let more = 0; more < CALLERS_KEPT; more += 1) bucket.take(`further ${more}`);
  expect(bucket.take('first')).toBeUndefined();
});
