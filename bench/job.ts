import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBenchDeps } from './bench-deps.ts';
import { compare } from './harness.ts';
import type { Bench, Figure } from './harness.ts';
import { fillCity } from './job-city.ts';
import type { Household } from './job-city.ts';
import { createPlayers, createRiders, playStory } from './job-story.ts';
import type { Players } from './job-story.ts';
import { startLineStandIn } from './line-stand-in.ts';
import { benchConfig, startService } from './running-service.ts';
import type { RunningService } from './running-service.ts';

const SIZE = { households: 600, shops: 60, riders: 40 };
/** Families that are being fed at the same time; fewer ride at once than there are riders. */
const STORIES_AT_ONCE = 64;
const RIDES_AT_ONCE = 24;
const CONNECTIONS = 32;
const SLICE_MS = 4000;
/** Short, because all that is taken in must be worked off before the next slice. */
const INTAKE_MS = 1000;
const ROUNDS = 3;

interface Played {
  events: number;
  calls: number;
  seconds: number;
  cpuMicroseconds: number;
}

/** The story of one meal after another, for so many families at once; those under way are played to their end. */
async function playSlice(parts: { players: Players; service: RunningService; families: Iterator<Household> }): Promise<Played> {
  const { players, service, families } = parts;
  const riders = createRiders(RIDES_AT_ONCE);
  const before = { events: players.events, calls: players.calls };
  await service.look();
  const startedAt = performance.now();
  async function person(number: number): Promise<void> {
    for (let story = number; performance.now() - startedAt < SLICE_MS; story += 1) {
      const next = families.next();
      if (next.done === true) return;
      await playStory(players, next.value, { inApp: story % 2 === 0, riders });
    }
  }
  await Promise.all(Array.from({ length: STORIES_AT_ONCE }, (_, number) => person(number)));
  const seconds = (performance.now() - startedAt) / 1000;
  const { cpuMicroseconds } = await service.look();
  return { events: players.events - before.events, calls: players.calls - before.calls, seconds, cpuMicroseconds };
}

/** Webhooks of people who only write a word, as fast as they are taken in. */
async function intakeSlice(players: Players): Promise<number> {
  const startedAt = performance.now();
  const before = players.events;
  async function writer(number: number): Promise<void> {
    while (performance.now() - startedAt < INTAKE_MS) await players.posts(`U${String(number).padStart(32, '9')}`, { data: 'unknown?v=0' });
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, number) => writer(number)));
  return (players.events - before) / ((performance.now() - startedAt) / 1000);
}

function* inTurns(households: readonly Household[]): Generator<Household> {
  for (;;) yield* households;
}

async function measure(say: (line: string) => void, folder: string): Promise<Figure> {
  const path = join(folder, 'job.sqlite');
  const deps = await openBenchDeps(path);
  const { households } = await fillCity(deps, SIZE);
  await deps.db.destroy();
  say(`${SIZE.households} homes, ${SIZE.shops} shops, ${SIZE.riders} riders; ${STORIES_AT_ONCE} stories at once`);
  const parts: { players?: Players } = {};
  const line = await startLineStandIn((sent) => parts.players?.heard(sent));
  const service = await startService(benchConfig(path, line.url));
  const players = createPlayers(service.port, path);
  parts.players = players;
  const families = inTurns(households);
  const played: Played[] = [];
  try {
    return await compare({
      what: 'main job carried through (order to handed over), events and API calls',
      unit: 'per second',
      ours: {
        name: 'main job',
        async measure() {
          const slice = await playSlice({ players, service, families });
          played.push(slice);
          return (slice.events + slice.calls) / slice.seconds;
        },
      },
      yardstick: {
        name: 'webhooks of the same service, taken in',
        async measure() {
          const rate = await intakeSlice(players);
          await players.settled();
          return rate;
        },
      },
      reach: { atLeast: 0.35 },
      rounds: ROUNDS,
      notes: () => {
        const sum = (of: (slice: Played) => number): number => played.reduce((total, slice) => total + of(slice), 0);
        const all = sum(({ events, calls }) => events + calls);
        return [
          `${sum(({ events }) => events)} events, ${sum(({ calls }) => calls)} API calls, ${line.answered} messages sent`,
          `${Math.round(sum(({ cpuMicroseconds }) => cpuMicroseconds) / all)} µs of processor time for each, its messages included`,
        ];
      },
    });
  } finally {
    players.close();
    await service.stop();
    line.close();
  }
}

export const mainJob: Bench = {
  name: 'job',
  async run(say) {
    const folder = await mkdtemp(join(tmpdir(), 'pan-im-bench-'));
    try {
      return [await measure(say, folder)];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
