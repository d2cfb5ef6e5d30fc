import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { seededRandom } from '../support/seeded-chance.ts';
import { differences } from './checks.ts';
import { startHabits } from './habits.ts';
import { createLineSender, PATIENCE } from './line-sender.ts';
import type { LineSender } from './line-sender.ts';
import { createLives } from './lives.ts';
import { createPhones } from './phones.ts';
import type { Phone } from './phones.ts';
import { nothingWaits, startServer } from './server.ts';
import type { Server } from './server.ts';
import { smallDisk } from './small-disk.ts';
import { folk, startTown } from './town.ts';
import type { Town } from './town.ts';

let town: Town;
let server: Server | undefined;
beforeEach(async () => {
  town = await startTown(await mkdtemp(join(tmpdir(), 'pan-im-disk-')));
});
afterEach(async () => {
  server?.child.kill('SIGKILL');
  await server?.ended;
  await town.platform.stop();
  await rm(town.folder, { recursive: true, force: true });
});

async function greetUntil(line: LineSender, userId: string, isEnough: () => boolean): Promise<void> {
  while (!isEnough()) await line.say(userId, 'สวัสดี');
}

/** Fewer than a member may write in a minute. */
const TAPS_MAX = 50;

async function tapUntil(phone: Phone, isEnough: () => boolean): Promise<number[]> {
  const statuses: number[] = [];
  while (statuses.length < TAPS_MAX && !isEnough()) statuses.push((await phone.post('/me/language', { language: 'en' })).status);
  return statuses;
}

test(
  'the disk fills up under work: what does not fit is refused whole, and all goes on when there is room again',
  { timeout: 180_000 },
  async () => {
    const disk = smallDisk(town.folder, false);
    const random = seededRandom(8);
    const lives = createLives();
    const line = createLineSender({ platform: town.platform, lives, random });
    const phones = createPhones({ platform: town.platform, lives, random });
    const running = startServer({ ...town, through: disk.through });
    server = running;
    lives.begin(running);
    const habits = await startHabits({ line, phones, campaign: town.campaign });
    await lives.answers(200);
    const phone = await phones.signIn(folk.undecided[0] ?? '');
    const { pid = 0 } = running.child;
    await disk.fill(pid);
    // The others may be waiting for answers that cannot be written: the riders write until nothing goes in any more.
    const greeting = folk.riders.map((rider) => greetUntil(line, rider, () => line.refused.length > 20));
    await vi.waitUntil(() => line.refused.length > 20, { timeout: PATIENCE });
    // Small commits find room where larger ones gave up: taps until that is used up as well.
    const tapping = tapUntil(phone, () => phones.failures.length > 5);
    await vi.waitUntil(() => phones.failures.length > 5, { timeout: PATIENCE });
    await disk.free(pid);
    expect((await tapping).filter((status) => status !== 200)).toEqual([]);
    await Promise.all(greeting);
    await lives.answers(200);
    await habits.stop();
    await line.close();
    const address = await running.listening;
    await vi.waitUntil(() => nothingWaits(address), { timeout: PATIENCE });

    // LINE and the pages were told that it did not work, and in a way they know.
    expect(line.refused.filter((status) => status < 500)).toEqual([]);
    expect(new Set(phones.failures.map((failure) => failure.slice(failure.indexOf(' '))))).toEqual(new Set([' 500 {"error":"broken"}']));
    const copy = `${town.databasePath}.copy`;
    await disk.bring(pid, town.databasePath, copy);
    expect(differences(copy, { taken: line.taken, memory: habits.memory, platform: town.platform })).toEqual([]);
    expect((await fetch(`${address}/readyz`)).status).toBe(200);
    running.child.kill('SIGTERM');
    expect(await running.ended).toEqual({ code: 0, signal: null, complaint: '' });
  },
);
