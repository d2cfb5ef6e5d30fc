/** `npm run simulate`: a city from a seed, with faults, held against its rules after every step. */
import { ArgumentError, USAGE, readArguments } from './arguments.ts';
import type { Wanted } from './arguments.ts';
import { SECOND, realNow } from './clock.ts';
import { FAULT_NAMES } from './faults/all-faults.ts';
import { playerHere } from './play-seed.ts';
import type { Counts, Game, Heard, Played, Player } from './play-seed.ts';
import { populationOf } from './population.ts';
import { createProgress } from './progress.ts';
import type { Progress } from './progress.ts';
import { createReporter } from './report/create-report.ts';
import { reportText } from './report/text.ts';
import { writeReport } from './report/write-report.ts';
import { SCALES } from './scales.ts';
import { createTally } from './tally.ts';
import { createTemplate, removeTemporaryFolders } from './template.ts';
import { endWorkers, killWorkers, startWorker } from './workers.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const PROBLEMS_SHOWN_MAX = 5;

function faultWords({ faults }: Wanted): string {
  if (faults.length === FAULT_NAMES.length) return 'all';
  return faults.length === 0 ? 'none' : faults.join(',');
}

function countWords({ steps, webhooks, messages, crashes }: Counts): string {
  return `${steps} steps, ${webhooks} webhooks, ${messages} messages, ${crashes} crashes`;
}

/** At once: looking for the shortest prefix plays the run again several times, and a long one takes its time. */
function printFailure(wanted: Wanted, failed: Played): void {
  const { days, scale } = wanted;
  const when = failed.failedAt === undefined ? 'at rest' : `after step ${failed.failedAt}`;
  print(`\nseed ${failed.seed} fails: scale ${scale}, days ${days}, faults ${faultWords(wanted)}, ${when}`);
  for (const { rule, where, expected, found } of failed.problems.slice(0, PROBLEMS_SHOWN_MAX)) {
    print(`  ${rule}\n    ${where}: expected ${expected}, found ${found}`);
  }
  for (const line of failed.logged) print(`  log: ${line}`);
}

/** Everything that somebody needs to see the failure again. */
function printReplay(wanted: Wanted, seed: number, steps: number): void {
  const { days, scale } = wanted;
  print(`  the shortest prefix of seed ${seed} that still fails has ${steps} steps:`);
  print(`  npm run simulate -- --seed ${seed} --days ${days} --scale ${scale} --faults ${faultWords(wanted)} --steps ${steps}`);
}

/** Each player takes the next seed as soon as it is free. */
async function playAll(wanted: Wanted, game: Game, heard: Heard): Promise<void> {
  const last = wanted.seed + wanted.seeds - 1;
  let next = wanted.seed;
  async function playOn(player: Player): Promise<void> {
    while (next <= last) {
      const seed = next;
      next += 1;
      await player.play(seed, heard);
    }
  }
  const workers = Math.min(wanted.workers, wanted.seeds);
  if (workers === 1) return playOn(await playerHere(game));
  await Promise.all(Array.from({ length: workers }, () => playOn(startWorker(game))));
}

async function simulate(wanted: Wanted, progress: Progress): Promise<boolean> {
  const { days, faults, stepsMax, out } = wanted;
  const startedAt = realNow();
  const scale = SCALES[wanted.scale];
  const template = await createTemplate(scale, await populationOf(scale, days));
  const reporter = createReporter({ scale: scale.name, days, faults });
  const tally = createTally(wanted.seeds);
  let failures = 0;
  const heard: Heard = {
    step(seed, so) {
      tally.step(seed, so);
      progress.show(tally.done(), () => `seed ${seed}, ${failures} failed, ${countWords(tally.counts())}`);
    },
    played(played) {
      tally.over(played.seed, played.counts);
      reporter.add(played);
      if (played.problems.length === 0) return;
      failures += 1;
      printFailure(wanted, played);
    },
    shortest: (seed, steps) => printReplay(wanted, seed, steps),
  };
  try {
    await playAll(wanted, { scale: wanted.scale, days, faults, stepsMax, templatePath: template.path }, heard);
  } finally {
    progress.end();
    await endWorkers();
    await template.remove();
  }
  const report = reporter.report((realNow() - startedAt) / SECOND);
  print(reportText(report));
  if (out !== undefined) await writeReport(out, report);
  return failures === 0;
}

const INTERRUPTED = 130;

async function interrupted(): Promise<void> {
  await endWorkers();
  process.exit(INTERRUPTED);
}

async function main(): Promise<void> {
  process.once('exit', () => {
    killWorkers();
    removeTemporaryFolders();
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void interrupted());
  try {
    const wanted = readArguments(process.argv.slice(2));
    const progress = createProgress(process.stderr, realNow);
    process.exitCode = (await simulate(wanted, progress)) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    process.stderr.write(`${error.message}\n${USAGE}\n`);
    process.exitCode = 2;
  }
}

await main();
