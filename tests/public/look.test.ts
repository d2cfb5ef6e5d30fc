import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bangkokDay, weekOf } from '../../bot/domain/days.ts';
import { prepareDatabase } from '../../bot/usecases/prepare-database.ts';
import { fillBooks } from '../../bench/fill-books.ts';
import { launchBrowser } from '../liff/browser.ts';
import { databaseRig } from '../outbox/rig.ts';
import { servePublic } from './served.ts';

interface AxeFinding {
  id: string;
  nodes: { target: string[] }[];
}

let rig: Awaited<ReturnType<typeof databaseRig>>;
let site: Awaited<ReturnType<typeof servePublic>>;
let browser: Browser;
beforeAll(async () => {
  rig = await databaseRig();
  await prepareDatabase(rig.deps);
  fillBooks(rig.path, { transfers: 10, week: weekOf(bangkokDay(rig.clock.now())), weeks: 2 });
  site = await servePublic(rig.deps);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  site.close();
  await rig.close();
});

test.for([
  { lang: 'th', width: 320, dark: false },
  { lang: 'en', width: 1280, dark: true },
])('$lang at $width wide: nothing is wider than the screen, and axe has nothing to say', async ({ lang, width, dark }) => {
  const context = await browser.newContext({ viewport: { width, height: 740 }, colorScheme: dark ? 'dark' : 'light' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  await page.goto(`${site.url}/public/?lang=${lang}`);
  const fonts = await page.evaluate<number>(
    'document.fonts.ready.then((all) => [...all].filter((font) => font.status === "loaded").length)',
  );
  expect(fonts).toBeGreaterThanOrEqual(3);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  // The page's own policy lets no script in: axe comes through the inspector.
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(axe);
  const findings = await page.evaluate<AxeFinding[]>('axe.run().then((result) => result.violations)');
  expect(findings.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ')}`)).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});

test('on paper the colours are those of paper, also for readers in the dark', async () => {
  const context = await browser.newContext({ colorScheme: 'dark' });
  const page = await context.newPage();
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.goto(`${site.url}/public/`);
  expect(await page.evaluate('[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]')).toEqual([
    'rgb(255, 255, 255)',
    'rgb(0, 0, 0)',
  ]);
  await context.close();
});
