/** One run of the city from a seed: a loop of virtual time in which each happening is one step. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createIdTokens } from '../id-tokens.ts';
import { createMemberActions } from '../member-actions.ts';
import { createWorld } from '../world.ts';
import { createAgenda } from './agenda.ts';
import { createChecks } from './checks/create-checks.ts';
import type { Checks } from './checks/create-checks.ts';
import { ACCESS_TOKEN, CHANNEL_SECRET, LIFF_ID, LOGIN_CHANNEL, PII_KEY } from './city-config.ts';
import type { City } from './city.ts';
import { DAY, HOUR, SECOND, STARTS_AT, createCityClock } from './clock.ts';
import { startFaults } from './faults/all-faults.ts';
import type { FaultName } from './faults/all-faults.ts';
import { createTrouble } from './faults/trouble.ts';
import { createLineFetch } from './line-in-process.ts';
import { noteSend } from './note-send.ts';
import { createNextDue } from './next-due.ts';
import type { NextDue } from './next-due.ts';
import { meetLine, populate } from './people/populate.ts';
import type { Inhabitant } from './population.ts';
import { createPost } from './post.ts';
import { quietLog } from './quiet-log.ts';
import { createRandom } from './random.ts';
import { emptyRecord } from './record.ts';
import type { CityRecord, Problem } from './record.ts';
import type { Scale } from './scales.ts';
import { seededChance } from './seeded-chance.ts';
import { createServiceHost } from './service-host.ts';
import { slipReader } from './slip-reader.ts';
import { temporaryFolder } from './template.ts';
import type { Template } from './template.ts';
import { createTrace } from './trace.ts';

export interface RunOptions {
  seed: number;
  days: number;
  scale: Scale;
  faults: readonly FaultName[];
  people: readonly Inhabitant[];
  template: Template;
  /** Ends the story after so many steps; what is under way comes to rest as always. */
  stepsMax?: number;
  /** One more rule beside the checks, after each step. */
  alsoCheck?: (record: CityRecord) => Problem[];
  /** Called after each step with how far the days have come, 0 to 1. */
  onStep?: (done: number, city: City) => void;
}

export interface RunResult {
  seed: number;
  hash: string;
  steps: number;
  /** Steps until nobody began anything new; the rest is what was under way. */
  storySteps: number;
  /** Empty: everything that was promised was kept. */
  problems: Problem[];
  /** The step after which the first problem was seen; undefined when it was seen at rest, or never. */
  failedAt: number | undefined;
  record: CityRecord;
  /** Second services that were started on the file, and refused. */
  refusedInstances: number;
  logged: string[];
  databasePath: string;
  /** Virtual time that passed. */
  simulatedMs: number;
  realSeconds: number;
  remove(): Promise<void>;
}

/** After the last day nobody begins anything; what is under way has this long to end. */
const REST = 1.5 * DAY;
/** Beside what is due at a known moment: sealing, sweeping and menus are looked at once an hour. */
const LOOK_EVERY = HOUR;
/** Ids of a run must not be those of the seeded database. */
const CHANCE_OF_RUNS = 1_000_003;
const RESTART_AFTER = 20 * SECOND;

interface Run {
  city: City;
  checks: Checks;
  nextDue: NextDue;
  logged: string[];
  looksAt: number;
  storySteps: number | undefined;
}

export async function runCity(options: RunOptions): Promise<RunResult> {
  const startedAt = performance.now();
  const folder = await temporaryFolder();
  const databasePath = join(folder, 'city.sqlite');
  await options.template.copyTo(databasePath);
  const realFetch = globalThis.fetch;
  const run = await build(options, databasePath);
  try {
    const { city } = run;
    await city.host.start();
    run.nextDue = createNextDue(databasePath);
    run.checks = createChecks({ databasePath, piiKey: PII_KEY, record: city.record, now: city.clock.now });
    populate(city, options.people);
    startFaults(city, options.faults);
    const failedAt = await play(run, options);
    const problems = [...city.problems, ...(failedAt?.problems ?? run.checks.atRest())];
    return {
      seed: options.seed,
      hash: city.trace.hash(),
      steps: city.step,
      storySteps: run.storySteps ?? city.step,
      problems,
      failedAt: failedAt?.step,
      record: city.record,
      refusedInstances: city.refusedInstances,
      logged: run.logged,
      databasePath,
      simulatedMs: city.clock.now() - STARTS_AT,
      realSeconds: (performance.now() - startedAt) / SECOND,
      remove: () => rm(folder, { recursive: true, force: true }),
    };
  } finally {
    await run.city.host.stop();
    run.checks.close();
    run.nextDue.close();
    globalThis.fetch = realFetch;
  }
}

/** A service that was killed is started again, as a supervisor would do it. */
function restartLater(city: City): void {
  const at = city.clock.now() + Math.round(city.random.between(SECOND, 2 * RESTART_AFTER));
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

async function build(options: RunOptions, databasePath: string): Promise<Run> {
  const { seed, days, scale } = options;
  const clock = createCityClock();
  const random = createRandom(seed);
  const logged: string[] = [];
  const trouble = createTrouble();
  const world = createWorld({
    channelSecret: CHANNEL_SECRET,
    channelAccessToken: ACCESS_TOKEN,
    loginChannelId: LOGIN_CHANNEL,
    liffId: LIFF_ID,
    members: [],
    now: clock.now,
    random: createRandom(seed ^ 0x5eed).fraction,
    quota: Number.MAX_SAFE_INTEGER,
  });
  meetLine(world, options.people);
  const idTokens = await createIdTokens(world);
  const city: Omit<City, 'host' | 'chat'> & Partial<Pick<City, 'host' | 'chat'>> = {
    scale,
    clock,
    random,
    agenda: createAgenda(),
    world,
    idTokens,
    record: emptyRecord(),
    trace: createTrace(),
    trouble,
    bank: { transfers: new Map() },
    people: new Map(),
    byName: new Map(),
    databasePath,
    endsAt: STARTS_AT + days * DAY,
    step: 0,
    refusedInstances: 0,
    problems: [],
  };
  const host = createServiceHost({
    databasePath,
    clock: clock.ofService,
    chance: seededChance(clock.ofService, seed + CHANCE_OF_RUNS),
    log: quietLog(logged),
    slipReader,
    onDeath(statement) {
      city.record.crashes.push({ at: clock.now(), step: city.step, ...(statement === undefined ? {} : { statement }) });
      city.trace.note('killed', city.record.crashes.length);
      restartLater(whole);
    },
  });
  const whole: City = Object.assign(city, { host, chat: createMemberActions(world, createPost(city as City)) });
  globalThis.fetch = createLineFetch({
    world,
    sender: createPost(whole),
    idTokens,
    mishap: (call) => trouble.mishap(call),
    before: (call) => trouble.aroundCall(call),
    ended(ended) {
      noteSend(whole, ended);
      trouble.aroundCall(ended.call);
    },
  });
  const nothing = { at: () => undefined, close: () => undefined };
  const noChecks: Checks = { afterStep: () => [], atRest: () => [], close: () => undefined };
  return { city: whole, checks: noChecks, nextDue: nothing, logged, looksAt: Infinity, storySteps: undefined };
}

/** The service's own polls: something of it is due at that moment. */
function planLook(run: Run): void {
  const { city } = run;
  const due = Math.max(run.nextDue.at() ?? Infinity, city.clock.now() + SECOND);
  const at = Math.min(due, city.clock.now() + LOOK_EVERY);
  if (run.looksAt > city.clock.now() && run.looksAt <= at) return;
  run.looksAt = at;
  city.agenda.add({ at, label: 'service looks', run: async () => city.host.wake() });
}

interface Failed {
  step: number;
  problems: Problem[];
}

async function play(run: Run, options: RunOptions): Promise<Failed | undefined> {
  const { city, checks } = run;
  const stepsMax = options.stepsMax ?? Infinity;
  planLook(run);
  for (;;) {
    const isStory = city.step < stepsMax;
    if (!isStory) endStory(city);
    const happening = city.agenda.take(city.endsAt + REST);
    if (happening === undefined) return undefined;
    city.clock.forwardTo(happening.at);
    if (city.clock.now() >= city.endsAt) run.storySteps ??= city.step;
    city.step += 1;
    city.trace.note(happening.label, city.clock.now());
    await happening.run();
    if (await city.host.settle()) {
      planLook(run);
      const problems = [...city.problems, ...checks.afterStep(), ...(options.alsoCheck?.(city.record) ?? [])];
      if (problems.length > 0) return { step: city.step, problems };
    }
    options.onStep?.(Math.min(1, (city.clock.now() - STARTS_AT) / (city.endsAt + REST - STARTS_AT)), city);
  }
}

/** From now on as after the last day. */
function endStory(city: City): void {
  if (city.endsAt > city.clock.now()) Object.assign(city, { endsAt: city.clock.now() });
}
