import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflateSync } from 'node:zlib';
import { slipVerify } from 'promptparse/generate';
import QRCode from 'qrcode';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { createSlipReader } from '../../bot/slips/create-slip-reader.ts';
import type { SlipReader, SlipReaderOptions } from '../../bot/slips/create-slip-reader.ts';
import { findCodes, loadDecoder, LOOKS } from '../../bot/slips/find-codes.ts';
import { PICTURES_WAITING_MAX, PICTURE_TIME_MAX } from '../../bot/slips/slip-limits.ts';
import { PATIENT } from '../support/patience.ts';
import { pngOf } from './picture.ts';

const HANGS = 111;
const THROWS = 222;
const packed = deflateSync(Buffer.alloc(10));
const picture = (width: number, height = 100): Buffer => pngOf({ width, height, colourType: 0, packed });

/** A thread that hangs or breaks by the picture's width, and otherwise answers with its own number. */
const thread = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, threadId } from 'node:worker_threads';
    parentPort.on('message', ({ header }) => {
      if (header.width === ${HANGS}) for (;;);
      if (header.width === ${THROWS}) throw new Error('broken');
      parentPort.postMessage({ kind: 'answer', reading: { kind: 'read', bank: '000', transactionReference: String(threadId) } });
    });
    parentPort.postMessage({ kind: 'ready' });
  `)}`,
);

const open: SlipReader[] = [];
async function readerWith(options: Partial<SlipReaderOptions>): Promise<SlipReader> {
  const reader = await createSlipReader(options);
  open.push(reader);
  return reader;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((reader) => reader.close()));
});

async function threadOf(reader: SlipReader): Promise<string> {
  const reading = await reader.readSlip(picture(10));
  return reading.kind === 'read' ? reading.transactionReference : reading.kind;
}

test('a decoder that hangs is ended in time, and the next picture gets a new one', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const reader = await readerWith({ thread });
  const first = await threadOf(reader);
  const hung = reader.readSlip(picture(HANGS));
  await vi.advanceTimersByTimeAsync(PICTURE_TIME_MAX);
  expect(await hung).toEqual({ kind: 'gave_up', why: 'timeout' });
  const second = await threadOf(reader);
  expect(second).toMatch(/^\d+$/u);
  expect(second).not.toBe(first);
});

test('a decoder that breaks takes only its own picture with it', async () => {
  const reader = await readerWith({ thread });
  const readings = await Promise.all([threadOf(reader), reader.readSlip(picture(THROWS)), threadOf(reader)]);
  expect(readings[1]).toEqual({ kind: 'gave_up', why: 'crash' });
  expect(readings[2]).toMatch(/^\d+$/u);
  expect(readings[2]).not.toBe(readings[0]);
});

test('one thread serves picture after picture, but not after a large one', async () => {
  const reader = await readerWith({ thread });
  const first = await threadOf(reader);
  expect(await threadOf(reader)).toBe(first);
  await reader.readSlip(picture(5000, 4000));
  expect(await threadOf(reader)).not.toBe(first);
});

test('an idle thread is let go', async () => {
  const reader = await readerWith({ thread, idleTime: 1 });
  const first = await threadOf(reader);
  await expect.poll(() => threadOf(reader)).not.toBe(first);
});

test('more pictures than may wait are sent away, and closing ends the rest', async () => {
  const reader = await readerWith({ thread });
  const waiting = Array.from({ length: PICTURES_WAITING_MAX }, () => reader.readSlip(picture(HANGS)));
  expect(await reader.readSlip(picture(10))).toEqual({ kind: 'gave_up', why: 'busy' });
  await reader.close();
  const closed = { kind: 'gave_up', why: 'closed' };
  expect(await Promise.all(waiting)).toEqual(waiting.map(() => closed));
  expect(await reader.readSlip(picture(10))).toEqual(closed);
});

test('without a decoder there is no reader', async () => {
  await expect(createSlipReader({ thread: new URL('data:text/javascript,throw new Error("no decoder")') })).rejects.toThrow(
    'did not start',
  );
});

test('other work goes on while a large picture is read', async () => {
  const reader = await readerWith({});
  const [width, height] = [4000, 4000];
  const large = pngOf({ width, height, colourType: 0, packed: deflateSync(Buffer.alloc((width + 1) * height), { level: 1 }) });
  let turns = 0;
  let turn = setImmediate(function again() {
    turns += 1;
    turn = setImmediate(again);
  });
  expect(await reader.readSlip(large)).toEqual({ kind: 'no_code' });
  clearImmediate(turn);
  expect(turns).toBeGreaterThan(1000);
});

test('a reader that nobody closed lets the process end', async () => {
  const module = join(import.meta.dirname, '../../bot/slips/create-slip-reader.ts');
  const script = `import { createSlipReader } from ${JSON.stringify(module)}; await createSlipReader(); console.log('open');`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { timeout: PATIENT });
  expect(stdout.trim()).toBe('open');
});

test('the decoder comes from the disk, never from a network', async () => {
  const ask = vi.fn<typeof fetch>();
  vi.stubGlobal('fetch', ask);
  await loadDecoder();
  const text = slipVerify({ sendingBank: '002', transRef: '0002123123121200011' });
  expect(await findCodes(await QRCode.toBuffer(text), LOOKS[0] ?? {})).toEqual([text]);
  expect(ask).not.toHaveBeenCalled();
  vi.unstubAllGlobals();
});
