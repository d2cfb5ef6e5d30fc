import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accounts, TEMPLATES } from '../../bot/domain/postings.ts';
import { bangkokDay } from '../../bot/domain/days.ts';
import { nextOrderState, ORDER_EVENTS } from '../../bot/domain/order-machine.ts';
import type { OrderState } from '../../bot/domain/order-machine.ts';
import { isRefusal } from '../../bot/domain/refusal.ts';
import type { Command } from '../../bot/domain/command.ts';
import { handle } from '../../bot/usecases/handle.ts';
import { verifyLedger } from '../../db/verify-ledger.ts';
import { commandsOf, draws, due } from './random-commands.ts';
import type { Draw } from './random-commands.ts';
import { grantAll, tinyWorld } from './tiny-world.ts';
import type { TinyWorld } from './tiny-world.ts';

const SEED = 20_261_122;
const RUNS = 48;
const COMMANDS_A_RUN = 110;
/** Deadlines may set deadlines; a chain longer than this would be a loop. */
const DUE_ROUNDS_MAX = 20;

/** The books in a few numbers: rows are only ever added, so equal counts and balances are equal books. */
async function booksOf(world: TinyWorld): Promise<object> {
  const { db } = world.deps;
  const counts = [];
  for (const table of ['posting', 'transfer', 'entry', 'coupon_grant'] as const) {
    counts.push(
      await db
        .selectFrom(table)
        .select((eb) => eb.fn.countAll().as('count'))
        .executeTakeFirstOrThrow(),
    );
  }
  return { counts, balances: await db.selectFrom('account').select(['code', 'balance']).orderBy('id').execute() };
}

/** Follows each order's history through the state machine to the state it is in. */
async function expectLegalOrders(world: TinyWorld): Promise<void> {
  const { db } = world.deps;
  const events = await db.selectFrom('order_event').selectAll().orderBy('id').execute();
  const states = new Map<string, OrderState>();
  for (const event of events) {
    if (event.event === 'placed') states.set(event.order_id, event.state);
    else {
      const known = ORDER_EVENTS.find((name) => name === event.event);
      const next = known === undefined ? undefined : nextOrderState(states.get(event.order_id) ?? 'placed', known);
      expect(next, `${event.order_id} ${event.event}`).toBe(event.state);
      states.set(event.order_id, event.state);
    }
  }
  const orders = await db.selectFrom('meal_order').select(['id', 'household_id', 'state']).execute();
  expect(new Map(orders.map((order) => [order.id, order.state]))).toEqual(states);
  const active = orders
    .filter((order) => ['placed', 'accepted', 'cooking', 'ready', 'on_the_way'].includes(order.state))
    .map((order) => order.household_id);
  expect(new Set(active).size).toBe(active.length);
}

/** A coupon past its last day is waiting for its deadline, or gone: it never keeps money committed for good. */
async function expectNoneStranded(world: TinyWorld): Promise<void> {
  const { db, clock } = world.deps;
  const over = await db
    .selectFrom('coupon_grant')
    .select(['id', 'household_id'])
    .where('expires_on', '<', bangkokDay(clock.now()))
    .execute();
  for (const grant of over) {
    if ((await world.balance(accounts.coupons(grant.household_id, grant.id))) === 0) continue;
    const waiting = await db
      .selectFrom('deadline')
      .select('id')
      .where('kind', '=', 'grant_expiry')
      .where('subject_id', '=', grant.id)
      .where('state', '=', 'waiting')
      .execute();
    expect(waiting, `coupons of ${grant.id}`).toHaveLength(1);
  }
}

/** Money in is what the treasurer recorded, reckoned apart from the books. */
async function expectMoneyConserved(world: TinyWorld, receivedSatang: number): Promise<void> {
  const rows = await world.deps.db.selectFrom('account').select(['code', 'balance']).where('unit', '=', 'THB').execute();
  const inside = rows.filter((row) => !row.code.startsWith('outside/')).reduce((sum, row) => sum + row.balance, 0);
  expect(inside).toBe(receivedSatang);
}

class Run {
  readonly world: TinyWorld;
  receivedSatang = 200_000;
  readonly history: string[] = [];
  last: Command | undefined;

  constructor(world: TinyWorld) {
    this.world = world;
  }

  async carryOut(command: Command): Promise<void> {
    const { world } = this;
    const before = await booksOf(world);
    const outcome = await handle(world.deps, command);
    const refused = isRefusal(outcome) ? outcome.refused : 'done';
    this.history.push(`${JSON.stringify(command)} ${refused}`);
    if (isRefusal(outcome)) expect(await booksOf(world), 'a refusal moves nothing').toEqual(before);
    else if (command.kind === 'record_money') this.receivedSatang += command.amountSatang;
    expect(await verifyLedger(world.deps.db)).toEqual([]);
    const after = await booksOf(world);
    await handle(world.deps, command);
    expect(await booksOf(world), 'the same command once more moves nothing').toEqual(after);
  }

  async draw(draw: Draw): Promise<void> {
    for (const command of await commandsOf(this.world, draw)) await this.carryOut(command);
    for (let round = 0; draw.kind === 'time'; round += 1) {
      const commands = await due(this.world);
      if (commands.length === 0) break;
      if (round === DUE_ROUNDS_MAX) throw new Error('deadlines without end');
      for (const command of commands) await this.carryOut(command);
    }
    await expectLegalOrders(this.world);
    await expectNoneStranded(this.world);
    await expectMoneyConserved(this.world, this.receivedSatang);
  }
}

/** How deep a run came: ends of orders, templates posted, decisions taken. */
async function depthOf(world: TinyWorld): Promise<string[]> {
  const { db } = world.deps;
  const orders = await db.selectFrom('meal_order').select(['state', 'mode']).execute();
  const postings = await db.selectFrom('posting').select(['template', 'key']).execute();
  const incidents = await db.selectFrom('incident').select('resolution').where('state', '=', 'closed').execute();
  return [
    ...orders.map((order) => `${order.mode} ${order.state}`),
    ...orders.map((order) => order.state),
    ...postings.map((posting) => posting.template),
    ...postings.filter((posting) => posting.key.endsWith('/fee-back')).map(() => 'fee back'),
    ...incidents.map((incident) => `resolved ${incident.resolution ?? ''}`),
  ];
}

const MUST_REACH = [
  ...TEMPLATES.filter((name) => name !== 'reversal'),
  'handed_over',
  'cancelled',
  'refused',
  'expired',
  'failed',
  'delivery handed_over',
  'pickup handed_over',
  'counter handed_over',
  'fee back',
  ...['reissue', 'fail_order', 'try_again', 'cancel_order', 'to_pickup', 'noted'].map((name) => `resolved ${name}`),
];

test('any sequence of commands, sensible or not, each also repeated, leaves the books right', { timeout: 120_000 }, async () => {
  const reached = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(draws, { minLength: COMMANDS_A_RUN, maxLength: COMMANDS_A_RUN }), async (sequence) => {
      const world = await tinyWorld();
      const run = new Run(world);
      try {
        await grantAll(world);
        for (const draw of sequence) await run.draw(draw);
        for (const depth of await depthOf(world)) reached.set(depth, (reached.get(depth) ?? 0) + 1);
      } catch (error) {
        throw new Error(`after\n${run.history.slice(-12).join('\n')}`, { cause: error });
      } finally {
        await world.close();
      }
    }),
    // A shorter history would cost minutes; the seed and the last commands find the place.
    { numRuns: RUNS, seed: SEED, endOnFailure: true },
  );
  const missed = MUST_REACH.filter((depth) => !reached.has(depth));
  expect(missed, JSON.stringify(Object.fromEntries([...reached].toSorted(([a], [b]) => a.localeCompare(b))))).toEqual([]);
});
