import fc from 'fast-check';
import { entrances } from './entrances.ts';
import type { Entrance } from './entrances.ts';
import { openTown } from './town.ts';
import type { Town } from './town.ts';

/** Processor time: a case that takes more, three times over, would let one message keep a city waiting. */
const SLOW_MS = 50;
const TRIES_WHEN_SLOW = 3;

export interface Wish {
  cases: number;
  seed: number;
  /** Only the entrance of that name. */
  only?: string;
  /** Slowness is measured by the command on a quiet machine, never by a test. */
  isTimed: boolean;
  tell?: (done: number) => void;
}

export interface Outcome {
  cases: number;
  byEntrance: Record<string, number>;
  slowestMs: number;
  failures: string[];
}

/** A case that is never over would stop the run without a word. */
const ANSWER_MS_MAX = 60_000;

async function inTime(work: () => Promise<void>): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`not over after ${ANSWER_MS_MAX / 1000} s`)), ANSWER_MS_MAX);
  try {
    await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Of the thread that everybody's requests and answers share, so that whatever else runs on the machine makes no case
 * slow. Pixels are read on a thread beside it, where each picture has a bound of its own.
 */
async function timed(work: () => Promise<void>): Promise<number> {
  const before = process.threadCpuUsage();
  await inTime(work);
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

/** Slow because of what it is, or because something else took the processor? What is slow each time is slow. */
async function slowness(town: Town, attempt: (town: Town) => Promise<void>): Promise<number> {
  let quickest = Infinity;
  for (let tried = 0; tried < TRIES_WHEN_SLOW; tried += 1) {
    quickest = Math.min(quickest, await timed(() => attempt(town)));
    if (quickest <= SLOW_MS) break;
  }
  return quickest;
}

async function tryEntrance(town: Town, entrance: Entrance, wish: Wish): Promise<{ slowestMs: number; failure?: string }> {
  let slowestMs = 0;
  const property = fc.asyncProperty(await entrance.cases(town), async (attempt) => {
    const quick = wish.isTimed ? await slowness(town, attempt) : await timed(() => attempt(town));
    slowestMs = Math.max(slowestMs, quick);
    if (wish.isTimed && quick > SLOW_MS) throw new Error(`took ${quick.toFixed(0)} ms`);
    const troubles = town.city.errors.splice(0);
    if (troubles.length > 0) throw new Error(troubles.join('\n'));
  });
  const result = await fc.check(property, { numRuns: wish.cases, seed: wish.seed, interruptAfterTimeLimit: 600_000 });
  return { slowestMs, ...(result.failed ? { failure: told(entrance, result) } : {}) };
}

/** Enough of a case to see what it was; the seed brings back the rest. */
const CASE_SHOWN_MAX = 600;

function told(
  { name }: Entrance,
  { counterexample, errorInstance, counterexamplePath, seed }: fc.RunDetails<[(town: Town) => Promise<void>]>,
): string {
  const why = errorInstance instanceof Error ? errorInstance.message : 'no reason';
  return `${name}: ${why}\n  case ${String(counterexample?.[0]).slice(0, CASE_SHOWN_MAX)}\n  seed ${seed}, path ${counterexamplePath}`;
}

/** Whatever escaped every promise, kept while it runs. */
function watchRejections(failures: string[]): () => void {
  const note = (reason: unknown): void => void failures.push(`unhandled: ${String(reason)}`);
  process.on('unhandledRejection', note);
  process.on('uncaughtException', note);
  return () => {
    process.off('unhandledRejection', note);
    process.off('uncaughtException', note);
  };
}

/** One town, all entrances by their shares; what is broken at the end is a failure like any other. */
export async function runCases(wish: Wish): Promise<Outcome> {
  const outcome: Outcome = { cases: 0, byEntrance: {}, slowestMs: 0, failures: [] };
  const chosen = entrances.filter(({ name }) => wish.only === undefined || name === wish.only);
  const shares = chosen.reduce((sum, { share }) => sum + share, 0);
  const unwatch = watchRejections(outcome.failures);
  const town = await openTown();
  try {
    for (const entrance of chosen) {
      const cases = Math.max(1, Math.round((wish.cases * entrance.share) / shares));
      const { slowestMs, failure } = await tryEntrance(town, entrance, { ...wish, cases });
      outcome.cases += cases;
      outcome.byEntrance[entrance.name] = cases;
      outcome.slowestMs = Math.max(outcome.slowestMs, slowestMs);
      if (failure !== undefined) outcome.failures.push(failure);
      outcome.failures.push(...(await town.troubles()).map((trouble) => `${entrance.name}: ${trouble}`));
      wish.tell?.(outcome.cases);
    }
    outcome.failures.push(...(await town.city.books()));
  } finally {
    await town.close();
    unwatch();
  }
  return outcome;
}
