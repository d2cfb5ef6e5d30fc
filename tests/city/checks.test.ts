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
import type { CityRecord, Problem, SendRecord } from '../../simulator/city/record.ts';
import { people } from '../support/people.ts';
import { startCity } from '../support/test-city.ts';
import { TEST_PII_KEY } from './observe.ts';
import type { Watched } from './observe.ts';
import { MALI, playStory } from './story.ts';

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

interface Damage {
  /** What somebody with a pen could do to the tables, past triggers and checks. */
  sql?: string;
  /** What else the world outside could have seen. */
  record?: (record: CityRecord) => void;
}

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

test('every template of the books has its moves here', () => {
  expect(Object.keys(POSTING_TEMPLATES).toSorted()).toEqual(TEMPLATES.filter((name) => name !== 'reversal').toSorted());
});

/** The newest accepted send of that kind to that person. */
function sendTo(record: CityRecord, to: string, via?: SendRecord['via']): SendRecord {
  const send = record.sends.findLast((each) => each.to === to && each.accepted && (via === undefined || each.via === via));
  if (send === undefined) throw new Error('nothing was sent');
  return send;
}

function tells(to: string, text: string): (record: CityRecord) => void {
  return (record) => {
    const send = sendTo(record, to);
    record.sends.push({ ...send, via: 'reply', requestId: 'another', messages: [{ type: 'text', text }] });
  };
}

const { coordinator, treasurer, mali, somjai, noodleShop, ek, oh, wit, wilai } = people;

function screening(): string {
  const db = new BetterSqlite3(watched.city.databasePath, { readonly: true });
  const row = db.prepare<[], { id: string }>('SELECT min(id) AS id FROM screening').get();
  db.close();
  return row?.id ?? '';
}

const LAST_TRANSFER = '(SELECT max(id) FROM transfer)';
const MALIS_HOME = `(SELECT h.id FROM household h JOIN member m ON m.id = h.member_id WHERE m.line_user_id = '${mali}')`;
/** Mali's: brought to the door by a rider who is paid. */
const FIRST_ORDER = '(SELECT min(id) FROM meal_order)';

/** Each damage with the rules that see it: the first is the rule that it is there for. */
const DAMAGES: readonly (readonly [string, Damage, readonly Rule[]])[] = [
  ['an entry is missing', { sql: `DELETE FROM entry WHERE transfer_id = ${LAST_TRANSFER} AND amount < 0` }, ['entries', 'balances']],
  [
    'an entry stands there for nothing',
    {
      sql: `INSERT INTO entry SELECT a.id, ${LAST_TRANSFER} - 1, 5, a.balance, a.balance + 5 FROM account a WHERE a.id = (SELECT to_account FROM transfer WHERE id = ${LAST_TRANSFER})`,
    },
    ['entries', 'chain', 'balances'],
  ],
  [
    'an amount is nothing',
    { sql: `UPDATE transfer SET amount = 0 WHERE id = ${LAST_TRANSFER}` },
    ['entries', 'amounts', 'hashes', 'links', 'slices', 'covered'],
  ],
  [
    'an entry starts somewhere else',
    {
      sql: `UPDATE entry SET balance_before = balance_before + 1, balance_after = balance_after + 1 WHERE transfer_id = ${LAST_TRANSFER} AND amount > 0`,
    },
    ['chain'],
  ],
  [
    'a balance was written over',
    { sql: `UPDATE account SET balance = balance + 100 WHERE code LIKE 'shop/%/owed'` },
    ['balances', 'units'],
  ],
  [
    'an account was below zero for a moment',
    {
      sql: `UPDATE entry SET balance_before = balance_before - 100000000, balance_after = balance_after - 100000000 WHERE account_id = (SELECT id FROM account WHERE code LIKE 'fund/%/free')`,
    },
    ['chain', 'belowZero'],
  ],
  [
    'a posting has another name',
    { sql: `UPDATE posting SET template = 'fee_held' WHERE id = (SELECT max(id) FROM posting WHERE template = 'coupons_granted')` },
    ['postings', 'hashes', 'links', 'seals', 'grants'],
  ],
  [
    'a key was changed',
    { sql: `UPDATE posting SET key = 'order/nobody/paid' WHERE id = (SELECT max(id) FROM posting WHERE template = 'fee_held')` },
    ['postings', 'links'],
  ],
  ['the hash of the request was changed', { sql: `UPDATE posting SET request_hash = 'x' WHERE id = 3` }, ['hashes']],
  [
    'a posting says that it undoes another',
    { sql: `UPDATE posting SET reverses = 1, reason = 'no' WHERE id = 2` },
    ['reversals', 'links', 'seals'],
  ],
  ['the time of a posting was changed', { sql: `UPDATE posting SET happened_at = happened_at + 1 WHERE id = 3` }, ['links', 'seals']],
  ['a seal was changed', { sql: `UPDATE seal SET root = 'x'` }, ['seals']],
  [
    'a slice is smaller',
    { sql: `UPDATE slice SET amount = amount - 1 WHERE transfer_id = (SELECT max(transfer_id) FROM slice)` },
    ['slices', 'pockets'],
  ],
  ['a pocket was filled by hand', { sql: `UPDATE pocket SET amount = amount + 1 WHERE pocket LIKE 'shop/%'` }, ['pockets']],
  [
    'money was given for another community',
    {
      sql: `UPDATE money_receipt SET community_id = (SELECT id FROM community WHERE name = '1' OR name <> 'ป้อม 6' LIMIT 1) WHERE id = (SELECT min(id) FROM money_receipt)`,
    },
    ['bound'],
  ],
  ['a receipt is missing', { sql: `DELETE FROM money_receipt WHERE pledge_id IS NULL` }, ['receipts']],
  [
    'a receipt has no money',
    {
      sql: `INSERT INTO money_receipt SELECT 'rcp_x', campaign_id, NULL, 500, 'NONE', recorded_by, recorded_at, NULL FROM money_receipt LIMIT 1`,
    },
    ['receipts'],
  ],
  ['a grant is larger on paper', { sql: `UPDATE coupon_grant SET coupons = coupons + 1 WHERE household_id = ${MALIS_HOME}` }, ['grants']],
  [
    'a coupon is worth more',
    { sql: `UPDATE coupon_grant SET face_value_satang = face_value_satang + 100 WHERE household_id = ${MALIS_HOME}` },
    ['covered', 'owed'],
  ],
  ['a total was written over', { sql: `UPDATE campaign_total SET received_satang = received_satang + 100` }, ['totals']],
  ['a meal more was counted', { sql: `UPDATE served_week SET meals = meals + 1` }, ['totals']],
  ['a home more was counted', { sql: `UPDATE served_week SET households = households + 1` }, ['totals']],
  ['a push less was counted', { sql: `UPDATE push_month SET pushes = pushes - 1` }, ['totals']],
  ['a gift had more boxes', { sql: `UPDATE gift_lot SET boxes = boxes + 1` }, ['boxes']],
  [
    'an ended order is under way again',
    { sql: `DROP INDEX meal_order_one_active; UPDATE meal_order SET state = 'ready' WHERE id = ${FIRST_ORDER}` },
    ['covered', 'held', 'ends', 'history', 'live', 'oneOrder', 'trips', 'handovers'],
  ],
  ['an order asked for more meals', { sql: `UPDATE meal_order SET meals = meals + 1 WHERE id = ${FIRST_ORDER}` }, ['held', 'capacity']],
  [
    'an eaten order failed on paper',
    { sql: `UPDATE meal_order SET state = 'failed' WHERE id = ${FIRST_ORDER}` },
    ['ends', 'history', 'handovers'],
  ],
  [
    'a shop was cheaper than it was paid',
    { sql: `UPDATE meal_order SET price_satang = price_satang - 100 WHERE id = ${FIRST_ORDER}` },
    ['owed'],
  ],
  ['a rider who is paid rode as a volunteer', { sql: `UPDATE rider SET is_paid = 1 - is_paid` }, ['owed']],
  [
    'an order was made good whose coupons went back',
    { sql: `UPDATE posting SET template = 'hold_released' WHERE template = 'meals_wasted'` },
    ['postings', 'hashes', 'links', 'seals', 'ends', 'reissued'],
  ],
  [
    'a step of the history is missing',
    { sql: `DELETE FROM order_event WHERE order_id = ${FIRST_ORDER} AND state = 'accepted'` },
    ['history'],
  ],
  ['an order has no clock', { sql: `DELETE FROM deadline WHERE kind IN ('cook_by', 'eat_by')` }, ['live']],
  ['a shop was asked without an end', { sql: `DELETE FROM deadline WHERE kind = 'shop_answer'` }, ['asked']],
  ['a rider has all the time of the world', { sql: `DELETE FROM deadline WHERE kind = 'rider_slow'` }, ['asked']],
  [
    'a home has two orders',
    { sql: `DROP INDEX meal_order_one_active; UPDATE meal_order SET household_id = ${MALIS_HOME} WHERE state = 'placed'` },
    ['oneOrder', 'kitchens'],
  ],
  [
    'a rider has two trips',
    {
      sql: `DROP INDEX trip_one_per_rider; UPDATE trip SET rider_id = (SELECT rider_id FROM trip WHERE state = 'to_shop'), state = 'to_home' WHERE id = (SELECT max(id) FROM trip WHERE state = 'done')`,
    },
    ['oneOrder', 'trips', 'names', 'doors'],
  ],
  [
    'coupons belong to another campaign',
    { sql: `UPDATE coupon_grant SET campaign_id = 'another' WHERE household_id = ${MALIS_HOME}` },
    ['conserved', 'covered'],
  ],
  [
    'a case was read and not logged',
    {
      sql: `DELETE FROM access_log`,
      record: (record) =>
        record.apiCalls.push({
          at: watched.city.clock.now(),
          lineUserId: coordinator,
          method: 'GET',
          path: `/api/coordinator/screenings/${screening()}`,
          status: 200,
          body: {},
        }),
    },
    ['logged'],
  ],
  ['a deadline was never worked on', { sql: `UPDATE deadline SET state = 'waiting' WHERE kind = 'confirm_receipt'` }, ['late']],
  ['coupons have no end', { sql: `DELETE FROM deadline WHERE kind = 'grant_expiry'` }, ['expiries']],
  ['a trip has no rider', { sql: `UPDATE trip SET rider_id = NULL WHERE id = (SELECT min(id) FROM trip)` }, ['owed', 'trips', 'handovers']],
  [
    'a trip never ended',
    { sql: `UPDATE trip SET state = 'to_home' WHERE id = (SELECT max(id) FROM trip WHERE state = 'done')` },
    ['trips'],
  ],
  ['a kitchen is not halal', { sql: `UPDATE shop SET halal = 'none', halal_until = NULL` }, ['kitchens']],
  ['a halal home ordered without its mark', { sql: `UPDATE meal_order SET diets = '' WHERE diets = 'halal'` }, ['kitchens']],
  ['given food lacks a mark', { sql: `UPDATE meal_order SET diets = 'vegan' WHERE gift_lot_id IS NOT NULL` }, ['kitchens']],
  ['a shop has promised less', { sql: `UPDATE shop_offer SET used = used - 1` }, ['capacity']],
  ['food was too old', { sql: `UPDATE meal_order SET cooked_at = cooked_at - 3 * 3600000 WHERE id = ${FIRST_ORDER}` }, ['clock']],
  ['given food was too old', { sql: `UPDATE gift_lot SET use_by = use_by - 2 * 3600000` }, ['clock']],
  ['cooked food may stand too long', { sql: `UPDATE gift_lot SET use_by = use_by + 3600000` }, ['clock']],
  ['a handover is missing', { sql: `DELETE FROM handover WHERE order_id = ${FIRST_ORDER}` }, ['handovers']],
  [
    'somebody else handed it over',
    { sql: `UPDATE handover SET by_member = (SELECT id FROM member WHERE line_user_id = '${wit}') WHERE order_id = ${FIRST_ORDER}` },
    ['handovers', 'codes'],
  ],
  ['food was left without a picture', { sql: `UPDATE handover SET proof = 'photo' WHERE order_id = ${FIRST_ORDER}` }, ['handovers']],
  ['nobody said the code', { record: (record) => record.webhooks.forEach((webhook) => delete webhook.words) }, ['codes']],
  ['a counter coupon was never shown', { sql: `DELETE FROM shown_coupon` }, ['handovers', 'codes']],
  ['what was answered 200 is nowhere', { sql: `DELETE FROM inbox WHERE rowid = (SELECT max(rowid) FROM inbox)` }, ['stored']],
  [
    'an event that nobody sent',
    {
      sql: `INSERT INTO inbox SELECT 'ev-x', line_user_id, event_at, received_at, NULL, 'done', NULL, 0, 0, done_at FROM inbox ORDER BY rowid DESC LIMIT 1`,
    },
    ['heardOnly', 'endedOnce'],
  ],
  [
    'an event waits at rest',
    { sql: `UPDATE inbox SET state = 'waiting', done_at = NULL WHERE rowid = (SELECT max(rowid) FROM inbox)` },
    ['inboxDrains'],
  ],
  [
    'an event failed without a fault',
    { sql: `UPDATE inbox SET state = 'failed' WHERE rowid = (SELECT max(rowid) FROM inbox)` },
    ['failed'],
  ],
  [
    'an event ended later than its effect',
    { sql: `UPDATE inbox SET done_at = done_at + 1 WHERE event_id = (SELECT max(event_id) FROM inbox WHERE line_user_id = '${wilai}')` },
    ['effectOnce'],
  ],
  [
    'an event was ignored without a reason',
    { sql: `UPDATE inbox SET state = 'ignored' WHERE rowid = (SELECT max(rowid) FROM inbox)` },
    ['effectOnce'],
  ],
  [
    'a push arrived that is no notice',
    { record: (record) => record.sends.push({ ...sendTo(record, mali, 'push'), retryKey: 'made-up' }) },
    ['toWhom'],
  ],
  ['a push arrived twice', { record: (record) => record.sends.push(sendTo(record, mali, 'push')) }, ['toldOnce']],
  ['a push went to somebody else', { record: (record) => void (sendTo(record, mali, 'push').to = wit) }, ['toWhom']],
  ['LINE never took what counts as sent', { record: (record) => void (sendTo(record, mali, 'push').accepted = false) }, ['told']],
  ['a reply was never taken', { record: (record) => void (sendTo(record, mali, 'reply').accepted = false) }, ['told']],
  ['half of what was to be told was sent', { record: (record) => record.sends.forEach((send) => void (send.messages = [])) }, ['told']],
  [
    'a notice waits at rest',
    { sql: `UPDATE outbox SET state = 'waiting' WHERE sequence = (SELECT max(sequence) FROM outbox WHERE urgency = 'act')` },
    ['totals', 'outboxDrains'],
  ],
  [
    'a notice was given up',
    {
      sql: `UPDATE outbox SET state = 'parked', error = 'refused 400' WHERE sequence = (SELECT max(sequence) FROM outbox WHERE urgency = 'answer')`,
    },
    ['parked'],
  ],
  [
    'a notice was dropped',
    {
      sql: `UPDATE outbox SET state = 'dropped', error = 'blocked' WHERE sequence = (SELECT max(sequence) FROM outbox WHERE urgency = 'answer')`,
    },
    ['dropped'],
  ],
  ['a notice is gone', { sql: `DELETE FROM outbox WHERE sequence = (SELECT max(sequence) - 3 FROM outbox)` }, ['noticesStay']],
  ['nobody was told of a household', { sql: `UPDATE outbox SET kind = 'queue' WHERE kind = 'screening_waiting'` }, ['owned']],
  [
    'a resident was told of a shop that applied',
    { sql: `UPDATE outbox SET member_id = (SELECT id FROM member WHERE line_user_id = '${somjai}') WHERE kind = 'shop_applied'` },
    ['toWhom', 'owned'],
  ],
  ['a donor was told a name', { record: tells(wit, `ส่งให้คุณ${MALI.name}ค่ะ`) }, ['names']],
  ['a shop was told a name', { record: tells(noodleShop, `ของคุณ${MALI.name}`) }, ['names']],
  ['a shop was told a door', { record: tells(noodleShop, MALI.landmark) }, ['doors']],
  ['another rider was told a phone', { record: tells(oh, `โทร ${MALI.phone}`) }, ['doors']],
  ['the treasurer was told an allergy', { record: tells(treasurer, MALI.allergy) }, ['health']],
  ['a rider was told an allergy', { record: tells(ek, MALI.allergy) }, ['health']],
  [
    'a rider was told a name long after the handover',
    {
      record: (record) => {
        const send = sendTo(record, ek);
        record.sends.push({
          ...send,
          via: 'reply',
          requestId: 'another',
          at: send.at,
          messages: [{ type: 'text', text: 'ส่งให้คุณสมใจ4712' }],
        });
      },
    },
    ['names'],
  ],
  [
    'a page told a rider why somebody asks',
    {
      record: (record) =>
        record.apiCalls.push({
          at: watched.city.clock.now(),
          lineUserId: ek,
          method: 'GET',
          path: '/api/rider',
          status: 200,
          body: { need: 'quarantine' },
        }),
    },
    ['health'],
  ],
  [
    'a page showed another home',
    {
      record: (record) =>
        record.apiCalls.push({
          at: watched.city.clock.now(),
          lineUserId: somjai,
          method: 'GET',
          path: '/api/resident',
          status: 200,
          body: { order: { landmark: MALI.landmark } },
        }),
    },
    ['doors'],
  ],
  [
    'a tap had two answers',
    {
      record: (record) => {
        const call = record.apiCalls.find((each) => each.method === 'POST' && each.status === 200);
        if (call !== undefined) record.apiCalls.push({ ...call, key: 'tap' }, { ...call, key: 'tap', status: 409 });
      },
    },
    ['sameAnswer'],
  ],
];

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
