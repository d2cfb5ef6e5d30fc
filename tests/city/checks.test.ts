import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TEMPLATES } from '../../bot/domain/postings.ts';
import { POSTING_TEMPLATES } from '../../simulator/city/checks/chart.ts';
import { createChecks } from '../../simulator/city/checks/create-checks.ts';
import { RULES } from '../../simulator/city/checks/rules.ts';
import type { Rule } from '../../simulator/city/checks/rules.ts';
import type { Problem } from '../../simulator/city/record.ts';
import { startCity } from '../support/test-city.ts';
import type { Damage } from './damage.ts';
import { DAMAGES_IN_BOOKS } from './damages-in-books.ts';
import { damagesInWords } from './damages-in-words.ts';
import { TEST_PII_KEY } from './observe.ts';
import type { Watched } from './observe.ts';
import { playStory } from './story.ts';

let watched: Watched;
let folder: string;
let copies = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pan-im-checks-'));
  watched = await playStory(await startCity());
});
afterAll(async () => {
  watched.checks.close();
  await watched.city.close();
  await rm(folder, { recursive: true, force: true });
});

const rulesIn = (problems: readonly Problem[]): Rule[] =>
  (Object.keys(RULES) as Rule[]).filter((rule) => problems.some((problem) => problem.rule === RULES[rule]));

/** A copy of the good city, damaged, looked at from the first row on. */
async function lookAt({ sql, record: change }: Damage): Promise<Problem[]> {
  copies += 1;
  const databasePath = join(folder, `${copies}.sqlite`);
  const source = new BetterSqlite3(watched.city.databasePath, { readonly: true });
  await source.backup(databasePath);
  source.close();
  const copy = new BetterSqlite3(databasePath);
  copy.pragma('foreign_keys = OFF');
  copy.pragma('ignore_check_constraints = ON');
  const triggers = copy.prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all();
  for (const { name } of triggers) copy.exec(`DROP TRIGGER ${name}`);
  if (sql !== undefined) copy.exec(sql);
  copy.close();
  const record = structuredClone(watched.observed.record);
  change?.(record);
  const checks = createChecks({ databasePath, piiKey: TEST_PII_KEY, record, now: watched.city.clock.now });
  const problems = checks.atRest();
  checks.close();
  return problems;
}

test('nothing is wrong in a good city, after any step and at rest', async () => {
  expect(watched.problems).toEqual([]);
  expect(watched.checks.atRest()).toEqual([]);
  expect(await lookAt({})).toEqual([]);
});

test('nor in one with so long a past that the first look sees thousands of notices', async () => {
  const told = `INSERT INTO outbox (id, member_id, kind, urgency, state, next_attempt_at, error, created_at)
    WITH RECURSIVE past (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM past WHERE number < 6000)
    SELECT 'past-' || number, member_id, 'queue', 'act', 'dropped', created_at, 'city seed', created_at + number
    FROM past, (SELECT member_id, max(created_at) AS created_at FROM outbox)`;
  expect(await lookAt({ sql: told })).toEqual([]);
});

test('every template of the books has its moves here', () => {
  expect(Object.keys(POSTING_TEMPLATES).toSorted()).toEqual(TEMPLATES.filter((name) => name !== 'reversal').toSorted());
});

const DAMAGES = [...DAMAGES_IN_BOOKS, ...damagesInWords(() => watched)];

describe('a rule sees its damage', () => {
  test.each(DAMAGES)('%s', async (_name, damage, rules) => {
    expect(rulesIn(await lookAt(damage))).toEqual(rules);
  });

  test('every rule has one', () => {
    const damaged = new Set(DAMAGES.flatMap(([, , rules]) => rules));
    expect((Object.keys(RULES) as Rule[]).filter((rule) => !damaged.has(rule))).toEqual([]);
  });
});

test('an event that ended once does not end again', async () => {
  const databasePath = join(folder, 'again.sqlite');
  const source = new BetterSqlite3(watched.city.databasePath, { readonly: true });
  await source.backup(databasePath);
  source.close();
  const { record } = watched.observed;
  const checks = createChecks({ databasePath, piiKey: TEST_PII_KEY, record, now: watched.city.clock.now });
  expect(checks.afterStep()).toEqual([]);
  const other = new BetterSqlite3(databasePath);
  other.exec('UPDATE inbox SET done_at = done_at + 1 WHERE rowid = 1');
  other.close();
  expect(rulesIn(checks.atRest())).toEqual(['endedOnce']);
  checks.close();
});
