import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Command } from '../../bot/domain/command.ts';
import { sealDays } from '../../db/seal.ts';
import { memberByLineId } from '../../db/members.ts';
import { inTransaction } from '../../bot/usecases/handle.ts';
import { people } from '../support/people.ts';
import { carry, cook, does, handOver, joinRider, joinShop, openCampaign, placeOrder } from '../support/steps.ts';
import { startCity } from '../support/test-city.ts';
import type { TestCity } from '../support/test-city.ts';

/** Homes whose meals are handed over: enough to be told. */
const HOMES = [people.mali, people.somjai, people.yaiAiad, people.wit, people.wilai, people.nok];
const MARK = {
  name: 'Markermali',
  landmark: 'Markerlandmark',
  shop: 'Markershop',
  rider: 'Markerrider',
  phone: '0898877665',
  allergy: 'Markernuts',
};
/** A pin with signs of its own. */
const PIN = { latitude: 7.013_579, longitude: 100.470_246 };

let city: TestCity;
const pages = new Map<string, { status: number; text: string }>();

async function memberOf(lineUserId: string): Promise<string> {
  const found = await inTransaction(city.service.deps, async (deps) => ({ id: (await memberByLineId(deps, lineUserId)).id }));
  if ('refused' in found) throw new Error('a member is never refused');
  return found.id;
}

/** A home with marks all over it, whose coupons are used at the counter. */
async function serveHome(home: string, shopMember: string, coordinator: string): Promise<void> {
  const { db } = city.service.deps;
  const by = await memberOf(home);
  for (const purpose of ['contact', 'health'] as const)
    await does(city, { kind: 'give_consent', by, purpose, ...city.service.deps.consentNotice(purpose, 'th'), channel: 'chat' });
  const { id: community } = await db.selectFrom('community').select('id').orderBy('id').executeTakeFirstOrThrow();
  const household = {
    firstName: MARK.name,
    need: 'no_income' as const,
    community,
    people: 2,
    diets: [],
    allergy: MARK.allergy,
    homePin: PIN,
    landmark: MARK.landmark,
    phone: MARK.phone,
    isProxy: false,
  };
  const commands: Command[] = [{ kind: 'register_household', by, household }];
  for (const command of commands) await does(city, command);
  const { id: screening } = await db.selectFrom('screening').select('id').where('state', '=', 'waiting').executeTakeFirstOrThrow();
  await does(city, { kind: 'approve_screening', by: coordinator, screening });
  await does(city, { kind: 'show_coupon', by, meals: 2 });
  const { code } = await db.selectFrom('shown_coupon').select('code').where('used_at', 'is', null).executeTakeFirstOrThrow();
  await does(city, { kind: 'shop_redeem', by: shopMember, code });
}

/** Every address below /public that leads from the ones that are known, as often as it takes. */
async function crawl(): Promise<void> {
  const waiting = ['/public/', '/public/?lang=en', '/public'];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (pages.has(path)) continue;
    const answer = await fetch(`${city.url}${path}`);
    const text = Buffer.from(await answer.arrayBuffer()).toString('utf8');
    pages.set(path, { status: answer.status, text });
    for (const [, found = ''] of text.matchAll(/(?:href=|src=|url\()["']?([^"')>\s]+)/gu)) {
      const target = new URL(found.replaceAll('&amp;', '&'), `${city.url}${path}`);
      if (target.origin === city.url && target.pathname.startsWith('/public')) waiting.push(target.pathname + target.search);
    }
  }
}

beforeAll(async () => {
  city = await startCity();
  await openCampaign(city, { baht: 50_000 });
  await joinShop(city, people.noodleShop, { name: MARK.shop });
  await joinRider(city, people.ek, { name: MARK.rider });
  const [coordinator, shopMember] = [await memberOf(people.coordinator), await memberOf(people.noodleShop)];
  for (const home of HOMES) {
    await serveHome(home, shopMember, coordinator);
    await city.passes(61_000);
  }
  // One meal more through the whole chat: a door, a rider, a code.
  await city.follows(people.mali);
  await placeOrder(city, people.mali);
  await cook(city, people.noodleShop);
  await carry(city, people.ek);
  await handOver(city, people.ek);
  // Until the week of all this is over, and published.
  await city.passes(8 * 24 * 3_600_000);
  await city.service.deps.db.transaction().execute((tx) => sealDays(tx, city.clock.now()));
  await crawl();
});
afterAll(() => city.close());

test('the meals are on the page, with their community', () => {
  const data = pages.get('/public/data.json')?.text ?? '';
  expect(data).toContain(`"status":"shown","meals":${2 * HOMES.length + 2},"households":${HOMES.length}`);
  expect(pages.get('/public/?lang=en')?.text).toContain('By community, week from');
});

test('all that the pages lead to is there, the books among it', () => {
  for (const path of ['/public/data.json', '/public/data.csv', '/public/heads.jsonl', '/public/books/?lang=th', '/public/verify-books.mjs'])
    expect([...pages.keys()]).toContain(path);
  expect([...pages].filter(([path]) => /^\/public\/books\/\d{4}-\d{2}-\d{2}\.jsonl$/u.test(path))).not.toEqual([]);
  expect([...pages].filter(([, { status }]) => status !== 200).map(([path]) => path)).toEqual([]);
});

test('nothing that points at a person stands under /public', async () => {
  const { db } = city.service.deps;
  const members = await db.selectFrom('member').select(['id', 'line_user_id']).execute();
  const households = await db.selectFrom('household').select('id').execute();
  const orders = await db.selectFrom('meal_order').select(['id', 'hand_over_code', 'placed_at', 'changed_at']).execute();
  const handovers = await db.selectFrom('handover').select('at').execute();
  expect([members.length > HOMES.length, households.length, handovers.length]).toEqual([true, HOMES.length, HOMES.length + 1]);
  const times = [...orders.flatMap((order) => [order.placed_at, order.changed_at]), ...handovers.map(({ at }) => at)];
  const minutesOf = (at: number): string[] => [0, 7].map((hours) => new Date(at + hours * 3_600_000).toISOString().slice(0, 16));
  const marks = [
    ...Object.values(MARK),
    ...Object.values(people),
    '7.0135',
    '100.4702',
    ...members.flatMap(({ id, line_user_id: lineUserId }) => [id, lineUserId]),
    ...households.map(({ id }) => id),
    ...orders.map(({ id }) => id),
    ...times.flatMap((at) => [String(at), String(Math.floor(at / 1000)), ...minutesOf(at)]),
  ];
  const found = [...pages].flatMap(([path, { text }]) => marks.filter((mark) => text.includes(mark)).map((mark) => `${path}: ${mark}`));
  expect(found).toEqual([]);
});

test('pages and open data know no time of day', () => {
  for (const path of ['/public/', '/public/?lang=en', '/public/data.json', '/public/data.csv'])
    expect([path, /\b\d{1,2}:\d{2}\b|T\d{2}:|\b1[67]\d{11}\b/u.exec(pages.get(path)?.text ?? '')?.[0]]).toEqual([path, undefined]);
});
