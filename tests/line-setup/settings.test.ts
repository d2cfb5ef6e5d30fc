import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const COMMAND = join(import.meta.dirname, '..', '..', 'bot', 'commands', 'line-setup.ts');

test('the settings of the file .env are read, as the service reads them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pan-im-line-setup-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, '.env'), 'PUBLIC_URL=https://panim.example\nLIFF_ID=1234567890-abcdefgh\n');
  const said = await promisify(execFile)(process.execPath, [COMMAND], { cwd: folder, env: {} }).then(
    () => 'nothing was missing',
    (error: { stdout: string }) => error.stdout,
  );
  expect(said).toContain('LINE_CHANNEL_ACCESS_TOKEN is missing');
  expect(said).not.toContain('PUBLIC_URL');
  expect(said).not.toContain('LIFF_ID');
});
