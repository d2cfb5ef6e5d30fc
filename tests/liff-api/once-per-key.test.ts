import { afterEach, beforeEach, expect, test } from 'vitest';
import { addCampaign, addGrant, addHousehold, addScreening, addShop, person } from './people.ts';
import { START, createWorld, freshKey } from './world.ts';
import type { Page, World } from './world.ts';

let world: World;
let resident: Page;
const ORDER = { meals: 2, mode: 'pickup', mealTime: 'noon' };

beforeEach(async () => {
  world = await createWorld();
  await addCampaign(world);
  resident = await person(world, 1);
  const household = await addHousehold(world, resident.memberId);
  await addScreening(world, household, { state: 'approved', decided_at: START });
  await addGrant(world, household);
  const shop = await person(world, 2, 'shop');
  await addShop(world, shop.memberId);
});
afterEach(() => world.close());

async function orders(): Promise<number> {
  return (await world.deps.db.selectFrom('meal_order').select('id').execute()).length;
}

test('the same tap arriving again gets the first answer and orders nothing twice', async () => {
  const key = freshKey();
  const first = await resident.post('/orders', ORDER, key);
  world.clock.at += 60_000;
  const again = await resident.post('/orders', ORDER, key.toUpperCase());
  expect(first.status).toBe(200);
  expect(first.body.order).toMatchObject({ meals: 2, state: 'placed', mode: 'pickup', wantedAt: Date.parse('2026-11-25T12:00:00+07:00') });
  expect([again.status, again.body]).toEqual([200, first.body]);
  expect(await orders()).toBe(1);
});

test('two at once with one key: one runs, both get its answer', async () => {
  const key = freshKey();
  const answers = await Promise.all([1, 2, 3].map(() => resident.post('/orders', ORDER, key)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(await orders()).toBe(1);
});

test('two at once with two keys: the second meets the order of the first', async () => {
  const answers = await Promise.all([resident.post('/orders', ORDER), resident.post('/orders', ORDER)]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  expect(answers.find(({ status }) => status === 409)?.body).toEqual({ error: 'order_active', detail: { state: 'placed' } });
  expect(await orders()).toBe(1);
});

test('a key that comes back with another body or for another route is refused', async () => {
  const key = freshKey();
  await resident.post('/orders', ORDER, key);
  const otherBody = await resident.post('/orders', { ...ORDER, meals: 1 }, key);
  expect([otherBody.status, otherBody.body]).toEqual([409, { error: 'key_reused' }]);
  const otherRoute = await resident.post('/pledges', { meals: 1 }, key);
  expect([otherRoute.status, otherRoute.body]).toEqual([409, { error: 'key_reused' }]);
});

test('a refusal is kept as well: the same tap hears the same even when the world has changed', async () => {
  const key = freshKey();
  const tooMany = await resident.post('/orders', { ...ORDER, meals: 9 }, key);
  expect([tooMany.status, tooMany.body.error]).toEqual([422, 'meals_out_of_range']);
  expect((await resident.post('/orders', { ...ORDER, meals: 9 }, key)).body).toEqual(tooMany.body);
});

test('keys of two members have nothing to do with each other', async () => {
  const key = freshKey();
  const other = await person(world, 3);
  expect((await resident.post('/pledges', { meals: 1 }, key)).body.pledges).toHaveLength(1);
  const theirs = await other.post('/pledges', { meals: 2 }, key);
  expect([theirs.status, theirs.body.pledges[0].meals]).toEqual([200, 2]);
});

test('a tap whose answer was lost in a crash runs again and meets what it has done', async () => {
  const key = freshKey();
  await resident.post('/orders', ORDER, key);
  await world.deps.db.deleteFrom('api_request').execute();
  const again = await resident.post('/orders', ORDER, key);
  expect([again.status, again.body.error]).toEqual([409, 'order_active']);
  expect(await orders()).toBe(1);
});

test('what was done without an answer is not done again: a promise is one promise, and the repeat shows it', async () => {
  const key = freshKey();
  const donor = await person(world, 3);
  // The page cannot be read once the promise is written: as a crash between the two.
  await world.deps.db.schema.alterTable('slip').renameTo('away').execute();
  expect((await donor.post('/pledges', { amountSatang: 777_00 }, key)).status).toBe(500);
  await world.deps.db.schema.alterTable('away').renameTo('slip').execute();
  expect(await world.deps.db.selectFrom('pledge').select('id').execute()).toHaveLength(1);
  const again = await donor.post('/pledges', { amountSatang: 777_00 }, key);
  expect([again.status, again.body.pledges.length]).toEqual([200, 1]);
  expect((await donor.post('/pledges', { amountSatang: 777_00 }, key)).text).toBe(again.text);
  expect(await world.deps.db.selectFrom('pledge').select('id').execute()).toHaveLength(1);
});

test('a failure is not kept: the next try runs', async () => {
  const key = freshKey();
  await world.deps.db.schema.alterTable('meal_order').renameTo('away').execute();
  const broken = await resident.post('/orders', ORDER, key);
  await world.deps.db.schema.alterTable('away').renameTo('meal_order').execute();
  expect([broken.status, broken.body]).toEqual([500, { error: 'broken' }]);
  expect(world.logged.map(({ facts }) => facts)).toContainEqual(expect.objectContaining({ event: 'api_failed' }));
  expect((await resident.post('/orders', ORDER, key)).status).toBe(200);
});

test('answers are kept sealed, and for two days', async () => {
  const key = freshKey();
  await resident.post('/orders', ORDER, key);
  const [row] = await world.deps.db.selectFrom('api_request').selectAll().execute();
  expect(row?.answer_sealed).toMatch(/^s1\./u);
  world.clock.at += 2 * 86_400_000 + 3_600_000;
  const later = await person(world, 4);
  await later.post('/pledges', { meals: 1 });
  expect((await world.deps.db.selectFrom('api_request').select('key').execute()).map((kept) => kept.key)).not.toContain(key);
});
