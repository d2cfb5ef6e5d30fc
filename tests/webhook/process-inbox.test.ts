import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { finishEvent, storeEvents } from '../../db/inbox.ts';
import { INBOX_ATTEMPTS_MAX, MINUTE, REPLY_TOKEN_MAX_AGE, SECOND } from '../../bot/limits.ts';
import { createMetrics } from '../../bot/metrics.ts';
import { createInboxWorker } from '../../bot/webhook/process-inbox.ts';
import type { HeardEvent } from '../../bot/usecases/hear-event.ts';
import type { Worker } from '../../bot/worker.ts';
import { databaseRig, lineIdOf } from '../outbox/rig.ts';

let rig: Awaited<ReturnType<typeof databaseRig>>;
let heard: HeardEvent[];
/** Of these events the hearing fails, so many times. */
let failures: Map<string, number>;
let failure: Error;
let worker: Worker;

beforeEach(async () => {
  rig = await databaseRig();
  heard = [];
  failures = new Map();
  failure = new Error('simulated bug');
  worker = newWorker();
});
afterEach(async () => {
  await rig.close();
});

function newWorker(): Worker {
  return createInboxWorker(rig.deps, {
    metrics: createMetrics(),
    hear: async (deps, event) => {
      const left = failures.get(event.eventId) ?? 0;
      failures.set(event.eventId, left - 1);
      if (left > 0) throw failure;
      await deps.db.transaction().execute((tx) => finishEvent(tx, event.eventId, { state: 'done', now: deps.clock.now() }));
      heard.push(event);
    },
  });
}

async function store(id: string, event: { member?: number; at?: number; body?: object } = {}): Promise<void> {
  const { member = 1, at = rig.clock.now() } = event;
  const body = {
    type: 'message',
    replyToken: `token ${id}`,
    source: { type: 'user', userId: lineIdOf(member) },
    message: { type: 'text', id: '1', text: 'ขอข้าว' },
    ...event.body,
  };
  await storeEvents(rig.deps.db, [
    {
      event_id: id,
      line_user_id: lineIdOf(member),
      event_at: at,
      received_at: rig.clock.now(),
      body_sealed: rig.deps.sealer.seal(JSON.stringify(body)),
      state: 'waiting',
      why: null,
      done_at: null,
    },
  ]);
}

const rows = () => rig.deps.db.selectFrom('inbox').selectAll().orderBy('event_id').execute();

test('events are heard oldest first, whatever order they came in, and forgotten', async () => {
  const now = rig.clock.now();
  await store('c', { at: now - 1000 });
  await store('a', { at: now - 3000 });
  await store('b', { at: now - 2000, member: 2 });
  await worker.runUntilIdle();
  expect(heard.filter((event) => event.lineUserId === lineIdOf(1)).map((event) => event.eventId)).toEqual(['a', 'c']);
  expect(heard).toHaveLength(3);
  expect(heard[0]?.reply).toEqual({ token: 'token a', until: rig.clock.now() + REPLY_TOKEN_MAX_AGE });
  expect((await rows()).every((row) => row.state === 'done' && row.body_sealed === null)).toBe(true);
});

test('the token of an event that LINE brings again after twenty minutes is dead, also for a word that it did not work', async () => {
  failures.set('late', INBOX_ATTEMPTS_MAX);
  await store('late', { at: rig.clock.now() - 25 * MINUTE });
  while ((await rows())[0]?.state === 'waiting') {
    await worker.runUntilIdle();
    rig.clock.advance(SECOND);
  }
  const told = await rig.deps.db.selectFrom('outbox').select(['kind', 'reply_until']).execute();
  expect(told.map(({ kind, reply_until }) => [kind, (reply_until ?? Infinity) < rig.clock.now()])).toEqual([['plain_fallback', true]]);
});

test('one that fails holds back its own member only, and is tried again in time', async () => {
  failures.set('a', 1);
  await store('a', { at: 1000 });
  await store('b', { at: 2000 });
  await store('c', { at: 3000, member: 2 });
  await worker.runUntilIdle();
  expect(heard.map((event) => event.eventId)).toEqual(['c']);
  rig.clock.advance(5 * SECOND);
  await worker.runUntilIdle();
  expect(heard.map((event) => event.eventId)).toEqual(['c', 'a', 'b']);
});

test('hundreds from one member keep the next one waiting for one of them only', async () => {
  for (let number = 1; number <= 300; number += 1) await store(`many ${String(number).padStart(3, '0')}`, { at: number });
  await store('other', { at: 1000, member: 2 });
  await worker.runUntilIdle();
  expect(heard.slice(0, 3).map((event) => event.eventId)).toEqual(['many 001', 'other', 'many 002']);
  const many = heard.map((event) => event.eventId).filter((id) => id !== 'other');
  expect(many).toHaveLength(300);
  expect(many).toEqual(many.toSorted());
});

test('hundreds that wait behind a failed one keep nobody else waiting', async () => {
  failures.set('many 001', 1);
  for (let number = 1; number <= 300; number += 1) await store(`many ${String(number).padStart(3, '0')}`, { at: number });
  await store('other', { at: 1000, member: 2 });
  await worker.runUntilIdle();
  expect(heard.map((event) => event.eventId)).toEqual(['other']);
});

test('one that fails for good is given up while its token lives, and the person hears of it', async () => {
  failures.set('a', INBOX_ATTEMPTS_MAX);
  await store('a', { at: 1000 });
  await store('b', { at: 2000 });
  const begunAt = rig.clock.now();
  while ((await rows())[0]?.state === 'waiting') {
    await worker.runUntilIdle();
    rig.clock.advance(SECOND);
  }
  expect(rig.clock.now() - begunAt).toBeLessThan(REPLY_TOKEN_MAX_AGE);
  expect((await rows())[0]).toMatchObject({ state: 'failed', why: 'Error', body_sealed: null });
  const told = await rig.deps.db.selectFrom('outbox').selectAll().execute();
  expect(told).toMatchObject([{ kind: 'plain_fallback', reply_token: 'token a' }]);
  await worker.runUntilIdle();
  expect(heard.map((event) => event.eventId)).toEqual(['b']);
  expect(rig.lines.join('')).not.toContain(lineIdOf(1));
});

test('what says nothing to us is ignored with its reason', async () => {
  await store('a', { body: { type: 'beacon' } });
  await worker.runUntilIdle();
  expect(await rows()).toMatchObject([{ state: 'ignored', why: 'type_beacon', body_sealed: null }]);
});

test('a body that cannot be read does not stand in the way for ever', async () => {
  await store('a');
  await rig.deps.db.updateTable('inbox').set({ body_sealed: 's1.AAAA' }).execute();
  await store('b', { at: rig.clock.now() + 1 });
  for (let step = 0; step < 10; step += 1) {
    await worker.runUntilIdle();
    rig.clock.advance(MINUTE);
  }
  expect((await rows()).map((row) => row.state)).toEqual(['failed', 'done']);
});

test('a group is greeted on its token and never counted as a friend', async () => {
  const groupId = `C${'2'.repeat(32)}`;
  await store('a', { body: { type: 'join', source: { type: 'group', groupId } } });
  await worker.runUntilIdle();
  const told = await rig.deps.db
    .selectFrom('outbox')
    .innerJoin('member', 'member.id', 'outbox.member_id')
    .select(['kind', 'reply_token', 'is_friend', 'line_user_id'])
    .execute();
  expect(told).toEqual([{ kind: 'group_hello', reply_token: 'token a', is_friend: 0, line_user_id: groupId }]);
});

test('after a crash before the end of an event the next process hears it', async () => {
  failures.set('a', 1);
  await store('a');
  await worker.runUntilIdle();
  rig.clock.advance(MINUTE);
  await newWorker().runUntilIdle();
  expect(heard.map((event) => event.eventId)).toEqual(['a']);
});

test('a stopping worker begins nothing more', async () => {
  await worker.stop();
  await store('a');
  await worker.runUntilIdle();
  expect(heard).toEqual([]);
});

test('a full disk is no fault of the event: it is not given up, however long it takes', async () => {
  await store('one');
  failures.set('one', INBOX_ATTEMPTS_MAX * 2);
  failure = new BetterSqlite3.SqliteError('database or disk is full', 'SQLITE_FULL');
  for (let poll = 0; poll < INBOX_ATTEMPTS_MAX * 2; poll += 1) {
    await expect(worker.runUntilIdle()).rejects.toThrow('full');
    rig.clock.advance(MINUTE);
  }
  await worker.runUntilIdle();
  expect(heard.map((event) => event.eventId)).toEqual(['one']);
});
