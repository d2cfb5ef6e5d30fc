import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from '../support/people.ts';
import { carry, cook, handOver, placeOrder, settleIn } from '../support/steps.ts';
import { startCity } from '../support/test-city.ts';
import type { TestCity } from '../support/test-city.ts';

const { mali, noodleShop, ek, wit } = people;

/** They hold what a city has few of, however long it runs. */
const SMALL = [
  'community',
  'campaign',
  'campaign_total',
  'shop',
  'rider',
  'member_role',
  'setting',
  'kysely_migration',
  'sqlite_schema',
  'gift_lot',
  // The list that a query brings along.
  'json_each',
];

const heard = new Set<string>();
let isListening = false;
let city: TestCity;
beforeAll(async () => {
  city = await startCity({ beforeStatement: (text) => isListening && heard.add(text) });
  await settleIn(city, { shops: [noodleShop], riders: [ek], residents: [mali] });
});
afterAll(() => city.close());

/** Looking through a whole table: only a partial index, which holds what waits, may be walked. */
function scansOf(database: BetterSqlite3.Database, text: string): string[] {
  const partial = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE '% WHERE %'")
    .pluck()
    .all()
    .map(String);
  const values = Array.from(text.matchAll(/\?/gu), () => 1);
  const plan = database.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...values) as { detail: string }[];
  return plan
    .map(({ detail }) => detail)
    .filter((detail) => detail.startsWith('SCAN '))
    .filter((detail) => !partial.some((name) => detail.endsWith(`INDEX ${name}`)))
    .filter((detail) => !SMALL.some((table) => detail.split(' ')[1] === table));
}

test('nothing that happens for every meal looks through a table that grows with the meals', async () => {
  isListening = true;
  await placeOrder(city, mali);
  await cook(city, noodleShop);
  await carry(city, ek);
  await handOver(city, ek);
  await city.says(mali, 'ได้รับแล้ว');
  await city.says(wit, 'ปันอิ่ม 10 มื้อ');
  await city.taps(wit, 'ยืนยัน');
  isListening = false;
  const database = new BetterSqlite3(city.databasePath, { readonly: true });
  // The newest of all stands at the end of its index.
  const isNewest = (text: string): boolean => /^select [^?]+ order by "id" desc limit \+?\?$/u.test(text) && !text.includes(' where ');
  const queries = [...heard].filter((text) => /^(?:select|update|delete)\b/iu.test(text) && !isNewest(text));
  expect(queries.length).toBeGreaterThan(50);
  expect(queries.flatMap((text) => scansOf(database, text).map((scan) => `${scan}: ${text}`))).toEqual([]);
  database.close();
});
