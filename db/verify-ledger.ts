import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { TemplateName, Transfer } from '../bot/domain/postings.ts';
import { CHART } from './chart.ts';
import { requestHash } from './ledger.ts';
import type { Database } from './schema.ts';
import { brokenLinks, brokenSeals, pocketsFromSlices, slicesOfTransfers } from './verify-seals.ts';

/** One thing that is wrong, and where: account codes, posting keys and transfer numbers, no person. */
export interface Flaw {
  rule: string;
  where: string;
  expected: number | string;
  found: number | string;
}

/** How many flaws of one rule are listed; one broken row can spoil all that follow. */
const FLAWS_A_RULE_MAX = 20;
/** Postings and accounts read at once: the books outgrow the memory one day, a page of them never. */
const PAGE_MAX = 2000;

type Check = (db: Kysely<Database>) => Promise<Flaw[]>;

/** Every rule of docs/ledger.md that the tables are held against. */
export const LEDGER_RULES = {
  entries: 'every transfer has two entries that sum to zero',
  amounts: 'an amount is above zero',
  balances: 'a stored balance is the sum of its entries',
  chain: 'each entry starts from the balance the one before it left',
  steps: 'each entry ends at its start plus its amount',
  belowZero: 'no account but outside is, or ever was, below zero',
  hashes: 'a posting is what was asked for',
  reversals: 'a reversal is the mirror of what it undoes',
  units: 'a transfer stays in one unit',
  chart: 'every account is one of the chart, in its unit',
  conserved: 'coupons minted are held by households or orders, redeemed, wasted, expired or given back',
  covered: 'every coupon outstanding is covered by committed money',
  money: 'money free, committed and owed is money in minus money out',
  receipts: 'every receipt of money stands in the books with its amount',
  unreceipted: 'money received has a receipt',
  grants: 'every grant stands in the books with its coupons',
  held: 'an order holds its coupons while it is under way and none after',
  ends: 'an order ended as the books say',
  boxes: 'boxes received are left, held by orders, given, wasted or returned',
  boxesHeld: 'an order from a gift holds its boxes while it is under way and none after',
  slices: 'every transfer of money carries slices of receipts that make up its amount',
  pockets: 'a pocket holds what its slices left there',
  links: 'every transfer hangs on the one before it, unchanged',
  seals: 'every sealed day is as it was sealed',
} as const;

/**
 * Derives every balance again from the transfers and holds all invariants of docs/ledger.md against the tables, in
 * one transaction: what other processes write meanwhile is not half seen.
 */
export async function verifyLedger(db: Kysely<Database>): Promise<Flaw[]> {
  if (!db.isTransaction) return db.transaction().execute((tx) => verifyLedger(tx));
  const flaws: Flaw[] = [];
  for (const check of CHECKS) flaws.push(...(await check(db)).slice(0, FLAWS_A_RULE_MAX));
  return flaws;
}

interface FlawRow {
  where: string;
  expected: number | string;
  found: number | string;
}

type FlawQuery = ReturnType<typeof sql<FlawRow>>;

/** Some drivers hand large sums over as text. */
function plain(value: number | string): number | string {
  return typeof value === 'string' && /^-?\d{1,15}$/u.test(value) ? Number(value) : value;
}

/** A check whose query lists every place with what is expected and found there; those that differ are flaws. */
function compare(rule: keyof typeof LEDGER_RULES, query: FlawQuery): Check {
  return async (db) => {
    const { rows } = await sql<FlawRow>`SELECT * FROM (${query}) AS held WHERE expected <> found LIMIT ${FLAWS_A_RULE_MAX}`.execute(db);
    return rows.map((row) => ({ rule: LEDGER_RULES[rule], where: row.where, expected: plain(row.expected), found: plain(row.found) }));
  };
}

/** A check that finds its differences itself. */
function listed(rule: keyof typeof LEDGER_RULES, find: (db: Kysely<Database>) => Promise<FlawRow[]>): Check {
  return async (db) => (await find(db)).map((row) => ({ rule: LEDGER_RULES[rule], ...row }));
}

const UNDER_WAY = sql`('placed', 'accepted', 'cooking', 'ready', 'on_the_way')`;

/** Each transfer has exactly its two entries, minus at the giver and plus at the taker, and no entry is without one. */
const entriesMatchTransfers = compare(
  'entries',
  sql<FlawRow>`SELECT 'transfer ' || t.id AS "where", 2 AS expected, count(e.transfer_id) AS found
    FROM transfer t LEFT JOIN entry e ON e.transfer_id = t.id AND (
      (e.account_id = t.from_account AND e.amount = -t.amount) OR (e.account_id = t.to_account AND e.amount = t.amount))
    GROUP BY t.id
    UNION ALL
    SELECT 'entry without transfer ' || e.transfer_id, 0, e.amount FROM entry e LEFT JOIN transfer t
      ON t.id = e.transfer_id AND e.account_id IN (t.from_account, t.to_account) WHERE t.id IS NULL`,
);

const amountsAboveZero = compare(
  'amounts',
  sql<FlawRow>`SELECT 'transfer ' || id AS "where", 'above 0' AS expected, CASE WHEN amount > 0 THEN 'above 0' ELSE CAST(amount AS TEXT) END AS found FROM transfer`,
);

const balancesMatchEntries = compare(
  'balances',
  sql<FlawRow>`SELECT a.code AS "where", coalesce(sum(e.amount), 0) AS expected, a.balance AS found
    FROM account a LEFT JOIN entry e ON e.account_id = a.id GROUP BY a.id, a.code, a.balance`,
);

const entriesChained = compare(
  'chain',
  sql<FlawRow>`SELECT a.code || ' transfer ' || e.transfer_id AS "where",
      coalesce(lag(e.balance_after) OVER (PARTITION BY e.account_id ORDER BY e.transfer_id), 0) AS expected, e.balance_before AS found
    FROM entry e JOIN account a ON a.id = e.account_id`,
);

const entriesAddUp = compare(
  'steps',
  sql<FlawRow>`SELECT a.code || ' transfer ' || e.transfer_id AS "where", e.balance_before + e.amount AS expected, e.balance_after AS found
    FROM entry e JOIN account a ON a.id = e.account_id`,
);

const noneBelowZero = compare(
  'belowZero',
  sql<FlawRow>`SELECT code AS "where", 0 AS expected, CASE WHEN balance < 0 THEN balance ELSE 0 END AS found FROM account WHERE code NOT LIKE 'outside/%'
    UNION ALL
    SELECT a.code || ' transfer ' || e.transfer_id, 0, e.balance_after FROM entry e JOIN account a ON a.id = e.account_id
      WHERE e.balance_after < 0 AND a.code NOT LIKE 'outside/%'`,
);

interface StoredPosting {
  key: string;
  template: TemplateName;
  hash: string;
  transfers: Transfer[];
}

/** The request hash derived again from the transfers: a row that was added, removed or changed shows. */
async function hashesMatch(db: Kysely<Database>): Promise<Flaw[]> {
  const flaws: Flaw[] = [];
  let last = 0;
  while (flaws.length < FLAWS_A_RULE_MAX) {
    const page = await postingsAfter(db, last);
    for (const [id, posting] of page) {
      last = id;
      const expected = requestHash(posting);
      if (expected !== posting.hash) flaws.push({ rule: LEDGER_RULES.hashes, where: posting.key, expected, found: posting.hash });
    }
    if (page.size === 0) break;
  }
  return flaws;
}

async function postingsAfter(db: Kysely<Database>, last: number): Promise<Map<number, StoredPosting>> {
  const heads = await db
    .selectFrom('posting')
    .select(['id', 'key', 'template', 'request_hash'])
    .where('id', '>', last)
    .orderBy('id')
    .limit(PAGE_MAX)
    .execute();
  const page = new Map(
    heads.map((row): [number, StoredPosting] => [row.id, { key: row.key, template: row.template, hash: row.request_hash, transfers: [] }]),
  );
  const rows = await db
    .selectFrom('transfer')
    .innerJoin('account as giver', 'giver.id', 'transfer.from_account')
    .innerJoin('account as taker', 'taker.id', 'transfer.to_account')
    .select(['transfer.posting_id as posting', 'giver.unit as unit', 'giver.code as from', 'taker.code as to', 'transfer.amount as amount'])
    .where('transfer.posting_id', '>', last)
    .where('transfer.posting_id', '<=', heads.at(-1)?.id ?? last)
    .orderBy('transfer.id')
    .execute();
  for (const { posting, ...transfer } of rows) page.get(posting)?.transfers.push(transfer);
  return page;
}

const reversalsMirror = compare(
  'reversals',
  sql<FlawRow>`SELECT r."key" || ' ' || a.code AS "where", 0 AS expected, sum(e.amount) AS found
    FROM posting r JOIN transfer t ON t.posting_id IN (r.id, r.reverses) JOIN entry e ON e.transfer_id = t.id JOIN account a ON a.id = e.account_id
    WHERE r.reverses IS NOT NULL GROUP BY r.id, r."key", a.id, a.code`,
);

const unitsMatch = compare(
  'units',
  sql<FlawRow>`SELECT 'transfer ' || t.id AS "where", g.unit AS expected, k.unit AS found FROM transfer t
    JOIN account g ON g.id = t.from_account JOIN account k ON k.id = t.to_account
    UNION ALL
    SELECT 'unit ' || unit, '0', CAST(sum(balance) AS TEXT) FROM account GROUP BY unit`,
);

/** Money in an account that no template writes would be counted by no other rule. */
async function accountsOfChart(db: Kysely<Database>): Promise<Flaw[]> {
  const flaws: Flaw[] = [];
  let last = 0;
  for (;;) {
    const page = await db
      .selectFrom('account')
      .select(['id', 'code', 'unit'])
      .where('id', '>', last)
      .orderBy('id')
      .limit(PAGE_MAX)
      .execute();
    for (const { id, code, unit } of page) {
      last = id;
      const expected = Object.values(CHART).find((line) => line.pattern.test(code))?.unit ?? 'no such account';
      if (expected !== unit) flaws.push({ rule: LEDGER_RULES.chart, where: code, expected, found: unit });
    }
    if (page.length === 0 || flaws.length >= FLAWS_A_RULE_MAX) return flaws;
  }
}

/** Balance of an account by its code, zero when it was never opened. */
function balance(code: ReturnType<typeof sql>) {
  return sql`coalesce((SELECT balance FROM account WHERE code = ${code}), 0)`;
}

const outstanding = (value: ReturnType<typeof sql>) => sql`
  coalesce((SELECT sum(${value} * w.balance) FROM coupon_grant g
    JOIN account w ON w.code = 'household/' || g.household_id || '/coupons/' || g.id WHERE g.campaign_id = c.id), 0)
  + coalesce((SELECT sum(${value} * h.balance) FROM order_coupon p JOIN coupon_grant g ON g.id = p.grant_id
    JOIN account h ON h.code = 'order/' || p.order_id || '/held/' || p.grant_id WHERE g.campaign_id = c.id), 0)`;

/** Per campaign; a coupon of a household or order that has no such grant counts nowhere, so it shows here. */
const couponsConserved = compare(
  'conserved',
  sql<FlawRow>`SELECT c.name AS "where", -${balance(sql`'outside/mint/' || c.id`)} AS expected,
      ${balance(sql`'redeemed/' || c.id`)} + ${balance(sql`'wasted/' || c.id`)} + ${balance(sql`'expired/' || c.id`)} + ${balance(sql`'given-back/' || c.id`)}
        + ${outstanding(sql`1`)} AS found
    FROM campaign c`,
);

/** Per campaign: committed money = face value of the coupons outstanding + fees of orders under way. */
const couponsCovered = compare(
  'covered',
  sql<FlawRow>`SELECT c.name AS "where", ${outstanding(sql`g.face_value_satang`)}
      + coalesce((SELECT sum(o.fee_satang) FROM meal_order o WHERE o.campaign_id = c.id AND o.state IN ${UNDER_WAY}), 0) AS expected,
      ${balance(sql`'fund/' || c.id || '/committed'`)} AS found
    FROM campaign c`,
);

const moneyConserved = compare(
  'money',
  sql<FlawRow>`SELECT 'outside/bank' AS "where", -${balance(sql`'outside/bank'`)} AS expected,
      coalesce((SELECT sum(balance) FROM account WHERE code LIKE 'fund/%/free' OR code LIKE 'fund/%/committed'
        OR code LIKE 'shop/%/owed' OR code LIKE 'rider/%/owed'), 0) AS found`,
);

const receiptsMatch = compare(
  'receipts',
  sql<FlawRow>`SELECT 'receipt/' || r.id AS "where", r.amount_satang AS expected, coalesce(sum(t.amount), 0) AS found
    FROM money_receipt r
      LEFT JOIN account f ON f.code = 'fund/' || r.campaign_id || '/free'
      LEFT JOIN posting p ON p."key" = 'receipt/' || r.id
      LEFT JOIN transfer t ON t.posting_id = p.id AND t.to_account = f.id
    GROUP BY r.id, r.amount_satang`,
);

const noneUnreceipted = compare(
  'unreceipted',
  sql<FlawRow>`SELECT p."key" AS "where", 1 AS expected, count(r.id) AS found
    FROM posting p LEFT JOIN money_receipt r ON p."key" = 'receipt/' || r.id WHERE p.template = 'money_received' GROUP BY p.id, p."key"`,
);

const grantsMatch = compare(
  'grants',
  sql<FlawRow>`SELECT 'grant/' || g.id AS "where", g.coupons AS expected, coalesce(sum(minted.amount), 0) AS found
    FROM coupon_grant g
      LEFT JOIN account w ON w.code = 'household/' || g.household_id || '/coupons/' || g.id
      LEFT JOIN (SELECT t.to_account, t.amount FROM transfer t JOIN posting p ON p.id = t.posting_id
        WHERE p.template IN ('coupons_granted', 'coupons_reissued')) AS minted ON minted.to_account = w.id
    GROUP BY g.id, g.coupons`,
);

/** An order under way holds exactly its meals; an ended one holds nothing. */
const heldMatchesOrders = compare(
  'held',
  sql<FlawRow>`SELECT 'order/' || o.id AS "where",
      CASE WHEN o.state IN ${UNDER_WAY} THEN o.meals ELSE 0 END AS expected, coalesce(sum(h.balance), 0) AS found
    FROM meal_order o LEFT JOIN order_coupon p ON p.order_id = o.id
      LEFT JOIN account h ON h.code = 'order/' || p.order_id || '/held/' || p.grant_id
    GROUP BY o.id, o.state, o.meals`,
);

/** Handed over means redeemed and paid, failed means wasted and paid, every other end means all went back. */
const endsMatchOrders = compare(
  'ends',
  sql<FlawRow>`SELECT 'order/' || o.id AS "where",
      CASE WHEN o.state IN ${UNDER_WAY} THEN 'under way' WHEN o.state = 'failed' AND o.gift_lot_id IS NOT NULL AND p.template = 'hold_released' THEN 'hold_released'
        WHEN o.state = 'handed_over' THEN CASE WHEN o.gift_lot_id IS NULL THEN 'meals_handed_over' ELSE 'gift_meals_handed_over' END
        WHEN o.state = 'failed' AND o.gift_lot_id IS NOT NULL THEN 'gift_meals_wasted'
        WHEN o.state = 'failed' THEN 'meals_wasted' ELSE 'hold_released' END AS expected,
      coalesce(p.template, 'under way') AS found
    FROM meal_order o LEFT JOIN posting p ON p."key" = 'order/' || o.id || '/end'`,
);

/** Per gift, from the boxes that the donor offered: one that was not accepted never came into the books. */
const boxesConserved = compare(
  'boxes',
  sql<FlawRow>`SELECT 'gift/' || l.id AS "where", CASE WHEN l.state IN ('accepted', 'closed') THEN l.boxes ELSE 0 END AS expected,
      ${balance(sql`'gift/' || l.id`)} + ${balance(sql`'given/' || l.id`)} + ${balance(sql`'wasted-boxes/' || l.id`)} + ${balance(sql`'returned-boxes/' || l.id`)}
      + coalesce((SELECT sum(b.balance) FROM meal_order o JOIN account b ON b.code = 'order/' || o.id || '/boxes' WHERE o.gift_lot_id = l.id), 0) AS found
    FROM gift_lot l`,
);

const boxesHeldByOrders = compare(
  'boxesHeld',
  sql<FlawRow>`SELECT 'order/' || o.id AS "where", CASE WHEN o.state IN ${UNDER_WAY} AND o.gift_lot_id IS NOT NULL THEN o.meals ELSE 0 END AS expected,
      coalesce(b.balance, 0) AS found
    FROM meal_order o LEFT JOIN account b ON b.code = 'order/' || o.id || '/boxes'`,
);

const CHECKS: readonly Check[] = [
  entriesMatchTransfers,
  amountsAboveZero,
  balancesMatchEntries,
  entriesChained,
  entriesAddUp,
  noneBelowZero,
  hashesMatch,
  reversalsMirror,
  unitsMatch,
  accountsOfChart,
  couponsConserved,
  couponsCovered,
  moneyConserved,
  receiptsMatch,
  noneUnreceipted,
  grantsMatch,
  heldMatchesOrders,
  endsMatchOrders,
  boxesConserved,
  boxesHeldByOrders,
  compare('slices', slicesOfTransfers),
  compare('pockets', pocketsFromSlices),
  listed('links', brokenLinks),
  listed('seals', brokenSeals),
];

/** How much there is, for the sentence that says that all is right. */
export async function countLedger(db: Kysely<Database>): Promise<{ postings: number; transfers: number; accounts: number }> {
  const count = async (table: 'posting' | 'transfer' | 'account'): Promise<number> => {
    const row = await db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number | string>().as('count'))
      .executeTakeFirstOrThrow();
    return Number(row.count);
  };
  return { postings: await count('posting'), transfers: await count('transfer'), accounts: await count('account') };
}
