import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { seededRandom } from '../support/seeded-chance.ts';
import { differences } from './checks.ts';
import { startHabits } from './habits.ts';
import type { Memory } from './habits.ts';
import { createLineSender } from './line-sender.ts';
import { createLives } from './lives.ts';
import type { Lives } from './lives.ts';
import { createPhones } from './phones.ts';
import { nothingWaits, runCommand, startServer } from './server.ts';
import type { Server } from './server.ts';
import { folk, startTown } from './town.ts';
import type { Town } from './town.ts';

const SEED = 20_261_122;
const KILLS = 50;
/** One life in so many ends while the server is still starting. */
const KILLED_AT_START_ONE_IN = 10;
const START_TIME = 300;
const ANSWERS_A_LIFE_MAX = 60;
/** So that a kill does not always come right behind an answer. */
const AFTER_AN_ANSWER = 12;

let folder: string;
let town: Town;
let server: Server | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pan-im-crash-'));
  town = await startTown(folder);
});
afterEach(async () => {
  server?.child.kill('SIGKILL');
  await server?.ended;
  await town.platform.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A life that ends by itself, so that what it compiled is kept for the others. */
async function firstLife(): Promise<void> {
  const first = startServer(town);
  await first.listening;
  first.child.kill('SIGTERM');
  await first.ended;
}

/** The moments are drawn; what the server is doing at them is chance. */
async function liveAndDie(lives: Lives, number: number, random: () => number): Promise<string[]> {
  const life = startServer(town);
  server = life;
  lives.begin(life);
  if (number % KILLED_AT_START_ONE_IN === 0) await wait(random() * START_TIME);
  else {
    await life.listening;
    await lives.answers(1 + Math.floor(random() * ANSWERS_A_LIFE_MAX));
    await wait(random() * AFTER_AN_ANSWER);
  }
  lives.end();
  life.child.kill('SIGKILL');
  expect(await life.ended).toMatchObject({ code: null, signal: 'SIGKILL', complaint: '' });
  return life.errors;
}

function remembered(memory: Memory, who: string): number {
  return (memory.ordered.get(who) ?? 0) + [...memory.promised.values()].filter((donor) => donor === who).length;
}

test('killed fifty times at work, it loses nothing that it answered and does nothing twice', { timeout: 240_000 }, async () => {
  const random = seededRandom(SEED);
  const lives = createLives();
  const line = createLineSender({ platform: town.platform, lives, random });
  const phones = createPhones({ platform: town.platform, lives, random });
  await firstLife();
  const starting = startHabits({ line, phones, campaign: town.campaign });
  starting.catch(() => undefined);
  const errors: string[] = [];
  for (let number = 1; number <= KILLS; number += 1) errors.push(...(await liveAndDie(lives, number, random)));

  const last = startServer(town);
  server = last;
  lives.begin(last);
  const habits = await starting;
  await habits.stop();
  await line.close();
  const repeats = [];
  for (const tap of phones.taps) repeats.push({ tap, again: await tap.phone.again(tap) });
  await vi.waitUntil(async () => nothingWaits(await last.listening), { timeout: 60_000 });
  last.child.kill('SIGTERM');
  expect(await last.ended).toEqual({ code: 0, signal: null, complaint: '' });

  expect(differences(town.databasePath, { taken: line.taken, memory: habits.memory, platform: town.platform })).toEqual([]);
  const changed = repeats.filter(({ tap, again }) => again.status !== tap.status || again.text !== tap.text);
  expect(changed.map(({ tap, again }) => `${tap.path} ${tap.status} ${again.status}`)).toEqual([]);
  expect({ errors: [...errors, ...last.errors], failures: phones.failures, refused: line.refused }).toEqual({
    errors: [],
    failures: [],
    refused: [],
  });
  const books = await runCommand('verify-ledger', [], town);
  expect(books).toMatchObject({ code: 0, complaint: '', out: expect.stringContaining('the books are right') });
  // The kills hit people at work, and meals came to doors all the same.
  expect(line.broken.length + phones.broken.length).toBeGreaterThan(KILLS / 2);
  for (const each of [folk.eaters, folk.undecided, folk.chatDonors].flat()) expect(remembered(habits.memory, each)).toBeGreaterThan(0);
});
