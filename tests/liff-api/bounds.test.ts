import request from 'supertest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PAGE_HEADER } from '../../bot/liff-api/contract.ts';
import { person } from './people.ts';
import { createWorld, freshKey, signIn, lineId } from './world.ts';
import type { World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const wrong: [string, object, string[]][] = [
  ['/orders', {}, ['meals', 'mode', 'mealTime']],
  ['/orders', { meals: 1.5, mode: 'delivery', mealTime: 'now' }, ['meals']],
  ['/orders', { meals: '2', mode: 'flying', mealTime: 'now' }, ['meals', 'mode']],
  ['/orders/ord_1/cancel', { surprise: 1 }, ['surprise']],
  ['/coupons/show', { meals: 0 }, ['meals']],
  ['/me/language', { language: 'xx' }, ['language']],
  ['/me/consent', { purpose: 'contact' }, ['given']],
  ['/pledges', { meals: 'many' }, ['meals']],
];
test.each(wrong)('POST %s %j names the wrong fields', async (path, body, fields) => {
  const page = await person(world, 1);
  const answer = await page.post(path, body);
  expect([answer.status, answer.body]).toEqual([400, { error: 'bad_request', fields }]);
});

const wrongOfRoles = [
  ['coordinator', '/coordinator/screenings/scr_1/decline', { reason: 'rude' }, ['reason']],
  [
    'coordinator',
    '/coordinator/campaigns',
    { name: 'x', faceValueSatang: 4000, couponsPerGrant: 1, deliveryFeeSatang: 0, startsOn: '2026-02-30', endsOn: 'soon' },
    ['name', 'startsOn', 'endsOn'],
  ],
  ['coordinator', '/coordinator/staff', { lineUserId: 'U123', role: 'king' }, ['lineUserId', 'role']],
  ['treasurer', '/treasurer/receipts', { amountSatang: 1, bankReference: ' ab ' }, ['bankReference']],
  ['shop', '/shop/offer', { capacity: -1 }, ['capacity']],
  ['rider', '/rider/trips/tri_1/problem', { problem: 'bored' }, ['problem']],
] as const;
test.each(wrongOfRoles)('a %s posting %s with %j hears which fields', async (...[role, path, body, fields]) => {
  const page = await person(world, 1, role);
  const answer = await page.post(path, body);
  expect([answer.status, answer.body]).toEqual([400, { error: 'bad_request', fields }]);
});

test('a POST needs a UUID as its key', async () => {
  const page = await signIn(world, lineId(1));
  for (const key of ['', 'tap-1', '1']) {
    const answer = await page.post('/pledges', { meals: 1 }, key);
    expect([answer.status, answer.body]).toEqual([400, { error: 'bad_request', fields: ['idempotency-key'] }]);
  }
});

function raw(cookie: string, type: string, body: string | Buffer) {
  return request(world.app)
    .post('/api/pledges')
    .set({ Cookie: cookie, [PAGE_HEADER]: '1', 'Idempotency-Key': freshKey(), 'Content-Type': type })
    .send(body);
}

test('what is no JSON, not sent as JSON, or too much of it', async () => {
  const { cookie } = await signIn(world, lineId(1));
  const broken = await raw(cookie, 'application/json', '{"meals":');
  expect([broken.status, broken.body]).toEqual([400, { error: 'bad_request', fields: ['body'] }]);
  const form = await raw(cookie, 'text/plain', '{"meals":1}');
  expect([form.status, form.body]).toEqual([400, { error: 'bad_request', fields: ['body'] }]);
  const large = await raw(cookie, 'application/json', JSON.stringify({ meals: 1, more: 'x'.repeat(65 * 1024) }));
  expect([large.status, large.body]).toEqual([413, { error: 'too_large' }]);
});

test('a photo is taken only as a JPEG and up to 5 MB', async () => {
  const { cookie } = await person(world, 1, 'rider');
  const left = (type: string, photo: Buffer) =>
    request(world.app)
      .post('/api/rider/trips/tri_1/left-at-door')
      .set({ Cookie: cookie, [PAGE_HEADER]: '1', 'Idempotency-Key': freshKey(), 'Content-Type': type })
      .send(photo);
  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);
  expect((await left('image/jpeg', Buffer.from('<svg/>'))).status).toBe(400);
  expect((await left('image/png', jpeg)).status).toBe(400);
  expect((await left('image/jpeg', Buffer.concat([jpeg, Buffer.alloc(5 * 1024 * 1024)]))).status).toBe(413);
  expect((await left('image/jpeg', jpeg)).status).toBe(403);
});

test('no answer may be kept by a cache', async () => {
  const page = await signIn(world, lineId(1));
  for (const answer of [await page.get('/me'), await page.get('/nowhere'), await request(world.app).get('/api/me')]) {
    expect(answer.get('Cache-Control')).toBe('no-store');
    expect(answer.get('X-Content-Type-Options')).toBe('nosniff');
  }
});
