import { afterEach, beforeEach, expect, test } from 'vitest';
import { setDeadline, takeDeadline } from '../../db/deadlines.ts';
import { refuse } from '../../bot/domain/refusal.ts';
import { MINUTE, SECOND } from '../../bot/limits.ts';
import { createDeadlineWorker } from '../../bot/timers/run-deadlines.ts';
import type { DeadlineParts } from '../../bot/timers/run-deadlines.ts';
import { databaseRig } from '../outbox/rig.ts';

let rig: Awaited<ReturnType<typeof databaseRig>>;
let met: string[];
beforeEach(async () => {
  rig = await databaseRig();
  met = [];
});
afterEach(async () => {
  await rig.close();
});

/** Takes the deadline as the use case does. */
const take: DeadlineParts['handle'] = async (deps, command) => {
  if (command.kind !== 'deadline_due') throw new Error(`unexpected ${command.kind}`);
  const taken = await deps.db.transaction().execute((tx) => takeDeadline(tx, command.deadline));
  if (taken) met.push(command.subject);
  return { say: [] };
};

async function set(subject: string, dueAt: number): Promise<void> {
  await rig.deps.db.transaction().execute((tx) => setDeadline({ ...rig.deps, tx }, { kind: 'shop_answer', subject, dueAt }));
}
const states = async () =>
  (await rig.deps.db.selectFrom('deadline').selectAll().orderBy('id').execute()).map((row) => `${row.subject_id} ${row.state}`);

test('what is due happens in its order, once, and the rest waits', async () => {
  const worker = createDeadlineWorker(rig.deps, { handle: take });
  await set('later', rig.clock.now() + MINUTE);
  await set('second', rig.clock.now());
  await set('first', rig.clock.now() - SECOND);
  await worker.runUntilIdle();
  await worker.runUntilIdle();
  expect(met).toEqual(['first', 'second']);
  rig.clock.advance(MINUTE);
  await worker.runUntilIdle();
  expect(met).toEqual(['first', 'second', 'later']);
});

test('one that fails comes again later and holds nothing up', async () => {
  let failures = 2;
  const worker = createDeadlineWorker(rig.deps, {
    handle: async (deps, command) => {
      if (command.kind === 'deadline_due' && command.subject === 'bad' && failures > 0) {
        failures -= 1;
        throw new Error('simulated bug');
      }
      return take(deps, command);
    },
  });
  await set('bad', rig.clock.now() - SECOND);
  await set('good', rig.clock.now());
  await worker.runUntilIdle();
  expect(met).toEqual(['good']);
  rig.clock.advance(MINUTE);
  await worker.runUntilIdle();
  rig.clock.advance(MINUTE);
  await worker.runUntilIdle();
  expect(met).toEqual(['good', 'bad']);
});

test('one that is refused is over', async () => {
  const worker = createDeadlineWorker(rig.deps, { handle: async () => refuse('not_found') });
  await set('gone', rig.clock.now());
  await worker.runUntilIdle();
  expect(await states()).toEqual(['gone done']);
});

test('one that was moved meanwhile waits for its new time', async () => {
  const worker = createDeadlineWorker(rig.deps, {
    handle: async (deps, command) => {
      if (command.kind === 'deadline_due')
        await deps.db
          .updateTable('deadline')
          .set({ due_at: deps.clock.now() + MINUTE })
          .where('id', '=', command.deadline)
          .execute();
      return { say: [] };
    },
  });
  await set('moved', rig.clock.now());
  await worker.runUntilIdle();
  expect(await states()).toEqual(['moved waiting']);
});
