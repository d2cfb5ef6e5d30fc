import request from 'supertest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PAGE_HEADER } from '../../bot/liff-api/contract.ts';
import { person } from './people.ts';
import { PUBLIC_URL, START, createWorld, lineId, signIn, strangerKeys } from './world.ts';
import type { Claims, World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

function post(idToken: string) {
  return request(world.app).post('/api/session').set(PAGE_HEADER, '1').send({ idToken });
}

test('a good ID token opens a session in a cookie that scripts and other sites cannot use', async () => {
  const answer = await post(await world.token(lineId(1)));
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({ member: expect.stringMatching(/^mem_/u), language: 'th', roles: [], registered: false });
  expect(answer.get('Set-Cookie')?.[0]).toMatch(
    /^__Host-panim_session=[\w-]{43}; Max-Age=43200; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/u,
  );
  expect(answer.get('Cache-Control')).toBe('no-store');
});

test('the database keeps the hash of the session, not the session', async () => {
  const { cookie } = await signIn(world, lineId(1));
  const rows = await world.deps.db.selectFrom('session').selectAll().execute();
  expect(rows).toHaveLength(1);
  expect(rows[0]?.id_hash).not.toBe(cookie.split('=')[1]);
  expect(rows[0]?.expires_at).toBe(START + 12 * 3_600_000);
});

test('the same person is the same member at every sign-in', async () => {
  const first = await signIn(world, lineId(1));
  const second = await signIn(world, lineId(1));
  expect(second.memberId).toBe(first.memberId);
  expect(second.cookie).not.toBe(first.cookie);
});

const refused: [string, Claims][] = [
  ['made by somebody else', { key: strangerKeys.privateKey }],
  ['for another channel', { audience: '1999999999' }],
  ['of another issuer', { issuer: 'https://evil.example' }],
  ['run out', { expiresAt: START - 60_000 }],
];
test.each(refused)('an ID token %s is refused without a cookie', async (_why, claims) => {
  const answer = await post(await world.token(lineId(1), claims));
  expect(answer.status).toBe(401);
  expect(answer.body).toEqual({ error: 'bad_id_token' });
  expect(answer.get('Set-Cookie')).toBeUndefined();
  expect(await world.deps.db.selectFrom('member').selectAll().execute()).toEqual([]);
});

test('something that is no token at all is refused', async () => {
  expect((await post('x'.repeat(40))).body).toEqual({ error: 'bad_id_token' });
  expect((await post('short')).body).toEqual({ error: 'bad_request', fields: ['idToken'] });
});

test("while the keys of LINE cannot be had, it is nobody's fault", async () => {
  world.line.isDown = true;
  const answer = await post(await world.token(lineId(1)));
  expect(answer.status).toBe(503);
  expect(answer.body).toEqual({ error: 'broken' });
});

test('a sign-in replaces the session that the browser carried', async () => {
  const planted = await signIn(world, lineId(1));
  await request(world.app)
    .post('/api/session')
    .set(PAGE_HEADER, '1')
    .set('Cookie', planted.cookie)
    .send({ idToken: await world.token(lineId(2)) });
  expect((await planted.get('/me')).status).toBe(401);
});

test('signing out ends the session at once, and once more does no harm', async () => {
  const page = await signIn(world, lineId(1));
  const out = () => request(world.app).delete('/api/session').set(PAGE_HEADER, '1').set('Cookie', page.cookie);
  expect((await out()).status).toBe(204);
  expect((await page.get('/me')).body).toEqual({ error: 'no_session' });
  expect((await out()).status).toBe(204);
});

test('a session lasts twelve hours', async () => {
  const page = await signIn(world, lineId(1));
  world.clock.at = START + 12 * 3_600_000 - 1;
  expect((await page.get('/me')).status).toBe(200);
  world.clock.at += 1;
  expect((await page.get('/me')).status).toBe(401);
  await signIn(world, lineId(2));
  expect(await world.deps.db.selectFrom('session').selectAll().execute()).toHaveLength(1);
});

test.each(['', '=', '=short', `=${'A'.repeat(43)}`, '=%00'].flatMap((rest) => [`__Host-panim_session${rest}`, `panim_session${rest}`]))(
  'the cookie "%s" opens nothing',
  async (cookie) => {
    expect((await request(world.app).get('/api/me').set('Cookie', cookie)).status).toBe(401);
  },
);

test('roles are those of this moment, not those of the sign-in', async () => {
  const page = await person(world, 1, 'treasurer');
  expect((await page.get('/me')).body.roles).toEqual(['treasurer']);
  await world.deps.db.updateTable('member_role').set({ revoked_at: START }).execute();
  expect((await page.get('/treasurer')).status).toBe(403);
  expect((await page.get('/me')).body.roles).toEqual([]);
});

test.each([
  ['without the header of our pages', { origin: PUBLIC_URL }, 403],
  ['from a foreign page', { origin: 'https://evil.example', [PAGE_HEADER]: '1' }, 403],
  ['from a page without an origin', { origin: 'null', [PAGE_HEADER]: '1' }, 403],
  ['from our own page', { origin: PUBLIC_URL, [PAGE_HEADER]: '1' }, 200],
  ['that the browser says is our own', { origin: PUBLIC_URL, 'sec-fetch-site': 'same-origin', [PAGE_HEADER]: '1' }, 200],
  ['that the browser says is a foreign one', { 'sec-fetch-site': 'cross-site', [PAGE_HEADER]: '1' }, 403],
  ['of another host below our domain', { origin: 'https://shop.panim.example', 'sec-fetch-site': 'same-site', [PAGE_HEADER]: '1' }, 403],
  ['from our own page, without encryption', { origin: PUBLIC_URL.replace('https', 'http'), [PAGE_HEADER]: '1' }, 403],
  ['from a page whose host calls itself ours', { origin: 'http://127.0.0.1:8080', host: '127.0.0.1:8080', [PAGE_HEADER]: '1' }, 403],
])('a change %s', async (_where, headers, status) => {
  const answer = await request(world.app)
    .post('/api/session')
    .set(headers)
    .send({ idToken: await world.token(lineId(1)) });
  expect(answer.status).toBe(status);
});

test.each([
  ['from the page on the port of the moment', 'http://127.0.0.1:8080', 200],
  ['from another port', 'http://127.0.0.1:9999', 403],
  ['from elsewhere', 'https://evil.example', 403],
])('a change in a demo on loopback %s', async (_where, origin, status) => {
  const demo = await createWorld('http://127.0.0.1:3000');
  const answer = await request(demo.app)
    .post('/api/session')
    .set({ origin, host: '127.0.0.1:8080', [PAGE_HEADER]: '1' })
    .send({ idToken: await demo.token(lineId(1)) });
  expect(answer.status).toBe(status);
  await demo.close();
});

test('a session id that the client brings along is never taken over', async () => {
  const brought = 'B'.repeat(43);
  const answer = await request(world.app)
    .post('/api/session')
    .set({ [PAGE_HEADER]: '1', Cookie: `__Host-panim_session=${brought}` })
    .send({ idToken: await world.token(lineId(1)) });
  expect(answer.status).toBe(200);
  expect(answer.get('Set-Cookie')?.[0]).not.toContain(brought);
  const after = await request(world.app).get('/api/me').set('Cookie', `__Host-panim_session=${brought}`);
  expect(after.status).toBe(401);
});

test('signing out takes the cookie away with the flags it was set with', async () => {
  const page = await signIn(world, lineId(1));
  const answer = await request(world.app).delete('/api/session').set(PAGE_HEADER, '1').set('Cookie', page.cookie);
  expect(answer.get('Set-Cookie')?.[0]).toMatch(
    /^__Host-panim_session=; Path=\/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=Lax$/u,
  );
});

test('a member has ten sessions at most, and the oldest ends', async () => {
  const first = await signIn(world, lineId(1));
  const other = await signIn(world, lineId(2));
  for (let more = 0; more < 10; more += 1) {
    world.clock.at += 1000;
    await signIn(world, lineId(1));
  }
  expect((await first.get('/me')).status).toBe(401);
  expect((await other.get('/me')).status).toBe(200);
  const { count } = await world.deps.db
    .selectFrom('session')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('member_id', '=', first.memberId)
    .executeTakeFirstOrThrow();
  expect(count).toBe(10);
});

test('over plain http, as in a demo, the cookie is not marked secure', async () => {
  const demo = await createWorld('http://127.0.0.1:8080');
  const answer = await request(demo.app)
    .post('/api/session')
    .set(PAGE_HEADER, '1')
    .send({ idToken: await demo.token(lineId(1)) });
  expect(answer.get('Set-Cookie')?.[0]).not.toContain('Secure');
  await demo.close();
});
