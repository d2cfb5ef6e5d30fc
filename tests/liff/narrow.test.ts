import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { lookAt, opened } from './browser.ts';
import type { FakeApi } from './fake-api.ts';
import { SIGHTS } from './sights.ts';
import { setStage } from './stage.ts';

let api: FakeApi;
let browser: Browser;

beforeAll(async () => {
  const stage = await setStage();
  ({ api, browser } = stage);
  return stage.clear;
});

async function seen(name: string, act: (page: Page) => Promise<void>): Promise<void> {
  const sight = SIGHTS.find((each) => each.name === name);
  if (sight === undefined) throw new Error(`no sight ${name}`);
  const page = await lookAt(browser, api.url, { ...sight.look, width: 360 });
  try {
    await page.goto(`${api.url}/liff${sight.path}`);
    await opened(page);
    await sight.act?.(page);
    await act(page);
  } finally {
    await page.context().close();
  }
}

/** Everything of it lies within the width of the screen. */
async function isWhole(page: Page, selector: string): Promise<boolean> {
  const box = await page.locator(selector).boundingBox();
  return box !== null && box.x >= 0 && box.x + box.width <= 360;
}

test.each(['coordinator', 'treasurer'])('on a phone, %s: among many roles the one that is open can be seen', (name) =>
  seen(name, async (page) => {
    await page.waitForSelector('.roles [aria-current]');
    await expect.poll(() => isWhole(page, '.roles [aria-current]')).toBe(true);
  }),
);

test('on a phone the view that was chosen can be seen', () =>
  seen('treasurer', async (page) => {
    // As a thumb does that meets the edge of it: without bringing it into view first.
    await page.locator('.views button', { hasText: 'รอคนที่สอง' }).dispatchEvent('click');
    await expect.poll(() => isWhole(page, '.views [aria-pressed=true]')).toBe(true);
  }));

test('on a phone the report of a month has all its figures on the page', () =>
  seen('treasurer-month', async (page) => {
    await page.waitForSelector('.table td');
    const { wide, shown } = await page
      .locator('.table-scroll')
      .evaluate((element: { scrollWidth: number; clientWidth: number }) => ({ wide: element.scrollWidth, shown: element.clientWidth }));
    expect(wide).toBeLessThanOrEqual(shown);
  }));
