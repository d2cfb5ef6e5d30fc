import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CityReport } from '../../simulator/city/report/report.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'simulator', 'city', 'main.ts');
/** A machine with other things to do needs a multiple of the seconds that this takes. */
const PATIENCE = 120_000;
const INTERRUPTED = 130;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pan-im-workers-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const simulate = (words: string): ChildProcess => spawn(process.execPath, [MAIN, ...words.split(' ')], { stdio: 'ignore' });

async function reportOf(words: string): Promise<Omit<CityReport, 'throughput'>> {
  const out = join(folder, words.replaceAll(' ', ''));
  const [code] = await once(simulate(`${words} --out ${out}`), 'exit');
  expect(code).toBe(0);
  const report: CityReport = JSON.parse(await readFile(join(out, 'report.json'), 'utf8'));
  expect(report.throughput.steps).toBeGreaterThan(0);
  const { throughput: _, ...rest } = report;
  return rest;
}

test(
  'each seed is the same city, and all of them the same report, however many are played at once',
  async () => {
    const alone = await reportOf('--seed 5 --seeds 3 --days 0.5 --workers 1');
    expect(alone.seeds.map(({ seed, problems }) => [seed, problems])).toEqual([
      [5, []],
      [6, []],
      [7, []],
    ]);
    expect(await reportOf('--seed 5 --seeds 3 --days 0.5 --workers 2')).toEqual(alone);
  },
  PATIENCE,
);

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

/** The folders of the cities that a process plays: its databases are open. */
function foldersOf(pid: number): string[] {
  const files = readdirSync(`/proc/${pid}/fd`).map((file) => readlinkSync(`/proc/${pid}/fd/${file}`));
  return [...new Set(files.filter((file) => file.endsWith('city.sqlite')).map(dirname))];
}

/** Two processes, each in the middle of a city. */
async function underWay(): Promise<{ main: ChildProcess; players: number[]; folders: string[] }> {
  const main = simulate('--seeds 50 --workers 2');
  const pid = main.pid ?? 0;
  const folders = await vi.waitFor(
    () => {
      const found = childrenOf(pid).flatMap(foldersOf);
      expect(found).toHaveLength(2);
      return found;
    },
    { timeout: PATIENCE / 2, interval: 50 },
  );
  return { main, players: childrenOf(pid), folders };
}

test.for(['SIGINT', 'SIGTERM'] as const)('a %s ends all that play and leaves nothing behind', { timeout: PATIENCE }, async (signal) => {
  const { main, players, folders } = await underWay();
  main.kill(signal);
  const [code] = await once(main, 'exit');
  expect(code).toBe(INTERRUPTED);
  expect(players.filter((player) => existsSync(`/proc/${player}`))).toEqual([]);
  expect(folders.map((each) => dirname(each)).filter((each) => existsSync(each))).toEqual([]);
});

test('when the one who started them is gone without a word, they go as well', { timeout: PATIENCE }, async () => {
  const { main, players, folders } = await underWay();
  main.kill('SIGKILL');
  await vi.waitFor(
    () => {
      expect(players.filter((player) => existsSync(`/proc/${player}`))).toEqual([]);
      expect(folders.map((each) => dirname(each)).filter((each) => existsSync(each))).toEqual([]);
    },
    { timeout: PATIENCE / 2, interval: 50 },
  );
});
