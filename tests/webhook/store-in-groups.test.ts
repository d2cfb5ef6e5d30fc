import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WEBHOOK_EVENTS_HELD_MAX } from '../../bot/limits.ts';
import { createWebhook } from '../../bot/webhook/receive.ts';
import type { Webhook } from '../../bot/webhook/receive.ts';
import { databaseRig, lineIdOf } from '../outbox/rig.ts';

let rig: Awaited<ReturnType<typeof databaseRig>>;
let webhook: Webhook;

beforeEach(async () => {
  rig = await databaseRig();
  webhook = createWebhook(rig.deps, { channelSecrets: ['secret'] });
});
afterEach(async () => {
  await rig.close();
});

async function post(...ids: string[]): Promise<number> {
  const source = { type: 'user', userId: lineIdOf(1) };
  const body = Buffer.from(JSON.stringify({ events: ids.map((webhookEventId) => ({ type: 'message', webhookEventId, source })) }));
  return (await webhook(body, createHmac('sha256', 'secret').update(body).digest('base64'), () => '127.0.0.1')).status;
}

const stored = async (): Promise<string[]> =>
  (await rig.deps.db.selectFrom('inbox').select('event_id').orderBy('event_id').execute()).map((row) => row.event_id);
const groups = (): number => rig.lines.filter((line) => line.includes('"msg":"webhook stored"')).length;

test('requests of one moment share a commit, and what comes twice among them is stored once', async () => {
  const statuses = await Promise.all([post('a', 'b'), post('b', 'c'), post('a'), post('d')]);
  expect(statuses).toEqual([200, 200, 200, 200]);
  expect(await stored()).toEqual(['a', 'b', 'c', 'd']);
  expect(groups()).toBe(1);
});

test('a request that comes while others are being written goes with the next group', async () => {
  const first = post('a');
  await rig.deps.db.transaction().execute(async (tx) => {
    await sql`select 1`.execute(tx);
    await new Promise((resolve) => setImmediate(resolve));
  });
  const second = post('b');
  expect(await Promise.all([first, second])).toEqual([200, 200]);
  expect(await stored()).toEqual(['a', 'b']);
});

test('a row that is not fit to be stored fails its own request alone, and all of that', async () => {
  await sql`create trigger refuse before insert on inbox when new.event_id = 'bad' begin select raise(abort, 'no'); end`.execute(
    rig.deps.db,
  );
  expect(await Promise.all([post('a'), post('good', 'bad'), post('b')])).toEqual([200, 500, 200]);
  expect(await stored()).toEqual(['a', 'b']);
});

test('when the writing itself fails, nobody of the group is told 200', async () => {
  await rig.deps.db.schema.alterTable('inbox').renameTo('inbox_away').execute();
  expect(await Promise.all([post('a'), post('b')])).toEqual([500, 500]);
  await rig.deps.db.schema.alterTable('inbox_away').renameTo('inbox').execute();
  expect(await post('a')).toBe(200);
  expect(await stored()).toEqual(['a']);
});

test('what waits in memory has a bound: past it the answer is 503, and afterwards there is room again', async () => {
  const many = (request: number): string[] => Array.from({ length: 1000 }, (_, index) => `${request}-${index}`);
  const taken = Math.floor(WEBHOOK_EVENTS_HELD_MAX / 1000);
  const statuses = await Promise.all(Array.from({ length: taken + 2 }, (_, request) => post(...many(request))));
  expect(statuses).toEqual([...Array.from({ length: taken }, () => 200), 503, 503]);
  expect(await stored()).toHaveLength(taken * 1000);
  expect(await post('later')).toBe(200);
});
