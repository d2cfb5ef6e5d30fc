import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { ReaderOptions } from 'zxing-wasm/reader';
import { CODES_A_PICTURE_MAX } from './slip-limits.ts';

const WASM_FILE = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');

const BASE: ReaderOptions = {
  formats: ['QRCode'],
  maxNumberOfSymbols: CODES_A_PICTURE_MAX,
  tryHarder: true,
  tryInvert: true,
  tryRotate: true,
  tryDownscale: true,
  // Only what passed the code's own error correction.
  returnErrors: false,
  textMode: 'Plain',
};

/**
 * The first that finds a slip ends the search. Thresholds taken from around each spot bear shade and screens; one for
 * the whole picture reads codes of two pixels a square, where "around" is most of the code. Of 250 drawn slips down to
 * 1.8 pixels a square they read 241 and 245 alone, 246 together; thresholds from a histogram, denoising and other
 * scales added none.
 */
export const LOOKS: readonly ReaderOptions[] = [BASE, { ...BASE, binarizer: 'FixedThreshold' }];

/** Loads the decoder from the package's own file: it would ask a server for it otherwise. */
export async function loadDecoder(): Promise<void> {
  const file = await readFile(WASM_FILE);
  await prepareZXingModule({
    overrides: { wasmBinary: new Uint8Array(file).buffer, printErr: () => undefined },
    fireImmediately: true,
  });
}

/** The texts of all QR codes that this look finds; undefined when the picture cannot be decoded. */
export async function findCodes(picture: Uint8Array, look: ReaderOptions): Promise<string[] | undefined> {
  const found = await readBarcodes(picture, look);
  // The decoder answers a picture that it cannot load with one result that is nothing but an error.
  if (found.some((each) => !each.isValid && each.error !== '')) return undefined;
  return found.filter((each) => each.isValid).map((each) => each.text);
}
