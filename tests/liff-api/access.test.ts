import request from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PAGE_HEADER } from '../../bot/liff-api/contract.ts';
import type { Who } from '../../bot/liff-api/route.ts';
import { apiRoutes } from '../../bot/liff-api/routes.ts';
import { ROLES } from '../../bot/domain/words.ts';
import type { Role } from '../../bot/domain/words.ts';
import { addCampaign, addGrant, addHousehold, addOrder, addPledge, addRider, addShop, addTrip, person } from './people.ts';
import { createWorld, freshKey } from './world.ts';
import type { Page, World } from './world.ts';

/**
 * Who may use what, written down a second time and by hand. `foreign` is an id of something that is there but
 * belongs to somebody else (or, for staff, an id of nothing), with a body that is well formed.
 */
interface Access {
  who: Who;
  foreign?: { id: string; body?: object };
  /** Answers about somebody else's exactly as about nothing at all, though not with 404. */
  tellsNothing?: true;
}

const ORDER = { id: 'ord_hou_1' };
const TRIP = { id: 'tri_1' };
const NOTHING = { id: 'xxx_1' };

const ACCESS: Record<string, Access> = {
  'GET /me': { who: 'member' },
  'POST /me/language': { who: 'member' },
  'POST /me/consent': { who: 'member' },
  'GET /privacy': { who: 'member' },
  'GET /events': { who: 'member' },
  'GET /resident': { who: 'member' },
  'POST /orders': { who: 'member' },
  'GET /orders/:id': { who: 'member', foreign: ORDER },
  'POST /orders/:id/cancel': { who: 'member', foreign: ORDER },
  'POST /orders/:id/received': { who: 'member', foreign: ORDER },
  'POST /orders/:id/not-received': { who: 'member', foreign: ORDER },
  'POST /orders/:id/bad-food': { who: 'member', foreign: ORDER },
  'POST /coupons/show': { who: 'member' },
  'GET /donor': { who: 'member' },
  'POST /pledges': { who: 'member' },
  'POST /pledges/:id/withdraw': { who: 'member', foreign: { id: 'ple_1' } },
  'POST /pledges/:id/slip': { who: 'member', foreign: { id: 'ple_1' } },
  'GET /communities': { who: 'member' },
  'POST /coupons/give-back': { who: 'member' },
  'POST /gifts/:id/withdraw': { who: 'member', foreign: NOTHING },
  'GET /coordinator': { who: 'coordinator' },
  'GET /coordinator/screenings/:id': { who: 'coordinator', foreign: NOTHING },
  'POST /coordinator/screenings/:id/approve': { who: 'coordinator', foreign: NOTHING },
  'POST /coordinator/screenings/:id/decline': { who: 'coordinator', foreign: { ...NOTHING, body: { reason: 'other' } } },
  'POST /coordinator/shops/:id/approve': { who: 'coordinator', foreign: NOTHING },
  'POST /coordinator/shops/:id/decline': { who: 'coordinator', foreign: NOTHING },
  'POST /coordinator/riders/:id/approve': { who: 'coordinator', foreign: NOTHING },
  'POST /coordinator/riders/:id/decline': { who: 'coordinator', foreign: NOTHING },
  'POST /coordinator/gifts/:id/approve': { who: 'coordinator', foreign: NOTHING },
  'POST /coordinator/gifts/:id/decline': { who: 'coordinator', foreign: NOTHING },
  'POST /coordinator/incidents/:id/reply': { who: 'coordinator', foreign: { ...NOTHING, body: { words: 'hello' } } },
  'POST /coordinator/incidents/:id/resolve': { who: 'coordinator', foreign: { ...NOTHING, body: { resolution: 'noted' } } },
  'POST /coordinator/orders/:id/cancel': { who: 'coordinator', foreign: NOTHING },
  'POST /coordinator/campaigns': { who: 'coordinator' },
  'POST /coordinator/staff': { who: 'coordinator' },
  'POST /coordinator/staff/remove': { who: 'coordinator' },
  'GET /treasurer': { who: 'treasurer' },
  'POST /treasurer/receipts': { who: 'treasurer' },
  'POST /treasurer/pledges/:id/fail': { who: 'treasurer', foreign: NOTHING },
  'POST /treasurer/statements': { who: 'treasurer' },
  'POST /treasurer/lines/:id/assign': { who: 'treasurer', foreign: { ...NOTHING, body: { campaign: 'cam_1' } } },
  'POST /treasurer/lines/:id/set-aside': { who: 'treasurer', foreign: { ...NOTHING, body: { reason: 'xxx' } } },
  'POST /treasurer/approvals': { who: 'treasurer' },
  // Open to two roles; the page asks for them itself, and a stranger's try is refused (tests/statements/approvals.test.ts).
  'GET /approvals': { who: 'member' },
  'POST /approvals/:id/approve': { who: 'member' },
  'POST /approvals/:id/refuse': { who: 'member' },
  'GET /treasurer/months/:id': { who: 'treasurer', foreign: NOTHING },
  'GET /treasurer/months/:id/table': { who: 'treasurer', foreign: NOTHING },
  'GET /receipts/:id.pdf': { who: 'member', foreign: NOTHING },
  'GET /receipts/:id/proof': { who: 'member', foreign: NOTHING },
  'GET /slips/:id': { who: 'treasurer', foreign: NOTHING },
  'GET /shop': { who: 'shop' },
  'POST /shop/offer': { who: 'shop' },
  'POST /shop/orders/:id/accept': { who: 'shop', foreign: ORDER },
  'POST /shop/orders/:id/decline': { who: 'shop', foreign: ORDER },
  'POST /shop/orders/:id/cooking': { who: 'shop', foreign: ORDER },
  'POST /shop/orders/:id/ready': { who: 'shop', foreign: ORDER },
  'POST /shop/orders/:id/give-up': { who: 'shop', foreign: ORDER },
  'POST /shop/redeem': { who: 'shop' },
  'GET /rider': { who: 'rider' },
  'POST /rider/duty': { who: 'rider' },
  'POST /rider/trips/:id/accept': { who: 'rider', foreign: TRIP },
  'POST /rider/trips/:id/decline': { who: 'rider', foreign: TRIP, tellsNothing: true },
  'POST /rider/trips/:id/give-back': { who: 'rider', foreign: TRIP },
  'POST /rider/trips/:id/picked-up': { who: 'rider', foreign: { ...TRIP, body: { code: 'K7M' } } },
  'POST /rider/trips/:id/handed-over': { who: 'rider', foreign: { ...TRIP, body: { code: '4821' } } },
  'POST /rider/trips/:id/problem': { who: 'rider', foreign: { ...TRIP, body: { problem: 'not_home' } } },
  'POST /rider/trips/:id/left-at-door': { who: 'rider', foreign: TRIP },
};

const routes = apiRoutes.map((route) => {
  const method = route.kind === 'write' ? ('POST' as const) : ('GET' as const);
  const name = `${method} ${route.path}`;
  return { name, method, path: route.path, route, access: ACCESS[name] };
});

let world: World;
const pages = new Map<Role | 'nobody', Page>();

function pageOf(role: Role | 'nobody'): Page {
  const page = pages.get(role);
  if (page === undefined) throw new Error(`nobody signed in as ${role}`);
  return page;
}

/** Somebody has an order, a trip and a pledge; the members who try the routes are others, with working roles. */
beforeAll(async () => {
  world = await createWorld();
  await addCampaign(world);
  const owner = await person(world, 0xa0);
  const household = await addHousehold(world, owner.memberId);
  await addGrant(world, household);
  const ownShop = await person(world, 0xa1, 'shop');
  await addShop(world, ownShop.memberId);
  await addOrder(world, household, { state: 'ready', shop_id: 'sho_1', price_satang: 35_00, cooked_at: world.clock.at });
  const ownRider = await person(world, 0xa2, 'rider');
  await addRider(world, ownRider.memberId);
  await addTrip(world, ORDER.id, { state: 'to_shop', rider_id: 'rid_1' });
  await addPledge(world, owner.memberId);
  pages.set('nobody', await person(world, 0xb0));
  for (const [index, role] of ROLES.entries()) pages.set(role, await person(world, 0xc0 + index, role));
  await addShop(world, pageOf('shop').memberId, { id: 'sho_2' });
  await addRider(world, pageOf('rider').memberId, { id: 'rid_2' });
});
afterAll(() => world.close());

test('every route has its line in the table and every line its route', () => {
  expect(routes.map(({ name }) => name).toSorted()).toEqual(Object.keys(ACCESS).toSorted());
});

function call(role: Role | 'nobody', { method, path, access }: (typeof routes)[number], id: string) {
  const at = path.replace(':id', id);
  if (method === 'GET') return pageOf(role).get(at);
  if (!path.endsWith('left-at-door') && !path.endsWith('/slip')) return pageOf(role).post(at, access?.foreign?.body ?? {});
  return request(world.app)
    .post(`/api${at}`)
    .set({ Cookie: pageOf(role).cookie, [PAGE_HEADER]: '1', 'Idempotency-Key': freshKey(), 'Content-Type': 'image/jpeg' })
    .send(Buffer.from([0xff, 0xd8, 0xff, 0xe0]));
}

test.each(routes)('$name is open to whom the table says', ({ route, access }) => {
  expect(route.who).toBe(access?.who);
});

test.each(routes)('$name without a session: 401', async ({ method, path }) => {
  const at = `/api${path.replace(':id', NOTHING.id)}`;
  const answer = await (method === 'GET' ? request(world.app).get(at) : request(world.app).post(at).set(PAGE_HEADER, '1').send({}));
  expect([answer.status, answer.body]).toEqual([401, { error: 'no_session' }]);
});

test.each(routes.filter(({ access }) => access?.who !== 'member'))('$name with any other role: 403', async (route) => {
  const others = (['nobody', ...ROLES] as const).filter((role) => role !== route.access?.who);
  for (const role of others) {
    const answer = await call(role, route, route.access?.foreign?.id ?? NOTHING.id);
    expect([role, answer.status, answer.body]).toEqual([role, 403, { error: 'not_allowed' }]);
  }
});

test.each(routes.filter(({ access }) => access?.foreign !== undefined))(
  "$name about somebody else's: as if there were none",
  async (route) => {
    const { who, foreign, tellsNothing } = route.access ?? { who: 'member' };
    const role = who === 'member' ? 'nobody' : who;
    const answer = await call(role, route, foreign?.id ?? '');
    const ofNone = await call(role, route, NOTHING.id);
    expect([answer.status, answer.body]).toEqual([ofNone.status, ofNone.body]);
    expect([answer.status, answer.body]).toEqual(tellsNothing === true ? [ofNone.status, ofNone.body] : [404, { error: 'not_found' }]);
  },
);

test("nobody else's tries have moved the order, the trip or the pledge", async () => {
  const { db } = world.deps;
  expect(await db.selectFrom('meal_order').select(['state', 'version', 'code_tries']).execute()).toEqual([
    { state: 'ready', version: 1, code_tries: 0 },
  ]);
  expect(await db.selectFrom('trip').select(['state', 'rider_id', 'version']).execute()).toEqual([
    { state: 'to_shop', rider_id: 'rid_1', version: 1 },
  ]);
  expect(await db.selectFrom('pledge').select('state').execute()).toEqual([{ state: 'pledged' }]);
});

test('a path that is no route, and an id that can be none', async () => {
  const page = pageOf('nobody');
  expect((await page.get('/nowhere')).body).toEqual({ error: 'not_found' });
  expect((await page.get("/orders/ord'--")).body).toEqual({ error: 'not_found' });
  expect((await page.get('/orders/ord%00x')).body).toEqual({ error: 'not_found' });
});
