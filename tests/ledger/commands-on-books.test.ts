import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDatabase } from '../../db/lock.ts';
import { accounts } from '../../bot/domain/postings.ts';
import { lineIdOf } from '../outbox/rig.ts';
import { freeOf, grantAll, readyOrder, tinyWorld } from './tiny-world.ts';
import type { TinyWorld } from './tiny-world.ts';

const COMMANDS = join(import.meta.dirname, '..', '..', 'bot', 'commands');
const KEY = 'ab'.repeat(32);
const NEWCOMER = lineIdOf(77);

/** The database stays open for writing in this process, as the service has it. */
let world: TinyWorld;
let folder: string;
beforeEach(async () => {
  world = await tinyWorld();
  folder = await mkdtemp(join(tmpdir(), 'pan-im-commands-'));
  await world.deps.db
    .insertInto('setting')
    .values({ name: 'pii_key_check', value: world.deps.sealer.seal('pii_key_check') })
    .execute();
});
afterEach(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

interface Ended {
  code: number;
  out: string;
  complaint: string;
}

async function run(command: string, words: string[] = [], environment: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [join(COMMANDS, `${command}.ts`), ...words], {
    cwd: folder,
    env: { PATH: process.env['PATH'], DATABASE_URL: `sqlite:${world.path}`, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let complaint = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (complaint += data.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, complaint };
}

test('verify-ledger needs only the address of the database, and says in one line that all is right', async () => {
  await grantAll(world);
  const ended = await run('verify-ledger');
  expect(ended).toEqual({
    code: 0,
    out: expect.stringMatching(/^the books are right: 4 postings, 7 transfers, \d+ accounts\n$/u),
    complaint: '',
  });
  const nowhere = await run('verify-ledger', [], { DATABASE_URL: '' });
  expect(nowhere).toMatchObject({ code: 1, complaint: expect.stringContaining('DATABASE_URL is missing') });
  await writeFile(join(folder, 'notes.txt'), 'no database, only words '.repeat(50));
  const notes = await run('verify-ledger', [], { DATABASE_URL: `sqlite:${join(folder, 'notes.txt')}` });
  expect(notes).toMatchObject({ code: 1, complaint: expect.stringContaining('holds no books') });
});

test('verify-ledger lists each flaw as one line with its rule and place, and ends with 1', async () => {
  await grantAll(world);
  const raw = new BetterSqlite3(world.path);
  raw.prepare('UPDATE account SET balance = balance + 1 WHERE code = ?').run(accounts.free(world.campaign));
  raw.close();
  const { code, out } = await run('verify-ledger');
  expect(code).toBe(1);
  expect(out.split('\n')).toContain(
    `a stored balance is the sum of its entries: ${accounts.free(world.campaign)}: expected 140000, found 140001`,
  );
});

test('staff are added, listed and removed beside the running service; the last one stays', async () => {
  expect(await run('staff', ['add', 'coordinator', NEWCOMER])).toMatchObject({
    code: 1,
    complaint: expect.stringContaining('PII_KEY is missing'),
  });
  expect(await run('staff', ['add', 'coordinator', NEWCOMER], { PII_KEY: 'cd'.repeat(32) })).toMatchObject({
    code: 1,
    complaint: expect.stringContaining('not the key'),
  });
  expect(await run('staff', ['add', 'shop', NEWCOMER], { PII_KEY: KEY })).toMatchObject({
    code: 1,
    complaint: expect.stringContaining('npm run staff'),
  });
  expect(await run('staff', ['add', 'treasurer', NEWCOMER], { PII_KEY: KEY })).toMatchObject({ code: 0, complaint: '' });
  const told = await world.deps.db
    .selectFrom('outbox')
    .innerJoin('member', 'member.id', 'outbox.member_id')
    .select('outbox.kind')
    .where('line_user_id', '=', NEWCOMER)
    .execute();
  expect(told).toEqual([{ kind: 'staff_changed' }]);
  const { out } = await run('staff', ['list'], { PII_KEY: KEY });
  expect(out.split('\n').filter((line) => line.startsWith('treasurer'))).toHaveLength(2);
  expect(await run('staff', ['remove', 'treasurer', NEWCOMER], { PII_KEY: KEY })).toMatchObject({ code: 0 });
  expect(await run('staff', ['remove', 'treasurer', lineIdOf(1002)], { PII_KEY: KEY })).toMatchObject({
    code: 1,
    complaint: expect.stringContaining('only treasurer left'),
  });
});

test('a backup is whole, is made beside writes, and takes no name that is there', async () => {
  await grantAll(world);
  const target = join(folder, 'copy.sqlite');
  const making = run('backup', [target]);
  for (let number = 0; number < 20; number += 1) {
    await world.must({
      kind: 'record_money',
      by: world.treasurer,
      campaign: world.campaign,
      amountSatang: 100,
      bankReference: `MORE ${number}`,
    });
  }
  expect(await making).toMatchObject({ code: 0, complaint: '' });
  expect((await stat(target)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['copy.sqlite']);
  expect(await run('verify-ledger', [], { DATABASE_URL: `sqlite:${target}` })).toMatchObject({ code: 0 });
  expect(await run('backup', [target])).toMatchObject({ code: 1, out: expect.stringContaining('there already') });
});

test('restoring brings the backup back and keeps what it replaced; not while the service runs', async () => {
  await grantAll(world);
  const target = join(folder, 'copy.sqlite');
  expect((await run('backup', [target])).code).toBe(0);
  await world.must({ kind: 'record_money', by: world.treasurer, campaign: world.campaign, amountSatang: 700, bankReference: 'LATER' });
  const service = lockDatabase(world.path);
  expect(await run('restore', [target])).toMatchObject({ code: 1, complaint: expect.stringContaining('Stop it first') });
  service?.release();
  await world.deps.db.destroy();
  expect(await run('restore', [target], { PII_KEY: 'cd'.repeat(32) })).toMatchObject({
    code: 1,
    complaint: expect.stringContaining('another PII_KEY'),
  });
  const ended = await run('restore', [target], { PII_KEY: KEY });
  expect(ended).toMatchObject({ code: 0, complaint: '' });
  const kept = /is kept: (.+)\n/u.exec(ended.out)?.[1] ?? '';
  const freeIn = (path: string): unknown => {
    const raw = new BetterSqlite3(path, { readonly: true });
    try {
      return raw.prepare('SELECT balance FROM account WHERE code = ?').pluck().get(accounts.free(world.campaign));
    } finally {
      raw.close();
    }
  };
  expect([freeIn(world.path), freeIn(kept)]).toEqual([140_000, 140_700]);
});

test('a damaged copy is neither made nor restored', async () => {
  await grantAll(world);
  await world.deps.db.destroy();
  const damaged = join(folder, 'damaged.sqlite');
  await copyFile(world.path, damaged);
  const raw = new BetterSqlite3(damaged);
  raw.prepare('UPDATE account SET balance = balance + 1 WHERE code = ?').run(accounts.free(world.campaign));
  raw.close();
  const restored = await run('restore', [damaged], { PII_KEY: KEY });
  expect(restored).toMatchObject({ code: 1, out: expect.stringContaining('nothing was restored: ') });
  expect(await run('verify-ledger')).toMatchObject({ code: 0 });
  const copied = await run('backup', [join(folder, 'copy.sqlite')], { DATABASE_URL: `sqlite:${damaged}` });
  expect(copied).toMatchObject({ code: 1, out: expect.stringContaining('no backup was made: ') });
  await writeFile(join(folder, 'words.sqlite'), 'no database, only words '.repeat(50));
  expect(await run('restore', [join(folder, 'words.sqlite')])).toMatchObject({
    code: 1,
    out: expect.stringContaining('not a sound database'),
  });
  expect((await readdir(folder)).toSorted()).toEqual(['damaged.sqlite', 'words.sqlite']);
});

test('a wrong receipt is reversed once, with its reason; a dry run only shows it', async () => {
  await world.must({
    kind: 'record_money',
    by: world.treasurer,
    campaign: world.campaign,
    amountSatang: 5000,
    bankReference: 'TYPED WRONG',
  });
  const { key } = await world.deps.db.selectFrom('posting').select('key').executeTakeFirstOrThrow();
  const shown = await run('reverse-posting', [key, 'five baht, not fifty', '--dry-run']);
  expect(shown).toMatchObject({
    code: 0,
    out: expect.stringContaining(`5000 satang from ${accounts.free(world.campaign)} to outside/bank`),
  });
  expect(await freeOf(world)).toBe(5000);
  expect(await run('reverse-posting', [key, 'five baht, not fifty'])).toMatchObject({
    code: 0,
    out: expect.stringContaining(`reversed: ${key}`),
  });
  expect(await freeOf(world)).toBe(0);
  expect(await run('reverse-posting', [key, 'again'])).toMatchObject({ code: 1, complaint: expect.stringContaining('reversed before') });
  expect(await run('reverse-posting', ['receipt/none', 'why'])).toMatchObject({
    code: 1,
    complaint: expect.stringContaining('no posting receipt/none'),
  });
  expect(await run('reverse-posting', [key])).toMatchObject({ code: 1, complaint: expect.stringContaining('npm run reverse') });
});

test('what has moved on, or what an order rests on, is not reversed', async () => {
  await grantAll(world);
  const order = await readyOrder(world, 'pickup');
  const receipt = await world.deps.db
    .selectFrom('posting')
    .select('key')
    .where('template', '=', 'money_received')
    .executeTakeFirstOrThrow();
  expect(await run('reverse-posting', [receipt.key, 'wrong'])).toMatchObject({
    code: 1,
    complaint: expect.stringContaining('the money has moved on'),
  });
  expect(await run('reverse-posting', [`order/${order.id}/held`, 'wrong'])).toMatchObject({
    code: 1,
    complaint: expect.stringContaining(`order/${order.id}`),
  });
  expect(await run('verify-ledger')).toMatchObject({ code: 0 });
});
