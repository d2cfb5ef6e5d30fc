/** Puts a city together: LINE, people's phones, the machine with the service, and what is written down of them. */
import { createIdTokens } from '../id-tokens.ts';
import { must } from '../json.ts';
import { createMemberActions } from '../member-actions.ts';
import { createWorld } from '../world.ts';
import type { World } from '../world.ts';
import { createAgenda } from './agenda.ts';
import { ACCESS_TOKEN, CHANNEL_SECRET, LIFF_ID, LOGIN_CHANNEL } from './city-config.ts';
import type { City } from './city.ts';
import { DAY, SECOND, STARTS_AT, createCityClock } from './clock.ts';
import { createTrouble } from './faults/trouble.ts';
import { createLineFetch } from './line-in-process.ts';
import { noteSend } from './note-send.ts';
import { meetLine, populate } from './people/populate.ts';
import type { Inhabitant } from './population.ts';
import { createPost } from './post.ts';
import { quietLog } from './quiet-log.ts';
import { createRandom } from './random.ts';
import { emptyRecord } from './record.ts';
import type { Scale } from './scales.ts';
import { seededChance } from './seeded-chance.ts';
import { createServiceHost } from './service-host.ts';
import type { ServiceHost } from './service-host.ts';
import { slipReader } from './slip-reader.ts';
import { createTrace } from './trace.ts';

export interface BuildOptions {
  seed: number;
  days: number;
  scale: Scale;
  databasePath: string;
  /** The newest lines of the service's log. */
  logged: string[];
}

export interface Built {
  city: City;
  /** What the service calls LINE with. */
  lineFetch: typeof fetch;
}

/** Ids of a run must not be those of the seeded database, and LINE's none of the people's chance. */
const CHANCE_OF_RUNS = 1_000_003;
const CHANCE_OF_LINE = 2_000_003;
const RESTART_AFTER_MAX = 40 * SECOND;

function createLine(seed: number, now: () => number): World {
  return createWorld({
    channelSecret: CHANNEL_SECRET,
    channelAccessToken: ACCESS_TOKEN,
    loginChannelId: LOGIN_CHANNEL,
    liffId: LIFF_ID,
    members: [],
    now,
    random: createRandom(seed + CHANCE_OF_LINE).fraction,
    quota: Number.MAX_SAFE_INTEGER,
  });
}

/** A service that was killed is started again, as a supervisor would do it. */
function restartLater(city: City): void {
  const at = city.clock.now() + Math.round(city.random.between(SECOND, RESTART_AFTER_MAX));
  city.agenda.add({ at, label: 'service starts', run: () => startAgain(city) });
}

async function startAgain(city: City): Promise<void> {
  try {
    await city.host.start();
  } catch (error) {
    city.trace.note('not started', error instanceof Error ? error.name : 'unknown');
    restartLater(city);
  }
}

function noteDeath(city: City, statement: string | undefined): void {
  city.record.crashes.push({ at: city.clock.now(), step: city.step, ...(statement === undefined ? {} : { statement }) });
  city.trace.note('killed', city.record.crashes.length);
  restartLater(city);
}

function createHost(cityOf: () => City, options: BuildOptions, clock: City['clock']): ServiceHost {
  return createServiceHost({
    databasePath: options.databasePath,
    clock: clock.ofService,
    chance: seededChance(clock.ofService, options.seed + CHANCE_OF_RUNS),
    log: quietLog(options.logged),
    slipReader,
    onDeath: (statement) => noteDeath(cityOf(), statement),
  });
}

export async function buildCity(options: BuildOptions, people: readonly Inhabitant[]): Promise<Built> {
  const clock = createCityClock();
  const world = createLine(options.seed, clock.now);
  meetLine(world, people);
  const cityOf = (): City => must(built, 'the city');
  const post = createPost(cityOf);
  const built: City | undefined = {
    scale: options.scale,
    clock,
    random: createRandom(options.seed),
    agenda: createAgenda(),
    world,
    chat: createMemberActions(world, post),
    idTokens: await createIdTokens(world),
    host: createHost(cityOf, options, clock),
    record: emptyRecord(),
    trace: createTrace(),
    trouble: createTrouble(),
    bank: { transfers: new Map() },
    people: new Map(),
    byName: new Map(),
    databasePath: options.databasePath,
    endsAt: STARTS_AT + options.days * DAY,
    step: 0,
    refusedInstances: 0,
    problems: [],
  };
  const { trouble, idTokens } = built;
  const lineFetch = createLineFetch({
    world,
    sender: post,
    idTokens,
    mishap: (call) => trouble.mishap(call),
    before: (call) => trouble.aroundCall(call),
    ended(ended) {
      noteSend(cityOf(), ended);
      trouble.aroundCall(ended.call);
    },
  });
  populate(built, people);
  return { city: built, lineFetch };
}
