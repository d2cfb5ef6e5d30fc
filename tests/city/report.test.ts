import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { collectRun } from '../../simulator/city/report/collect-run.ts';
import { createReporter } from '../../simulator/city/report/create-report.ts';
import type { CityReport } from '../../simulator/city/report/report.ts';
import { writeReport } from '../../simulator/city/report/write-report.ts';
import { people } from '../support/people.ts';
import { startCity } from '../support/test-city.ts';
import type { Watched } from './observe.ts';
import { playStory } from './story.ts';

let watched: Watched;
let report: CityReport;
let folder: string;

const BROKEN = { rule: 'a rule <of> the city', where: 'order 1', expected: 'one', found: 'two & three' };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pan-im-report-'));
  watched = await playStory(await startCity());
  const { record } = watched.observed;
  for (const [role, who] of [
    ['rider', people.ek],
    ['shop', people.noodleShop],
  ] as const)
    record.people.set(who, { lineUserId: who, roles: new Set([role]), blocked: false });
  const reporter = createReporter({ scale: 'small', days: 1, faults: ['crash'] });
  const { databasePath } = watched.city;
  const run = { hash: 'abc', steps: 100, numbers: collectRun({ record, databasePath }), simulatedMs: 86_400_000 };
  reporter.add({ ...run, seed: 2, failedAt: 7, problems: [BROKEN] });
  reporter.add({ ...run, seed: 1, problems: [] });
  report = reporter.report(4);
});
afterAll(async () => {
  watched.checks.close();
  await watched.city.close();
  await rm(folder, { recursive: true, force: true });
});

test('what happened is counted once for each run', () => {
  // Two meals to the door, one collected, one at the counter, one that was given; one spoilt, one was cancelled, two are under way.
  expect(report.orders.mealsHandedOver).toBe(2 * 5);
  expect(report.orders.byState).toMatchObject({ handed_over: 8, failed: 2, cancelled: 2, ready: 2, placed: 2 });
  expect(report.orders.byHour.reduce((sum, orders) => sum + orders, 0)).toBe(16);
  // Four meals at 45 baht, one of them spoilt and paid all the same, and two rides of a rider who is paid.
  expect(report.money).toMatchObject({ shopsSatang: 2 * 5 * 45_00, ridersSatang: 2 * 2 * 20_00 });
  expect(report.riders.meals).toBe(2 * 3);
  expect(report.waits.map((wait) => wait.name)).toEqual(['accepted', 'ready', 'picked_up', 'at_the_door']);
  expect(report.pushes.byRole.find((each) => each.role === 'rider')?.pushes).toBeGreaterThan(0);
  expect(report.throughput).toMatchObject({ steps: 200, realSeconds: 4, simulatedDays: 2 });
  expect(report.seeds.map(({ seed, failedAt }) => [seed, failedAt])).toEqual([
    [1, undefined],
    [2, 7],
  ]);
});

test('it is written as text, as data and as one page that needs no other file', async () => {
  await writeReport(folder, report);
  const text = await readFile(join(folder, 'report.txt'), 'utf8');
  expect(text).toContain('2 runs: 1 broke a rule');
  expect(text).toContain('seed 2 after step 7: a rule <of> the city (order 1: expected one, found two & three)');
  expect(JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'))).toEqual(report);
  const page = await readFile(join(folder, 'report.html'), 'utf8');
  expect(page).toContain('a rule &lt;of&gt; the city');
  expect(page).not.toMatch(/<script|https?:|url\(|<link|<img/u);
  expect(page.match(/<svg/gu)?.length).toBeGreaterThan(15);
});
