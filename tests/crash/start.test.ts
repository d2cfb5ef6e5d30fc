import { chmod, copyFile, mkdtemp, readFile, rm, watch, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { whyUnsound } from '../../db/check-file.ts';
import { environmentFor } from '../service/settings.ts';
import { seededRandom } from '../support/seeded-chance.ts';
import { createLineSender } from './line-sender.ts';
import { createLives } from './lives.ts';
import { runCommand, startServer } from './server.ts';
import type { Server, Start } from './server.ts';
import { smallDisk } from './small-disk.ts';
import { folk, startTown } from './town.ts';
import type { Town } from './town.ts';

/** A town whose server was killed at work: the newest events stand in the log beside the database. */
let town: Town;
let folder: string;
let path: string;
const servers: Server[] = [];

function start(given: Partial<Start> = {}): Server {
  const server = startServer({ folder, environment: { ...town.environment, DATABASE_URL: `sqlite:${path}` }, ...given });
  servers.push(server);
  return server;
}

async function killedAtWork(): Promise<void> {
  const lives = createLives();
  const line = createLineSender({ platform: town.platform, lives, random: seededRandom(3) });
  const server = startServer(town);
  lives.begin(server);
  for (let round = 0; round < 3; round += 1)
    await Promise.all([...folk.eaters, ...folk.undecided, ...folk.chatDonors].map((who) => line.say(who, 'สวัสดี')));
  await line.close();
  server.child.kill('SIGKILL');
  await server.ended;
}

beforeAll(async () => {
  town = await startTown(await mkdtemp(join(tmpdir(), 'pan-im-town-')));
  await killedAtWork();
});
afterAll(async () => {
  await town.platform.stop();
  await rm(town.folder, { recursive: true, force: true });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pan-im-start-'));
  path = join(folder, 'pan-im.sqlite');
  for (const suffix of ['', '-wal']) await copyFile(`${town.databasePath}${suffix}`, `${path}${suffix}`);
});
afterEach(async () => {
  for (const { child, ended } of servers.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
  await chmod(folder, 0o755);
  await rm(folder, { recursive: true, force: true });
});

/** One sentence that says what is wrong and what to do, and the exit code of a person's mistake. */
async function refusalOf(server: Server): Promise<string> {
  const { code, complaint } = await server.ended;
  expect(complaint).toMatch(/^Pan-Im cannot start: [^\n]+\.\n$/u);
  expect(code).toBe(1);
  return complaint;
}

/** Everything of the log is written into the file, so that it can be damaged there. */
function settleFile(): void {
  const raw = new BetterSqlite3(path);
  raw.pragma('wal_checkpoint(TRUNCATE)');
  raw.close();
}

async function scribble(file: string, at: number): Promise<void> {
  const bytes = await readFile(file);
  for (let offset = at; offset < at + 8; offset += 1) bytes[offset] = 0xff ^ (bytes[offset] ?? 0);
  await writeFile(file, bytes);
}

async function startsAndStops(): Promise<void> {
  const server = start();
  const address = await server.listening;
  expect((await fetch(`${address}/readyz`)).status).toBe(200);
  server.child.kill('SIGTERM');
  expect(await server.ended).toEqual({ code: 0, signal: null, complaint: '' });
  const books = await runCommand('verify-ledger', [], { folder, environment: { DATABASE_URL: `sqlite:${path}` } });
  expect(books).toMatchObject({ code: 0, out: expect.stringContaining('the books are right') });
}

test('a file that is no database', async () => {
  await rm(`${path}-wal`);
  await writeFile(path, 'only words, no database '.repeat(400));
  expect(await refusalOf(start())).toContain('is no database; set DATABASE_URL right, or put the newest backup in its place');
});

test('a database of something else is left alone', async () => {
  await rm(`${path}-wal`);
  await rm(path);
  const raw = new BetterSqlite3(path);
  raw.exec('CREATE TABLE recipe (id INTEGER PRIMARY KEY)');
  raw.close();
  const before = await readFile(path);
  expect(await refusalOf(start())).toContain('is a database of something else; set DATABASE_URL right');
  expect(await readFile(path)).toEqual(before);
});

test('a database of a newer version', async () => {
  const raw = new BetterSqlite3(path);
  raw.exec(`INSERT INTO kysely_migration VALUES ('999-of-next-year', '2030-01-01')`);
  raw.close();
  expect(await refusalOf(start())).toContain('written by a newer version (999-of-next-year); start that version');
});

test('a damaged page, whichever it is, and the way out: the newest backup', async () => {
  const environment = { DATABASE_URL: `sqlite:${path}` };
  const backup = join(folder, 'backup.sqlite');
  expect(await runCommand('backup', [backup], { folder, environment })).toMatchObject({ code: 0 });
  settleFile();
  const whole = await readFile(path);
  const pageBytes = whole.readUInt16BE(16);
  const passed: number[] = [];
  for (let page = 0; page * pageBytes < whole.length; page += 1) {
    await writeFile(path, whole);
    // The first page begins with the header of the file.
    await scribble(path, page === 0 ? 100 : page * pageBytes);
    if (reasonOf(path) === undefined) passed.push(page);
  }
  expect(passed).toEqual([]);
  expect(await refusalOf(start())).toContain('the database is damaged; put the newest backup in its place: npm run restore -- FILE');
  expect(await runCommand('restore', [backup], { folder, environment })).toMatchObject({ code: 0, complaint: '' });
  await startsAndStops();
});

/** The check without a process around it. */
function reasonOf(file: string): string | undefined {
  try {
    return whyUnsound(file);
  } catch (error) {
    return error instanceof Error ? error.message : 'unknown';
  }
}

test('a log that was cut off gives up what was not whole and keeps the rest', async () => {
  const log = await readFile(`${path}-wal`);
  const kept: unknown[] = [];
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    await copyFile(town.databasePath, path);
    await writeFile(`${path}-wal`, log.subarray(0, Math.floor(log.length * share)));
    expect(reasonOf(path)).toBeUndefined();
    const raw = new BetterSqlite3(path);
    expect(raw.pragma('integrity_check', { simple: true })).toBe('ok');
    kept.push(raw.prepare('SELECT count(*) FROM inbox').pluck().get());
    raw.close();
  }
  expect(kept).toEqual(kept.toSorted((a, b) => Number(a) - Number(b)));
  expect(kept.at(-1)).toBe(3 * [...folk.eaters, ...folk.undecided, ...folk.chatDonors].length);
  await copyFile(town.databasePath, path);
  await writeFile(`${path}-wal`, log.subarray(0, Math.floor(log.length / 2)));
  await startsAndStops();
});

test('a log with damage in front of what was on the disk is not passed over', async () => {
  const log = await readFile(`${path}-wal`);
  const frameBytes = 24 + log.readUInt32BE(8);
  // The header's mark and salts, the head of the first frame, and a page in the second.
  for (const at of [0, 16, 32, 32 + frameBytes + 100]) {
    await copyFile(town.databasePath, path);
    await writeFile(`${path}-wal`, log);
    await scribble(`${path}-wal`, at);
    expect(reasonOf(path)).toContain('the file -wal beside the database is damaged');
  }
  expect(await refusalOf(start())).toContain('the newest minutes were in it; put the newest backup in its place');
});

/** Root may write everywhere unless it gives that up. */
const UNPRIVILEGED = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-all', '--inh-caps=-all'] : [];

test('a file that may only be read', async () => {
  for (const suffix of ['', '-wal']) await chmod(`${path}${suffix}`, 0o444);
  expect(await refusalOf(start({ through: UNPRIVILEGED }))).toContain('it may not write the database');
});

test('a folder that may only be read', async () => {
  await chmod(folder, 0o555);
  expect(await refusalOf(start({ through: UNPRIVILEGED }))).toContain('it may not write the database');
  expect(existsSync(`${path}-shm`)).toBe(false);
});

test('a disk without room', async () => {
  const { through } = smallDisk(folder, true);
  expect(await refusalOf(start({ through }))).toMatch(/the disk (?:is full; make room on it|cannot be read or written)/u);
});

/** The database is being made from the moment on at which its log is there. */
async function logAppears(): Promise<void> {
  for await (const { filename } of watch(folder)) if (filename === 'pan-im.sqlite-wal') return;
}

test('killed while it makes its first database, it makes it at the next start', async () => {
  const random = seededRandom(5);
  for (let round = 0; round < 5; round += 1) {
    for (const suffix of ['', '-wal', '-shm', '.lock']) await rm(`${path}${suffix}`, { force: true });
    const appeared = logAppears();
    const killed = start();
    await appeared;
    await wait(random() * 60);
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect(reasonOf(path)).toBeUndefined();
  }
  await startsAndStops();
});

test('settings that name a folder which cannot be made', async () => {
  await writeFile(join(folder, 'file'), '');
  const environment = environmentFor({ databasePath: join(folder, 'file', 'pan-im.sqlite'), lineUrl: town.platform.url });
  expect(await refusalOf(start({ environment }))).toContain('it may not write the database');
});
