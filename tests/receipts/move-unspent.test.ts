import { afterEach, beforeEach, expect, test } from 'vitest';
import { balanceOf } from '../../db/ledger.ts';
import { verifyLedger } from '../../db/verify-ledger.ts';
import { addDays, bangkokDay } from '../../bot/domain/days.ts';
import { accounts } from '../../bot/domain/postings.ts';
import { addCampaign, person } from '../liff-api/people.ts';
import { START, createWorld } from '../liff-api/world.ts';
import type { Page, World } from '../liff-api/world.ts';

let world: World;
let treasurer: Page;
let coordinator: Page;

beforeEach(async () => {
  world = await createWorld();
  await addCampaign(world, 0);
  treasurer = await person(world, 1, 'treasurer');
  coordinator = await person(world, 2, 'coordinator');
  await treasurer.post('/treasurer/receipts', { campaign: 'cam_1', amountSatang: 400_00, bankReference: 'BANK1' });
});
afterEach(() => world.close());

const today = bangkokDay(START);
const wish = { what: 'move_unspent', subject: 'cam_1', reason: 'โครงการจบแล้ว' };

/** cam_1 ended yesterday; with `next` another campaign is open. */
async function end(next?: string): Promise<void> {
  const { db } = world.deps;
  const old = await db.selectFrom('campaign').selectAll().where('id', '=', 'cam_1').executeTakeFirstOrThrow();
  await db
    .updateTable('campaign')
    .set({ starts_on: addDays(today, -30), ends_on: addDays(today, -1) })
    .where('id', '=', 'cam_1')
    .execute();
  if (next === undefined) return;
  await db
    .insertInto('campaign')
    .values({ ...old, id: next, name: 'รอบสอง' })
    .execute();
}

async function free(): Promise<[number, number]> {
  const { db } = world.deps;
  return [await balanceOf(db, accounts.free('cam_1')), await balanceOf(db, accounts.free('cam_2'))];
}

test('money of a campaign that is over moves to the open one when a second person agrees', async () => {
  await end('cam_2');
  const asked = await treasurer.post('/treasurer/approvals', wish);
  expect(asked.body.approvals).toMatchObject([{ what: 'move_unspent', amountSatang: 400_00, mine: true }]);
  const { approval } = asked.body.approvals[0];
  expect((await treasurer.post(`/approvals/${approval}/approve`)).body).toEqual({ error: 'same_person' });
  expect(await free()).toEqual([400_00, 0]);
  expect((await coordinator.post(`/approvals/${approval}/approve`)).body).toEqual({ approvals: [] });
  expect(await free()).toEqual([0, 400_00]);
  const rows = await world.deps.db.selectFrom('campaign_total').select(['campaign_id', 'carried_satang']).orderBy('campaign_id').execute();
  expect(rows).toEqual([
    { campaign_id: 'cam_1', carried_satang: -400_00 },
    { campaign_id: 'cam_2', carried_satang: 400_00 },
  ]);
  expect(await verifyLedger(world.deps.db)).toEqual([]);
  expect((await treasurer.post('/treasurer/approvals', wish)).body.error).toBe('already_decided');
});

test('a campaign that runs keeps its money, and without an open one there is nowhere to go', async () => {
  expect((await treasurer.post('/treasurer/approvals', wish)).body.error).toBe('dates_wrong');
  await end();
  expect((await treasurer.post('/treasurer/approvals', wish)).body.error).toBe('no_open_campaign');
  expect((await treasurer.post('/treasurer/approvals', { ...wish, subject: 'none' })).body.error).toBe('not_found');
  expect(await free()).toEqual([400_00, 0]);
});
