import fc from 'fast-check';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { accounts, TEMPLATES } from '../../bot/domain/postings.ts';
import type { Posting, Transfer, Unit } from '../../bot/domain/postings.ts';
import { balanceOf, balancesUnder, post, PostingKeyReused, reverse, statementOf, transfersOf } from '../../db/ledger.ts';
import type { Posted } from '../../db/ledger.ts';
import { verifyLedger } from '../../db/verify-ledger.ts';
import { allRows, openBooks } from './books.ts';
import type { Books } from './books.ts';

const CODES: Record<'THB' | 'MEAL', string[]> = {
  THB: [accounts.bank, accounts.free('a'), accounts.committed('a'), accounts.shopOwed('s'), accounts.riderOwed('r')],
  MEAL: [accounts.mint('a'), accounts.coupons('h', 'g'), accounts.held('o', 'g'), accounts.redeemed('a'), accounts.expired('a')],
};
const ALL_CODES = [...CODES.THB, ...CODES.MEAL];
const CLOCKS = { happenedAt: 1, recordedAt: 2 };

/** `again` posts what was asked before once more, whether it was taken or refused then. */
type Step = { kind: 'post'; posting: Posting } | { kind: 'again'; nth: number } | { kind: 'reverse'; nth: number };
type Outcome = Posted['kind'] | 'reused';

const transfers = (unit: 'THB' | 'MEAL'): fc.Arbitrary<Transfer> =>
  fc
    .record({
      // The world outside gives often, so that there is something to move.
      from: fc.oneof(
        { weight: 4, arbitrary: fc.constant(CODES[unit][0] ?? '') },
        { weight: 3, arbitrary: fc.constantFrom(...CODES[unit]) },
      ),
      to: fc.constantFrom(...CODES[unit]),
      amount: fc.oneof(
        { weight: 9, arbitrary: fc.integer({ min: 1, max: 40 }) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 10_000_000_000 }) },
      ),
    })
    .filter(({ from, to }) => from !== to)
    .map((moved) => ({ unit: unit as Unit, ...moved }));

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('post' as const),
      posting: fc.record({
        template: fc.constantFrom(...TEMPLATES.filter((name) => name !== 'reversal' && name !== 'money_received')),
        // Few keys, so that they come back.
        key: fc.integer({ min: 1, max: 9 }).map((number) => `key/${number}`),
        transfers: fc.array(fc.oneof(transfers('THB'), transfers('MEAL')), { minLength: 1, maxLength: 3 }),
      }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('again' as const, 'reverse' as const), nth: fc.nat({ max: 6 }) }) },
);

type Slices = ReadonlyMap<string, number>;
type Pockets = Map<string, Map<string, number>>;

/** Which receipts the money of a transfer is, and where they lie after it; undefined when those asked for lie elsewhere. */
function carry(
  pockets: Pockets,
  { unit, from, to, amount }: Transfer,
  asked: { key: string; exact?: Slices | undefined },
): Slices | undefined {
  if (unit !== 'THB') return new Map();
  const giver = pockets.get(from) ?? new Map<string, number>();
  const isOutside = from.startsWith('outside/');
  const slices = asked.exact ?? (isOutside ? new Map([[asked.key, amount]]) : oldestOf(giver, amount));
  for (const [name, part] of slices) {
    if (!isOutside) {
      if ((giver.get(name) ?? 0) < part) return undefined;
      giver.set(name, (giver.get(name) ?? 0) - part);
    }
    if (to.startsWith('outside/')) continue;
    const taker = pockets.get(to) ?? new Map<string, number>();
    pockets.set(to, taker.set(name, (taker.get(name) ?? 0) + part));
  }
  return slices;
}

function oldestOf(pocket: Slices, amount: number): Slices {
  const slices = new Map<string, number>();
  let wanted = amount;
  for (const [name, left] of [...pocket].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const part = Math.min(left, wanted);
    if (part > 0) slices.set(name, part);
    wanted -= part;
  }
  return slices;
}

/** The books as a child would keep them: the whole of what `post` and `reverse` promise, without a database. */
class Model {
  readonly balances = new Map<string, number>();
  readonly known: { key: string; body: string; transfers: Transfer[]; slices: Slices[] }[] = [];
  readonly asked: Posting[] = [];
  pockets: Pockets = new Map();

  post(key: string, body: string, moved: Transfer[], exact?: readonly Slices[]): Outcome {
    const earlier = this.known.find((posting) => posting.key === key);
    if (earlier !== undefined) return earlier.body === body ? 'repeated' : 'reused';
    const next = new Map(this.balances);
    const pockets: Pockets = new Map([...this.pockets].map(([pocket, lots]) => [pocket, new Map(lots)]));
    const slices: Slices[] = [];
    for (const [index, transfer] of moved.entries()) {
      const { from, to, amount } = transfer;
      const left = (next.get(from) ?? 0) - amount;
      if (left < 0 && !from.startsWith('outside/')) return 'short';
      next.set(from, left);
      next.set(to, (next.get(to) ?? 0) + amount);
      const carried = carry(pockets, transfer, { key, exact: exact?.[index] });
      if (carried === undefined) return 'short';
      slices.push(carried);
    }
    for (const [code, balance] of next) this.balances.set(code, balance);
    this.pockets = pockets;
    this.known.push({ key, body, transfers: moved, slices });
    return 'posted';
  }
}

async function undo(books: Books, model: Model, nth: number): Promise<{ expected: Outcome; found: Outcome } | undefined> {
  const target = model.known[nth];
  if (target === undefined) return undefined;
  const row = await books.db.selectFrom('posting').select('id').where('key', '=', target.key).executeTakeFirstOrThrow();
  const mirror = target.transfers.map((moved) => ({ ...moved, from: moved.to, to: moved.from })).toReversed();
  const expected = model.post(`reversal/${row.id}`, 'reversal', mirror, target.slices.toReversed());
  const { kind } = await books.db.transaction().execute((tx) => reverse(tx, { postingId: row.id, reason: 'typed twice' }, CLOCKS));
  return { expected, found: kind };
}

/** The transaction is kept whatever comes of it, as a use case might go on after a shortage. */
async function ask(books: Books, model: Model, posting: Posting): Promise<{ expected: Outcome; found: Outcome }> {
  model.asked.push(posting);
  const expected = model.post(posting.key, JSON.stringify([posting.template, posting.transfers]), posting.transfers);
  const found = await books.db.transaction().execute(async (tx): Promise<Outcome> => {
    try {
      return (await post(tx, posting, CLOCKS)).kind;
    } catch (error) {
      if (error instanceof PostingKeyReused) return 'reused';
      throw error;
    }
  });
  return { expected, found };
}

async function outcomeOf(books: Books, model: Model, step: Step): Promise<{ expected: Outcome; found: Outcome } | undefined> {
  if (step.kind === 'reverse') return undo(books, model, step.nth);
  const posting = step.kind === 'post' ? step.posting : model.asked[step.nth];
  return posting === undefined ? undefined : ask(books, model, posting);
}

/** Carries a step out in both and compares; what adds nothing must leave no trace. Undefined when there was nothing to do. */
async function carryOut(books: Books, model: Model, step: Step): Promise<Outcome | undefined> {
  const before = await allRows(books.db);
  const outcome = await outcomeOf(books, model, step);
  if (outcome === undefined) return undefined;
  expect(outcome.found).toBe(outcome.expected);
  if (outcome.expected !== 'posted') expect(await allRows(books.db)).toEqual(before);
  return outcome.expected;
}

async function expectSame(books: Books, model: Model): Promise<void> {
  expect(await verifyLedger(books.db)).toEqual([]);
  for (const code of ALL_CODES) expect(await balanceOf(books.db, code)).toBe(model.balances.get(code) ?? 0);
  for (const unit of ['THB', 'MEAL'] as const) {
    expect(CODES[unit].reduce((sum, code) => sum + (model.balances.get(code) ?? 0), 0)).toBe(0);
  }
}

let books: Books;
beforeEach(async () => {
  books = await openBooks();
});
afterEach(() => books.close());

test('any sequence of postings and reversals keeps the books right, in any order and however often it is repeated', async () => {
  const reached = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 12, maxLength: 25 }), fc.nat({ max: 25 }), async (sequence, prefix) => {
      const run = await openBooks();
      const model = new Model();
      try {
        for (const step of sequence) {
          const outcome = await carryOut(run, model, step);
          if (outcome !== undefined) reached.set(`${step.kind} ${outcome}`, (reached.get(`${step.kind} ${outcome}`) ?? 0) + 1);
        }
        await expectSame(run, model);
        const after = await allRows(run.db);
        for (const posting of model.known.slice(0, prefix)) await replay(run, posting.key);
        expect(await allRows(run.db)).toEqual(after);
      } finally {
        await run.close();
      }
    }),
    { numRuns: 40, seed: 20_261_122 },
  );
  // A generator that no longer gets there proves nothing.
  for (const outcome of [
    'post posted',
    'post reused',
    'post short',
    'again repeated',
    'again short',
    'reverse posted',
    'reverse short',
    'reverse repeated',
  ]) {
    expect(reached.get(outcome) ?? 0, `${outcome} of ${JSON.stringify([...reached])}`).toBeGreaterThan(2);
  }
});

/** What came before, once more, from its stored form. */
async function replay(run: Books, key: string): Promise<void> {
  const row = await run.db.selectFrom('posting').selectAll().where('key', '=', key).executeTakeFirstOrThrow();
  const posting: Posting = { template: row.template, key, transfers: await transfersOf(run.db, row.id) };
  const again = await run.db
    .transaction()
    .execute((tx) =>
      row.reverses === null ? post(tx, posting, CLOCKS) : reverse(tx, { postingId: row.reverses, reason: 'again' }, CLOCKS),
    );
  expect(again).toEqual({ kind: 'repeated', id: row.id });
}

const baht = (from: string, to: string, amount: number): Transfer => ({ unit: 'THB', from, to, amount });
const receipt = (key: string, amount: number): Posting => ({
  template: 'money_received',
  key,
  transfers: [baht(accounts.bank, accounts.free('a'), amount)],
});
const inTx = (posting: Posting): Promise<Posted> => books.db.transaction().execute((tx) => post(tx, posting, CLOCKS));

test('an exact example: both balances of every entry, both clocks, and the statement newest first', async () => {
  await inTx(receipt('receipt/1', 500));
  await inTx({ template: 'fee_held', key: 'order/1/fee', transfers: [baht(accounts.free('a'), accounts.committed('a'), 120)] });
  const entries = await books.db
    .selectFrom('entry')
    .select(['account_id', 'amount', 'balance_before', 'balance_after'])
    .orderBy('transfer_id')
    .orderBy('account_id')
    .execute();
  expect(entries.map((row) => [row.account_id, row.amount, row.balance_before, row.balance_after])).toEqual([
    [1, -500, 0, -500],
    [2, 500, 0, 500],
    [2, -120, 500, 380],
    [3, 120, 0, 120],
  ]);
  expect(await books.db.selectFrom('posting').select(['happened_at', 'recorded_at']).executeTakeFirstOrThrow()).toEqual({
    happened_at: 1,
    recorded_at: 2,
  });
  const lines = await statementOf(books.db, accounts.free('a'), { limit: 5 });
  expect(lines.map((line) => [line.template, line.amount, line.balanceAfter])).toEqual([
    ['fee_held', -120, 380],
    ['money_received', 500, 500],
  ]);
  expect(await statementOf(books.db, accounts.free('a'), { limit: 5, before: lines[0]?.transfer ?? 0 })).toHaveLength(1);
  expect(await balancesUnder(books.db, 'fund/')).toEqual([
    { code: 'fund/a/committed', balance: 120 },
    { code: 'fund/a/free', balance: 380 },
  ]);
});

test('a shortage says what is missing, and opens no account', async () => {
  const short = await inTx({ template: 'fee_held', key: 'order/1/fee', transfers: [baht(accounts.free('a'), accounts.committed('a'), 7)] });
  expect(short).toEqual({ kind: 'short', account: 'fund/a/free', missing: 7 });
  expect(await books.db.selectFrom('account').selectAll().execute()).toEqual([]);
});

test('the same transfers in another order are another event', async () => {
  const one = baht(accounts.bank, accounts.free('a'), 1);
  const two = baht(accounts.bank, accounts.free('b'), 2);
  await inTx({ template: 'money_received', key: 'k', transfers: [one, two] });
  await expect(inTx({ template: 'money_received', key: 'k', transfers: [two, one] })).rejects.toThrow(PostingKeyReused);
});

test('what is no posting is a bug, not an answer', async () => {
  const bad: Transfer[][] = [
    [],
    [baht(accounts.bank, accounts.free('a'), 0)],
    [baht(accounts.bank, accounts.free('a'), -5)],
    [baht(accounts.bank, accounts.free('a'), 1.5)],
    [baht(accounts.bank, accounts.bank, 5)],
    [baht(accounts.bank, accounts.free('a'), 5), { unit: 'MEAL', from: accounts.mint('a'), to: accounts.free('a'), amount: 5 }],
    [baht(accounts.bank, accounts.free('a'), Number.MAX_SAFE_INTEGER), baht(accounts.bank, accounts.free('a'), 1)],
  ];
  for (const transfers of bad)
    await expect(inTx({ template: 'money_received', key: 'k', transfers })).rejects.toThrow(/posting|account|balance/u);
  await expect(inTx({ ...receipt('k', 5), template: 'reversal' })).rejects.toThrow('reverse');
  await expect(books.db.transaction().execute((tx) => reverse(tx, { postingId: 99, reason: 'no such' }, CLOCKS))).rejects.toThrow(
    'no posting 99',
  );
  expect(await allRows(books.db)).toEqual({ accounts: [], postings: [], transfers: [], entries: [] });
});

test('a reversal keeps its reason, happens once, and is refused when the money has moved on', async () => {
  const first = await inTx(receipt('receipt/1', 500));
  const second = await inTx(receipt('receipt/2', 30));
  if (first.kind === 'short' || second.kind === 'short') throw new Error('money from outside is never short');
  const undo = (postingId: number) =>
    books.db.transaction().execute((tx) => reverse(tx, { postingId, reason: 'another campaign' }, CLOCKS));
  expect((await undo(second.id)).kind).toBe('posted');
  expect((await undo(second.id)).kind).toBe('repeated');
  expect(await balanceOf(books.db, accounts.free('a'))).toBe(500);
  expect((await inTx(receipt('receipt/2', 30))).kind).toBe('repeated');
  await inTx({ template: 'fee_held', key: 'order/1/fee', transfers: [baht(accounts.free('a'), accounts.committed('a'), 1)] });
  expect(await undo(first.id)).toEqual({ kind: 'short', account: 'fund/a/free', missing: 1 });
  const row = await books.db
    .selectFrom('posting')
    .select(['reverses', 'reason'])
    .where('key', '=', `reversal/${second.id}`)
    .executeTakeFirstOrThrow();
  expect(row).toEqual({ reverses: second.id, reason: 'another campaign' });
});

test('what passed through an account within one posting comes back the same way', async () => {
  const through = [baht(accounts.bank, accounts.free('a'), 9), baht(accounts.free('a'), accounts.committed('a'), 9)];
  const posted = await inTx({ template: 'money_received', key: 'k', transfers: through });
  if (posted.kind === 'short') throw new Error('money from outside is never short');
  const undone = await books.db.transaction().execute((tx) => reverse(tx, { postingId: posted.id, reason: 'wrong' }, CLOCKS));
  expect(undone.kind).toBe('posted');
  expect(await balanceOf(books.db, accounts.bank)).toBe(0);
});

test('every commit is on the disk before it is answered', async () => {
  await inTx(receipt('receipt/1', 5));
  const pragma = async (name: string) =>
    Object.values((await sql.raw<Record<string, unknown>>(`PRAGMA ${name}`).execute(books.db)).rows[0] ?? {})[0];
  expect(await pragma('synchronous')).toBe(2);
  expect(await pragma('foreign_keys')).toBe(1);
  expect(await pragma('journal_mode')).toBe('wal');
});
