import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bangkokDay, weekOf } from '../../bot/domain/days.ts';
import { handle } from '../../bot/usecases/handle.ts';
import { reverse } from '../../db/ledger.ts';
import { countPushesAndMeals } from '../../db/outbox.ts';
import { pushesEver } from '../../db/pages/public-page.ts';
import { commandsOf, draws } from '../ledger/random-commands.ts';
import { grantAll, readyOrder, tinyWorld } from '../ledger/tiny-world.ts';
import type { TinyWorld } from '../ledger/tiny-world.ts';
import { outboxRig } from '../outbox/rig.ts';

/** Every baht that crossed the edge of a fund, from the transfers themselves. */
async function recountMoney({ deps: { db } }: TinyWorld): Promise<object[]> {
  const rows = await db
    .selectFrom('transfer')
    .innerJoin('account as giver', 'giver.id', 'transfer.from_account')
    .innerJoin('account as taker', 'taker.id', 'transfer.to_account')
    .select(['giver.code as from', 'taker.code as to', 'transfer.amount'])
    .where('giver.unit', '=', 'THB')
    .execute();
  const all = await db.selectFrom('campaign').select('id').orderBy('id').execute();
  // A campaign has totals from its first baht on.
  const campaigns = all.filter(({ id }) => rows.some(({ to }) => to.startsWith(`fund/${id}/`)));
  const sumOf = (from: RegExp, to: RegExp): number =>
    rows.filter((row) => from.test(row.from) && to.test(row.to)).reduce((sum, row) => sum + row.amount, 0);
  return campaigns.map(({ id }) => {
    const fund = new RegExp(`^fund/${id}/`, 'u');
    const outThrough = (edge: RegExp): number => sumOf(fund, edge) - sumOf(edge, fund);
    const otherFund = new RegExp(`^fund/(?!${id}/)`, 'u');
    const [shops, riders] = [outThrough(/^shop\//u), outThrough(/^rider\//u)];
    return {
      campaign_id: id,
      received_satang: 0 - outThrough(/^outside\//u),
      shops_satang: shops,
      riders_satang: riders,
      owed_satang: shops + riders,
      carried_satang: 0 - outThrough(otherFund),
    };
  });
}

/** Every meal handed over, from orders, coupons and postings. */
async function recountServed({ deps: { db } }: TinyWorld): Promise<object[]> {
  const orders = await db
    .selectFrom('meal_order')
    .innerJoin('household', 'household.id', 'meal_order.household_id')
    .innerJoin('posting', (join) =>
      join.on((eb) => eb('posting.key', '=', eb.fn<string>('concat', [eb.val('order/'), 'meal_order.id', eb.val('/end')]))),
    )
    .select(['meal_order.id', 'household_id', 'community_id', 'campaign_id', 'meals', 'posting.id as posting', 'posting.happened_at'])
    .where('meal_order.state', '=', 'handed_over')
    .execute();
  const weeks = new Map<string, { meals: number; spent: number; homes: Set<string> }>();
  for (const order of orders) {
    const paid = await db
      .selectFrom('transfer')
      .innerJoin('account as taker', 'taker.id', 'transfer.to_account')
      .select('transfer.amount')
      .where('posting_id', '=', order.posting)
      .where('taker.code', 'like', '%/owed')
      .execute();
    const key = [order.campaign_id, order.community_id, weekOf(bangkokDay(order.happened_at))].join(' ');
    const week = weeks.get(key) ?? { meals: 0, spent: 0, homes: new Set<string>() };
    weeks.set(key, week);
    week.meals += order.meals;
    week.spent += paid.reduce((sum, { amount }) => sum + amount, 0);
    week.homes.add(order.household_id);
  }
  return [...weeks]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { meals, spent, homes }]) => ({ key, meals, spent, homes: homes.size }));
}

async function keptServed({ deps: { db } }: TinyWorld): Promise<object[]> {
  const rows = await db.selectFrom('served_week').selectAll().orderBy('campaign_id').orderBy('community_id').orderBy('week').execute();
  return rows.map((row) => ({
    key: [row.campaign_id, row.community_id, row.week].join(' '),
    meals: row.meals,
    spent: row.spent_satang,
    homes: row.households,
  }));
}

async function expectTotalsRight(world: TinyWorld): Promise<number> {
  const kept = await world.deps.db.selectFrom('campaign_total').selectAll().orderBy('campaign_id').execute();
  const counted = await recountMoney(world);
  expect(kept).toEqual(counted);
  const served = await keptServed(world);
  expect(served).toEqual(await recountServed(world));
  return served.length;
}

test('whatever happens, every kept total is what a full recount finds', async () => {
  let weeksSeen = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(draws, { minLength: 90, maxLength: 90 }), async (sequence) => {
      const world = await tinyWorld();
      try {
        await grantAll(world);
        for (const draw of sequence) for (const command of await commandsOf(world, draw)) await handle(world.deps, command);
        weeksSeen += await expectTotalsRight(world);
      } finally {
        await world.close();
      }
    }),
    { seed: 20_261_122, numRuns: 10 },
  );
  expect(weeksSeen).toBeGreaterThan(4);
});

test('a household counts once in a week and anew in the next; a counter and a door count alike', async () => {
  const world = await tinyWorld();
  await grantAll(world);
  const [resident = ''] = world.households;
  const order = await readyOrder(world, 'pickup');
  await world.must({ kind: 'shop_redeem', by: order.shopMember, code: order.hand_over_code });
  const atCounter = async (): Promise<void> => {
    await world.must({ kind: 'show_coupon', by: resident, meals: 1 });
    const shown = await world.deps.db.selectFrom('shown_coupon').select('code').where('used_at', 'is', null).executeTakeFirstOrThrow();
    await world.must({ kind: 'shop_redeem', by: order.shopMember, code: shown.code });
  };
  await atCounter();
  world.clock.advance(7 * 24 * 3_600_000);
  await atCounter();
  expect(await keptServed(world)).toMatchObject([
    { meals: 3, homes: 1 },
    { meals: 1, homes: 1 },
  ]);
  await expectTotalsRight(world);
  await world.close();
});

test('money written down by mistake leaves the total again', async () => {
  const world = await tinyWorld();
  const { db } = world.deps;
  await world.must({ kind: 'record_money', by: world.treasurer, campaign: world.campaign, amountSatang: 5000, bankReference: 'WRONG 1' });
  const { id } = await db.selectFrom('posting').select('id').executeTakeFirstOrThrow();
  const now = world.clock.now();
  await db.transaction().execute((tx) => reverse(tx, { postingId: id, reason: 'typed wrong' }, { happenedAt: now, recordedAt: now }));
  expect(await db.selectFrom('campaign_total').select('received_satang').execute()).toEqual([{ received_satang: 0 }]);
  await expectTotalsRight(world);
  await world.close();
});

test('pushes are counted as LINE takes them, replies are not', async () => {
  const rig = await outboxRig();
  await rig.tell(0, { kind: 'plain_fallback' }, { urgency: 'act' });
  await rig.tell(0, { kind: 'plain_fallback' }, { urgency: 'act' });
  await rig.tell(1, { kind: 'plain_fallback' }, { reply: await rig.acts(1) });
  await rig.worker.runUntilIdle();
  expect(await pushesEver(rig.deps)).toBe(1);
  expect((await countPushesAndMeals(rig.deps.db)).pushes).toBe(1);
  await rig.closeAll();
});
