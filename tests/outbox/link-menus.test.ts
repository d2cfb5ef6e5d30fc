import { afterEach, beforeEach, expect, test } from 'vitest';
import { grantRole, memberByLineId, revokeRole } from '../../db/members.ts';
import type { Role } from '../../bot/domain/words.ts';
import { HOUR } from '../../bot/limits.ts';
import { createMenuWorker } from '../../bot/outbox/link-menus.ts';
import { databaseRig, lineIdOf } from './rig.ts';

let rig: Awaited<ReturnType<typeof databaseRig>>;
beforeEach(async () => {
  rig = await databaseRig();
});
afterEach(async () => {
  await rig.close();
});

async function member(...roles: Role[]): Promise<string> {
  return await rig.deps.db.transaction().execute(async (tx) => {
    const { id } = await memberByLineId({ ...rig.deps, tx }, lineIdOf(1));
    for (const role of roles) await grantRole({ ...rig.deps, tx }, { memberId: id, role, by: undefined });
    return id;
  });
}

function menus(outcome: () => 'linked' | 'no_menu' = () => 'linked') {
  const linked: string[] = [];
  const worker = createMenuWorker(rig.deps, {
    link: async ({ role, language }) => {
      linked.push(`${role} ${language}`);
      return outcome();
    },
  });
  return {
    linked,
    look: async (): Promise<void> => {
      rig.clock.advance(HOUR);
      await worker.runUntilIdle();
    },
  };
}

test('whoever holds roles gets the menu of the highest, once, and the resident one back after it', async () => {
  const { linked, look } = menus();
  const id = await member('rider', 'coordinator');
  await look();
  await look();
  expect(linked).toEqual(['coordinator th']);
  await rig.deps.db.transaction().execute((tx) => revokeRole({ ...rig.deps, tx }, id, 'coordinator'));
  await look();
  await rig.deps.db.transaction().execute((tx) => revokeRole({ ...rig.deps, tx }, id, 'rider'));
  await look();
  await look();
  expect(linked).toEqual(['coordinator th', 'rider th', 'resident th']);
});

test('a resident who reads Thai has the default menu already; another language is linked', async () => {
  const { linked, look } = menus();
  await member();
  await look();
  expect(linked).toEqual([]);
  await rig.deps.db.updateTable('member').set({ language: 'my' }).execute();
  await look();
  expect(linked).toEqual(['resident my']);
});

test('nobody who blocked the account gets a menu', async () => {
  const { linked, look } = menus();
  await member('rider');
  await rig.deps.db.updateTable('member').set({ is_friend: 0 }).execute();
  await look();
  expect(linked).toEqual([]);
});

test('a menu that is not made yet, or trouble at LINE, is tried again later', async () => {
  let tries = 0;
  const { linked, look } = menus(() => {
    tries += 1;
    if (tries === 1) return 'no_menu';
    if (tries === 2) throw new Error('no connection');
    if (tries === 3) throw Object.assign(new Error('too many'), { status: 429 });
    return 'linked';
  });
  await member('shop');
  for (let hour = 0; hour < 6; hour += 1) await look();
  expect(linked).toHaveLength(4);
});

test('a member whom LINE refuses is not asked about for ever', async () => {
  const { linked, look } = menus(() => {
    throw Object.assign(new Error('refused'), { status: 400 });
  });
  await member('shop');
  await look();
  await look();
  expect(linked).toHaveLength(1);
});
