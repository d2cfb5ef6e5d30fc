/** The demonstration and the service as processes: they start, say how they are, and end without leaving anything. */
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { READY_MS_MAX, ROOT, startDemo } from './support/demo.ts';

const run = promisify(execFile);

async function childrenOf(pid: number): Promise<number[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=']);
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/u).map(Number));
  return pairs.flatMap(([child, parent]) => (parent === pid && child !== undefined ? [child] : []));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test(
  'it is ready in time, healthy and measured; SIGTERM ends it with 0 and all that it started',
  { timeout: READY_MS_MAX + 30_000 },
  async () => {
    const startedAt = performance.now();
    const demo = await startDemo();
    onTestFinished(() => void demo.child.kill('SIGKILL'));
    expect(performance.now() - startedAt).toBeLessThan(READY_MS_MAX);
    expect((await fetch(`${demo.bot}/healthz`)).status).toBe(200);
    expect((await fetch(`${demo.bot}/readyz`)).status).toBe(200);
    const metrics = await fetch(`${demo.bot}/metrics`);
    expect(metrics.status).toBe(200);
    expect((await metrics.text()).split('\n').length).toBeGreaterThan(5);
    expect((await fetch(demo.town)).status).toBe(200);

    const children = await childrenOf(demo.child.pid ?? 0);
    expect(children).toHaveLength(1);
    expect(await demo.stop()).toBe(0);
    expect(children.filter(isAlive)).toEqual([]);
    await expect(fetch(`${demo.bot}/healthz`)).rejects.toThrow('fetch failed');
    await expect(fetch(demo.town)).rejects.toThrow('fetch failed');
  },
);

const REQUIRED = [
  'PUBLIC_URL',
  'DATABASE_URL',
  'LINE_CHANNEL_SECRET',
  'LINE_CHANNEL_ACCESS_TOKEN',
  'LINE_LOGIN_CHANNEL_ID',
  'LIFF_ID',
  'PROMPTPAY_ID',
  'SESSION_SECRET',
  'PII_KEY',
  'FIRST_COORDINATOR_LINE_USER_ID',
  'FIRST_TREASURER_LINE_USER_ID',
];

test('without any setting the service stops with one message that names them all', async () => {
  // Another folder, so that no .env of a developer is read.
  const failed: unknown = await run(process.execPath, [join(ROOT, 'bot', 'main.ts')], { cwd: tmpdir(), env: {} }).catch(
    (error: unknown) => error,
  );
  expect(failed).toMatchObject({ code: 1, stdout: '' });
  const { stderr } = failed as { stderr: string };
  for (const name of REQUIRED) expect(stderr.match(new RegExp(`^  ${name} is missing`, 'gmu')), name).toHaveLength(1);
});
