import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { removeFolder } from '../../simulator/city/template.ts';

const ROUNDS = 10;
const PARTS = 40;
const FILES = 30;

async function fullFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pan-im-full-'));
  for (let part = 0; part < PARTS; part += 1) {
    mkdirSync(join(folder, String(part)));
    for (let file = 0; file < FILES; file += 1) writeFileSync(join(folder, String(part), String(file)), 'x');
  }
  return folder;
}

/** Removes folders beside this thread, tells when it begins, and stops where it is hindered. */
const OTHER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { rmSync } = require('node:fs');
  parentPort.on('message', (folder) => {
    Atomics.add(workerData, 0, 1);
    Atomics.notify(workerData, 0);
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {}
  });`;

test('a folder that somebody else is removing as well is gone when its removal is over', async () => {
  const begun = new Int32Array(new SharedArrayBuffer(4));
  const other = new Worker(OTHER, { eval: true, workerData: begun });
  for (let round = 0; round < ROUNDS; round += 1) {
    const folder = await fullFolder();
    other.postMessage(folder, []);
    Atomics.wait(begun, 0, round);
    removeFolder(folder);
    expect(existsSync(folder)).toBe(false);
  }
  await other.terminate();
});
