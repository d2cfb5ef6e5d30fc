import { Resvg } from '@resvg/resvg-js';
import { parse } from 'promptparse';
import { anyId } from 'promptparse/validate';
import QRCode from 'qrcode';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPledgeQr, pledgeQrPng, pledgeQrSvg, promptPayPayload } from '../../bot/pictures/pledge-qr.ts';
import { imageSize } from '../../simulator/image-size.ts';
import { databaseRig } from '../outbox/rig.ts';

let rig: Awaited<ReturnType<typeof databaseRig>>;
beforeEach(async () => {
  rig = await databaseRig();
});
afterEach(async () => {
  await rig.close();
});

test.each([
  ['0812345678', 'MSISDN', '0812345678'],
  ['0994000165501', 'NATID', '0994000165501'],
  ['004999000288505', 'EWALLETID', '004999000288505'],
])('a bank app reads account %s and the amount', (promptPayId, type, target) => {
  const payload = promptPayPayload(promptPayId, 1234_50);
  expect(parse(payload, true)).not.toBeNull();
  expect(anyId(payload)).toEqual({ type, target, amount: 1234.5 });
});

test('40 baht to 0812345678 is the payload of the standard', () => {
  expect(promptPayPayload('0812345678', 40_00)).toBe('00020101021229370016A0000006770101110113006681234567853037645802TH540540.006304F340');
});

test('no amount, no QR', () => {
  expect(() => promptPayPayload('0812345678', 0)).toThrow(RangeError);
});

test('the picture shows the amount and the reference, and is small enough for LINE', () => {
  const pledge = { amountSatang: 1200_50, reference: 'PI7K3Q' };
  expect(pledgeQrSvg('payload', pledge)).toMatch(/1,200\.50 .*PI7K3Q/su);
  const png = pledgeQrPng('0812345678', pledge);
  expect(png.length).toBeLessThan(1_000_000);
  expect(imageSize(png)).toMatchObject({ width: 1024, height: 1280 });
});

/** Reads the modules back out of the picture, one look into the middle of each. */
test('the squares of the picture are those of the payload, with a quiet zone around them', () => {
  const payload = promptPayPayload('0812345678', 99_00);
  // Each look at `pixels` copies them all, five megabytes.
  const { pixels, width } = new Resvg(pledgeQrSvg(payload, { amountSatang: 99_00, reference: 'PI7K3Q' })).render();
  const { modules } = QRCode.create(payload, { errorCorrectionLevel: 'M' });
  const quiet = 4;
  const module = 800 / (modules.size + 2 * quiet);
  const isDark = (row: number, column: number): boolean => {
    const x = Math.floor((1024 - 800) / 2 + (column + quiet + 0.5) * module);
    const y = Math.floor(170 + (row + quiet + 0.5) * module);
    return (pixels[(y * width + x) * 4] ?? 255) < 128;
  };
  for (let row = -quiet; row < modules.size + quiet; row += 1) {
    for (let column = -quiet; column < modules.size + quiet; column += 1) {
      const isInside = row >= 0 && column >= 0 && row < modules.size && column < modules.size;
      if (isDark(row, column) !== (isInside && modules.get(row, column) !== 0)) throw new Error(`wrong square at ${row}, ${column}`);
    }
  }
  expect(modules.size).toBeGreaterThan(20);
});

test('an unknown token has no picture', async () => {
  expect(await createPledgeQr(rig.deps)('nobody-knows-this')).toBeUndefined();
});
