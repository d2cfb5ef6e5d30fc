import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { lookAt, opened } from './browser.ts';
import type { FakeApi } from './fake-api.ts';
import { SIGHTS } from './sights.ts';
import type { Sight } from './sights.ts';
import { setStage } from './stage.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let api: FakeApi;
let browser: Browser;

beforeAll(async () => {
  const stage = await setStage();
  ({ api, browser } = stage);
  return stage.clear;
});

interface Violation {
  id: string;
  nodes: { html: string; failureSummary?: string }[];
}

async function violationsOf(page: Page): Promise<string[]> {
  // Evaluated by the debugger, which the page's policy does not bind.
  await page.evaluate(AXE);
  const found: Violation[] = await page.evaluate('axe.run().then((result) => result.violations)');
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

async function come(sight: Sight, look: { width?: number; dark?: boolean }): Promise<{ page: Page; complaints: string[] }> {
  const page = await lookAt(browser, api.url, { ...look, ...sight.look });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy/u.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`${api.url}/liff${sight.path}`);
  if (sight.wait === 'skeleton') await page.waitForSelector('h1');
  else await opened(page);
  await sight.act?.(page);
  return { page, complaints };
}

test.each(SIGHTS)('$name: nothing for axe to say, one h1, no sideways scroll at 320, nothing against the policy', async (sight) => {
  const { page, complaints } = await come(sight, { width: 320 });
  expect(await violationsOf(page)).toEqual([]);
  expect(await page.locator('h1').count()).toBe(1);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test.each(SIGHTS.filter(({ name }) => ['home', 'shop', 'coordinator-households', 'treasurer-errors', 'privacy'].includes(name)))(
  '$name in the dark on a desk: nothing for axe to say',
  async (sight) => {
    const { page } = await come(sight, { width: 1280, dark: true });
    expect(await violationsOf(page)).toEqual([]);
    await page.context().close();
  },
);

const TALKATIVE = SIGHTS.filter(({ name }) => ['home', 'order-mode', 'shop', 'rider-to-home', 'privacy'].includes(name));

test.each((['en', 'ms', 'my'] as const).flatMap((language) => TALKATIVE.map((sight) => ({ language, ...sight }))))(
  '$name in $language: nothing for axe to say, no sideways scroll at 320',
  async ({ language, ...sight }) => {
    const { page } = await come({ ...sight, look: { ...sight.look, language } }, { width: 320 });
    await page.waitForSelector(`html[lang=${language}]`);
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    await page.context().close();
  },
);
