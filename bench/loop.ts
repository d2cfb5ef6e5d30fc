import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { memberOf } from '../bot/commands/found-city.ts';
import type { Deps } from '../bot/deps.ts';
import { addDays, bangkokDay, startOfDay } from '../bot/domain/days.ts';
import { STATEMENT_LINES_MAX } from '../bot/limits.ts';
import { openBenchDeps } from './bench-deps.ts';
import { fillTransfers } from './fill-books.ts';
import { alone } from './harness.ts';
import type { Bench, Figure } from './harness.ts';
import { fillCity, sessionOf } from './job-city.ts';
import type { JobCity } from './job-city.ts';
import { createPlayers, createRiders, playStory } from './job-story.ts';
import type { Players } from './job-story.ts';
import { startLineStandIn } from './line-stand-in.ts';
import { benchConfig, startService, TREASURER } from './running-service.ts';
import type { RunningService } from './running-service.ts';

const SIZE = { households: 60, shops: 60, riders: 40 };
const ROWS = 100_000;
/** Webhooks all the while, as on a busy day: so many people, each pausing in between. */
const WRITERS = 4;
const PAUSE_MS = 20;
const PHASE_MS = 4000;
const BLOCK_MS_MAX = 25;

/** A day of transfers, all of yesterday, in books that hold nothing else. */
function fillYesterday(path: string, now: number): void {
  const raw = new BetterSqlite3(path);
  fillTransfers(raw, { transfers: ROWS, from: startOfDay(addDays(bangkokDay(now), -1)), everyMs: 800 });
  raw.close();
}

/** Events that were heard long ago: all of them are to be forgotten. */
function fillOldEvents(path: string): void {
  const raw = new BetterSqlite3(path);
  raw
    .prepare(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       INSERT INTO inbox (event_id, line_user_id, event_at, received_at, state, done_at) SELECT 'old' || i, 'U' || i, i, i, 'done', i FROM n`,
    )
    .run(ROWS);
  raw.close();
}

interface Stage {
  service: RunningService;
  players: Players;
  bystander: ChildProcess;
  city: JobCity;
  treasurer: { lineUserId: string; cookie: string };
  path: string;
}

/** What the loop was like while `work` ran, with webhooks all the while. */
async function during(stage: Stage, what: string, work: () => Promise<unknown>): Promise<Figure> {
  const { service, players, bystander } = stage;
  const load = { isOver: false };
  async function writer(number: number): Promise<void> {
    while (!load.isOver) {
      await players.posts(`U${String(number).padStart(32, '9')}`, { data: 'unknown?v=0' });
      await after(PAUSE_MS);
    }
  }
  const writers = Promise.all(Array.from({ length: WRITERS }, (_, number) => writer(number)));
  await service.look();
  bystander.send('look');
  await once(bystander, 'message');
  const startedAt = performance.now();
  try {
    await work();
  } finally {
    load.isOver = true;
    await writers;
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const { delayMs, ownMs } = await service.look();
  bystander.send('look');
  const [idle]: { p999: number; max: number }[] = await once(bystander, 'message');
  return alone({
    what: `event loop, longest block at p99.9: ${what}`,
    unit: 'ms',
    values: [delayMs.p999],
    reach: { atMost: BLOCK_MS_MAX },
    notes: [
      `${seconds.toFixed(1)} s; p99 ${delayMs.p99.toFixed(1)} ms, longest ${delayMs.max.toFixed(1)} ms; of it the thread's own processor time: p99.9 ${ownMs.p999.toFixed(1)} ms, longest ${ownMs.max.toFixed(1)} ms; a process that does nothing: p99.9 ${idle?.p999.toFixed(1)} ms, longest ${idle?.max.toFixed(1)} ms`,
    ],
  });
}

/** A month's file as a bank writes it; every line waits for a treasurer. */
function statementOf(now: number): string {
  const [year = '', month = '', day = ''] = bangkokDay(now).split('-');
  const lines = Array.from(
    { length: STATEMENT_LINES_MAX - 10 },
    (_, number) => `${day}/${month}/${year},10:05,,${100 + number}.00,BENCH${number},transfer`,
  );
  return ['date,time,withdrawal,deposit,reference,description', ...lines].join('\r\n');
}

/** All of it, to its verdict: the filled transfers have no entries, so the copy is not kept. */
async function backUp(path: string): Promise<void> {
  const child = fork(join(import.meta.dirname, 'backup-process.ts'), [path, `${path}.copy`], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(child, 'exit');
}

async function phases(stage: Stage): Promise<Figure[]> {
  const { players, treasurer, city, path } = stage;
  const today = bangkokDay(Date.now());
  const file = Buffer.from(statementOf(Date.now())).toString('base64');
  const columns = { date: 0, time: 1, deposit: 3, reference: 4, words: 5 };
  const riders = createRiders(8);
  return [
    await during(stage, `webhooks, sealing a day of ${ROWS} transfers, forgetting ${ROWS} events`, () => after(3 * PHASE_MS)),
    await during(stage, 'webhooks alone', () => after(PHASE_MS)),
    await during(stage, `a bank statement of ${STATEMENT_LINES_MAX - 10} lines`, () =>
      players.taps(treasurer, '/api/treasurer/statements', { file, columns, dryRun: false }),
    ),
    await during(stage, 'the report of a month, the open data, a published day', async () => {
      await players.opens(treasurer, `/api/treasurer/months/${today.slice(0, 7).replace('-', '_')}`);
      await players.opens(treasurer, '/public/data.csv');
      await players.opens(treasurer, `/public/books/${addDays(today, -1)}.jsonl`);
    }),
    await during(stage, `planning with ${SIZE.shops} shops and ${SIZE.riders} riders: a meal for each of 40 homes`, () =>
      Promise.all(city.households.slice(0, 40).map((household) => playStory(players, household, { inApp: true, riders }))),
    ),
    await during(stage, 'npm run backup beside it', () => backUp(path)),
  ];
}

async function prepare(path: string): Promise<{ deps: Deps; city: JobCity; treasurer: Stage['treasurer'] }> {
  const deps = await openBenchDeps(path);
  fillYesterday(path, Date.now());
  const city = await fillCity(deps, SIZE);
  fillOldEvents(path);
  const treasurer = { lineUserId: TREASURER, cookie: await sessionOf(deps, await memberOf(deps, TREASURER)) };
  return { deps, city, treasurer };
}

async function measure(path: string): Promise<Figure[]> {
  const { deps, city, treasurer } = await prepare(path);
  await deps.db.destroy();
  const parts: { players?: Players } = {};
  const line = await startLineStandIn((sent) => parts.players?.heard(sent));
  const bystander = fork(join(import.meta.dirname, 'bystander.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const service = await startService(benchConfig(path, line.url));
  const players = createPlayers(service.port, path);
  parts.players = players;
  try {
    return await phases({ service, players, bystander, city, treasurer, path });
  } finally {
    players.close();
    bystander.kill();
    await service.stop();
    line.close();
  }
}

export const loop: Bench = {
  name: 'loop',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'pan-im-bench-'));
    try {
      return await measure(join(folder, 'loop.sqlite'));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
