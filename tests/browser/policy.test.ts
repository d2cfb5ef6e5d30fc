/** The pages under their content policy, in a real browser: nothing that they need is forbidden, and what is forbidden stays so. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { textAt } from '../../simulator/json.ts';
import { startDemo } from './support/demo.ts';
import type { Demo } from './support/demo.ts';
import { IDS, launchBrowser } from './support/town.ts';
import { PATIENT } from '../support/patience.ts';

let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
}, 100_000);
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

/** Every page and frame of the context tells what its policy forbade. */
async function watched(): Promise<{ context: BrowserContext; violations: string[] }> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'th-TH', timezoneId: 'Asia/Bangkok' });
  context.setDefaultTimeout(PATIENT);
  onTestFinished(() => context.close());
  const violations: string[] = [];
  context.on('console', (message) => {
    if (/content security policy|refused to|frame-ancestors/iu.test(message.text())) violations.push(message.text());
  });
  await context.exposeBinding('tellViolation', (_source, what: string) => void violations.push(what));
  await context.addInitScript(
    "addEventListener('securitypolicyviolation', (event) => window.tellViolation(event.violatedDirective + ' ' + event.blockedURI));",
  );
  return { context, violations };
}

async function linkFor(who: keyof typeof IDS, path: string): Promise<string> {
  const answer = await fetch(`${demo.town}/sim/api/liff-url?${new URLSearchParams({ userId: IDS[who], path }).toString()}`);
  return textAt(await answer.json(), 'url') ?? '';
}

async function openAs(context: BrowserContext, who: keyof typeof IDS, path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(await linkFor(who, path));
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

const VISITS: [keyof typeof IDS, string[]][] = [
  ['nit', ['/', '/order', '/coupon', '/history', '/privacy', '/donor', '/nowhere']],
  ['pornShop', ['/shop']],
  ['ek', ['/rider']],
  ['coordinator', ['/coordinator', '/approvals']],
  ['treasurer', ['/treasurer', '/approvals']],
];
test.each(VISITS)('%s sees %j with nothing forbidden that the pages need', async (who, paths) => {
  const { context, violations } = await watched();
  for (const path of paths) {
    const page = await openAs(context, who, path);
    await page.waitForLoadState('load');
    await page.close();
  }
  expect(violations).toEqual([]);
});

test('the public pages load all that they show', async () => {
  const { context, violations } = await watched();
  const page = await context.newPage();
  for (const path of ['/public', '/public?lang=en', '/public/books/']) {
    await page.goto(`${demo.bot}${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.evaluate('document.fonts.size')).toBeGreaterThan(0);
  }
  expect(violations).toEqual([]);
});

test('a script that got into a page does not run, and what it would call is not reached', async () => {
  const { context, violations } = await watched();
  const page = await openAs(context, 'nit', '/');
  await page.evaluate(
    "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.wasRun = true\"><iframe srcdoc=\"<script>top.wasRun = true</scr' + 'ipt>\"></iframe>')",
  );
  const reached = await page.evaluate("fetch('https://evil.example/').then(() => 'reached', () => 'refused')");
  await expect.poll(() => violations.join('\n')).toMatch(/connect-src/u);
  await expect.poll(() => violations.join('\n')).toMatch(/script-src/u);
  expect([reached, await page.evaluate('window.wasRun')]).toEqual(['refused', undefined]);
});

/** A page of somebody else on this very machine: same site, other origin. */
async function stranger(): Promise<string> {
  const server = createServer((_request, response) => response.setHeader('Content-Type', 'text/html').end('<title>elsewhere</title>'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** The page at that address with the mini-app in a frame. */
async function framedAt(address: string): Promise<{ page: Page; violations: string[] }> {
  const { context, violations } = await watched();
  const page = await context.newPage();
  await page.goto(address);
  const link = await linkFor('nit', '/privacy');
  await page.evaluate(
    `document.body.append(Object.assign(document.createElement('iframe'), { id: 'framed', src: ${JSON.stringify(link)} }))`,
  );
  return { page, violations };
}

test('only the emulator may show the mini-app in its page', async () => {
  const emulator = await framedAt(demo.town);
  await emulator.page.frameLocator('#framed').getByRole('heading', { level: 1 }).waitFor();
  const elsewhere = await framedAt(await stranger());
  await expect.poll(() => elsewhere.violations.join('\n')).toContain('frame-ancestors');
  expect(elsewhere.page.frames().map((frame) => frame.url())).not.toContain(`${demo.bot}/liff/privacy`);
});
