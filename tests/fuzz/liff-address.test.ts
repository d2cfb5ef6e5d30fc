import fc from 'fast-check';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { lookAt, opened } from '../liff/browser.ts';
import type { FakeApi } from '../liff/fake-api.ts';
import { hostileText } from './hostile.ts';
import { setStage } from '../liff/stage.ts';

const CASES = 40;
/** A server in front takes no longer addresses. */
const ADDRESS_MAX = 1500;

let api: FakeApi;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  const stage = await setStage();
  ({ api, browser } = stage);
  page = await lookAt(browser, api.url, { scene: 'quiet' });
  return stage.clear;
});

function addresses(): string[] {
  const word = hostileText.map((text) =>
    encodeURIComponent(text.toWellFormed())
      .slice(0, ADDRESS_MAX)
      .replace(/%[\dA-F]?$/u, ''),
  );
  const address = fc.oneof(
    word.map((state) => `/liff/?liff.state=${state}`),
    word.map((state) => `/liff/?liff.state=${encodeURIComponent('/')}${state}`),
    word.map((path) => `/liff/orders/${path}`),
    word.map((hash) => `/liff/#${hash}`),
  );
  return fc.sample(address, { numRuns: CASES, seed: 20_261_122 });
}

test(
  'whatever stands in the address, the mini-app shows a page of its own and nothing runs that is not ours',
  { timeout: 120_000 },
  async () => {
    const wrong: string[] = [];
    page.on('pageerror', (error) => wrong.push(`error ${error.message}`));
    page.on('dialog', (dialog) => {
      wrong.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (sent) => {
      if (!sent.url().startsWith(api.url) && !sent.url().startsWith('data:')) wrong.push(`asked ${sent.url()}`);
    });
    let status = 0;
    page.on('response', (answer) => {
      if (answer.request().isNavigationRequest()) status = answer.status();
    });
    for (const address of addresses()) {
      await page.goto(`${api.url}${address}`);
      await page.waitForURL((url) => !url.searchParams.has('liff.state'));
      // A file that is not there, or letters that are none: not a page.
      if (status < 400) await opened(page);
      expect(page.url().startsWith(`${api.url}/liff`), page.url()).toBe(true);
    }
    expect(wrong).toEqual([]);
  },
);
