import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser, lookAt, opened } from './browser.ts';
import type { Look } from './browser.ts';
import { startFakeApi } from './fake-api.ts';
import { SIGHTS } from './sights.ts';

/** Pictures of every page for a person to look at: node tests/liff/screenshots.ts FOLDER [part of a name]. */
const folder = process.argv[2] ?? 'tests/artefacts/liff';
const only = process.argv[3] ?? '';
mkdirSync(folder, { recursive: true });

const SIZES: (Look & { name: string })[] = [
  { name: 'phone-light', width: 360, height: 740 },
  { name: 'phone-dark', width: 360, height: 740, dark: true },
  { name: 'desk-light', width: 1280, height: 800 },
  { name: 'desk-dark', width: 1280, height: 800, dark: true },
];

const api = await startFakeApi();
const browser = await launchBrowser();
for (const sight of SIGHTS.filter(({ name }) => name.includes(only))) {
  for (const { name, ...size } of SIZES) {
    const page = await lookAt(browser, api.url, { ...size, ...sight.look });
    await page.goto(`${api.url}/liff${sight.path}`);
    await page.evaluate('document.fonts.ready.then(() => true)');
    if (sight.wait !== 'skeleton') await opened(page);
    await sight.act?.(page);
    await page.evaluate('document.fonts.ready.then(() => true)');
    await page.screenshot({ path: join(folder, `${sight.name}.${name}.png`), fullPage: sight.full ?? true });
    await page.context().close();
  }
}
await browser.close();
await api.close();
