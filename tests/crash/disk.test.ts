import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { seededRandom } from '../support/seeded-chance.ts';
import { differences } from './checks.ts';
import { startHabits } from './habits.ts';
import { createLineSender } from './line-sender.ts';
import { createLives } from './lives.ts';
import { createPhones } from './phones.ts';
import type { Phone } from './phones.ts';
import { nothingWaits, startServer } from './server.ts';
import type { Server } from './server.ts';
import { smallDisk } from './small-disk.ts';
import { folk, startTown } from './town.ts';
import type { Town } from './town.ts';

const PATIENCE = 60_000;

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
    const { pid = 0 } = running.child;
    await disk.fill(pid);
    await vi.waitUntil(() => line.refused.length > 20 && phones.failures.length > 20, { timeout: PATIENCE });
    await disk.free(pid);
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
