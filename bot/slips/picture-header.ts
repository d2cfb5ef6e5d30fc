import { DECODE_BYTES_MAX, PICTURE_PIXELS_MAX, PICTURE_SIDE_MAX } from './slip-limits.ts';
import type { TooLarge } from './slip-reading.ts';

/** What a picture says about itself before anything of it is unpacked. */
export interface PictureHeader {
  format: 'jpeg' | 'png';
  width: number;
  height: number;
  /** What decoding will hold at once. */
  decodeBytes: number;
  /** What a PNG's packed data may unpack to; a JPEG has no such part. */
  unpackedBytesMax: number;
}

const PNG_START = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PNG_HEADER_BYTES = 33;
/** Samples of a pixel by PNG colour type: grey, colour, palette, grey and alpha, colour and alpha. */
const PNG_CHANNELS = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);

/** Bytes of all rows with their filter byte; interlaced ones have seven passes, each rounded up. */
function unpackedPngBytes(size: { width: number; height: number }, bitsAPixel: number): number {
  const row = Math.ceil((size.width * bitsAPixel) / 8) + 1;
  return row * size.height;
}

function pngHeader(bytes: Buffer): PictureHeader | undefined {
  if (bytes.length < PNG_HEADER_BYTES || bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const [bits, colourType, interlaced] = [bytes.readUInt8(24), bytes.readUInt8(25), bytes.readUInt8(28) === 1];
  const channels = PNG_CHANNELS.get(colourType);
  if (channels === undefined || ![1, 2, 4, 8, 16].includes(bits)) return undefined;
  const pixels = width * height;
  const rows = unpackedPngBytes({ width, height }, channels * bits);
  // A transparent colour becomes a channel of its own; a palette is spelt out as four.
  const spelt = pixels * (colourType === 3 ? 5 : Math.min(4, channels + 1)) * (bits === 16 ? 2 : 1);
  // Passes are unpacked beside the picture they go into, and have some more filter bytes.
  const unpackedBytesMax = interlaced ? 2 * rows + 8 * (width + height) : rows;
  return { format: 'png', width, height, unpackedBytesMax, decodeBytes: rows + (interlaced ? 1.5 : 1) * spelt + pixels };
}

/** Start-of-frame markers; those the decoder does not know (lossless, arithmetic) fail there. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const START_OF_SCAN = 0xda;
/** Markers without a length: fill, restart and start of image. */
const stands = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** Where the frame header's content starts. */
function findFrame(bytes: Buffer): { at: number; marker: number } | undefined {
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes.readUInt8(at) !== 0xff) {
      // Cameras leave odd bytes between segments; decoders look for the next marker.
      at += 1;
      continue;
    }
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xff || marker === 0x00) at += 1;
    else if (stands(marker)) at += 2;
    else if (marker === START_OF_SCAN) return undefined;
    else if (isFrame(marker)) return { at: at + 4, marker };
    else at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

function jpegHeader(bytes: Buffer): PictureHeader | undefined {
  const frame = findFrame(bytes);
  if (frame === undefined || frame.at + 6 > bytes.length) return undefined;
  const [height, width, components] = [bytes.readUInt16BE(frame.at + 1), bytes.readUInt16BE(frame.at + 3), bytes.readUInt8(frame.at + 5)];
  if (components < 1 || components > 4 || frame.at + 6 + 3 * components > bytes.length) return undefined;
  const factors = Array.from({ length: components }, (_, index) => bytes.readUInt8(frame.at + 7 + 3 * index));
  const across = Math.max(1, ...factors.map((factor) => factor >> 4));
  const down = Math.max(1, ...factors.map((factor) => factor & 15));
  const pixels = width * height;
  const samples = factors.reduce((sum, factor) => sum + (pixels * (factor >> 4) * (factor & 15)) / (across * down), 0);
  // A progressive picture keeps two bytes a coefficient until its last scan.
  const isProgressive = frame.marker === 0xc2;
  return { format: 'jpeg', width, height, unpackedBytesMax: 0, decodeBytes: samples * (isProgressive ? 3 : 1) + pixels };
}

/** Undefined when the bytes are neither a JPEG nor a PNG. */
export function readPictureHeader(picture: Uint8Array): PictureHeader | undefined {
  const bytes = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength);
  const isJpeg = bytes.length > 4 && bytes.readUInt16BE(0) === 0xffd8 && bytes.readUInt8(2) === 0xff;
  const isPng = bytes.subarray(0, PNG_START.length).equals(PNG_START);
  if (!isJpeg && !isPng) return undefined;
  const header = isJpeg ? jpegHeader(bytes) : pngHeader(bytes);
  return header === undefined || header.width === 0 || header.height === 0 ? undefined : header;
}

/** A few kilobytes can claim a picture of gigabytes: what it claims decides, before it is unpacked. */
export function whyTooLarge(header: PictureHeader): TooLarge | undefined {
  const isTooWide = Math.max(header.width, header.height) > PICTURE_SIDE_MAX;
  if (isTooWide || header.width * header.height > PICTURE_PIXELS_MAX) return { kind: 'too_large', why: 'pixels' };
  return header.decodeBytes > DECODE_BYTES_MAX ? { kind: 'too_large', why: 'memory' } : undefined;
}
