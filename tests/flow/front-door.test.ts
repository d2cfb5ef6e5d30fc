import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { HOUR, WEBHOOK_BODY_MAX } from '../../bot/limits.ts';
import type { LinePlatform } from '../../simulator/platform.ts';
import { people } from '../support/people.ts';
import { dump, expectSound, newestOrder, placeOrder, registerResident, settleIn } from '../support/steps.ts';
import { startCity } from '../support/test-city.ts';
import type { TestCity } from '../support/test-city.ts';

const { coordinator, mali, somjai, noodleShop, ek, wilai } = people;

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
  await settleIn(city, { shops: [noodleShop], riders: [ek], residents: [mali] });
  await registerResident(city, somjai, { name: 'สมใจ' });
  await placeOrder(city, mali);
});
afterEach(() => expectSound(city, /^(webhook signature missing or wrong|request ) ?/u));
afterAll(() => city.close());

type IdTokenOverrides = NonNullable<Parameters<LinePlatform['idToken']>[1]>;

const PAGE = { 'content-type': 'application/json', 'x-pan-im': '1' };
const KEY = '99999999-2222-4333-8444-555555555555';

async function ask(path: string, init: RequestInit): Promise<{ status: number; body: unknown; cookie: string }> {
  const answer = await fetch(`${city.url}${path}`, init);
  const text = await answer.text();
  return {
    status: answer.status,
    body: text === '' ? {} : JSON.parse(text),
    cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
  };
}

async function signIn(who: string, overrides: IdTokenOverrides = {}) {
  return ask('/api/session', {
    method: 'POST',
    headers: PAGE,
    body: JSON.stringify({ idToken: await city.platform.idToken(who, overrides) }),
  });
}

function post(path: string, sent: { cookie?: string; body?: string; headers?: Record<string, string> }) {
  const { cookie = '', body = '{}', headers = { ...PAGE, 'idempotency-key': KEY } } = sent;
  return ask(path, { method: 'POST', headers: { ...headers, cookie }, body });
}

async function changesNothing(run: () => Promise<void>): Promise<void> {
  const before = await dump(city);
  await run();
  await city.settle();
  expect(await dump(city)).toEqual(before);
}

const seconds = (at: number): number => Math.floor(at / 1000);
const bad: readonly (readonly [string, () => IdTokenOverrides])[] = [
  ['that has expired', () => ({ iat: seconds(city.clock.now() - 3 * HOUR), exp: seconds(city.clock.now() - HOUR) })],
  ['for another channel', () => ({ aud: '1111111111' })],
  ['signed with the channel secret (HS256)', () => ({ alg: 'HS256' })],
  ['without a signature (none)', () => ({ alg: 'none' })],
  ['with a spoilt signature', () => ({ badSignature: true })],
  ['of another issuer', () => ({ iss: 'https://evil.example' })],
  ['of an unknown key', () => ({ kid: 'unknown' })],
];

test.each(bad)('an ID token %s opens no session', async (_what, overrides) => {
  await changesNothing(async () => {
    expect(await signIn(mali, overrides())).toEqual({ status: 401, body: { error: 'bad_id_token' }, cookie: '' });
  });
});

test('without a session, or with one made up, nothing is read and nothing is done', async () => {
  const { id } = await newestOrder(city);
  await changesNothing(async () => {
    for (const cookie of [
      '',
      'panim_session=',
      `panim_session=${'A'.repeat(43)}`,
      `panim_session=${'A'.repeat(5000)}`,
      'panim_session=%00',
    ]) {
      expect(await ask('/api/resident', { headers: { cookie } })).toMatchObject({ status: 401, body: { error: 'no_session' } });
      expect(await post(`/api/orders/${id}/cancel`, { cookie })).toMatchObject({ status: 401, body: { error: 'no_session' } });
    }
  });
});

test('the wrong role, and what belongs to somebody else', async () => {
  const { id } = await newestOrder(city);
  const [{ cookie: nobody }, { cookie: other }] = [await signIn(wilai), await signIn(somjai)];
  await changesNothing(async () => {
    for (const path of ['/api/coordinator', '/api/treasurer', '/api/shop', '/api/rider']) {
      expect(await ask(path, { headers: { cookie: nobody } })).toMatchObject({ status: 403, body: { error: 'not_allowed' } });
    }
    for (const path of [
      `/api/shop/orders/${id}/accept`,
      `/api/coordinator/orders/${id}/cancel`,
      '/api/coordinator/staff',
      '/api/treasurer/receipts',
    ]) {
      expect(await post(path, { cookie: nobody })).toMatchObject({ status: 403, body: { error: 'not_allowed' } });
    }
    expect(await ask(`/api/orders/${id}`, { headers: { cookie: other } })).toMatchObject({ status: 404, body: { error: 'not_found' } });
    for (const step of ['cancel', 'received', 'not-received', 'bad-food']) {
      expect(
        await post(`/api/orders/${id}/${step}`, { cookie: other, headers: { ...PAGE, 'idempotency-key': randomUUID() } }),
      ).toMatchObject({ status: 404, body: { error: 'not_found' } });
    }
  });
});

test('a body that is not the contract, a missing header, too much of it', async () => {
  const { cookie } = await signIn(somjai);
  await changesNothing(async () => {
    for (const body of [
      '',
      'null',
      '[]',
      '{',
      '"x"',
      '{"meals":"2"}',
      '{"meals":2.5,"mode":"delivery","mealTime":"now"}',
      '{"meals":2,"mode":"drone","mealTime":"now"}',
      '{"__proto__":{"meals":2}}',
    ]) {
      expect(await post('/api/orders', { cookie, body }), body).toMatchObject({ status: 400, body: { error: 'bad_request' } });
    }
    const order = '{"meals":2,"mode":"delivery","mealTime":"now"}';
    expect(
      await post('/api/orders', { cookie, body: order, headers: { 'content-type': 'application/json', 'idempotency-key': KEY } }),
    ).toMatchObject({ status: 403 });
    expect(await post('/api/orders', { cookie, body: order, headers: PAGE })).toMatchObject({
      status: 400,
      body: { error: 'bad_request' },
    });
    expect(await post('/api/orders', { cookie, body: order, headers: { ...PAGE, 'idempotency-key': 'once' } })).toMatchObject({
      status: 400,
    });
    expect(
      await post('/api/orders', { cookie, body: order, headers: { ...PAGE, 'idempotency-key': KEY, origin: 'https://evil.example' } }),
    ).toMatchObject({ status: 403 });
    expect(await post('/api/orders', { cookie, body: JSON.stringify({ pad: 'x'.repeat(100_000) }) })).toMatchObject({
      status: 413,
      body: { error: 'too_large' },
    });
  });
});

test('numbers of meals that cannot be are refused by name', async () => {
  const phone = await city.signIn(somjai);
  await changesNothing(async () => {
    for (const meals of [0, -1, 9, 999]) {
      expect(await phone.post('/api/orders', { meals, mode: 'delivery', mealTime: 'now' })).toMatchObject({
        status: 422,
        body: { error: 'meals_out_of_range' },
      });
    }
  });
});

test('paths that lead nowhere', async () => {
  const { cookie } = await signIn(coordinator);
  await changesNothing(async () => {
    for (const path of [
      '/api/orders/%27%20OR%201=1',
      '/api/orders/..%2f..%2fetc',
      '/api/nothing',
      '/api/coordinator/screenings/x',
      `/api/orders/${'a'.repeat(61)}`,
    ]) {
      expect(await ask(path, { headers: { cookie } }), path).toMatchObject({ status: 404, body: { error: 'not_found' } });
    }
  });
});

const hello = (id: string): object => ({
  type: 'message',
  mode: 'active',
  timestamp: city.clock.now(),
  source: { type: 'user', userId: wilai },
  webhookEventId: id,
  deliveryContext: { isRedelivery: false },
  replyToken: id.padStart(32, 'b'),
  message: { type: 'text', id: `8${id}`, text: 'สวัสดีค่ะ' },
});

test('the webhook: a wrong signature, rubbish, too much, nothing, and the secret of yesterday', async () => {
  const status = async (...sent: Parameters<TestCity['platform']['deliver']>) => (await city.platform.deliver(...sent)).status;
  await city.settle();
  city.hears(wilai);
  expect(await status([hello('1')], { secret: 'not-ours' })).toBe(401);
  expect(await status([hello('2')], { signature: '' })).toBe(401);
  expect(await status([], { rawBody: Buffer.from('{"events":') })).toBe(400);
  expect(await status([], { rawBody: Buffer.from('{"events":{}}') })).toBe(400);
  expect(await status([], { rawBody: Buffer.alloc(WEBHOOK_BODY_MAX + 1, 'x') })).toBe(413);
  await city.settle();
  expect(city.hears(wilai)).toBe('');
  expect((await city.platform.verifyWebhook()).status).toBe(200);
  expect(await status([hello('3')], { secret: 'old-secret' })).toBe(200);
  await city.settle();
  expect(city.hears(wilai)).toContain('ค่ะ');
});

test('events of kinds that nobody knows yet are taken and left alone', async () => {
  const { message: _message, replyToken: _token, ...bare } = { message: {}, replyToken: '', ...hello('4') };
  await changesNothing(async () => {
    for (const event of [
      { ...bare, type: 'newThing' },
      { ...bare, webhookEventId: '5', type: 'postback' },
      { ...bare, webhookEventId: '6', type: 'message', message: { type: 'hologram', id: '1' } },
      { type: 'x' },
    ]) {
      expect((await city.platform.deliver([event])).status).toBe(200);
    }
  });
});
