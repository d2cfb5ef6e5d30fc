import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { lookAt, opened } from './browser.ts';
import type { Look } from './browser.ts';
import type { FakeApi } from './fake-api.ts';
import { setStage } from './stage.ts';

let api: FakeApi;
let browser: Browser;

beforeAll(async () => {
  const stage = await setStage();
  ({ api, browser } = stage);
  return stage.clear;
});

async function visit(look: Look, act: (page: Page) => Promise<void>): Promise<void> {
  const page = await lookAt(browser, api.url, look);
  try {
    await act(page);
  } finally {
    await page.context().close();
  }
}

test('before any script has come the page shows whose it is, and says later that it waits', () =>
  visit({}, async (page) => {
    await page.route('**/assets/first-*.js', () => undefined);
    await page.goto(`${api.url}/liff/`, { waitUntil: 'commit' });
    await page.waitForSelector('.brand');
    expect(await page.textContent('.brand')).toBe('ปันอิ่ม');
    expect(await page.locator('.late a').count()).toBe(4);
    expect(await page.isVisible('.late')).toBe(false);
    // Waits as long as a person would, in the page's own time.
    await page.evaluate('document.getAnimations().forEach((animation) => animation.finish())');
    expect(await page.isVisible('.late')).toBe(true);
  }));

test('where the words do not come the page says so in every language, and its link asks again', () =>
  visit({}, async (page) => {
    await page.route(/assets\/th-[^/]+\.js/u, (route) => route.abort());
    await page.goto(`${api.url}/liff/`);
    await page.waitForSelector('.is-lost .late');
    expect(await page.isVisible('.late [lang=my]')).toBe(true);
    await page.unroute(/assets\/th-[^/]+\.js/u);
    await page.click('.late [lang=th]');
    await opened(page);
    expect(await page.isVisible('.ticket')).toBe(true);
  }));

test('without a signal the first view says so, and comes with the signal or a tap', () =>
  visit({}, async (page) => {
    await page.route('**/api/**', (route) => route.abort());
    await page.goto(`${api.url}/liff/`);
    await page.waitForSelector('.state__sign');
    await page.click('.state button');
    await page.waitForSelector('.state__sign');
    await page.unroute('**/api/**');
    await page.evaluate("window.dispatchEvent(new Event('online'))");
    await page.waitForSelector('.ticket');
  }));

test('a tap before the rest has come opens its page as soon as it has', () =>
  visit({ scene: 'quiet' }, async (page) => {
    const held: (() => Promise<void>)[] = [];
    await page.route('**/assets/rest-*.js', (route) => void held.push(() => route.continue()));
    const asked = page.waitForRequest('**/assets/rest-*.js');
    await page.goto(`${api.url}/liff/`);
    await asked;
    await page.dblclick('.thumb a');
    await page.waitForSelector('.thumb', { state: 'detached' });
    for (const goOn of held) await goOn();
    await page.waitForSelector('.stepper');
    await page.goBack();
    await page.waitForSelector('.ticket');
    expect(new URL(page.url()).pathname).toBe('/liff/');
  }));

test('where the rest does not come the home stays, and the next page says why', () =>
  visit({ scene: 'quiet' }, async (page) => {
    await page.route('**/assets/rest-*.js', (route) => route.abort());
    await page.goto(`${api.url}/liff/`);
    await page.waitForSelector('.ticket');
    await page.click('.thumb a');
    await page.waitForSelector('.state__sign');
    await page.unroute('**/assets/rest-*.js');
    await page.click('.state button');
    await page.waitForSelector('.stepper');
  }));
