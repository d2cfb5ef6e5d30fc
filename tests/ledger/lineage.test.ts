import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coupons, satang } from '../../bot/domain/money.ts';
import {
  accounts,
  couponsGranted,
  couponsHeld,
  feeHeld,
  grantExpired,
  holdReleased,
  mealsHandedOver,
  moneyReceived,
} from '../../bot/domain/postings.ts';
import type { Portion, Posting } from '../../bot/domain/postings.ts';
import { balanceOf, post, reverse } from '../../db/ledger.ts';
import type { Posted } from '../../db/ledger.ts';
import { freeFor, slicesOf } from '../../db/lineage.ts';
import { verifyLedger } from '../../db/verify-ledger.ts';
import { openBooks } from './books.ts';
import type { Books } from './books.ts';

const CAMPAIGN = 'c';
const COMMUNITIES = ['com_hatyai_001', 'com_songkhla_001'];
const CLOCKS = { happenedAt: 1, recordedAt: 2, salt: 'x' };
const FACE = 50;
const PRICE = 45;

type Step =
  | { kind: 'receive'; amount: number; community?: string }
  | { kind: 'grant'; community: string; coupons: number }
  | { kind: 'hand_over'; nth: number; meals: number; fee: number; paid: boolean }
  | { kind: 'cancel'; nth: number; meals: number; fee: number }
  | { kind: 'expire'; nth: number }
  | { kind: 'reverse'; nth: number };

const community = fc.constantFrom(...COMMUNITIES);
const nth = fc.nat({ max: 9 });
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('receive' as const), amount: fc.integer({ min: 1, max: 900 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('receive' as const), amount: fc.integer({ min: 1, max: 900 }), community }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('grant' as const), community, coupons: fc.integer({ min: 1, max: 6 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('hand_over' as const),
      nth,
      meals: fc.integer({ min: 1, max: 3 }),
      fee: fc.nat({ max: 30 }),
      paid: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('cancel' as const), nth, meals: fc.integer({ min: 1, max: 3 }), fee: fc.nat({ max: 30 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('expire' as const), nth }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reverse' as const), nth }) },
);

/** What the test itself knows of the run; the books are asked for everything else. */
class Run {
  readonly grants: (Portion & { community: string })[] = [];
  readonly bound = new Map<string, string>();
  readonly received = new Map<string, number>();
  count = 0;
  readonly books: Books;
  constructor(books: Books) {
    this.books = books;
  }

  next(kind: string): string {
    this.count += 1;
    return `${kind}_${String(this.count).padStart(4, '0')}`;
  }

  post(posting: Posting): Promise<Posted> {
    return this.books.db.transaction().execute((tx) => post(tx, posting, CLOCKS));
  }

  left(grant: Portion): Promise<number> {
    return balanceOf(this.books.db, accounts.coupons(grant.household, grant.grant));
  }
}

async function receive(run: Run, step: Extract<Step, { kind: 'receive' }>): Promise<void> {
  const receipt = run.next('rct');
  const bound = step.community === undefined ? {} : { community: step.community };
  await run.post(moneyReceived({ receipt, campaign: CAMPAIGN, amount: satang(step.amount), ...bound }));
  run.received.set(receipt, step.amount);
  if (step.community !== undefined) run.bound.set(receipt, step.community);
}

async function grant(run: Run, step: Extract<Step, { kind: 'grant' }>): Promise<void> {
  const id = run.next('grt');
  const portion = {
    household: `hh_${id}`,
    grant: id,
    campaign: CAMPAIGN,
    coupons: coupons(step.coupons),
    faceValue: satang(FACE),
    community: step.community,
  };
  const mayUse = await freeFor(run.books.db, accounts.free(CAMPAIGN), step.community);
  const posted = await run.post(couponsGranted(portion));
  // Never over-committed, and never refused while there is enough that may be used.
  expect(posted.kind).toBe(mayUse >= step.coupons * FACE ? 'posted' : 'short');
  if (posted.kind === 'posted') run.grants.push(portion);
}

/** Holds the coupons and the fee of an order, as far as they are there. */
async function hold(
  run: Run,
  step: { nth: number; meals: number; fee: number },
): Promise<{ order: string; portion: Run['grants'][number]; fee: number } | undefined> {
  const granted = run.grants[step.nth];
  if (granted === undefined || (await run.left(granted)) < step.meals) return undefined;
  const order = run.next('ord');
  const portion = { ...granted, coupons: coupons(step.meals) };
  await run.post(couponsHeld(order, [portion]));
  if (step.fee === 0) return { order, portion, fee: 0 };
  const posted = await run.post(feeHeld(order, { campaign: CAMPAIGN, fee: satang(step.fee), community: granted.community }));
  return { order, portion, fee: posted.kind === 'posted' ? step.fee : 0 };
}

async function handOver(run: Run, step: Extract<Step, { kind: 'hand_over' }>): Promise<void> {
  const held = await hold(run, step);
  if (held === undefined) return;
  const { order, portion, fee } = held;
  const delivery = { campaign: CAMPAIGN, fee: satang(fee), ...(step.paid ? { rider: 'r' } : {}) };
  const posted = await run.post(mealsHandedOver({ order, shop: 's', price: satang(PRICE), portions: [portion], delivery }));
  if (posted.kind === 'short') throw new Error('what is held covers its handover');
  const paid = await paidSlices(run, posted.id);
  expect(paid).toBe(step.meals * PRICE + (step.paid ? fee : 0));
}

/** What receipts paid for a delivered order: what went to the shop and the rider. */
async function paidSlices(run: Run, postingId: number): Promise<number> {
  const rows = await run.books.db
    .selectFrom('transfer')
    .innerJoin('account', 'account.id', 'transfer.to_account')
    .select(['transfer.id', 'account.code'])
    .where('posting_id', '=', postingId)
    .execute();
  let sum = 0;
  for (const { id, code } of rows) {
    if (code.endsWith('/owed')) sum += (await slicesOf(run.books.db, id)).reduce((all, slice) => all + slice.amount, 0);
  }
  return sum;
}

async function cancel(run: Run, step: Extract<Step, { kind: 'cancel' }>): Promise<void> {
  const held = await hold(run, step);
  if (held === undefined) return;
  await run.post(holdReleased(held.order, [held.portion], { campaign: CAMPAIGN, fee: satang(held.fee) }));
}

async function expire(run: Run, step: Extract<Step, { kind: 'expire' }>): Promise<void> {
  const granted = run.grants[step.nth];
  const left = granted === undefined ? 0 : await run.left(granted);
  if (granted !== undefined && left > 0) await run.post(grantExpired({ ...granted, coupons: coupons(left) }, run.next('round')));
}

/** Taking back a receipt: only when every satang of it is still free, and then it leaves no trace in any pocket. */
async function undo(run: Run, step: Extract<Step, { kind: 'reverse' }>): Promise<void> {
  const receipt = [...run.received.keys()][step.nth];
  if (receipt === undefined) return;
  const { db } = run.books;
  const row = await db.selectFrom('posting').select('id').where('key', '=', `receipt/${receipt}`).executeTakeFirstOrThrow();
  const free = await db
    .selectFrom('pocket')
    .select('amount')
    .where('pocket', '=', accounts.free(CAMPAIGN))
    .where('receipt_id', '=', receipt)
    .executeTakeFirst();
  const posted = await db.transaction().execute((tx) => reverse(tx, { postingId: row.id, reason: 'typed wrong' }, CLOCKS));
  if (posted.kind === 'repeated') return;
  expect(posted.kind).toBe(free?.amount === run.received.get(receipt) ? 'posted' : 'short');
  const after = await db.selectFrom('pocket').select('amount').where('receipt_id', '=', receipt).execute();
  if (posted.kind === 'posted') expect(after.every((pocket) => pocket.amount === 0)).toBe(true);
}

async function carryOut(run: Run, step: Step): Promise<void> {
  switch (step.kind) {
    case 'receive':
      return receive(run, step);
    case 'grant':
      return grant(run, step);
    case 'hand_over':
      return handOver(run, step);
    case 'cancel':
      return cancel(run, step);
    case 'expire':
      return expire(run, step);
    case 'reverse':
      return undo(run, step);
  }
}

async function expectSound(run: Run): Promise<void> {
  const { db } = run.books;
  const money = (await verifyLedger(db)).filter(({ rule }) => /slices|pocket|hangs|entries|balance/u.test(rule));
  expect(money).toEqual([]);
  // No receipt is ever worth more than came in, wherever its satang lie now.
  const lying = await db
    .selectFrom('pocket')
    .select(['receipt_id', (eb) => eb.fn.sum<number>('amount').as('amount')])
    .groupBy('receipt_id')
    .execute();
  for (const { receipt_id: receipt, amount } of lying) expect(Number(amount)).toBeLessThanOrEqual(run.received.get(receipt) ?? 0);
  // Money given for one community never lies with, or was spent on, another.
  for (const granted of run.grants) {
    const lots = await db.selectFrom('pocket').select('receipt_id').where('pocket', '=', `grant/${granted.grant}`).execute();
    for (const { receipt_id: receipt } of lots) expect([undefined, granted.community]).toContain(run.bound.get(receipt));
  }
}

test('every satang knows its receipt: sums, bounds and reversals hold over any sequence', async () => {
  const reached = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 15, maxLength: 40 }), async (sequence) => {
      const run = new Run(await openBooks());
      try {
        for (const community of COMMUNITIES) await addCommunity(run, community);
        for (const step of sequence) await carryOut(run, step);
        await expectSound(run);
        const used = await run.books.db.selectFrom('posting').select('template').distinct().execute();
        for (const { template } of used) reached.add(template);
      } finally {
        await run.books.close();
      }
    }),
    { numRuns: 30, seed: 20_261_122 },
  );
  expect([...reached].toSorted()).toEqual([
    'coupons_granted',
    'coupons_held',
    'fee_held',
    'grant_expired',
    'hold_released',
    'meals_handed_over',
    'money_received',
    'reversal',
  ]);
});

async function addCommunity(run: Run, id: string): Promise<void> {
  await run.books.db
    .insertInto('community')
    .values({
      id,
      municipality: 'hatyai',
      zone: '',
      name: id,
      subdistrict_code: '901101',
      latitude: 7,
      longitude: 100,
      approximate: 1,
      source: 'test',
    })
    .execute();
}
