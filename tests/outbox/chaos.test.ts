import { expect, test } from 'vitest';
import { HOUR, SECOND } from '../../bot/limits.ts';
import type { Faults } from '../../simulator/platform.ts';
import { seededRandom } from '../support/seeded-chance.ts';
import { outboxRig } from './rig.ts';
import type { OutboxRig } from './rig.ts';
import { IMPATIENT, PATIENT } from '../support/patience.ts';

const MEMBERS = 3;
const STEPS = 30;
type ApiFault = NonNullable<Faults['api']>[number];
const TROUBLE: Omit<ApiFault, 'match'>[] = [
  { status: 500 },
  { status: 429 },
  { dropConnection: true },
  { acceptThenTimeout: true },
  { hang: true },
];

/** The next call to LINE fails in some way, more often than not in none. */
async function stirTrouble(rig: OutboxRig, random: () => number): Promise<void> {
  const trouble = random() < 0.4 ? TROUBLE[Math.floor(random() * TROUBLE.length)] : undefined;
  rig.patience.ms = trouble !== undefined && ('hang' in trouble || 'acceptThenTimeout' in trouble) ? IMPATIENT : PATIENT;
  await rig.platform.faults.set(trouble === undefined ? {} : { api: [{ match: 'any', times: 1, ...trouble }] });
}

/** Killed between a call and the note of its end. */
async function forgetLastPush(rig: OutboxRig): Promise<void> {
  const rows = await rig.rows();
  const last = rows.findLast((row) => row.state === 'sent' && row.sent_via === 'push');
  if (last === undefined || rows.filter((row) => row.sent_with === last.sent_with).length > 1) return;
  const notice = rig.deps.sealer.seal(JSON.stringify({ kind: 'received_thanks', left: last.sequence - 1 }));
  await rig.deps.db.updateTable('outbox').set({ state: 'sending', notice_sealed: notice }).where('id', '=', last.id).execute();
}

/**
 * Replies and pushes to a few members while LINE fails in every way it can and the process is killed again and again.
 * Whatever happens: all is told, in order, and no push arrives twice.
 */
test.each([1, 2, 3])('all is told in order whatever fails (seed %i)', { timeout: 60_000 }, async (seed) => {
  const rig = await outboxRig(MEMBERS);
  const random = seededRandom(seed);
  const told = Array.from({ length: MEMBERS }, (): string[] => []);
  let worker = rig.worker;
  for (let step = 0; step < STEPS; step += 1) {
    const number = Math.floor(random() * MEMBERS);
    const isAnswer = random() < 0.5;
    const reply = isAnswer ? { reply: await rig.acts(number) } : {};
    await rig.tell(number, { kind: 'received_thanks', left: step }, { urgency: isAnswer ? 'answer' : 'act', ...reply });
    told[number]?.push(String(step));
    await stirTrouble(rig, random);
    await worker.runUntilIdle();
    if (random() < 0.3) {
      if (random() < 0.5) await forgetLastPush(rig);
      worker = rig.newWorker();
    }
    rig.clock.advance(Math.floor(random() * 20) * SECOND);
  }
  rig.patience.ms = PATIENT;
  await rig.platform.faults.clear();
  for (let hour = 0; hour < 3; hour += 1) {
    await worker.runUntilIdle();
    rig.clock.advance(HOUR);
  }
  expect((await rig.rows()).filter((row) => row.state !== 'sent')).toEqual([]);
  for (let number = 0; number < MEMBERS; number += 1) {
    const seen = rig.seen(number);
    expect([...new Set(seen.map((entry) => entry.split(' ')[1]))]).toEqual(told[number]);
    const pushed = seen.filter((entry) => entry.startsWith('push'));
    expect(new Set(pushed).size).toBe(pushed.length);
  }
  await rig.closeAll();
});
