import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';
import { fillPage } from './liff/fill-page.ts';

/** Old Android WebViews are the usual phone here, so the output stays readable for browsers of early 2021. */
const OLDEST_BROWSERS = ['es2020', 'chrome87', 'safari14'];

/** Around every `import()` vite puts a call of its loader, a kilobyte that every first view would carry. */
const lightLoader: Plugin = {
  name: 'light-loader',
  enforce: 'pre',
  load(id) {
    if (id !== '\0vite/preload-helper.js') return undefined;
    return `export { bringParts as __vitePreload } from ${JSON.stringify(join(import.meta.dirname, 'liff/bring-parts.ts'))};`;
  },
};

const filledPage: Plugin = { name: 'filled-page', transformIndexHtml: { order: 'pre', handler: fillPage } };

/** Compressed once, as small as it goes, so that the service only picks the copy that a phone can read (bot/pages.ts). */
const compressedCopies: Plugin = {
  name: 'compressed-copies',
  writeBundle({ dir }) {
    const assets = join(dir ?? '', 'assets');
    for (const name of readdirSync(assets).filter((each) => /\.(?:js|css|svg)$/u.test(each))) {
      const content = readFileSync(join(assets, name));
      writeFileSync(join(assets, `${name}.gz`), gzipSync(content, { level: 9 }));
      writeFileSync(
        join(assets, `${name}.br`),
        brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }),
      );
    }
  },
};

export default defineConfig({
  root: 'liff',
  base: '/liff/',
  publicDir: false,
  plugins: [filledPage, lightLoader, compressedCopies],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: OLDEST_BROWSERS,
    cssTarget: OLDEST_BROWSERS.slice(1),
    // Fonts and pictures stay files: a data: address would be refused by the page's content policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Compressing takes longest of all, on purpose.
      checks: { pluginTimings: false },
      output: {
        // The first view in one file, which compresses better than two and is one request.
        codeSplitting: { groups: [{ name: 'first', test: /liff[\\/]main\.tsx$/u }] },
      },
    },
  },
});
