import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { Language } from '../../bot/domain/words.ts';
import type { FakeApi } from './fake-api.ts';
import type { Scene } from './fake-data.ts';
import { named, weighFirstView, weightBeforePaint, weightOfAll } from './first-view.ts';
import { setStage } from './stage.ts';

const DIST = join(import.meta.dirname, '../../liff/dist');
/** JavaScript that a phone on a slow line fetches before it sees the resident's home: about what its first ten packets hold. */
const BEFORE_PAINT_MAX = 14_000;
/** With all that follows, the styles, and LINE's kit for who must sign in. */
const ALL_MAX = 48_000;
const STYLES_MAX = 4500;

let api: FakeApi;
let browser: Browser;

beforeAll(async () => {
  const stage = await setStage();
  ({ api, browser } = stage);
  return stage.clear;
});

const HOMES: Scene[] = ['busy', 'pickup', 'none', 'waiting'];
const LANGUAGES: Language[] = ['th', 'en', 'ms', 'my'];
const VIEWS = [
  ...HOMES.map((scene) => ({ scene, language: 'th' as const })),
  ...LANGUAGES.map((language) => ({ scene: 'busy' as const, language })),
];

test.each(VIEWS)('the first view ($scene, $language) is light before it is seen and in all', async (look) => {
  const view = await weighFirstView(browser, api.url, look);
  expect(view.scriptsBeforePaint.map(named).join(', ')).toMatch(/^first\.js /u);
  expect(weightBeforePaint(view)).toBeLessThanOrEqual(BEFORE_PAINT_MAX);
  expect(view.styles.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(STYLES_MAX);
  expect(weightOfAll(view)).toBeLessThanOrEqual(ALL_MAX);
});

test('a phone fetches the words of one language', async () => {
  const view = await weighFirstView(browser, api.url, { scene: 'busy', language: 'my' });
  expect(view.scripts.map(named).filter((name) => /^(?:th|en|ms)\.js/u.test(name))).toEqual([]);
});

test('the page itself runs no script of its own text and has no style attribute', () => {
  const page = readFileSync(join(DIST, 'index.html'), 'utf8');
  expect(page).toContain('<!--settings-->');
  expect(page).not.toMatch(/\sstyle=|<style/u);
  expect([...page.matchAll(/<script(?![^>]*\ssrc=)/gu)]).toEqual([]);
});
