import { anyId, billPayment, slipVerify, trueMoneySlipVerify } from 'promptparse/generate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSlipReader } from '../../bot/slips/create-slip-reader.ts';
import type { SlipReader } from '../../bot/slips/create-slip-reader.ts';
import { seededRandom } from '../support/seeded-chance.ts';
import { codeSvg, drawPicture, drawSlip } from './draw-slip.ts';
import { addNoise, rasterise, toJpeg, toPng } from './picture.ts';

const SLIPS = 200;
/** One in so many is as large as the largest phone screens. */
const LARGE_EVERY = 40;

let reader: SlipReader;
beforeAll(async () => {
  reader = await createSlipReader();
});
afterAll(async () => {
  await reader.close();
});

test('of 200 slips as people send them at least 95 % are read, and none wrongly', { timeout: 90_000 }, async () => {
  const random = seededRandom(20_260_101);
  const unread: string[] = [];
  const misread: string[] = [];
  for (let number = 0; number < SLIPS; number += 1) {
    const slip = drawSlip(random, number % LARGE_EVERY === 0);
    const reading = await reader.readSlip(slip.bytes);
    const isRight = reading.kind === 'read' && reading.bank === slip.bank && reading.transactionReference === slip.transactionReference;
    if (isRight) continue;
    (reading.kind === 'read' ? misread : unread).push(`${reading.kind}: ${slip.about}`);
  }
  expect(misread).toEqual([]);
  expect(unread.length, unread.join('\n')).toBeLessThanOrEqual(SLIPS * 0.05);
});

/** Slips whose checksum is wrong, and codes that were never a slip. */
const OTHER_CODES = [
  anyId({ type: 'MSISDN', target: '0812345678', amount: 120 }),
  billPayment({ billerId: '099400016550100', amount: 1200.5, ref1: 'MEAL0001', ref2: 'SK01' }),
  'https://example.com/slip?ref=0002123123121200011',
  '004000060000010103002021900021231231212000115102TH91049C31',
  'สวัสดีค่ะ',
];

test.each(OTHER_CODES)('a picture with the code %s is never read as a slip', { timeout: 60_000 }, async (payload) => {
  const random = seededRandom(7);
  const kinds: string[] = [];
  for (let number = 0; number < 8; number += 1) kinds.push((await reader.readSlip(drawPicture(random, payload, false).bytes)).kind);
  expect(kinds.filter((kind) => kind !== 'other_code' && kind !== 'no_code')).toEqual([]);
  expect(kinds.filter((kind) => kind === 'other_code').length).toBeGreaterThanOrEqual(6);
});

test('a photo of anything else has no code', async () => {
  const random = seededRandom(3);
  for (const strength of [10, 60, 200]) {
    const pixels = { width: 800, height: 600, data: Buffer.alloc(800 * 600 * 4, 128) };
    addNoise(pixels, strength, random);
    expect(await reader.readSlip(toJpeg(pixels, 80))).toEqual({ kind: 'no_code' });
  }
});

/** The codes side by side, as in a screenshot of a chat. */
function sideBySide(payloads: readonly string[]): Buffer {
  const codes = payloads.map((payload, index) => codeSvg(payload, { x: 20 + 320 * index, y: 40, size: 280, quiet: 4 }));
  const width = 320 * payloads.length + 20;
  return toPng(
    rasterise(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="360"><rect width="${width}" height="360" fill="#dde"/>${codes.join('')}</svg>`,
    ),
  );
}

const SLIP = slipVerify({ sendingBank: '004', transRef: '016123456789ABC01234' });
const READ = { kind: 'read', bank: '004', transactionReference: '016123456789ABC01234' };
const WALLET = trueMoneySlipVerify({ eventType: 'P2P', transactionId: '50001234567890', date: '01012026' });

test('a slip beside another code is read, and so is one that shows twice', async () => {
  expect(await reader.readSlip(sideBySide([SLIP, 'https://example.com']))).toEqual(READ);
  expect(await reader.readSlip(sideBySide([SLIP, SLIP]))).toEqual(READ);
  expect(await reader.readSlip(sideBySide([WALLET]))).toEqual({
    kind: 'truemoney',
    eventType: 'P2P',
    transactionReference: '50001234567890',
  });
});

test('of several slips none is chosen', async () => {
  const other = slipVerify({ sendingBank: '004', transRef: '016123456789ABC01235' });
  expect(await reader.readSlip(sideBySide([SLIP, other]))).toEqual({ kind: 'several' });
  expect(await reader.readSlip(sideBySide([SLIP, WALLET]))).toEqual({ kind: 'several' });
});
