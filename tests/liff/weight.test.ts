import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { needsBuild } from './needs-build.ts';

const DIST = join(import.meta.dirname, '../../liff/dist');
/** What a phone on a slow line fetches before it sees the home page, and before it can sign in. */
const FIRST_SCRIPTS_MAX = 20_000;
const FIRST_STYLES_MAX = 4500;
const WITH_LINE_MAX = 48_000;

beforeAll(needsBuild);

function weight(path: string): number {
  return gzipSync(readFileSync(path)).length;
}

function firstFiles(end: string): string[] {
  const page = readFileSync(join(DIST, 'index.html'), 'utf8');
  return [...page.matchAll(/(?:src|href)="\/liff\/(assets\/[^"]+)"/gu)]
    .map(([, path = '']) => join(DIST, path))
    .filter((path) => path.endsWith(end));
}

function total(paths: string[]): number {
  return paths.reduce((sum, path) => sum + weight(path), 0);
}

test('the first page is light, with and without LINE', () => {
  const scripts = total(firstFiles('.js'));
  const styles = total(firstFiles('.css'));
  const line = readdirSync(join(DIST, 'assets')).filter((name) => /^line-(?!stand-in).*\.js$/u.test(name));
  expect(line).toHaveLength(1);
  expect(scripts).toBeLessThanOrEqual(FIRST_SCRIPTS_MAX);
  expect(styles).toBeLessThanOrEqual(FIRST_STYLES_MAX);
  expect(scripts + styles + total(line.map((name) => join(DIST, 'assets', name)))).toBeLessThanOrEqual(WITH_LINE_MAX);
});

test('the page itself runs no script of its own text and has no style attribute', () => {
  const page = readFileSync(join(DIST, 'index.html'), 'utf8');
  expect(page).toContain('<!--settings-->');
  expect(page).not.toMatch(/\sstyle=|<style/u);
  expect([...page.matchAll(/<script(?![^>]*\ssrc=)/gu)]).toEqual([]);
});
