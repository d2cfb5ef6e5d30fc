import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import type { ResvgRenderOptions } from '@resvg/resvg-js';

const require = createRequire(import.meta.url);

/** Fonts come from packages, never from the machine, so that the same drawing gives the same bytes everywhere. */
const FONT_FILES = [
  '@expo-google-fonts/noto-sans-thai-looped/700Bold/NotoSansThaiLooped_700Bold.ttf',
  '@expo-google-fonts/noto-sans-myanmar/700Bold/NotoSansMyanmar_700Bold.ttf',
].map((file) => require.resolve(file));

const RENDER_OPTIONS: ResvgRenderOptions = {
  font: { loadSystemFonts: false, fontFiles: FONT_FILES, defaultFontFamily: 'Noto Sans Thai Looped' },
  logLevel: 'off',
};

/** What LINE takes as the picture of a menu. */
const PNG_BYTES_MAX = 1_000_000;

/** Throws over LINE's limit: our drawings are flat and far below it, so that would be a bug. */
export function rasterise(svg: string): Buffer {
  const png = new Resvg(svg, RENDER_OPTIONS).render().asPng();
  if (png.length > PNG_BYTES_MAX) throw new RangeError(`rich menu picture too large: ${png.length} bytes`);
  return png;
}

/** Where ink falls when this is drawn; undefined when nothing is. */
export function inkOf(svg: string): { x: number; y: number; width: number; height: number } | undefined {
  return new Resvg(svg, RENDER_OPTIONS).getBBox();
}
