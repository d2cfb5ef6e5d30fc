import { defineConfig } from 'vite';

/** Old Android WebViews are the usual phone here, so the output stays readable for browsers of early 2021. */
const OLDEST_BROWSERS = ['es2020', 'chrome87', 'safari14'];

export default defineConfig({
  root: 'liff',
  base: '/liff/',
  publicDir: false,
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
      output: {
        codeSplitting: {
          groups: [{ name: 'line', test: /node_modules[\\/]@line[\\/]liff/u }],
        },
      },
    },
  },
});
