/** `npm run simulate`: a city from a seed, with faults, held against its rules after every step. */
import { ArgumentError, USAGE, readArguments } from './arguments.ts';
import type { Wanted } from './arguments.ts';
import type { City } from './city.ts';
import { FAULT_NAMES } from './faults/all-faults.ts';
import { populationOf } from './population.ts';
import { createProgress } from './progress.ts';
import type { Progress } from './progress.ts';
import { createReporter } from './report/create-report.ts';
import { reportText } from './report/text.ts';
import { writeReport } from './report/write-report.ts';
import { runCity } from './run-city.ts';
import type { RunOptions, RunResult } from './run-city.ts';
import { SCALES } from './scales.ts';
import { shrink } from './shrink.ts';
import { createTemplate, removeTemporaryFolders } from './template.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const PROBLEMS_SHOWN_MAX = 5;
const LINES_SHOWN_MAX = 5;

function faultWords({ faults }: Wanted): string {
  if (faults.length === FAULT_NAMES.length) return 'all';
  return faults.length === 0 ? 'none' : faults.join(',');
}

function factsOf(city: City): string {
  const { webhooks, sends, crashes } = city.record;
  return `${city.step} steps, ${webhooks.length} webhooks, ${sends.length} messages, ${crashes.length} crashes`;
}

/** At once: looking for the shortest prefix plays the run again several times, and a long one takes its time. */
function printFailure(wanted: Wanted, failed: RunResult): void {
  const { days, scale } = wanted;
  print(
    `\nseed ${failed.seed} fails: scale ${scale}, days ${days}, faults ${faultWords(wanted)}, after step ${failed.failedAt ?? 'the last, at rest'}`,
  );
  for (const { rule, where, expected, found } of failed.problems.slice(0, PROBLEMS_SHOWN_MAX)) {
    print(`  ${rule}\n    ${where}: expected ${expected}, found ${found}`);
  }
  for (const line of failed.logged.slice(-LINES_SHOWN_MAX)) print(`  log: ${line}`);
}

/** Everything that somebody needs to see the failure again. */
function printReplay(wanted: Wanted, failed: RunResult, shortest: RunResult): void {
  const { days, scale } = wanted;
  const faults = faultWords(wanted);
  const steps = Math.min(shortest.failedAt ?? shortest.storySteps, shortest.storySteps);
  print(`  the shortest prefix that still fails has ${steps} steps:`);
  print(`  npm run simulate -- --seed ${failed.seed} --days ${days} --scale ${scale} --faults ${faults} --steps ${steps}`);
}

async function playSeed(wanted: Wanted, given: { options: RunOptions; add: (run: RunResult) => void }): Promise<boolean> {
  const run = await runCity(given.options);
  given.add(run);
  if (run.problems.length > 0) {
    printFailure(wanted, run);
    const shortest = wanted.stepsMax === undefined ? await shrink(given.options, run) : run;
    printReplay(wanted, run, shortest);
    if (shortest !== run) await shortest.remove();
  }
  await run.remove();
  return run.problems.length === 0;
}

async function simulate(wanted: Wanted, progress: Progress): Promise<boolean> {
  const { seed: first, seeds, days, faults, stepsMax, out } = wanted;
  const scale = SCALES[wanted.scale];
  const people = await populationOf(scale, days);
  const template = await createTemplate(scale, people);
  const reporter = createReporter({ scale: scale.name, days, faults });
  let failures = 0;
  let hash = '';
  try {
    for (let seed = first; seed < first + seeds; seed += 1) {
      const onStep = (done: number, city: City): void =>
        progress.show((seed - first + done) / seeds, `seed ${seed}, ${failures} failed, ${factsOf(city)}`);
      const options: RunOptions = { seed, days, scale, faults, people, template, onStep, ...(stepsMax === undefined ? {} : { stepsMax }) };
      const add = (run: RunResult): void => {
        hash = run.hash;
        reporter.add(run);
      };
      if (!(await playSeed(wanted, { options, add }))) failures += 1;
    }
  } finally {
    progress.end();
    await template.remove();
  }
  const report = reporter.report();
  print(reportText(report));
  if (seeds === 1) print(`trace ${hash}`);
  if (out !== undefined) await writeReport(out, report);
  return failures === 0;
}

const INTERRUPTED = 130;

async function main(): Promise<void> {
  process.once('exit', removeTemporaryFolders);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(INTERRUPTED));
  try {
    const wanted = readArguments(process.argv.slice(2));
    const progress = createProgress(process.stderr, () => performance.now());
    process.exitCode = (await simulate(wanted, progress)) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    process.stderr.write(`${error.message}\n${USAGE}\n`);
    process.exitCode = 2;
  }
}

await main();
