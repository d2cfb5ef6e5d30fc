import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openToRead } from '../../db/open-to-read.ts';
import { LEDGER_RULES, verifyLedger } from '../../db/verify-ledger.ts';
import type { Flaw } from '../../db/verify-ledger.ts';
import { reverse } from '../../db/ledger.ts';
import { grantAll, readyOrder, tinyWorld } from './tiny-world.ts';

let folder: string;
let whole: string;
/** What stands in the file, for the statements below. */
let place: Record<'campaign' | 'delivered' | 'underWay' | 'grant' | 'household' | 'receipt' | 'reversal', string>;

/** Books with a bit of everything: money, grants, a meal handed over, one under way, a reversed receipt. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pan-im-damage-'));
  whole = join(folder, 'whole.sqlite');
  const world = await tinyWorld();
  const { db } = world.deps;
  await grantAll(world);
  const delivered = await readyOrder(world, 'pickup');
  await world.must({ kind: 'shop_redeem', by: delivered.shopMember, code: delivered.hand_over_code });
  const underWay = await readyOrder(world);
  await world.must({ kind: 'record_money', by: world.treasurer, campaign: world.campaign, amountSatang: 700, bankReference: 'WRONG' });
  const wrong = await db
    .selectFrom('posting')
    .select('id')
    .where('template', '=', 'money_received')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  await db.transaction().execute((tx) => reverse(tx, { postingId: wrong.id, reason: 'typed wrong' }, { happenedAt: 1, recordedAt: 1 }));
  const grant = await db.selectFrom('coupon_grant').selectAll().where('household_id', '=', underWay.household_id).executeTakeFirstOrThrow();
  const receipt = await db.selectFrom('money_receipt').select('id').orderBy('id').executeTakeFirstOrThrow();
  place = {
    campaign: world.campaign,
    delivered: delivered.id,
    underWay: underWay.id,
    grant: grant.id,
    household: grant.household_id,
    receipt: receipt.id,
    reversal: `reversal/${wrong.id}`,
  };
  await db.destroy();
  await copyFile(world.path, whole);
  await rm(join(world.path, '..'), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let copies = 0;

/** A copy without its triggers and checks, changed by hand, and what is found in it. */
async function flawsAfter(statements: string[]): Promise<Flaw[]> {
  copies += 1;
  const path = join(folder, `copy-${copies}.sqlite`);
  await copyFile(whole, path);
  const raw = new BetterSqlite3(path);
  raw.pragma('ignore_check_constraints = ON');
  raw.pragma('foreign_keys = OFF');
  for (const name of raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all())
    raw.exec(`DROP TRIGGER ${String(name)}`);
  for (const statement of statements)
    raw.prepare(statement.replaceAll(/\{(\w+)\}/gu, (_all, name: string) => place[name as keyof typeof place])).run();
  raw.close();
  const db = openToRead(path);
  try {
    return await verifyLedger(db);
  } finally {
    await db.destroy();
  }
}

const FREE = "(SELECT id FROM account WHERE code = 'fund/{campaign}/free')";
const COMMITTED = "(SELECT id FROM account WHERE code = 'fund/{campaign}/committed')";
const COUPONS = "(SELECT id FROM account WHERE code = 'household/{household}/coupons/{grant}')";
const HELD = "code = 'order/{underWay}/held/{grant}'";
const LAST_OF_FREE = `(SELECT max(transfer_id) FROM entry WHERE account_id = ${FREE})`;

/** A gift of three boxes that the books know nothing of. */
const LOT = `INSERT INTO gift_lot (id, member_id, kind, boxes, words, diets, halal, ready_at, use_by, latitude, longitude, state, offered_at)
  SELECT 'gft_x', id, 'dry', 3, 'x', '', 'none', 1, 2, 7, 100, 'accepted', 1 FROM member LIMIT 1`;

const DAMAGES: [rule: keyof typeof LEDGER_RULES, what: string, where: RegExp, statements: string[]][] = [
  ['entries', 'a lost entry', /^transfer \d+$/u, [`DELETE FROM entry WHERE account_id = ${FREE} AND transfer_id = ${LAST_OF_FREE}`]],
  ['entries', 'an entry too many', /^entry without transfer 1$/u, ['INSERT INTO entry VALUES ((SELECT max(id) FROM account), 1, 5, 0, 5)']],
  ['amounts', 'an amount below zero', /^transfer 1$/u, ['UPDATE transfer SET amount = -amount WHERE id = 1']],
  ['balances', 'another balance', /^fund\/.*\/free$/u, [`UPDATE account SET balance = balance + 1 WHERE id = ${FREE}`]],
  [
    'chain',
    'a gap between two entries',
    /^fund\/.*\/free transfer \d+$/u,
    [
      `UPDATE entry SET balance_before = balance_before + 1, balance_after = balance_after + 1 WHERE account_id = ${FREE} AND transfer_id = ${LAST_OF_FREE}`,
    ],
  ],
  [
    'steps',
    'an entry that does not add up',
    /^fund\/.*\/free transfer \d+$/u,
    [`UPDATE entry SET balance_after = balance_after + 1 WHERE account_id = ${FREE} AND transfer_id = ${LAST_OF_FREE}`],
  ],
  ['belowZero', 'an overdraft', /^fund\/.*\/free$/u, [`UPDATE account SET balance = -1 WHERE id = ${FREE}`]],
  [
    'belowZero',
    'an overdraft in the past',
    /^fund\/.*\/free transfer \d+$/u,
    [`UPDATE entry SET balance_after = -1 WHERE account_id = ${FREE} AND transfer_id = ${LAST_OF_FREE}`],
  ],
  [
    'hashes',
    'a lost posting body',
    /^receipt\/rct_\w+$/u,
    ['DELETE FROM entry WHERE transfer_id = 1', 'DELETE FROM transfer WHERE id = 1'],
  ],
  ['hashes', 'another template', /^receipt\/rct_\w+$/u, ["UPDATE posting SET template = 'fee_held' WHERE id = 1"]],
  [
    'hashes',
    'an amount changed everywhere',
    /^receipt\/rct_\w+$/u,
    [
      'UPDATE transfer SET amount = amount + 1 WHERE id = 1',
      'UPDATE entry SET amount = amount + CASE WHEN amount > 0 THEN 1 ELSE -1 END WHERE transfer_id = 1',
    ],
  ],
  ['reversals', 'a reversal of something else', /^reversal\/\d+ /u, ["UPDATE posting SET reverses = 1 WHERE key = '{reversal}'"]],
  ['units', 'coupons that became money', /^transfer \d+$/u, [`UPDATE account SET unit = 'THB' WHERE id = ${COUPONS}`]],
  ['units', 'a unit that does not sum to zero', /^unit THB$/u, [`UPDATE account SET balance = balance + 1 WHERE id = ${FREE}`]],
  [
    'chart',
    'an account that no template knows',
    /^pocket\/money$/u,
    ["INSERT INTO account (code, unit, is_outside) VALUES ('pocket/money', 'THB', 0)"],
  ],
  ['chart', 'an account in another unit', /^household\//u, [`UPDATE account SET unit = 'BOX' WHERE id = ${COUPONS}`]],
  ['conserved', 'coupons of a grant that is gone', /^D$/u, ["DELETE FROM coupon_grant WHERE id = '{grant}'"]],
  ['conserved', 'a lost redemption', /^D$/u, ["UPDATE account SET balance = balance - 1 WHERE code = 'redeemed/{campaign}'"]],
  ['covered', 'coupons without cover', /^D$/u, [`UPDATE account SET balance = balance - 1 WHERE id = ${COMMITTED}`]],
  ['covered', 'another face value', /^D$/u, ["UPDATE coupon_grant SET face_value_satang = 9900 WHERE id = '{grant}'"]],
  ['covered', 'a fee that nobody set aside', /^D$/u, ["UPDATE meal_order SET fee_satang = 9900 WHERE id = '{underWay}'"]],
  [
    'boxes',
    'a box that nobody gave',
    /^gift\/gft_x$/u,
    [LOT, "INSERT INTO account (code, unit, is_outside, balance) VALUES ('given/gft_x', 'BOX', 0, 4)"],
  ],
  [
    'boxesHeld',
    'an order from a gift without its boxes',
    /^order\/ord_/u,
    [LOT, "UPDATE meal_order SET gift_lot_id = 'gft_x' WHERE id = '{underWay}'"],
  ],
  ['money', 'money that came from nowhere', /^outside\/bank$/u, [`UPDATE account SET balance = balance + 1 WHERE id = ${FREE}`]],
  [
    'receipts',
    'a receipt of another amount',
    /^receipt\/rct_\w+$/u,
    ["UPDATE money_receipt SET amount_satang = amount_satang + 1 WHERE id = '{receipt}'"],
  ],
  [
    'receipts',
    'a receipt that was never posted',
    /^receipt\/rct_x$/u,
    [
      "INSERT INTO money_receipt (id, campaign_id, pledge_id, amount_satang, bank_reference, recorded_by, recorded_at) SELECT 'rct_x', campaign_id, NULL, 5, 'X', recorded_by, 1 FROM money_receipt LIMIT 1",
    ],
  ],
  ['unreceipted', 'money without a receipt', /^receipt\/rct_\w+$/u, ["DELETE FROM money_receipt WHERE id = '{receipt}'"]],
  ['grants', 'a grant of another size', /^grant\/grt_\w+$/u, ["UPDATE coupon_grant SET coupons = coupons + 1 WHERE id = '{grant}'"]],
  ['held', 'an order that lost its coupons', /^order\/ord_\w+$/u, [`UPDATE account SET balance = 0 WHERE ${HELD}`]],
  [
    'held',
    'an ended order that still holds some',
    /^order\/ord_\w+$/u,
    ["UPDATE meal_order SET state = 'cancelled' WHERE id = '{underWay}'"],
  ],
  ['ends', 'an order that ended otherwise', /^order\/ord_\w+$/u, ["UPDATE meal_order SET state = 'failed' WHERE id = '{delivered}'"]],
  [
    'slices',
    'a slice that is too large',
    /^transfer \d+$/u,
    ['UPDATE slice SET amount = amount + 1 WHERE transfer_id = (SELECT min(transfer_id) FROM slice)'],
  ],
  [
    'pockets',
    'a pocket with more than came in',
    /^fund\/.*\/free rct_\w+$/u,
    ["UPDATE pocket SET amount = amount + 1 WHERE pocket = 'fund/{campaign}/free' AND receipt_id = '{receipt}'"],
  ],
  ['links', 'another time of a posting', /^transfer 1$/u, ['UPDATE posting SET happened_at = happened_at + 1 WHERE id = 1']],
  ['links', 'another word in a key', /^transfer \d+$/u, ["UPDATE posting SET key = key || 'x' WHERE template = 'fee_held'"]],
  [
    'seals',
    'a seal over other transfers',
    /^seal of 2026-01-01$/u,
    [
      "INSERT INTO seal (day, first_transfer, last_transfer, transfers, root, chain, previous_head, head, sealed_at) VALUES ('2026-01-01', 1, 1, 1, 'r', 'c', '', 'h', 1)",
    ],
  ],
];

test('whole books have no flaw', async () => {
  expect(await flawsAfter([])).toEqual([]);
});

test.each(DAMAGES)('%s: %s is found, and where', async (rule, _what, where, statements) => {
  const flaws = (await flawsAfter(statements)).filter((flaw) => flaw.rule === LEDGER_RULES[rule]);
  expect(flaws).not.toEqual([]);
  for (const flaw of flaws) expect(flaw.expected).not.toBe(flaw.found);
  expect(flaws[0]?.where).toMatch(where);
});

test('every rule has its damage', () => {
  expect(new Set(DAMAGES.map(([rule]) => rule))).toEqual(new Set(Object.keys(LEDGER_RULES)));
});

test('one damage that spoils much is listed up to a bound', async () => {
  const flaws = await flawsAfter([
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) INSERT INTO account (code, unit, is_outside) SELECT 'pocket/' || i, 'THB', 0 FROM n",
  ]);
  expect(flaws).toHaveLength(20);
});
