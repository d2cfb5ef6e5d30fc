import { constants, deflateRawSync, deflateSync } from 'node:zlib';
import { slipVerify } from 'promptparse/generate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PICTURE_BYTES_MAX } from '../../bot/limits.ts';
import { createSlipReader } from '../../bot/slips/create-slip-reader.ts';
import type { SlipReader } from '../../bot/slips/create-slip-reader.ts';
import { codeSvg } from './draw-slip.ts';
import { pngOf, rasterise, toJpeg } from './picture.ts';

const MEGABYTE = 1024 * 1024;
const GROWTH_MAX = 200 * MEGABYTE;

let reader: SlipReader;
beforeAll(async () => {
  reader = await createSlipReader();
});
afterAll(async () => {
  await reader.close();
});

/** The code in the lowest quarter, where slips have it. */
const payload = slipVerify({ sendingBank: '014', transRef: '202601011234567890' });
const jpegSlip = toJpeg(
  rasterise(
    `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="800"><rect width="400" height="800" fill="#fff"/>${codeSvg(payload, { x: 100, y: 600, size: 190, quiet: 4 })}</svg>`,
  ),
  80,
);

function startOfFrame(jpeg: Buffer): number {
  return jpeg.indexOf(Buffer.from([0xff, 0xc0]));
}

function jpegThatClaims(width: number, height: number): Buffer {
  const bytes = Buffer.from(jpegSlip);
  bytes.writeUInt16BE(height, startOfFrame(bytes) + 5);
  bytes.writeUInt16BE(width, startOfFrame(bytes) + 7);
  return bytes;
}

/** Nine megabytes that unpack to nine gigabytes: one packed megabyte of zeros, over and over. */
function packedGigabytes(): Buffer {
  const megabyte = deflateRawSync(Buffer.alloc(MEGABYTE), { finishFlush: constants.Z_FULL_FLUSH });
  const times = Math.floor((9 * MEGABYTE) / megabyte.length);
  expect(times).toBeGreaterThan(5000);
  return Buffer.concat([Buffer.from([0x78, 0x01]), ...Array.from({ length: times }, () => megabyte)]);
}

/** What comes back, and by how much the process grew meanwhile. */
async function readAndWeigh(bytes: Uint8Array): Promise<{ reading: object; growth: number }> {
  const before = process.memoryUsage.rss();
  let most = before;
  const scale = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 2);
  const reading = await reader.readSlip(bytes);
  clearInterval(scale);
  return { reading, growth: Math.max(most, process.memoryUsage.rss()) - before };
}

const small = deflateSync(Buffer.alloc(1000));
const greyRows = (side: number): Buffer => deflateSync(Buffer.alloc(side * (side + 1)), { level: 1 });
const colourRows = (side: number): Buffer => deflateSync(Buffer.alloc(side * (4 * side + 1)), { level: 1 });

test.each<[string, () => Buffer, object]>([
  ['20 megabytes', () => Buffer.concat([jpegSlip, Buffer.alloc(20 * MEGABYTE)]), { kind: 'too_large', why: 'bytes' }],
  [
    'one byte too many',
    () => Buffer.concat([jpegSlip, Buffer.alloc(PICTURE_BYTES_MAX + 1 - jpegSlip.length)]),
    { kind: 'too_large', why: 'bytes' },
  ],
  ['a PDF', () => Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n'.repeat(50)), { kind: 'not_a_picture' }],
  ['a web page', () => Buffer.from('<!doctype html><title>slip</title>'), { kind: 'not_a_picture' }],
  ['nothing', () => Buffer.alloc(0), { kind: 'not_a_picture' }],
  ['the first bytes of a JPEG', () => jpegSlip.subarray(0, 12), { kind: 'not_a_picture' }],
  [
    'the first bytes of a PNG',
    () => pngOf({ width: 9, height: 9, colourType: 0, packed: small }).subarray(0, 20),
    { kind: 'not_a_picture' },
  ],
  ['a JPEG cut before its frame', () => jpegSlip.subarray(0, startOfFrame(jpegSlip) + 4), { kind: 'not_a_picture' }],
  ['a JPEG without any rows', () => jpegThatClaims(400, 0), { kind: 'not_a_picture' }],
  ['a PNG with fewer rows than it says', () => pngOf({ width: 500, height: 500, colourType: 0, packed: small }), { kind: 'not_a_picture' }],
  [
    'a PNG of 30,000 × 30,000',
    () => pngOf({ width: 30_000, height: 30_000, colourType: 6, packed: small }),
    { kind: 'too_large', why: 'pixels' },
  ],
  [
    'a PNG of 4,294,967,295 rows',
    () => pngOf({ width: 1, height: 0xffff_ffff, colourType: 0, packed: small }),
    { kind: 'too_large', why: 'pixels' },
  ],
  ['a JPEG of 65,535 × 65,535', () => jpegThatClaims(65_535, 65_535), { kind: 'too_large', why: 'pixels' }],
  ['a JPEG as long as a street', () => jpegThatClaims(100, 60_000), { kind: 'too_large', why: 'pixels' }],
  [
    'a PNG with more channels than we unpack',
    () => pngOf({ width: 4500, height: 4500, colourType: 6, packed: small }),
    { kind: 'too_large', why: 'memory' },
  ],
  [
    'a small PNG packed from nine gigabytes',
    () => pngOf({ width: 200, height: 200, colourType: 0, packed: packedGigabytes() }),
    { kind: 'too_large', why: 'memory' },
  ],
  ['the largest grey PNG we take', () => pngOf({ width: 4890, height: 4890, colourType: 0, packed: greyRows(4890) }), { kind: 'no_code' }],
  [
    'the largest PNG with transparency we take',
    () => pngOf({ width: 3860, height: 3860, colourType: 6, packed: colourRows(3860) }),
    { kind: 'no_code' },
  ],
])('%s: a clear answer in bounded memory', async (_, make, answer) => {
  const { reading, growth } = await readAndWeigh(make());
  expect(reading).toEqual(answer);
  expect(growth).toBeLessThan(GROWTH_MAX);
});

test('a JPEG cut anywhere is read rightly or not at all', async () => {
  const whole = { kind: 'read', bank: '014', transactionReference: '202601011234567890' };
  expect(await reader.readSlip(jpegSlip)).toEqual(whole);
  for (let tenth = 1; tenth < 10; tenth += 1) {
    const reading = await reader.readSlip(jpegSlip.subarray(0, Math.floor((jpegSlip.length * tenth) / 10)));
    // The code is in the lowest quarter of the picture, and so is at the end of the file.
    expect([{ kind: 'no_code' }, { kind: 'not_a_picture' }, ...(tenth > 7 ? [whole] : [])]).toContainEqual(reading);
  }
});

test('after all this a slip is read as before', async () => {
  expect(await reader.readSlip(jpegSlip)).toMatchObject({ kind: 'read', bank: '014' });
});
