import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accounts } from '../../bot/domain/postings.ts';
import { balanceOf } from '../../db/ledger.ts';
import { verifyLedger } from '../../db/verify-ledger.ts';
import { addCampaign, addPledge, person } from '../liff-api/people.ts';
import { createWorld } from '../liff-api/world.ts';
import type { Page, World } from '../liff-api/world.ts';
import { send, statement } from './bank.ts';

const PLEDGES = 6;
const LINES = 12;

/** What the bank has: every second line names a pledge, the rest have amounts of nobody. */
const bank = Array.from({ length: LINES }, (_, at) => ({
  reference: `BK${String(at).padStart(4, '0')}`,
  amount: `${at + 1}0.00`,
  ...(at < PLEDGES ? { words: `PNREF${'ACDEFH'.charAt(at)}` } : {}),
}));

/** Files cut from it at will: any lines, in any order, some twice. */
const files = fc.array(fc.array(fc.integer({ min: 0, max: LINES - 1 }), { minLength: 1, maxLength: LINES }), {
  minLength: 1,
  maxLength: 6,
});

async function town(): Promise<{ world: World; treasurer: Page; second: Page }> {
  const world = await createWorld();
  await addCampaign(world, 0);
  const donor = await person(world, 3);
  for (let at = 0; at < PLEDGES; at += 1) {
    const sign = 'ACDEFH'.charAt(at);
    await addPledge(world, donor.memberId, { id: `ple_${sign}`, reference: `PNREF${sign}`, qr_token: sign, amount_satang: 7_777_00 });
  }
  return { world, treasurer: await person(world, 1, 'treasurer'), second: await person(world, 2, 'treasurer') };
}

/** What counts in the end, whichever way it came in. */
async function facts({ deps: { db } }: World) {
  const lines = await db
    .selectFrom('statement_line')
    .select(['bank_reference', 'state', 'amount_satang'])
    .where('state', '<>', 'undone')
    .orderBy('bank_reference')
    .execute();
  const pledges = await db.selectFrom('pledge').select(['id', 'state']).orderBy('id').execute();
  return { lines, pledges, free: await balanceOf(db, accounts.free('cam_1')) };
}

const linesOf = (picked: number[]) => picked.flatMap((at) => bank[at] ?? []);

test('files in any order, overlap and number count each line of the bank once', async () => {
  await fc.assert(
    fc.asyncProperty(files, async (cut) => {
      const [many, one] = [await town(), await town()];
      try {
        for (const picked of [...cut, ...cut]) await send(many.treasurer, statement(linesOf(picked)));
        const all = [...new Set(cut.flat())].toSorted((a, b) => a - b);
        await send(one.treasurer, statement(linesOf(all)));
        expect(await facts(many.world)).toEqual(await facts(one.world));
        const paid = all.filter((at) => at < PLEDGES).reduce((sum, at) => sum + (at + 1) * 10_00, 0);
        expect((await facts(many.world)).free).toBe(paid);
        expect(await verifyLedger(many.world.deps.db)).toEqual([]);
      } finally {
        await Promise.all([many.world.close(), one.world.close()]);
      }
    }),
    { numRuns: 12 },
  );
});

test('taking imports back restores balances and pledges, and receipts keep no gap', async () => {
  await fc.assert(
    fc.asyncProperty(files, fc.array(fc.nat({ max: 5 }), { maxLength: 4 }), async (cut, undone) => {
      const { world, treasurer, second } = await town();
      try {
        const before = await facts(world);
        for (const picked of cut) await send(treasurer, statement(linesOf(picked)));
        const { imports } = (await treasurer.get('/treasurer')).body;
        const order = [...undone.map((at) => at % imports.length), ...imports.keys()];
        for (const at of order) {
          const asked = await treasurer.post('/treasurer/approvals', {
            what: 'undo_import',
            subject: imports[at].import,
            reason: 'ลองถอน',
          });
          if (asked.status === 200) expect((await second.post(`/approvals/${asked.body.approvals[0].approval}/approve`)).status).toBe(200);
        }
        expect(await facts(world)).toEqual(before);
        const receipts = await world.deps.db.selectFrom('receipt').select('sequence').orderBy('sequence').execute();
        expect(receipts.map(({ sequence }) => sequence)).toEqual(receipts.map((_, at) => at + 1));
        const cancelled = await world.deps.db.selectFrom('receipt_cancellation').select('number').execute();
        expect(cancelled).toHaveLength(receipts.length);
        expect(await verifyLedger(world.deps.db)).toEqual([]);
      } finally {
        await world.close();
      }
    }),
    { numRuns: 12 },
  );
});
