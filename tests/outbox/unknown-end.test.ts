import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, MESSAGES_A_REQUEST_MAX, MINUTE, SECOND } from '../../bot/limits.ts';
import { IMPATIENT } from '../support/patience.ts';
import { outboxRig } from './rig.ts';
import type { OutboxRig } from './rig.ts';

type Faults = Parameters<OutboxRig['platform']['faults']['set']>[0];

let rig: OutboxRig;
beforeEach(async () => {
  rig = await outboxRig();
});
afterEach(async () => {
  await rig.closeAll();
});

const states = async (): Promise<string[]> => (await rig.rows()).map((row) => `${row.kind} ${row.state}`);

/** The first attempt gets no answer: from now on nobody knows whether LINE took it, and its key is spent if it did. */
async function attempt(fault: 'acceptThenTimeout' | 'hang', reply?: { token: string; until: number }): Promise<void> {
  await rig.platform.faults.set({ api: [{ match: 'any', [fault]: true, times: 1 }] });
  rig.patience.ofNextCall = IMPATIENT;
  await rig.tell(0, { kind: 'thanks' }, reply === undefined ? { urgency: 'act' } : { reply });
  await rig.worker.runUntilIdle();
}

/** What LINE sees of the pushes: the key and how much came under it. */
const pushes = (): string[] =>
  rig.platform
    .requests()
    .filter((request) => request.path.endsWith('/push'))
    .map(({ retryKey, messageCount, status }) => `${retryKey} ${messageCount} ${status}`);

const NOT_TAKEN: readonly (readonly [string, Faults])[] = [
  ['is turned away for too many requests', { api: [{ match: 'push', status: 429, times: 1 }] }],
  ['is not authorised', { api: [{ match: 'push', status: 401, times: 1 }] }],
  ['breaks off', { down: true }],
];
test.each(NOT_TAKEN)('a push of unknown end whose repeat %s takes nothing along under its key', async (_, faults) => {
  await attempt('acceptThenTimeout');
  await rig.tell(0, { kind: 'no_order' }, { urgency: 'act' });
  await rig.platform.faults.set(faults);
  rig.clock.advance(5 * SECOND);
  await rig.worker.runUntilIdle();
  await rig.platform.faults.clear();
  rig.clock.advance(MINUTE);
  await rig.worker.runUntilIdle();
  expect(rig.calls().slice(-2)).toEqual(['push 409', 'push 200']);
  expect(rig.seen(0)).toEqual(['push thanks', 'push no_order']);
});

test('a reply of unknown end whose repeat is turned away for too many requests does not come a second time', async () => {
  await attempt('acceptThenTimeout', await rig.acts(0));
  await rig.platform.faults.set({ api: [{ match: 'reply', status: 429, times: 1 }] });
  rig.clock.advance(5 * SECOND);
  await rig.worker.runUntilIdle();
  rig.clock.advance(20 * SECOND);
  await rig.worker.runUntilIdle();
  expect(rig.calls()).toEqual(['reply 0', 'reply 429', 'reply 400']);
  expect(rig.seen(0)).toEqual(['reply thanks']);
  expect(await states()).toEqual(['thanks sent']);
});

test("a push of unknown end whose repeat meets the month's limit is free for a reply, and its key is used no more", async () => {
  await attempt('hang');
  const [key] = (await rig.rows()).map((row) => row.id);
  const { used } = rig.platform.quota;
  rig.platform.quota.used = rig.platform.quota.limit;
  rig.clock.advance(5 * SECOND);
  await rig.worker.runUntilIdle();
  await rig.tell(0, { kind: 'no_order' }, { urgency: 'act' });
  rig.platform.quota.used = used;
  rig.clock.advance(3 * HOUR);
  await rig.worker.runUntilIdle();
  const [renewed] = (await rig.rows()).map((row) => row.id);
  expect(renewed).not.toBe(key);
  expect(pushes()).toEqual([`${key} 0 0`, `${key} 1 429`, `${renewed} 2 200`]);
  expect(rig.seen(0)).toEqual(['push thanks', 'push no_order']);
  rig.platform.quota.used = rig.platform.quota.limit;
  await rig.tell(0, { kind: 'language_choice' }, { reply: await rig.acts(0) });
  await rig.worker.runUntilIdle();
  expect(rig.seen(0).at(-1)).toBe('reply language_choice');
});

test("however much waits for the month's limit to end, whoever writes is answered", async () => {
  rig.platform.quota.used = rig.platform.quota.limit;
  for (let count = 0; count < 60; count += 1) await rig.tell(0, { kind: 'waiting_for_funds' }, { urgency: 'act' });
  await rig.worker.runUntilIdle();
  await rig.tell(0, { kind: 'thanks' }, { reply: await rig.acts(0) });
  await rig.worker.runUntilIdle();
  expect(rig.seen(0)).toEqual(['reply thanks']);
});

test('news that went along with an attempt of unknown end stays with it, however much else waits', async () => {
  rig.platform.quota.used = rig.platform.quota.limit;
  for (let count = 0; count < 60; count += 1) await rig.tell(0, { kind: 'waiting_for_funds' }, { urgency: 'act' });
  await rig.worker.runUntilIdle();
  await rig.tell(0, { kind: 'quarantine_ended' }, { urgency: 'news' });
  await attempt('acceptThenTimeout', await rig.acts(0));
  expect((await rig.rows()).filter((row) => row.state === 'sending').map((row) => row.kind)).toEqual(['quarantine_ended', 'thanks']);
  rig.clock.advance(5 * SECOND);
  await rig.worker.runUntilIdle();
  expect(rig.calls().slice(-2)).toEqual(['reply 0', 'reply 400']);
  expect((await rig.rows()).filter((row) => row.state === 'sent').map((row) => row.kind)).toEqual(['quarantine_ended', 'thanks']);
  expect(rig.platform.requests().at(-1)?.messageCount).toBeLessThanOrEqual(MESSAGES_A_REQUEST_MAX);
});
