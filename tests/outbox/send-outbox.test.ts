import BetterSqlite3 from 'better-sqlite3';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, NEWS_MAX_AGE, OUTBOX_ATTEMPTS_MAX, REPLY_TOKEN_MAX_AGE, SECOND } from '../../bot/limits.ts';
import { lineIdOf, outboxRig } from './rig.ts';
import type { OutboxRig } from './rig.ts';
import { IMPATIENT } from '../support/patience.ts';

let rig: OutboxRig;
beforeEach(async () => {
  rig = await outboxRig();
});
afterEach(async () => {
  await rig.closeAll();
});

const states = async (): Promise<string[]> => (await rig.rows()).map((row) => `${row.kind} ${row.state}`);

test('all answers of one token go in one reply, news in front, the answer last', async () => {
  await rig.tell(0, { kind: 'coupons_expired', coupons: 1 }, { urgency: 'news' });
  const reply = await rig.acts(0);
  await rig.tell(0, { kind: 'thanks' }, { reply });
  await rig.tell(0, { kind: 'no_order' }, { reply });
  await rig.worker.runUntilIdle();
  expect(rig.seen(0)).toEqual(['reply coupons_expired', 'reply thanks', 'reply no_order']);
  expect(rig.calls()).toEqual(['reply 200']);
  const rows = await rig.rows();
  expect(
    rows.every((row) => row.state === 'sent' && row.sent_via === 'reply' && row.notice_sealed === null && row.request_id !== null),
  ).toBe(true);
});

test('news that does not fit beside the answer waits for the next reply', async () => {
  for (let count = 0; count < 6; count += 1) await rig.tell(0, { kind: 'quarantine_ended' }, { urgency: 'news' });
  await rig.tell(0, { kind: 'thanks' }, { reply: await rig.acts(0) });
  await rig.worker.runUntilIdle();
  expect(rig.seen(0)).toEqual([...Array.from({ length: 4 }, () => 'reply quarantine_ended'), 'reply thanks']);
  await rig.tell(0, { kind: 'no_order' }, { reply: await rig.acts(0) });
  await rig.worker.runUntilIdle();
  expect(rig.seen(0).slice(5)).toEqual(['reply quarantine_ended', 'reply quarantine_ended', 'reply no_order']);
});

test('news alone is never pushed and is dropped when it is stale', async () => {
  await rig.tell(0, { kind: 'quarantine_ended' }, { urgency: 'news' });
  await rig.worker.runUntilIdle();
  rig.clock.advance(NEWS_MAX_AGE - MINUTE);
  await rig.worker.runUntilIdle();
  expect(await states()).toEqual(['quarantine_ended waiting']);
  rig.clock.advance(2 * MINUTE);
  await rig.worker.runUntilIdle();
  expect(await states()).toEqual(['quarantine_ended dropped']);
  expect(rig.calls()).toEqual([]);
});

test('a token older than its safe age is not tried: the answer is pushed with the id of its row', async () => {
  await rig.tell(0, { kind: 'thanks' }, { reply: await rig.acts(0) });
  rig.clock.advance(REPLY_TOKEN_MAX_AGE);
  await rig.worker.runUntilIdle();
  expect(rig.seen(0)).toEqual(['push thanks']);
  const [row] = await rig.rows();
  expect(rig.platform.requests().map((request) => request.retryKey)).toEqual([row?.id]);
});

test('a token that LINE does not know any more leads to a push', async () => {
  await rig.tell(0, { kind: 'thanks' }, { reply: { token: 'gone', until: rig.clock.now() + REPLY_TOKEN_MAX_AGE } });
  await rig.worker.runUntilIdle();
  expect(rig.calls()).toEqual(['reply 400', 'push 200']);
  expect(rig.seen(0)).toEqual(['push thanks']);
});

test('what must be pushed to one member goes in one push, in order', async () => {
  await rig.tell(0, { kind: 'waiting_for_funds' }, { urgency: 'act' });
  await rig.tell(0, { kind: 'quarantine_ended' }, { urgency: 'act' });
  await rig.worker.runUntilIdle();
  expect(rig.seen(0)).toEqual(['push waiting_for_funds', 'push quarantine_ended']);
  expect(rig.calls()).toEqual(['push 200']);
});

test('LINE is down for a minute: everything arrives afterwards, once and in order', async () => {
  await rig.platform.faults.set({ down: true });
  await rig.tell(0, { kind: 'thanks' }, { reply: await rig.acts(0) });
  await rig.tell(0, { kind: 'waiting_for_funds' }, { urgency: 'act' });
  await rig.tell(1, { kind: 'quarantine_ended' }, { urgency: 'arrived' });
  for (let second = 0; second < 60; second += 5) {
    await rig.worker.runUntilIdle();
    rig.clock.advance(5 * SECOND);
  }
  expect(rig.seen(0)).toEqual([]);
  await rig.platform.faults.clear();
  for (let second = 0; second < 120; second += 5) {
    await rig.worker.runUntilIdle();
    rig.clock.advance(5 * SECOND);
  }
  expect(rig.seen(0)).toEqual(['push thanks', 'push waiting_for_funds']);
  expect(rig.seen(1)).toEqual(['push quarantine_ended']);
  expect(new Set((await rig.rows()).map((row) => row.state))).toEqual(new Set(['sent']));
});

test('when one message gets through after an outage the others do not wait out their delay', async () => {
  await rig.platform.faults.set({ api: [{ match: 'push', status: 503 }] });
  await rig.tell(0, { kind: 'thanks' }, { urgency: 'act' });
  for (let minute = 0; minute < 6; minute += 1) {
    await rig.worker.runUntilIdle();
    rig.clock.advance(MINUTE);
  }
  await rig.worker.runUntilIdle();
  await rig.platform.faults.clear();
  const [waiting] = await rig.rows();
  expect(waiting?.next_attempt_at).toBeGreaterThan(rig.clock.now());
  await rig.tell(1, { kind: 'no_order' }, { urgency: 'act' });
  await rig.worker.runUntilIdle();
  expect(rig.seen(0)).toEqual(['push thanks']);
});

test('a reply that arrived without an answer is asked about with the same token, not sent twice', async () => {
  await rig.platform.faults.set({ api: [{ match: 'reply', acceptThenTimeout: true, times: 1 }] });
  rig.patience.ofNextCall = IMPATIENT;
  await rig.tell(0, { kind: 'thanks' }, { reply: await rig.acts(0) });
  await rig.worker.runUntilIdle();
  expect((await rig.rows())[0]?.state).toBe('sending');
  rig.clock.advance(5 * SECOND);
  await rig.worker.runUntilIdle();
  expect(rig.calls()).toEqual(['reply 0', 'reply 400']);
  expect(rig.seen(0)).toEqual(['reply thanks']);
  expect(await states()).toEqual(['thanks sent']);
});

test('a reply that hung goes out on the same token', async () => {
  await rig.platform.faults.set({ api: [{ match: 'reply', hang: true, times: 1 }] });
  rig.patience.ofNextCall = IMPATIENT;
  await rig.tell(0, { kind: 'thanks' }, { reply: await rig.acts(0) });
  await rig.worker.runUntilIdle();
  rig.clock.advance(5 * SECOND);
  await rig.worker.runUntilIdle();
  expect(rig.seen(0)).toEqual(['reply thanks']);
});

test('a push that arrived without an answer is repeated with its key and counts as sent', async () => {
  await rig.platform.faults.set({ api: [{ match: 'push', acceptThenTimeout: true, times: 1 }] });
  rig.patience.ofNextCall = IMPATIENT;
  await rig.tell(0, { kind: 'thanks' }, { urgency: 'act' });
  await rig.worker.runUntilIdle();
  // Written behind the one of unknown end: it waits its turn and does not join it.
  await rig.tell(0, { kind: 'no_order' }, { urgency: 'act' });
  await rig.worker.runUntilIdle();
  expect(rig.seen(0)).toEqual(['push thanks']);
  rig.clock.advance(5 * SECOND);
  await rig.worker.runUntilIdle();
  expect(rig.calls()).toEqual(['push 0', 'push 409', 'push 200']);
  expect(rig.seen(0)).toEqual(['push thanks', 'push no_order']);
  expect(rig.platform.quota.used).toBe(2);
});

test('too many requests: the push waits, and a reply in between takes it along', async () => {
  await rig.platform.faults.set({ api: [{ match: 'push', status: 429 }] });
  await rig.tell(0, { kind: 'waiting_for_funds' }, { urgency: 'act' });
  await rig.worker.runUntilIdle();
  expect(await states()).toEqual(['waiting_for_funds waiting']);
  await rig.tell(0, { kind: 'thanks' }, { reply: await rig.acts(0) });
  await rig.worker.runUntilIdle();
  expect(rig.seen(0)).toEqual(['reply waiting_for_funds', 'reply thanks']);
  expect(rig.platform.quota.used).toBe(0);
});

test("the month's quota is used up: pushes wait for hours, replies go on", async () => {
  rig.platform.quota.used = 100;
  await rig.tell(0, { kind: 'waiting_for_funds' }, { urgency: 'act' });
  await rig.worker.runUntilIdle();
  const [row] = await rig.rows();
  expect(row?.error).toBe('monthly limit');
  expect(row?.next_attempt_at).toBeGreaterThanOrEqual(rig.clock.now() + HOUR);
  await rig.tell(1, { kind: 'thanks' }, { reply: await rig.acts(1) });
  await rig.worker.runUntilIdle();
  expect(rig.seen(1)).toEqual(['reply thanks']);
});

test('what LINE refuses for good is parked, the rest goes, and the member hears a plain sentence', async () => {
  const reply = await rig.acts(0);
  await rig.tell(0, { kind: 'thanks' }, { reply });
  await rig.tell(0, { kind: 'tax_answer' }, { reply });
  await rig.worker.runUntilIdle();
  expect(rig.seen(0)).toEqual(['reply thanks', 'reply plain_fallback']);
  expect(await states()).toEqual(['thanks sent', 'tax_answer parked', 'plain_fallback sent']);
  expect((await rig.rows())[1]?.error).toContain('refused 400');
  expect(await rig.metrics.text()).toContain('panim_outbox_parked_total{reason="refused"} 1');
  expect(rig.lines.some((line) => line.includes('message given up'))).toBe(true);
});

test('a member who blocked the account is not pushed to', async () => {
  await rig.tell(0, { kind: 'thanks' }, { urgency: 'act' });
  await rig.deps.db.updateTable('member').set({ is_friend: 0 }).execute();
  await rig.worker.runUntilIdle();
  expect(rig.calls()).toEqual([]);
  const [row] = await rig.rows();
  expect(row).toMatchObject({ state: 'dropped', error: 'blocked', notice_sealed: null });
});

test('a crash after LINE took a push: the next process repeats it with the key and nobody gets it twice', async () => {
  await rig.tell(0, { kind: 'thanks' }, { urgency: 'act' });
  await rig.worker.runUntilIdle();
  await rig.deps.db
    .updateTable('outbox')
    .set({ state: 'sending', sent_at: null, notice_sealed: rig.deps.sealer.seal('{"kind":"thanks"}') })
    .execute();
  await rig.newWorker().runUntilIdle();
  expect(rig.calls()).toEqual(['push 200', 'push 409']);
  expect(rig.seen(0)).toEqual(['push thanks']);
  expect(await states()).toEqual(['thanks sent']);
});

test('a crash after LINE took a reply: the token tells the next process', async () => {
  const reply = await rig.acts(0);
  await rig.tell(0, { kind: 'thanks' }, { reply });
  await rig.worker.runUntilIdle();
  await rig.deps.db
    .updateTable('outbox')
    .set({ state: 'sending', sent_at: null, reply_token: reply.token, notice_sealed: rig.deps.sealer.seal('{"kind":"thanks"}') })
    .execute();
  await rig.newWorker().runUntilIdle();
  expect(rig.calls()).toEqual(['reply 200', 'reply 400']);
  expect(rig.seen(0)).toEqual(['reply thanks']);
});

test('a crash before the call: the claimed message is sent', async () => {
  await rig.tell(0, { kind: 'thanks' }, { urgency: 'act' });
  const [row] = await rig.rows();
  await rig.deps.db
    .updateTable('outbox')
    .set({ state: 'sending', sent_via: 'push', sent_with: row?.id ?? null, attempts: 1, first_attempt_at: rig.clock.now() })
    .execute();
  await rig.newWorker().runUntilIdle();
  expect(rig.seen(0)).toEqual(['push thanks']);
});

test('a crash before the call, news along: it goes out at the next start, and nobody waits until the news would be stale', async () => {
  const reply = await rig.acts(0);
  await rig.tell(0, { kind: 'quarantine_ended' }, { urgency: 'news' });
  await rig.tell(0, { kind: 'thanks' }, { reply });
  const leader = (await rig.rows()).find((row) => row.kind === 'thanks');
  await rig.deps.db
    .updateTable('outbox')
    .set({ state: 'sending', sent_via: 'reply', sent_with: leader?.id ?? null, attempts: 1, first_attempt_at: rig.clock.now() })
    .execute();
  await rig.tell(0, { kind: 'no_order' });
  await rig.newWorker().runUntilIdle();
  expect(rig.seen(0)).toEqual(['reply quarantine_ended', 'reply thanks', 'push no_order']);
});

test('however much news waits for a member, what is urgent reaches them', async () => {
  for (let count = 0; count < 60; count += 1) await rig.tell(0, { kind: 'quarantine_ended' }, { urgency: 'news' });
  await rig.tell(0, { kind: 'thanks' }, { urgency: 'act' });
  await rig.worker.runUntilIdle();
  expect(rig.seen(0)).toEqual(['push thanks']);
});

test('while another process holds the file the worker waits for its next poll', async () => {
  await rig.worker.runUntilIdle();
  await rig.tell(0, { kind: 'thanks' }, { urgency: 'act' });
  await sql`pragma busy_timeout = 0`.execute(rig.deps.db);
  const holder = new BetterSqlite3(rig.path);
  holder.exec('begin immediate');
  await rig.worker.runUntilIdle();
  expect(rig.calls()).toEqual([]);
  holder.close();
  rig.clock.advance(SECOND);
  await rig.worker.runUntilIdle();
  expect(rig.seen(0)).toEqual(['push thanks']);
});

test('a message that cannot get through at all is given up after its attempts', async () => {
  await rig.platform.faults.set({ api: [{ match: 'push', status: 500 }] });
  await rig.tell(0, { kind: 'thanks' }, { urgency: 'act' });
  for (let hour = 0; hour < 12; hour += 1) {
    for (let step = 0; step < 6; step += 1) {
      await rig.worker.runUntilIdle();
      rig.clock.advance(10 * MINUTE);
    }
  }
  const [row] = await rig.rows();
  expect(row).toMatchObject({ state: 'parked', attempts: OUTBOX_ATTEMPTS_MAX });
  rig.clock.advance(DAY);
  await rig.worker.runUntilIdle();
  expect(rig.calls()).toHaveLength(OUTBOX_ATTEMPTS_MAX);
});

test('one member whose messages hang holds up no other', async () => {
  await rig.platform.faults.set({ api: [{ match: 'push', hang: true, times: 1 }] });
  rig.patience.ofNextCall = IMPATIENT;
  await rig.tell(0, { kind: 'thanks' }, { urgency: 'act' });
  await rig.tell(1, { kind: 'no_order' }, { urgency: 'act' });
  await rig.tell(2, { kind: 'no_order' }, { urgency: 'act' });
  await rig.worker.runUntilIdle();
  expect([...rig.seen(0), ...rig.seen(1), ...rig.seen(2)]).toHaveLength(2);
});

test('stopping waits for the call that is under way', async () => {
  await rig.tell(0, { kind: 'thanks' }, { urgency: 'act' });
  rig.worker.start();
  await rig.worker.stop();
  expect(await states()).toEqual(rig.calls().length === 0 ? ['thanks waiting'] : ['thanks sent']);
  expect(rig.seen(0).length).toBe(rig.calls().length);
});

test('nothing that points at a person stands in the log', async () => {
  await rig.platform.faults.set({ api: [{ match: 'push', status: 500, times: 1 }] });
  await rig.tell(0, { kind: 'thanks' }, { urgency: 'act' });
  await rig.worker.runUntilIdle();
  rig.clock.advance(MINUTE);
  await rig.worker.runUntilIdle();
  expect(rig.lines.join('')).not.toContain(lineIdOf(0));
  expect(rig.lines.length).toBeGreaterThan(0);
});
