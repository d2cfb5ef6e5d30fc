import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiRoutes } from '../../bot/liff-api/routes.ts';
import { SECRETS } from '../liff-api/people.ts';
import { ask } from './ask.ts';
import { EXPECTED } from './expected.ts';
import { openHouse } from './house.ts';
import type { House } from './house.ts';
import { routesOf } from './routes.ts';
import { ASKERS, FOREIGN, OF_NOTHING, openScene } from './scene.ts';
import type { Asker, Scene } from './scene.ts';

let house: House;
let scene: Scene;
beforeAll(async () => {
  house = await openHouse();
  scene = await openScene(house);
});
afterAll(() => house.close());

/** Served before the router; nothing else is (below). */
const WEBHOOK = 'POST /webhook';

const table = Object.entries(EXPECTED).map(([route, line]) => ({ route, line }));

test('every route has its line and every line its route', () => {
  expect([WEBHOOK, ...routesOf(house.service.app)].toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
  const ofApi = apiRoutes.map(({ kind, path }) => `${kind === 'write' ? 'POST' : 'GET'} /api${path}`);
  expect(Object.keys(EXPECTED)).toEqual(expect.arrayContaining(ofApi));
});

test.each(['GET /webhook', 'PUT /webhook', 'POST /webhooks', 'POST /webhook/more', 'POST /'])('%s is none of LINE', async (route) => {
  expect((await ask(house, route, { line: { answers: '' } })).text).toBe('{"error":"not_found"}');
});

const foreign: readonly string[] = Object.values(FOREIGN);
/** Answers of those who may see everybody's. */
const SEES_ALL: Partial<Record<Asker, readonly string[]>> = {
  coordinator: [FOREIGN.screening, FOREIGN.gift],
  treasurer: [FOREIGN.receipt],
};

test.each(table.filter(({ line }) => foreign.includes(line.id ?? '')))(
  "$route about somebody else's: word for word as about none",
  async ({ route, line }) => {
    for (const asker of ASKERS) {
      if (SEES_ALL[asker]?.includes(line.id ?? '') === true) continue;
      const headers = { Cookie: scene.cookieOf(asker) };
      const theirs = await ask(house, route, { line, headers });
      const none = await ask(house, route, { line: { ...line, id: OF_NOTHING }, headers });
      expect([asker, theirs.status, theirs.text]).toEqual([asker, none.status, none.text]);
      for (const secret of Object.values(SECRETS)) expect(theirs.text).not.toContain(secret);
    }
  },
);

/** Signing out is last: it ends the sessions that the others are asked with. */
const ordered = table.toSorted((a, b) => Number(a.route === 'DELETE /api/session') - Number(b.route === 'DELETE /api/session'));

test.each(ordered)('$route', async ({ route, line }) => {
  const answers: number[] = [];
  for (const asker of ASKERS) answers.push((await ask(house, route, { line, headers: { Cookie: scene.cookieOf(asker) } })).status);
  expect(answers.join(' ')).toBe(line.answers);
});

test("nobody's tries have moved what is somebody else's, but for the gift that a coordinator took back", async () => {
  const { db } = house.deps;
  expect(await db.selectFrom('meal_order').select(['state', 'version', 'code_tries']).execute()).toEqual([
    { state: 'ready', version: 1, code_tries: 0 },
  ]);
  expect(await db.selectFrom('trip').select(['state', 'rider_id', 'version']).execute()).toEqual([
    { state: 'to_shop', rider_id: 'rid_1', version: 1 },
  ]);
  expect(await db.selectFrom('pledge').select('state').where('id', '=', FOREIGN.pledge).execute()).toEqual([{ state: 'pledged' }]);
  expect(await db.selectFrom('screening').select('state').execute()).toEqual([{ state: 'waiting' }]);
  expect(await db.selectFrom('gift_lot').select('state').execute()).toEqual([{ state: 'declined' }]);
});

test('signing out has ended every session', async () => {
  const line = EXPECTED['GET /api/me'] ?? { answers: '' };
  for (const asker of ASKERS)
    expect((await ask(house, 'GET /api/me', { line, headers: { Cookie: scene.cookieOf(asker) } })).status).toBe(401);
});
