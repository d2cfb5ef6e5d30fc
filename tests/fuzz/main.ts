import { fork } from 'node:child_process';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { runCases } from './run-cases.ts';
import type { Outcome } from './run-cases.ts';

/** One town sees so many cases, then the next one is built: what grows with a town's age must not hide what grows for ever. */
const CASES_A_TOWN = 5000;
/** Of the heap, from the first town to the last: a few kept plans and caches, never the cases. */
const GROWTH_MAX = 1.5;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    entrance: { type: 'string' },
    workers: { type: 'string', default: String(cpus().length) },
    worker: { type: 'boolean', default: false },
  },
});

interface Report extends Outcome {
  seed: number;
  heapBytes: number;
}

function isReport(message: unknown): message is Report {
  return typeof message === 'object' && message !== null && 'heapBytes' in message;
}

/** Works through towns of its own and reports after each. */
async function work(): Promise<void> {
  const seed = Number(values.seed);
  for (let left = Number(values.cases), town = 0; left > 0; left -= CASES_A_TOWN, town += 1) {
    const wish = { cases: Math.min(left, CASES_A_TOWN), seed: seed + town, isTimed: true };
    const outcome = await runCases(values.entrance === undefined ? wish : { ...wish, only: values.entrance });
    globalThis.gc?.();
    process.send?.({ ...outcome, seed: wish.seed, heapBytes: process.memoryUsage().heapUsed } satisfies Report);
  }
  process.disconnect?.();
}

interface Total {
  cases: number;
  slowestMs: number;
  byEntrance: Record<string, number>;
  failures: string[];
}

function add(total: Total, report: Report): void {
  total.cases += report.cases;
  total.slowestMs = Math.max(total.slowestMs, report.slowestMs);
  for (const [name, cases] of Object.entries(report.byEntrance)) total.byEntrance[name] = (total.byEntrance[name] ?? 0) + cases;
  for (const failure of report.failures) {
    total.failures.push(failure);
    say(`FAILED (--seed ${report.seed}) ${failure}`);
  }
}

function startWorker(place: number, total: Total, startedAt: number): Promise<void> {
  const workers = Number(values.workers);
  const cases = Math.ceil(Number(values.cases) / workers);
  const args = ['--worker', '--cases', String(cases), '--seed', String(Number(values.seed) + place * 1_000_000)];
  if (values.entrance !== undefined) args.push('--entrance', values.entrance);
  const child = fork(import.meta.filename, args, { execArgv: ['--expose-gc'] });
  let first: number | undefined;
  let last = 0;
  child.on('message', (message) => {
    if (!isReport(message)) return;
    add(total, message);
    first ??= message.heapBytes;
    last = message.heapBytes;
    const seconds = (performance.now() - startedAt) / 1000;
    say(
      `${total.cases.toLocaleString('en')} cases, ${Math.round(total.cases / seconds)} a second, slowest ${total.slowestMs.toFixed(0)} ms`,
    );
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  child.on('exit', (code) => {
    if (code !== 0) total.failures.push(`a worker ended with ${code}`);
    if (first !== undefined && last > first * GROWTH_MAX)
      total.failures.push(`the heap grew from ${Math.round(first / 1e6)} to ${Math.round(last / 1e6)} MB`);
    else
      say(
        `worker ${place + 1}: heap ${Math.round((first ?? 0) / 1e6)} MB after its first town, ${Math.round(last / 1e6)} MB after its last`,
      );
    resolve();
  });
  return promise;
}

if (values.worker) await work();
else {
  const total: Total = { cases: 0, slowestMs: 0, byEntrance: {}, failures: [] };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: Number(values.workers) }, (_, place) => startWorker(place, total, startedAt)));
  say(
    Object.entries(total.byEntrance)
      .map(([name, cases]) => `${name} ${cases.toLocaleString('en')}`)
      .join(', '),
  );
  say(
    `${total.cases.toLocaleString('en')} cases in ${Math.round((performance.now() - startedAt) / 1000)} s, slowest ${total.slowestMs.toFixed(0)} ms, ${total.failures.length} failures`,
  );
  process.exitCode = total.failures.length > 0 ? 1 : 0;
}
