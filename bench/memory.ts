import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBenchDeps } from './bench-deps.ts';
import { alone } from './harness.ts';
import type { Bench, Figure } from './harness.ts';
import { fillCity } from './job-city.ts';
import { createPlayers, createRiders, playStory } from './job-story.ts';
import type { Players } from './job-story.ts';
import { startLineStandIn } from './line-stand-in.ts';
import { benchConfig, startService } from './running-service.ts';
import type { Memory } from './running-service.ts';

const EARLY = 10_000;
const LATE = 1_000_000;
const SIZE = { households: 60, shops: 20, riders: 20 };
/** Events of one request, and requests at once. */
const EVENTS_A_REQUEST = 100;
const REQUESTS_AT_ONCE = 4;
/** In each block of so many events, three families are fed from asking to the door. */
const BLOCK = 10_000;
const STORIES_A_BLOCK = 3;
const GROWTH_MAX = 1.2;

interface Crowd {
  players: Players;
  /** Plays the next stories to their end. */
  feed(): Promise<void>;
}

/** Until so many events came in and all of them are worked off. */
async function upTo(crowd: Crowd, events: number): Promise<void> {
  const { players, feed } = crowd;
  while (players.events < events) {
    const blockEnd = Math.min(events, players.events + BLOCK);
    await feed();
    while (players.events < blockEnd) await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, () => players.chatter(EVENTS_A_REQUEST)));
    await players.settled();
  }
}

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

function figureOf(what: 'heapUsed' | 'rss', early: Memory, late: Memory): Figure {
  return alone({
    what: `memory after ${LATE} events / after ${EARLY}: ${what === 'rss' ? 'of the process' : 'heap in use'}`,
    unit: '×',
    values: [late[what] / early[what]],
    reach: { atMost: GROWTH_MAX },
    notes: [`${megabytes(early[what])}, then ${megabytes(late[what])}, each after garbage was collected`],
  });
}

async function measure(say: (line: string) => void, path: string): Promise<Figure[]> {
  const deps = await openBenchDeps(path);
  const { households } = await fillCity(deps, SIZE);
  await deps.db.destroy();
  const parts: { players?: Players } = {};
  const line = await startLineStandIn((sent) => parts.players?.heard(sent));
  const service = await startService(benchConfig(path, line.url));
  const players = createPlayers(service.port, path);
  parts.players = players;
  const riders = createRiders(STORIES_A_BLOCK);
  let fed = 0;
  async function feed(): Promise<void> {
    const from = fed % households.length;
    fed += STORIES_A_BLOCK;
    const some = households.slice(from, from + STORIES_A_BLOCK);
    await Promise.all(some.map((household, number) => playStory(players, household, { inApp: number % 2 === 0, riders })));
  }
  try {
    await upTo({ players, feed }, EARLY);
    const early = await service.memory();
    say(`${players.events} events: heap ${megabytes(early.heapUsed)}, process ${megabytes(early.rss)}`);
    await upTo({ players, feed }, LATE);
    const late = await service.memory();
    return [figureOf('heapUsed', early, late), figureOf('rss', early, late)];
  } finally {
    players.close();
    await service.stop();
    line.close();
  }
}

export const memory: Bench = {
  name: 'memory',
  async run(say) {
    const folder = await mkdtemp(join(tmpdir(), 'pan-im-bench-'));
    try {
      return await measure(say, join(folder, 'memory.sqlite'));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
