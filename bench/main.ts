import { fork } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Figure, Spread } from './harness.ts';
import { benches } from './benches.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function short(value: number): string {
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en');
  return Number(value.toPrecision(3)).toString();
}

const spread = ({ median, min, max }: Spread): string => `${short(median)} [${short(min)}..${short(max)}]`;

function line(figure: Figure): string {
  const wanted = 'atLeast' in figure.reach ? `≥ ${figure.reach.atLeast}` : `≤ ${figure.reach.atMost}`;
  const found = figure.ratio === undefined ? `${spread(figure.ours)} ${figure.unit}` : `${spread(figure.ratio)} ×`;
  const sides = figure.against === undefined ? '' : ` (${spread(figure.ours)} against ${spread(figure.against)} ${figure.unit})`;
  const notes = figure.notes.map((note) => `\n      ${note}`).join('');
  return `  ${figure.reached ? 'reached' : 'MISSED '}  ${figure.what} / ${figure.yardstick}: ${found}, wanted ${wanted}${sides}${notes}`;
}

function isFigures(message: unknown): message is { figures: Figure[] } {
  return typeof message === 'object' && message !== null && 'figures' in message;
}

/** Each bench gets a process of its own, so that none inherits another's heap or compiled code. */
async function runApart(name: string): Promise<Figure[]> {
  const child = fork(join(import.meta.dirname, 'run-one.ts'), [name], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const { promise, resolve, reject } = Promise.withResolvers<Figure[]>();
  let figures: Figure[] | undefined;
  child.on('message', (message) => {
    if (isFigures(message)) figures = message.figures;
  });
  child.on('error', reject);
  child.on('exit', (code) => {
    if (figures === undefined) reject(new Error(`the bench ${name} ended with ${code} and no figures`));
    else resolve(figures);
  });
  return promise;
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });
const known = benches.map(({ name }) => name);
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  say(`There is no bench ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  process.exitCode = 2;
} else {
  const startedAt = new Date();
  const run: { bench: string; figures: Figure[] }[] = [];
  for (const name of positionals.length > 0 ? positionals : known) {
    say(name);
    const figures = await runApart(name);
    figures.forEach((figure) => say(line(figure)));
    run.push({ bench: name, figures });
  }
  const path = values.json ?? join('var', 'bench', `${startedAt.toISOString().replaceAll(':', '-').slice(0, 19)}.json`);
  await mkdir(dirname(path), { recursive: true });
  const machine = { node: process.version, cores: cpus().length, cpu: cpus()[0]?.model ?? 'unknown' };
  await writeFile(path, `${JSON.stringify({ startedAt: startedAt.toISOString(), machine, run }, undefined, 2)}\n`);
  const missed = run.flatMap(({ figures }) => figures).filter((figure) => !figure.reached).length;
  say(`${missed === 0 ? 'all reached' : `${missed} missed`}; kept in ${path}`);
}
