import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { lookAt } from './browser.ts';
import type { Look } from './browser.ts';

const ASSETS = join(import.meta.dirname, '../../liff/dist/assets');

/** One file as the browser fetched it; its weight is that of the copy which the service sends, gzip -9. */
interface Fetched {
  name: string;
  bytes: number;
  startedAt: number;
}

export interface FirstView {
  /** When the browser put together the frame that first shows what the home says, ms after it was asked for. */
  paintedAt: number;
  /** All scripts that were asked for before that frame, however they were asked for. */
  scriptsBeforePaint: Fetched[];
  /** The page, its scripts and styles until the view is complete: foot, live line, words around it. */
  scripts: Fetched[];
  styles: Fetched[];
  page: Fetched;
}

/**
 * Runs in the page before anything of it. The stamp is taken in the frame's own callback: what the app starts after
 * the paint comes later, what it starts before, even by `import()`, comes earlier.
 */
const WATCH = `
  new MutationObserver((_, watcher) => {
    if (!document.querySelector('main .ticket, main .card')) return;
    watcher.disconnect();
    requestAnimationFrame(() => { globalThis.paintedAt = performance.now(); });
  }).observe(document, { childList: true, subtree: true });
`;

const READ = `({
  paintedAt: globalThis.paintedAt,
  entries: [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map((entry) => ({
    url: entry.name,
    startedAt: entry.startTime,
  })),
})`;

function sum(files: readonly Fetched[]): number {
  return files.reduce((total, { bytes }) => total + bytes, 0);
}

export function weightBeforePaint(view: FirstView): number {
  return sum(view.scriptsBeforePaint);
}

/** With LINE's kit and the sign-in, which only who has no session fetches, and which no emulator lets us fetch. */
export function weightOfAll(view: FirstView): number {
  return sum(view.scripts) + sum(view.styles) + lineWeight();
}

export function lineWeight(): number {
  const files = readdirSync(ASSETS).filter((name) => /^(?:line-(?!stand-in)|sign-in-).*\.js\.gz$/u.test(name));
  if (files.length !== 2) throw new Error(`the kit of LINE and the sign-in should be one file each, there are ${files.join(', ')}`);
  return files.reduce((total, name) => total + statSync(join(ASSETS, name)).size, 0);
}

export function named({ name, bytes }: Fetched): string {
  return `${name.replace(/-[\w-]{8}(?=\.\w+$)/u, '')} ${bytes}`;
}

/** The weights of the answers by file name; this browser's own record knows when files were asked for, but not how large they are. */
function weighAnswers(page: Page): Map<string, number> {
  const weights = new Map<string, number>();
  page.on('response', (response) => {
    const headers = response.headers();
    const copy = join(ASSETS, `${fileOf(response.url())}.gz`);
    // Where the phone reads something smaller than gzip, it is gzip that counts.
    if (headers['content-encoding'])
      weights.set(fileOf(response.url()), existsSync(copy) ? statSync(copy).size : Number(headers['content-length']));
  });
  return weights;
}

function fileOf(url: string): string {
  return new URL(url).pathname.split('/').at(-1) ?? '';
}

async function read(page: Page, weights: Map<string, number>): Promise<FirstView> {
  const { paintedAt, entries }: { paintedAt: number; entries: { url: string; startedAt: number }[] } = await page.evaluate(READ);
  const fetched = entries.map(({ url, startedAt }) => ({ name: fileOf(url), startedAt }));
  const weighed = fetched
    .filter(({ name }) => name === '' || /\.(?:js|css)$/u.test(name))
    .map((file) => ({ ...file, bytes: weights.get(file.name) ?? Number.NaN }));
  const [html] = weighed;
  const unknown = weighed.filter(({ bytes }) => Number.isNaN(bytes));
  if (html === undefined || unknown.length > 0) throw new Error(`not sent compressed: ${unknown.map(({ name }) => name).join(', ')}`);
  const scripts = weighed.filter(({ name }) => name.endsWith('.js'));
  return {
    paintedAt,
    scripts,
    scriptsBeforePaint: scripts.filter(({ startedAt }) => startedAt <= paintedAt),
    styles: weighed.filter(({ name }) => name.endsWith('.css')),
    page: html,
  };
}

/** Opens the resident's home twice, for the phone knows its language from the visit before, and weighs the second. */
export async function weighFirstView(browser: Browser, url: string, look: Look): Promise<FirstView> {
  const page = await lookAt(browser, url, look);
  try {
    await page.goto(`${url}/liff/`);
    await page.waitForSelector('.foot');
    const visit = await page.context().newPage();
    await visit.addInitScript(WATCH);
    const devtools = await page.context().newCDPSession(visit);
    await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
    const weights = weighAnswers(visit);
    await visit.goto(`${url}/liff/`);
    await visit.waitForSelector('.foot');
    return await read(visit, weights);
  } finally {
    await page.context().close();
  }
}
