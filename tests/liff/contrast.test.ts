import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const TOKENS = readFileSync(new URL('../../liff/ui/tokens.css', import.meta.url), 'utf8');
const [LIGHT = '', DARK = ''] = TOKENS.split('@media (prefers-color-scheme: dark)');

/** Words on their grounds, as the stylesheets pair them. */
const WORDS: [string, string[]][] = [
  ['ink', ['rice', 'surface', 'sunken', 'leaf-soft']],
  ['ink-soft', ['rice', 'surface', 'sunken', 'leaf-soft']],
  ['leaf-ink', ['rice', 'surface', 'leaf-soft']],
  ['on-leaf', ['leaf', 'leaf-deep']],
  ['turmeric-ink', ['turmeric-soft']],
  ['red-ink', ['red-soft', 'surface', 'rice']],
  ['on-red', ['red']],
  ['rice', ['ink']],
];
/** Edges and signs that carry meaning need 3 : 1. */
const EDGES: [string, string[]][] = [
  ['line-strong', ['surface', 'rice', 'sunken']],
  ['leaf', ['surface', 'rice', 'sunken']],
  ['focus', ['surface', 'rice']],
  ['red', ['surface']],
];

function colour(css: string, name: string): string {
  const found = new RegExp(`--${name}: (#[0-9a-f]{6});`, 'u').exec(css)?.[1];
  if (found === undefined) throw new Error(`no colour ${name}`);
  return found;
}

/** Relative luminance by WCAG 2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((from) => {
    const part = Number.parseInt(hex.slice(from, from + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [bright, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((bright ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function tooWeak(css: string, pairs: [string, string[]][], least: number): string[] {
  return pairs.flatMap(([front, grounds]) =>
    grounds
      .map((ground) => ({ name: `${front} on ${ground}`, ratio: contrast(colour(css, front), colour(css, ground)) }))
      .filter(({ ratio }) => ratio < least)
      .map(({ name, ratio }) => `${name}: ${ratio.toFixed(2)}`),
  );
}

test('the ruler is right: black on white is 21', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
});

test.each([
  ['light', LIGHT],
  ['dark', DARK],
])('in the %s every word reaches 4.5 : 1 and every edge 3 : 1', (_name, css) => {
  expect(tooWeak(css, WORDS, 4.5)).toEqual([]);
  expect(tooWeak(css, EDGES, 3)).toEqual([]);
});
