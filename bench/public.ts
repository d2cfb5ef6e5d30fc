import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import express from 'express';
import type { Deps } from '../bot/deps.ts';
import { bangkokDay, weekOf } from '../bot/domain/days.ts';
import { createPublic } from '../bot/public/create-public.ts';
import { openBenchDeps } from './bench-deps.ts';
import { fillBooks } from './fill-books.ts';
import { compare, percentile } from './harness.ts';
import type { Bench, Figure } from './harness.ts';

const TRANSFERS = 1_000_000;
const REQUESTS = 200;
const ROUNDS = 5;

async function listening(listener: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { server, url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}` };
}

/** Times of requests one after another, ms. */
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
  return times;
}

const told = (name: string, times: readonly number[]): string =>
  `${name}: p50 ${percentile(times, 0.5).toFixed(2)} ms, p95 ${percentile(times, 0.95).toFixed(2)} ms`;

async function measure(deps: Deps, path: string): Promise<Figure> {
  const app = express();
  app.use('/public', createPublic(deps));
  const ours = await listening((request, response) => void app(request, response));
  const html = Buffer.from(await (await fetch(`${ours.url}/public/`)).arrayBuffer());
  const plain = await listening((_request, response) => void response.setHeader('Content-Type', 'text/html; charset=utf-8').end(html));
  const raw = new BetterSqlite3(path);
  const add = raw.prepare(
    'INSERT INTO transfer (posting_id, from_account, to_account, amount) SELECT posting_id, from_account, to_account, 1 FROM transfer WHERE id = 1',
  );
  const rate = async (url: string): Promise<number> => 1000 / percentile(await timesOf(url), 0.5);
  try {
    const notes = [
      told('with a transfer before each request', await timesOf(`${ours.url}/public/`, () => void add.run())),
      told('data.json', await timesOf(`${ours.url}/public/data.json`)),
      told('data.csv', await timesOf(`${ours.url}/public/data.csv`)),
    ];
    return await compare({
      what: `public page with ${TRANSFERS.toLocaleString('en')} transfers, one connection`,
      unit: 'requests/s at the median',
      ours: { name: '/public', measure: () => rate(`${ours.url}/public/`) },
      yardstick: { name: `bare node:http, the same ${html.length} bytes`, measure: () => rate(plain.url) },
      reach: { atLeast: 0.4 },
      rounds: ROUNDS,
      notes: () => notes,
    });
  } finally {
    raw.close();
    for (const { server } of [ours, plain]) {
      server.close();
      server.closeAllConnections();
    }
  }
}

export const publicPage: Bench = {
  name: 'public',
  async run(say) {
    const folder = await mkdtemp(join(tmpdir(), 'pan-im-bench-'));
    const path = join(folder, 'books.sqlite');
    const deps = await openBenchDeps(path);
    try {
      say(`filling ${TRANSFERS.toLocaleString('en')} transfers`);
      fillBooks(path, { transfers: TRANSFERS, week: weekOf(bangkokDay(Date.now())), weeks: 26 });
      return [await measure(deps, path)];
    } finally {
      await deps.db.destroy();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
