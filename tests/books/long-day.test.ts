import { expect, test } from 'vitest';
import { leafOf, merklePath, merkleRoot } from '../../bot/domain/sealing.ts';
import { post } from '../../db/ledger.ts';
import { linksInParts, proofOfReceipt, sealDays } from '../../db/seal.ts';
import { verifyLedger } from '../../db/verify-ledger.ts';
import { moneyReceived } from '../../bot/domain/postings.ts';
import { satang } from '../../bot/domain/money.ts';
import { DAY } from '../../bot/limits.ts';
import { databaseRig } from '../outbox/rig.ts';

const PART = 256;
const leaves = (count: number): Buffer[] => Array.from({ length: count }, (_, index) => leafOf(`line ${index}`));

function inParts<Value>(values: readonly Value[]): Value[][] {
  const parts: Value[][] = [];
  for (let at = 0; at < values.length; at += PART) parts.push(values.slice(at, at + PART));
  return parts;
}

test.each([1, 2, 255, 256, 257, 511, 512, 513, 769, 1000])('the roots of the parts of %i leaves are a level of their tree', (count) => {
  const all = leaves(count);
  const roots = inParts(all).map((part) => merkleRoot(part));
  expect(merkleRoot(roots).toString('hex')).toBe(merkleRoot(all).toString('hex'));
  for (const index of [0, Math.floor(count / 2), count - 1]) {
    const part = Math.floor(index / PART);
    const path = [...merklePath(inParts(all)[part] ?? [], index % PART), ...merklePath(roots, part)];
    expect(path).toEqual(merklePath(all, index));
  }
});

test('a day of many transfers is sealed part by part, and a verifier that reads it whole agrees', async () => {
  const rig = await databaseRig();
  const { clock } = rig;
  const { db } = rig.deps;
  await db.transaction().execute(async (tx) => {
    for (let number = 0; number < PART + 44; number += 1) {
      const posting = moneyReceived({ receipt: `rct_${number}`, campaign: 'cam_1', amount: satang(100) });
      await post(tx, posting, { happenedAt: clock.now(), recordedAt: clock.now(), salt: 's' });
    }
  });
  clock.advance(DAY);
  expect(await sealDays(db, clock.now())).toHaveLength(1);
  const sealed = await db.selectFrom('seal').selectAll().executeTakeFirstOrThrow();
  expect(sealed.transfers).toBe(PART + 44);
  // The receipts' rows are left out here; what the seals are held against is there.
  expect((await verifyLedger(db)).filter(({ rule }) => rule !== 'money received has a receipt')).toEqual([]);
  const sizes: number[] = [];
  for await (const links of linksInParts(db, { first: 1, last: PART + 44 })) sizes.push(links.length);
  expect(sizes).toEqual([PART, 44]);
  const proof = await proofOfReceipt(db, `rct_${PART + 3}`);
  expect([proof?.line.n, proof?.path.length]).toEqual([PART + 4, 7]);
  await rig.close();
});
