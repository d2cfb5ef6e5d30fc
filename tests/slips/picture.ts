import { createRequire } from 'node:module';
import { crc32, deflateSync } from 'node:zlib';
import { Resvg } from '@resvg/resvg-js';
import jpeg from 'jpeg-js';

/** RGBA, four bytes a pixel. */
export interface Pixels {
  width: number;
  height: number;
  data: Buffer;
}

const require = createRequire(import.meta.url);
const FONT_FILES = ['400Regular/NotoSansThaiLooped_400Regular.ttf', '700Bold/NotoSansThaiLooped_700Bold.ttf'].map((file) =>
  require.resolve(`@expo-google-fonts/noto-sans-thai-looped/${file}`),
);

export function rasterise(svg: string): Pixels {
  const font = { loadSystemFonts: false, fontFiles: FONT_FILES, defaultFontFamily: 'Noto Sans Thai Looped' };
  const image = new Resvg(svg, { font, logLevel: 'off' }).render();
  return { width: image.width, height: image.height, data: image.pixels };
}

export function toJpeg(pixels: Pixels, quality: number): Buffer {
  return jpeg.encode(pixels, quality).data;
}

function chunk(name: string, data: Buffer): Buffer {
  const frame = Buffer.alloc(12 + data.length);
  frame.writeUInt32BE(data.length, 0);
  frame.write(name, 4, 'latin1');
  data.copy(frame, 8);
  frame.writeUInt32BE(crc32(frame.subarray(4, 8 + data.length)), 8 + data.length);
  return frame;
}

export interface PngParts {
  width: number;
  height: number;
  /** 0 grey, 6 colour with transparency */
  colourType: 0 | 6;
  /** The rows, packed: for a bomb, anything. */
  packed: Buffer;
}

export function pngOf({ width, height, colourType, packed }: PngParts): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, colourType, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', packed), chunk('IEND', Buffer.alloc(0))]);
}

export function toPng({ width, height, data }: Pixels): Buffer {
  const rows = Buffer.alloc(height * (4 * width + 1));
  for (let row = 0; row < height; row += 1) data.copy(rows, row * (4 * width + 1) + 1, 4 * row * width, 4 * (row + 1) * width);
  return pngOf({ width, height, colourType: 6, packed: deflateSync(rows, { level: 1 }) });
}

/** Sums of uniform chance: near enough to a camera's grain, and cheap. */
export function addNoise(pixels: Pixels, strength: number, random: () => number): void {
  const grains = Float32Array.from({ length: 4096 }, () => (random() + random() + random() + random() - 2) * strength * 1.7);
  let state = Math.floor(random() * 2 ** 32) >>> 0;
  for (let at = 0; at < pixels.data.length; at += 4) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const grain = grains[state >>> 20] ?? 0;
    for (let channel = at; channel < at + 3; channel += 1) {
      pixels.data[channel] = Math.max(0, Math.min(255, (pixels.data[channel] ?? 0) + grain));
    }
  }
}

/** Each pixel mixed with its four neighbours. */
export function blur(pixels: Pixels, share: number): Pixels {
  const { width, height, data } = pixels;
  const result = Buffer.from(data);
  for (let y = 1; y < height - 1; y += 1) {
    for (let at = 4 * (y * width + 1); at < 4 * ((y + 1) * width - 1); at += 1) {
      const around = (data[at - 4] ?? 0) + (data[at + 4] ?? 0) + (data[at - 4 * width] ?? 0) + (data[at + 4 * width] ?? 0);
      result[at] = (data[at] ?? 0) * (1 - share) + (around * share) / 4;
    }
  }
  return { width, height, data: result };
}

/** As a camera sees a screen that it does not stand straight before: the far side smaller, the light uneven. */
export function photograph(pixels: Pixels, lean: { across: number; down: number; shade: number }): Pixels {
  const { width, height, data } = pixels;
  const result = Buffer.alloc(data.length, 40);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [u, v] = [(2 * x) / width - 1, (2 * y) / height - 1];
      const depth = 0.94 - lean.across * u - lean.down * v;
      const [fromX, fromY] = [((u / depth + 1) * width) / 2, ((v / depth + 1) * height) / 2];
      const [left, top] = [Math.floor(fromX), Math.floor(fromY)];
      if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) continue;
      const [right, below] = [fromX - left, fromY - top];
      const light = 1 - lean.shade * (0.5 + 0.5 * u) + 0.02 * Math.sin(y / 1.7);
      const from = 4 * (top * width + left);
      const to = 4 * (y * width + x);
      for (let channel = 0; channel < 3; channel += 1) {
        const upper = (data[from + channel] ?? 0) * (1 - right) + (data[from + channel + 4] ?? 0) * right;
        const lower = (data[from + channel + 4 * width] ?? 0) * (1 - right) + (data[from + channel + 4 * width + 4] ?? 0) * right;
        result[to + channel] = Math.min(255, (upper * (1 - below) + lower * below) * light);
      }
      result[to + 3] = 255;
    }
  }
  return { width, height, data: result };
}
