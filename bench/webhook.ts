import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { slowSyncs } from '../tests/support/slow-syncs.ts';
import { alone, compare, percentile } from './harness.ts';
import type { Bench, Figure, Side } from './harness.ts';
import { oneCommit } from './one-commit.ts';
import type { LoadResult } from './webhook-loader.ts';
import { countEvents, end, startLine, startLoader, startOurs, startYardstick, usedMs } from './webhook-sides.ts';
import type { Loader, MeasuredServer } from './webhook-sides.ts';

const CONNECTIONS = 32;
const ROUNDS = 9;
const WARM_UP_MS = 300;
const COUNTED_MS = 1500;
/** More than any side answers in a slice; a slice that runs out ends early and is counted by the time it took. */
const REQUESTS_MAX = { many: 60_000, one: 15_000 };
const SLOWER_MS = 5;
const COMMITS_A_SLICE = 300;

interface Stage {
  folder: string;
  loader: Loader;
  line: { url: string };
  servers: MeasuredServer[];
}

const sideName = {
  nothing: 'express 5 + @line/bot-sdk middleware, nothing stored',
  commitAndRequest: 'a durable commit of one row + a request to that yardstick',
  each: 'node:http, a commit for each event',
};

interface Slice extends LoadResult {
  /** What the server's process used for each request, its other work included. */
  usedMicroseconds: number;
}

/** One slice against one server, the others' processes stopped, so that no work left behind runs in another's slice. */
async function slice(stage: Stage, server: MeasuredServer, connections: number): Promise<Slice> {
  for (const other of stage.servers) other.child.kill(other === server ? 'SIGCONT' : 'SIGSTOP');
  const before = server.databasePath === undefined ? undefined : countEvents(server.databasePath);
  const usedBefore = await usedMs(server);
  const requestsMax = connections === 1 ? REQUESTS_MAX.one : REQUESTS_MAX.many;
  const result = await stage.loader.load(server.port, { connections, warmUpMs: WARM_UP_MS, countedMs: COUNTED_MS, requestsMax });
  const usedMicroseconds = ((await usedMs(server)) - usedBefore) * (1000 / result.accepted);
  if (result.refused > 0) throw new Error(`${result.refused} requests were not answered with 200`);
  if (server.databasePath !== undefined && before !== undefined) {
    const { stored } = countEvents(server.databasePath);
    if (stored - before.stored < result.accepted) throw new Error(`${result.accepted} answered 200, ${stored - before.stored} on disk`);
  }
  return { ...result, usedMicroseconds };
}

function workedOff(server: MeasuredServer): string {
  const { stored, done } = countEvents(server.databasePath ?? '');
  return `text messages of 1,000 members to bot/main.ts, log at info; all answered 200 were on disk (${stored} events); worked off meanwhile, with the share that a flood leaves to work: ${done}`;
}

/** Both sides' rates and, of the same slices, their 99th percentiles. */
async function rateAndP99(stage: Stage, given: { ours: MeasuredServer; against: MeasuredServer }): Promise<Figure[]> {
  const p99 = { ours: [] as number[], against: [] as number[] };
  const used = { ours: [] as number[], against: [] as number[] };
  const usual = (who: 'ours' | 'against'): string => percentile(used[who].slice(1), 0.5).toFixed(1);
  const side = (name: string, who: 'ours' | 'against'): Side => ({
    name,
    async measure() {
      const result = await slice(stage, given[who], CONNECTIONS);
      p99[who].push(result.p99Ms);
      used[who].push(result.usedMicroseconds);
      return result.perSecond;
    },
  });
  const rate = await compare({
    what: `webhook requests, ${CONNECTIONS} connections, 200 after the sync`,
    unit: 'requests/s',
    ours: side('bot/main.ts', 'ours'),
    yardstick: side(sideName.nothing, 'against'),
    reach: { atLeast: 1.2 },
    rounds: ROUNDS,
    notes: () => [
      workedOff(given.ours),
      `processor time a request, other work included: ${usual('ours')} µs, the yardstick's ${usual('against')} µs; the load comes from the same machine`,
    ],
  });
  const replay = (name: string, values: number[]): Side => ({ name, measure: async () => values.shift() ?? Number.NaN });
  const slow = await compare({
    what: `webhook p99 of the same slices, ${CONNECTIONS} connections`,
    unit: 'ms',
    ours: replay('bot/main.ts', p99.ours),
    yardstick: replay(sideName.nothing, p99.against),
    reach: { atMost: 1 },
    rounds: ROUNDS,
  });
  return [rate, slow];
}

function meanCommitMs(commit: ReturnType<typeof oneCommit>, round: number): number {
  const event = { timestamp: 0, source: { userId: `U${'0'.repeat(32)}` }, message: { type: 'text', id: '1', text: 'x'.repeat(300) } };
  const startedAt = performance.now();
  for (let number = 0; number < COMMITS_A_SLICE; number += 1) commit({ ...event, webhookEventId: `${round}-${number}` });
  return (performance.now() - startedAt) / COMMITS_A_SLICE;
}

async function oneConnection(stage: Stage, given: { ours: MeasuredServer; against: MeasuredServer }): Promise<Figure> {
  const commit = oneCommit(join(stage.folder, 'one-commit.db'));
  let round = 0;
  return compare({
    what: 'webhook requests, 1 connection, 200 after the sync',
    unit: 'requests/s',
    ours: { name: 'bot/main.ts', measure: async () => (await slice(stage, given.ours, 1)).perSecond },
    yardstick: {
      name: sideName.commitAndRequest,
      async measure() {
        const { perSecond } = await slice(stage, given.against, 1);
        round += 1;
        return 1000 / (1000 / perSecond + meanCommitMs(commit, round));
      },
    },
    reach: { atLeast: 0.8 },
    rounds: ROUNDS,
    notes: () => [workedOff(given.ours)],
  });
}

async function slowDisk(stage: Stage): Promise<Figure[]> {
  const folder = join(stage.folder, 'slow');
  await mkdir(folder);
  const { environment } = await slowSyncs(folder, SLOWER_MS);
  const ours = await startOurs(folder, stage.line.url, environment);
  const each = await startYardstick('commit-each', join(folder, 'commit-each.db'), environment);
  stage.servers.push(ours, each);
  const p99: number[] = [];
  const rate = await compare({
    what: `webhook requests, ${CONNECTIONS} connections, every sync ${SLOWER_MS} ms slower`,
    unit: 'requests/s',
    ours: {
      name: 'bot/main.ts',
      async measure() {
        const result = await slice(stage, ours, CONNECTIONS);
        p99.push(result.p99Ms);
        return result.perSecond;
      },
    },
    yardstick: { name: sideName.each, measure: async () => (await slice(stage, each, CONNECTIONS)).perSecond },
    reach: { atLeast: 10 },
    rounds: ROUNDS,
    notes: () => [workedOff(ours)],
  });
  const values = p99.slice(1);
  return [
    rate,
    alone({ what: `webhook p99 of the same slices, every sync ${SLOWER_MS} ms slower`, unit: 'ms', values, reach: { atMost: 60 } }),
  ];
}

export const webhook: Bench = {
  name: 'webhook',
  async run(say) {
    const folder = await mkdtemp(join(tmpdir(), 'pan-im-bench-'));
    const line = await startLine();
    const stage: Stage = { folder, loader: startLoader(), line, servers: [] };
    try {
      const ours = await startOurs(folder, line.url);
      const against = await startYardstick('nothing-stored', '');
      stage.servers.push(ours, against);
      say(`${ROUNDS} rounds of slices of ${COUNTED_MS} ms on each side, loopback, load from a process of its own`);
      const many = await rateAndP99(stage, { ours, against });
      const one = await oneConnection(stage, { ours, against });
      return [...many, one, ...(await slowDisk(stage))];
    } finally {
      for (const { child } of stage.servers) await end(child);
      await end(stage.loader.child);
      line.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
