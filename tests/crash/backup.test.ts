import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { seededRandom } from '../support/seeded-chance.ts';
import { differences } from './checks.ts';
import { startHabits } from './habits.ts';
import { createLineSender } from './line-sender.ts';
import { createLives } from './lives.ts';
import { createPhones } from './phones.ts';
import { nothingWaits, runCommand, startServer } from './server.ts';
import type { Server } from './server.ts';
import { startTown } from './town.ts';
import type { Town } from './town.ts';

const BACKUPS = 3;
const BALLAST_ROWS = 300;
const BALLAST_BYTES = 100_000;
const LOG_HEADER_BYTES = 32;

let town: Town;
const servers: Server[] = [];
beforeEach(async () => {
  town = await startTown(await mkdtemp(join(tmpdir(), 'pan-im-backup-')));
});
afterEach(async () => {
  for (const { child, ended } of servers.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
  await town.platform.stop();
  await rm(town.folder, { recursive: true, force: true });
});

function start(environment: Record<string, string>): Server {
  const server = startServer({ folder: town.folder, environment });
  servers.push(server);
  return server;
}

/** Thirty megabytes that are nobody's business, so that a copy takes its time. */
function addBallast(): void {
  const raw = new BetterSqlite3(town.databasePath);
  const add = raw.prepare('INSERT INTO setting (name, value) VALUES (?, ?)');
  raw.transaction(() => {
    for (let row = 0; row < BALLAST_ROWS; row += 1) add.run(`ballast ${row}`, 'x'.repeat(BALLAST_BYTES));
  })();
  raw.close();
}

function eventsIn(path: string): Set<string> {
  const raw = new BetterSqlite3(path, { readonly: true });
  try {
    return new Set(raw.prepare('SELECT event_id FROM inbox').pluck().all().map(String));
  } finally {
    raw.close();
  }
}

/** Writes the log back and empties it, which only goes when nobody holds on to an older state. */
function emptyLog(): unknown {
  const raw = new BetterSqlite3(town.databasePath, { timeout: 5000 });
  try {
    return raw.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    raw.close();
  }
}

test(
  'backups under load are whole and of one moment, come to an end while the source grows, and hold nobody up',
  { timeout: 180_000 },
  async () => {
    addBallast();
    const random = seededRandom(13);
    const lives = createLives();
    const line = createLineSender({ platform: town.platform, lives, random });
    const phones = createPhones({ platform: town.platform, lives, random });
    const running = start(town.environment);
    lives.begin(running);
    const habits = await startHabits({ line, phones, campaign: town.campaign });
    const made: { path: string; before: string[]; after: number }[] = [];
    for (let number = 0; number < BACKUPS; number += 1) {
      await lives.answers(50);
      const path = join(town.folder, `backup-${number}.sqlite`);
      const before = [...line.taken];
      expect(await runCommand('backup', [path], town)).toMatchObject({ code: 0, complaint: '' });
      made.push({ path, before, after: line.taken.length });
    }
    await habits.stop();
    await line.close();
    const address = await running.listening;
    await vi.waitUntil(() => nothingWaits(address), { timeout: 60_000 });

    // None was refused, none broke, none failed, and people went on meanwhile. How long they wait is for a bench to say.
    expect({ refused: line.refused, broken: line.broken, failures: phones.failures }).toEqual({ refused: [], broken: [], failures: [] });
    expect(made.filter(({ before, after }) => after <= before.length)).toEqual([]);
    expect(differences(town.databasePath, { taken: line.taken, memory: habits.memory, platform: town.platform })).toEqual([]);
    // Nothing of a backup holds the log back afterwards.
    expect(emptyLog()).toEqual([{ busy: 0, log: 0, checkpointed: 0 }]);
    expect((await stat(`${town.databasePath}-wal`)).size).toBeLessThanOrEqual(LOG_HEADER_BYTES);

    // Whatever was answered before a backup began is in it.
    for (const { path, before } of made) {
      const events = eventsIn(path);
      expect(before.filter((id) => !events.has(id))).toEqual([]);
    }
    running.child.kill('SIGTERM');
    expect(await running.ended).toEqual({ code: 0, signal: null, complaint: '' });
    await expectRestored(made.at(-1)?.path ?? '');
  },
);

/** The newest backup takes the place of the database, and the service works on it. */
async function expectRestored(copy: string): Promise<void> {
  expect(await runCommand('restore', [copy], town)).toMatchObject({ code: 0, complaint: '' });
  expect(await runCommand('verify-ledger', [], town)).toMatchObject({ code: 0 });
  expect(eventsIn(town.databasePath)).toEqual(eventsIn(copy));
  const restored = start(town.environment);
  expect((await fetch(`${await restored.listening}/readyz`)).status).toBe(200);
  restored.child.kill('SIGTERM');
  expect(await restored.ended).toEqual({ code: 0, signal: null, complaint: '' });
}
