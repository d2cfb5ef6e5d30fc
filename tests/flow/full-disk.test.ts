import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../bot/limits.ts';
import { people } from '../support/people.ts';
import { expectSound } from '../support/steps.ts';
import { startCity } from '../support/test-city.ts';
import type { TestCity } from '../support/test-city.ts';

const { mali } = people;
const PAGES_MAX = 1_073_741_823;

let city: TestCity;
beforeEach(async () => {
  city = await startCity();
});
afterEach(async () => {
  await expectSound(city, /SQLITE_FULL|database or disk is full/u);
  await city.close();
});

/** Not a page more, and every page that there is filled to its brim. */
async function fillDisk(): Promise<void> {
  const { db } = city.service.deps;
  await sql`create table filler (bytes blob) strict`.execute(db);
  const counted = await sql<{ page_count: number }>`pragma page_count`.execute(db);
  await sql`pragma max_page_count = ${sql.raw(String(counted.rows[0]?.page_count ?? 0))}`.execute(db);
  const fill = async (): Promise<void> => {
    for (;;) await sql`insert into filler (bytes) values (randomblob(200))`.execute(db);
  };
  await expect(fill()).rejects.toThrow('full');
}

async function freeDisk(): Promise<void> {
  const { db } = city.service.deps;
  await sql`pragma max_page_count = ${sql.raw(String(PAGES_MAX))}`.execute(db);
  await sql`drop table filler`.execute(db);
}

/** More than finds room in pages that are begun already. */
const EVENTS = 40;

test('an event that was answered 200 is heard when the disk has room again, however long that takes', async () => {
  const { db } = city.service.deps;
  for (let count = 0; count < EVENTS; count += 1) await city.platform.say(mali, 'สวัสดี');
  await fillDisk();
  for (let passed = 0; passed < 5 * MINUTE; passed += 10 * SECOND) {
    city.clock.advance(10 * SECOND);
    await city.service.runUntilIdle().catch(() => undefined);
  }
  const states = async (): Promise<string[]> => (await db.selectFrom('inbox').select('state').execute()).map((event) => event.state);
  expect(new Set(await states())).toEqual(new Set(['done', 'waiting']));
  await freeDisk();
  await city.passes(SECOND);
  expect(await states()).toEqual(Array.from({ length: EVENTS }, () => 'done'));
});
