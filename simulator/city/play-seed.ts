/** One seed, played to its end, and all of it that is worth keeping once its city is gone: plain data, for it may come from another process. */
import type { City } from './city.ts';
import type { FaultName } from './faults/all-faults.ts';
import { populationOf } from './population.ts';
import { collectRun } from './report/collect-run.ts';
import type { RunFacts } from './report/create-report.ts';
import { runCity } from './run-city.ts';
import type { RunOptions, RunResult } from './run-city.ts';
import { SCALES } from './scales.ts';
import type { ScaleName } from './scales.ts';
import { shrink } from './shrink.ts';
import { templateAt } from './template.ts';

/** What is played, whatever the seed. */
export interface Game {
  scale: ScaleName;
  days: number;
  faults: readonly FaultName[];
  stepsMax?: number | undefined;
  templatePath: string;
}

/** What has happened in a city so far. */
export interface Counts {
  steps: number;
  webhooks: number;
  messages: number;
  crashes: number;
}

export interface Played extends RunFacts {
  counts: Counts;
  /** The newest lines of the service's log. */
  logged: string[];
}

/** Told as it happens: a failure at once, its shortest prefix when that is found. */
export interface Heard {
  step: (seed: number, so: { done: number; counts: Counts }) => void;
  played: (played: Played) => void;
  shortest: (seed: number, steps: number) => void;
}

export interface Player {
  play: (seed: number, heard: Heard) => Promise<void>;
}

const LINES_KEPT = 5;

function countsOf(step: number, { webhooks, sends, crashes }: City['record']): Counts {
  return { steps: step, webhooks: webhooks.length, messages: sends.length, crashes: crashes.length };
}

function factsOf(run: RunResult): Played {
  const { seed, hash, steps, problems, failedAt, simulatedMs, record, logged } = run;
  return {
    seed,
    hash,
    steps,
    problems,
    failedAt,
    simulatedMs,
    numbers: collectRun(run),
    counts: countsOf(steps, record),
    logged: logged.slice(-LINES_KEPT),
  };
}

async function playSeed(options: RunOptions, heard: Heard): Promise<void> {
  const run = await runCity(options);
  heard.played(factsOf(run));
  if (run.problems.length > 0) {
    const shortest = options.stepsMax === undefined ? await shrink(options, run) : run;
    heard.shortest(run.seed, Math.min(shortest.failedAt ?? shortest.storySteps, shortest.storySteps));
    if (shortest !== run) await shortest.remove();
  }
  await run.remove();
}

/** Plays in this process. */
export async function playerHere({ scale: name, days, faults, stepsMax, templatePath }: Game): Promise<Player> {
  const scale = SCALES[name];
  const people = await populationOf(scale, days);
  const template = templateAt(templatePath);
  return {
    async play(seed, heard) {
      const onStep = (done: number, { step, record }: City): void => heard.step(seed, { done, counts: countsOf(step, record) });
      await playSeed({ seed, days, scale, faults, people, template, onStep, ...(stepsMax === undefined ? {} : { stepsMax }) }, heard);
    },
  };
}
