import { afterEach, beforeEach, expect, test } from 'vitest';
import { dueDeadlines } from '../../db/due-deadlines.ts';
import { verifyLedger } from '../../db/verify-ledger.ts';
import { accounts } from '../../bot/domain/postings.ts';
import { HOUR } from '../../bot/limits.ts';
import { handle } from '../../bot/usecases/handle.ts';
import { freeOf, grantAll, readyOrder, tinyWorld } from './tiny-world.ts';
import type { TinyWorld } from './tiny-world.ts';

let world: TinyWorld;
beforeEach(async () => {
  world = await tinyWorld();
  await grantAll(world);
});
afterEach(async () => {
  expect(await verifyLedger(world.deps.db)).toEqual([]);
  await world.close();
});

async function runDue(): Promise<void> {
  for (;;) {
    const due = await dueDeadlines(world.deps.db, { now: world.clock.now(), limit: 50 });
    if (due.length === 0) return;
    for (const row of due) await handle(world.deps, { kind: 'deadline_due', deadline: row.id, due: row.kind, subject: row.subject_id });
  }
}

test('one order is made good once, however many complain about it', async () => {
  const order = await readyOrder(world, 'pickup');
  await world.must({ kind: 'shop_redeem', by: order.shopMember, code: order.hand_over_code });
  for (const about of ['not_received', 'bad_food'] as const)
    await world.must({ kind: 'complain', by: order.household, order: order.id, about });
  const incidents = await world.deps.db.selectFrom('incident').select('id').orderBy('id').execute();
  const [first, second] = incidents.map((row) => row.id);
  for (const incident of [first, second])
    await world.must({ kind: 'resolve_incident', by: world.coordinator, incident: incident ?? '', resolution: 'reissue' });
  const reissued = await world.deps.db.selectFrom('posting').select('key').where('template', '=', 'coupons_reissued').execute();
  expect(reissued).toEqual([{ key: `order/${order.id}/reissue` }]);
});

test('coupons that come back from an order after their last day end at once, and their money is free again', async () => {
  const { db } = world.deps;
  const grant = await db.selectFrom('coupon_grant').selectAll().orderBy('id').executeTakeFirstOrThrow();
  const { member_id: by } = await db
    .selectFrom('household')
    .select('member_id')
    .where('id', '=', grant.household_id)
    .executeTakeFirstOrThrow();
  world.clock.set(Date.parse(`${grant.expires_on}T22:00:00+07:00`));
  await runDue();
  await world.must({ kind: 'place_order', by, meals: 3, mode: 'pickup', mealTime: 'noon' });
  world.clock.advance(3 * HOUR);
  await runDue();
  expect(await world.balance(accounts.expired(world.campaign))).toBeGreaterThan(0);
  const order = await db.selectFrom('meal_order').select('id').executeTakeFirstOrThrow();
  await world.must({ kind: 'cancel_order', by, order: order.id });
  // The clock stands still: the second end of this grant comes in the same millisecond as the return.
  await runDue();
  expect(await world.balance(accounts.coupons(grant.household_id, grant.id))).toBe(0);
  expect(await world.balance(accounts.committed(world.campaign))).toBe(0);
  expect(await freeOf(world)).toBe(200_000);
});
