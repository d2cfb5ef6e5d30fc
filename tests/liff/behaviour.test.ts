import type { Browser, Page } from 'playwright-core';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { lookAt, nextQuestions, opened } from './browser.ts';
import type { Look } from './browser.ts';
import { tokenUntil } from './fake-api.ts';
import type { FakeApi } from './fake-api.ts';
import { setStage } from './stage.ts';

const HOUR_MS = 3_600_000;

let api: FakeApi;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const stage = await setStage();
  ({ api, browser } = stage);
  return stage.clear;
});

beforeEach(async () => {
  api.heard.length = 0;
  return async () => {
    await page.context().close();
  };
});

async function open(path: string, look: Look): Promise<void> {
  page = await lookAt(browser, api.url, look);
  await page.goto(`${api.url}/liff${path}`);
  await opened(page);
}

function posts(path: string) {
  return api.heard.filter((one) => one.path === path);
}

test('a double tap asks once, with one key and the mark of the page', async () => {
  await open('/order', { scene: 'quiet' });
  await nextQuestions(page, 3);
  await page.dblclick('.thumb .button--primary');
  await page.waitForSelector('.state__sign');
  expect(posts('/api/orders')).toHaveLength(1);
  expect(posts('/api/orders')[0]?.marked).toBe(true);
  expect(posts('/api/orders')[0]?.key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
});

test('a lost signal keeps what was chosen and asks again with the same key', async () => {
  await open('/order', { scene: 'quiet' });
  await page.click('.round:last-child');
  await nextQuestions(page, 3);
  api.breakLine('/api/orders', 2);
  await page.click('.thumb .button--primary');
  await page.waitForSelector('.note--red');
  await page.click('.thumb .button--primary');
  await page.waitForSelector('.state__sign');
  const keys = new Set(posts('/api/orders').map(({ key }) => key));
  expect(posts('/api/orders')).toHaveLength(3);
  expect(keys.size).toBe(1);
  expect(posts('/api/orders').at(-1)?.body).toEqual({ meals: 2, mealTime: 'now', mode: 'delivery' });
});

test('two taps that mean two things carry two keys', async () => {
  await open('/shop', { scene: 'quiet' });
  for (const code of ['222222', '333333']) {
    await page.click('.shop-counter .button--secondary');
    await page.fill('#code', code);
    await page.press('#code', 'Enter');
    await page.click('.answer .button--secondary');
  }
  expect(new Set(posts('/api/shop/redeem').map(({ key }) => key)).size).toBe(2);
});

test('the way back goes question by question and keeps what was chosen', async () => {
  await open('/order', { scene: 'quiet' });
  await page.click('.round:last-child');
  await page.click('.thumb .button--primary');
  await page.waitForSelector('input[type=radio]');
  await page.click('.back');
  await page.waitForSelector('.stepper output');
  expect(await page.textContent('.stepper output')).toBe('2');
});

test('a page that the service says has changed is asked for again', async () => {
  await open('/shop', { scene: 'quiet' });
  const again = page.waitForRequest((request) => request.url().endsWith('/api/shop'));
  await api.listening();
  api.tell('shop');
  expect((await again).method()).toBe('GET');
});

test('the heading takes the focus when the page changes', async () => {
  await open('/', { scene: 'quiet' });
  await page.click('.thumb a');
  await page.waitForSelector('.stepper');
  await page.waitForSelector('h1:focus');
  expect(await page.evaluate('document.activeElement?.textContent')).toBe(await page.textContent('h1'));
});

test('the primary redirect leads to the page of its state, signs in with its token and leaves no token in the address', async () => {
  page = await lookAt(browser, api.url, { scene: 'quiet' });
  await page.goto(
    `${api.url}/liff/?liff.state=${encodeURIComponent('/history?from=chat')}#id_token=${tokenUntil(Date.now() + HOUR_MS)}&in_client=1`,
  );
  await opened(page);
  expect(page.url()).toBe(`${api.url}/liff/history?from=chat`);
  expect(posts('/api/session')).toHaveLength(1);
});

test('a token that was handed over wins over the cookie of an earlier session', async () => {
  page = await lookAt(browser, api.url, { scene: 'quiet' });
  const token = tokenUntil(Date.now() + HOUR_MS);
  await page.goto(`${api.url}/liff/history#id_token=${token}&in_client=1`);
  await opened(page);
  expect(posts('/api/session')[0]?.body).toEqual({ idToken: token });
  expect(page.url()).toBe(`${api.url}/liff/history`);
});

test('with a good cookie nothing of LINE is fetched and nobody signs in', async () => {
  page = await lookAt(browser, api.url, { scene: 'quiet' });
  const scripts: string[] = [];
  page.on('request', (request) => scripts.push(request.url()));
  await page.goto(`${api.url}/liff/`);
  await opened(page);
  expect(scripts.filter((url) => /assets\/line-(?!stand-in)|line\.me/u.test(url))).toEqual([]);
  expect(posts('/api/session')).toEqual([]);
});

test('without a session the way leads over the sign-in and back to the same page', async () => {
  page = await lookAt(browser, api.url, { scene: 'signed_out' });
  await page.goto(`${api.url}/liff/privacy`);
  await opened(page);
  expect(page.url()).toBe(`${api.url}/liff/privacy`);
  expect(posts('/api/session')).toHaveLength(1);
});

test('a sign-in that keeps failing stops with words instead of going in circles', async () => {
  page = await lookAt(browser, api.url, { scene: 'signed_out' });
  let logins = 0;
  await page.route('**/emulator/liff/login**', async (route) => {
    logins += 1;
    await route.fulfill({ status: 302, headers: { location: `${api.url}/liff/#id_token=${tokenUntil(Date.now() + HOUR_MS, 'bad')}` } });
  });
  await page.goto(`${api.url}/liff/`);
  await page.waitForSelector('.state__sign');
  expect(logins).toBe(1);
  expect(posts('/api/session')).toHaveLength(1);
});
