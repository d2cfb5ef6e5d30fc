import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { environmentFor } from './settings.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'bot', 'main.ts');
let folder: string;
let children: ChildProcess[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pan-im-'));
  children = [];
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

function start(environment: Record<string, string>) {
  // Another folder, so that no .env of a developer is read.
  const child = spawn(process.execPath, [MAIN], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  let complaint = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (complaint += data.toString()));
  const ended = once(child, 'close').then(([code, signal]: unknown[]) => ({ code, signal, output, complaint }));
  const listening = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const port = /"port":(\d+),"msg":"listening"/u.exec(output)?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    });
    void ended.then((end) => reject(new Error(`ended: ${end.complaint}`)));
  });
  listening.catch(() => undefined);
  return { child, ended, listening };
}

const environment = (): Record<string, string> =>
  environmentFor({ databasePath: join(folder, 'pan-im.db'), lineUrl: 'http://127.0.0.1:9' });

test('without settings it says which ones it needs and ends with 1', async () => {
  const { code, complaint } = await start({}).ended;
  expect(code).toBe(1);
  expect(complaint).toContain('PII_KEY is missing');
  expect(complaint).toContain('DATABASE_URL is missing');
  expect(complaint).not.toContain('    at ');
});

test('it serves, refuses a second one, drains at SIGTERM with 0, and starts again', async () => {
  const first = start(environment());
  const url = await first.listening;
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  const second = await start(environment()).ended;
  expect(second.code).toBe(1);
  expect(second.complaint.trim().split('\n')).toHaveLength(1);
  first.child.kill('SIGTERM');
  expect(await first.ended).toMatchObject({ code: 0, signal: null, complaint: '' });
  const third = start(environment());
  await third.listening;
  third.child.kill('SIGKILL');
  await third.ended;
  // The lock went with the process.
  const fourth = start(environment());
  await fourth.listening;
  fourth.child.kill('SIGINT');
  expect(await fourth.ended).toMatchObject({ code: 0 });
}, 30_000);
