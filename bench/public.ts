import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import express from 'express';
import { createChance } from '../bot/chance.ts';
import type { Deps } from '../bot/deps.ts';
import { bangkokDay, weekOf } from '../bot/domain/days.ts';
import { createLogger } from '../bot/logger.ts';
import { createPublic } from '../bot/public/create-public.ts';
import { createSealer } from '../bot/sealer.ts';
import { prepareDatabase } from '../bot/usecases/prepare-database.ts';
import { createWakeHub } from '../bot/wake.ts';
import { migrateOrThrow } from '../db/migrate.ts';
import { openDatabase } from '../db/open.ts';
import { fillBooks } from './fill-books.ts';

const TRANSFERS = Number(process.argv[2] ?? 1_000_000);
const REQUESTS = 500;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

function createDeps(path: string): Deps {
  const clock = { now: () => Date.now() };
  const chance = createChance(clock);
  const staff = (number: number): string => `U${String(number).padStart(32, '0')}`;
  return {
    db: openDatabase(path),
    clock,
    chance,
    sealer: createSealer('ab'.repeat(32), chance),
    log: createLogger('error'),
    wake: createWakeHub().wake,
    consentNotice: () => ({ version: '1', textHash: '' }),
    settings: {
      publicUrl: 'http://127.0.0.1',
      promptPayId: '0812345678',
      sessionSecret: 's'.repeat(40),
      liffId: '1',
      loginChannelId: '1',
      firstCoordinatorLineUserId: staff(1),
      firstTreasurerLineUserId: staff(2),
    },
  };
}

async function listening(listener: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { server, url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}` };
}

async function timesOf(url: string, before: () => void = () => undefined): Promise<number[]> {
  const times: number[] = [];
  for (let request = 0; request < REQUESTS; request += 1) {
    before();
    const startedAt = performance.now();
    const answer = await fetch(url);
    await answer.arrayBuffer();
    times.push(performance.now() - startedAt);
    if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
  }
  return times.toSorted((a, b) => a - b);
}

function tell(name: string, times: readonly number[]): void {
  const at = (share: number): string => (times[Math.ceil(times.length * share) - 1] ?? 0).toFixed(2);
  say(`${name.padEnd(44)} p50 ${at(0.5).padStart(7)} ms   p95 ${at(0.95).padStart(7)} ms   worst ${at(1).padStart(7)} ms`);
}

const folder = await mkdtemp(join(tmpdir(), 'pan-im-bench-'));
const path = join(folder, 'books.sqlite');
const deps = createDeps(path);
await migrateOrThrow(deps.db);
await prepareDatabase(deps);
const startedAt = performance.now();
fillBooks(path, { transfers: TRANSFERS, week: weekOf(bangkokDay(Date.now())), weeks: 26 });
say(
  `${TRANSFERS} transfers, filled in ${((performance.now() - startedAt) / 1000).toFixed(1)} s; ${REQUESTS} requests each, one after another`,
);

const app = express();
app.use('/public', createPublic(deps));
const ours = await listening((request, response) => void app(request, response));
const html = Buffer.from(await (await fetch(`${ours.url}/public/`)).arrayBuffer());
const plain = await listening((_request, response) => void response.setHeader('Content-Type', 'text/html; charset=utf-8').end(html));
const raw = new BetterSqlite3(path);
const add = raw.prepare(
  'INSERT INTO transfer (posting_id, from_account, to_account, amount) SELECT posting_id, from_account, to_account, 1 FROM transfer WHERE id = 1',
);
const csvBytes = (await (await fetch(`${ours.url}/public/data.csv`)).arrayBuffer()).byteLength;

tell(`node:http, the same ${html.length} bytes`, await timesOf(plain.url));
tell('/public', await timesOf(`${ours.url}/public/`));
tell('/public, a transfer before each request', await timesOf(`${ours.url}/public/`, () => void add.run()));
tell('/public/data.json', await timesOf(`${ours.url}/public/data.json`));
tell(`/public/data.csv, ${csvBytes} bytes`, await timesOf(`${ours.url}/public/data.csv`));

raw.close();
for (const { server } of [ours, plain]) {
  server.close();
  server.closeAllConnections();
}
await deps.db.destroy();
await rm(folder, { recursive: true, force: true });
