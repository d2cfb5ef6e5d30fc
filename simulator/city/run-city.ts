/** One run of the city from a seed: a loop of virtual time in which each happening is one step. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buildCity } from './build-city.ts';
import { createChecks } from './checks/create-checks.ts';
import type { Checks } from './checks/create-checks.ts';
import { PII_KEY } from './city-config.ts';
import type { City } from './city.ts';
import { DAY, HOUR, SECOND, STARTS_AT } from './clock.ts';
import { startFaults } from './faults/all-faults.ts';
import type { FaultName } from './faults/all-faults.ts';
import { createNextDue } from './next-due.ts';
import type { NextDue } from './next-due.ts';
import type { Inhabitant } from './population.ts';
import type { CityRecord, Problem } from './record.ts';
import type { Scale } from './scales.ts';
import type { Template } from './template.ts';

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
  remove(): Promise<void>;
}

/** After the last day nobody begins anything; what is under way has this long to end. */
const REST = 1.5 * DAY;
/** Beside what is due at a known moment: sealing, sweeping and menus are looked at once an hour. */
const LOOK_EVERY = HOUR;

interface Run {
  city: City;
  checks: Checks;
  nextDue: NextDue;
  /** When the service looks next by itself. */
  looksAt: number;
  /** Requests of pages whose answers were looked through and let go. */
  readCalls: number;
  storySteps: number | undefined;
}

export async function runCity(options: RunOptions): Promise<RunResult> {
  const folder = await options.template.newFolder();
  const databasePath = join(folder, 'city.sqlite');
  await options.template.copyTo(databasePath);
  const logged: string[] = [];
  const { city, lineFetch } = await buildCity({ ...options, databasePath, logged }, options.people);
  await city.host.start();
  const checks = createChecks({ databasePath, piiKey: PII_KEY, record: city.record, now: city.clock.now });
  const run: Run = { city, checks, nextDue: createNextDue(databasePath), looksAt: Infinity, readCalls: 0, storySteps: undefined };
  const restore = replaceGlobals(city, lineFetch);
  try {
    const failed = await play(run, options);
    return {
      ...resultOf(run),
      seed: options.seed,
      problems: failed?.problems ?? checks.atRest(),
      failedAt: failed?.step,
      logged,
      remove: () => rm(folder, { recursive: true, force: true }),
    };
  } finally {
    restore();
    await city.host.stop();
    checks.close();
    run.nextDue.close();
  }
}

/**
 * LINE's own library takes the fetch that it finds. And the service measures how long its work takes, to give way to other
 * work in time: here it takes none, or what is done together would hang on what else the machine does.
 */
function replaceGlobals({ clock }: City, lineFetch: typeof fetch): () => void {
  const real = { fetch: globalThis.fetch, now: performance.now };
  globalThis.fetch = lineFetch;
  performance.now = clock.now;
  return () => {
    globalThis.fetch = real.fetch;
    performance.now = real.now;
  };
}

type Outcome = Pick<RunResult, 'hash' | 'steps' | 'storySteps' | 'record' | 'refusedInstances' | 'databasePath' | 'simulatedMs'>;

function resultOf({ city, storySteps }: Run): Outcome {
  return {
    hash: city.trace.hash(),
    steps: city.step,
    storySteps: storySteps ?? city.step,
    record: city.record,
    refusedInstances: city.refusedInstances,
    databasePath: city.databasePath,
    simulatedMs: city.clock.now() - STARTS_AT,
  };
}

/** The service's own polls: something of it is due at that moment. */
function planLook(run: Run): void {
  const { city } = run;
  const now = city.clock.now();
  const at = Math.min(Math.max(run.nextDue.at() ?? Infinity, now + SECOND), now + LOOK_EVERY);
  if (run.looksAt > now && run.looksAt <= at) return;
  run.looksAt = at;
  city.agenda.add({
    at,
    label: 'service looks',
    async run() {
      // One that was brought forward has happened.
      if (run.looksAt === at) city.host.wake();
    },
  });
}

/** What a page showed is long, and of no use once it was held against the rules. */
function letGo(run: Run): void {
  const { apiCalls } = run.city.record;
  for (const call of apiCalls.slice(run.readCalls)) if (call.method === 'GET') call.body = undefined;
  run.readCalls = apiCalls.length;
}

interface Failed {
  step: number;
  problems: Problem[];
}

async function play(run: Run, options: RunOptions): Promise<Failed | undefined> {
  const { city, checks } = run;
  const stepsMax = options.stepsMax ?? Infinity;
  startFaults(city, options.faults);
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
    if (await city.host.settle()) planLook(run);
    // Also after a step that only read: what a page showed is held against the moment in which it was shown.
    const problems = [...city.problems, ...checks.afterStep(), ...(options.alsoCheck?.(city.record) ?? [])];
    if (problems.length > 0) return { step: city.step, problems };
    letGo(run);
    options.onStep?.(Math.min(1, (city.clock.now() - STARTS_AT) / (city.endsAt + REST - STARTS_AT)), city);
  }
}

/** From now on as after the last day. */
function endStory(city: City): void {
  if (city.endsAt > city.clock.now()) Object.assign(city, { endsAt: city.clock.now() });
}
