import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { startServer } from '../crash/server.ts';
import type { Server } from '../crash/server.ts';
import { lineIdOf } from '../outbox/rig.ts';
import { environmentFor } from '../service/settings.ts';
import { slowSyncs } from '../support/slow-syncs.ts';
import type { SlowSyncs } from '../support/slow-syncs.ts';

/** Two starts of a server on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });

const DELAY_MS = 20;
const DELAY_NS = BigInt(DELAY_MS) * 1_000_000n;

let folder: string;
let databasePath: string;
let disk: SlowSyncs;
let server: Server | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pan-im-'));
  databasePath = join(folder, 'pan-im.db');
  disk = await slowSyncs(folder, DELAY_MS, join(folder, 'syncs.log'));
});
afterEach(async () => {
  server?.child.kill('SIGKILL');
  await server?.ended;
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<string> {
  // Nobody answers at that address: what the bot would say to members waits.
  const environment = { ...environmentFor({ databasePath, lineUrl: 'http://127.0.0.1:9' }), ...disk.environment };
  server = startServer({ folder, environment });
  return server.listening;
}

async function stop(): Promise<void> {
  server?.child.kill('SIGTERM');
  expect(await server?.ended).toMatchObject({ code: 0 });
}

interface Taken {
  id: string;
  status: number;
  sentAt: bigint;
  answeredAt: bigint;
}

async function post(url: string, id: string): Promise<Taken> {
  const body = JSON.stringify({
    destination: lineIdOf(0),
    events: [
      {
        type: 'message',
        timestamp: Date.now(),
        webhookEventId: id,
        source: { type: 'user', userId: lineIdOf(1) },
        message: { type: 'text', id: '1', text: 'เมนู' },
      },
    ],
  });
  const signature = createHmac('sha256', 'secret').update(body).digest('base64');
  const sentAt = process.hrtime.bigint();
  const answer = await fetch(`${url}/webhook`, { method: 'POST', body, headers: { 'x-line-signature': signature } });
  return { id, status: answer.status, sentAt, answeredAt: process.hrtime.bigint() };
}

/** Each was answered 200 only after a sync of the log that was asked for when the request was there already. */
async function expectSynced(taken: readonly Taken[]): Promise<void> {
  const syncs = (await disk.syncs()).filter(({ file }) => file === `${databasePath}-wal`);
  for (const { id, status, sentAt, answeredAt } of taken) {
    expect({ id, status }).toEqual({ id, status: 200 });
    const isSynced = syncs.some((sync) => sync.askedAt > sentAt && sync.doneAt < answeredAt);
    expect({ id, isSynced, isAfterDelay: answeredAt - sentAt >= DELAY_NS }).toEqual({ id, isSynced: true, isAfterDelay: true });
  }
}

const idsStored = (): string[] => {
  const file = new BetterSqlite3(databasePath, { readonly: true });
  const ids = file.prepare<[], string>('SELECT event_id FROM inbox ORDER BY event_id').pluck().all();
  file.close();
  return ids;
};

test('nothing is answered 200 before its sync, alone or in a crowd', async () => {
  const url = await start();
  const alone = [await post(url, 'alone-1'), await post(url, 'alone-2'), await post(url, 'alone-3')];
  const crowd = await Promise.all(Array.from({ length: 60 }, (_, number) => post(url, `crowd-${number}`)));
  await expectSynced([...alone, ...crowd]);
  expect(idsStored()).toEqual([...alone, ...crowd].map(({ id }) => id).toSorted());
});

test('one that comes while others are being written waits for the sync of its own group', async () => {
  const url = await start();
  const waves: Promise<Taken>[] = [];
  for (let wave = 0; wave < 12; wave += 1) {
    waves.push(post(url, `wave-${wave}-a`), post(url, `wave-${wave}-b`));
    // The answer to something cheap: by then the wave before is on its way to the disk.
    await (await fetch(`${url}/healthz`)).arrayBuffer();
  }
  await expectSynced(await Promise.all(waves));
});

test('every commit is synced on a file that was there before, whatever it was left in', async () => {
  await start();
  await stop();
  const old = new BetterSqlite3(databasePath);
  old.pragma('journal_mode = DELETE');
  old.pragma('synchronous = OFF');
  old.close();
  const url = await start();
  await expectSynced([await post(url, 'old-1'), await post(url, 'old-2')]);
});

test('synchronous is FULL on a new file and on an old one, after the first write as well', async () => {
  const path = join(folder, 'small.db');
  const level = async (db: ReturnType<typeof openDatabase>): Promise<unknown> => (await sql`pragma synchronous`.execute(db)).rows[0];
  for (const table of ['first', 'second']) {
    const db = openDatabase(path);
    expect(await level(db)).toEqual({ synchronous: 2 });
    await db.schema.createTable(table).addColumn('n', 'integer').execute();
    expect(await level(db)).toEqual({ synchronous: 2 });
    await db.destroy();
  }
});
