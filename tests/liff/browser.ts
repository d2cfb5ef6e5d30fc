import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import type { Language } from '../../bot/domain/words.ts';
import type { Scene } from './fake-data.ts';
import { PATIENT } from '../support/patience.ts';

export interface Look {
  scene?: Scene;
  language?: Language;
  width?: number;
  height?: number;
  dark?: boolean;
}

export async function launchBrowser(): Promise<Browser> {
  // One process for everything hangs when a context closes.
  const args = chromium.args.filter((arg) => arg !== '--single-process' && arg !== '--no-zygote');
  return playwright.launch({ executablePath: await chromium.executablePath(), args });
}

/** A page of its own, with its own cookies, in the asked light and size. */
export async function lookAt(browser: Browser, url: string, look: Look = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: look.width ?? 360, height: look.height ?? 740 },
    colorScheme: look.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: 'th-TH',
    timezoneId: 'Asia/Bangkok',
  });
  await context.addCookies([
    { name: 'scene', value: look.scene ?? 'busy', url },
    { name: 'language', value: look.language ?? 'th', url },
  ]);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENT);
  return page;
}

/** Waits until the page shows its content: a heading, and no skeleton where one is not the point. */
export async function opened(page: Page): Promise<void> {
  await page.waitForSelector('h1');
  await page.waitForSelector('.skeleton', { state: 'detached' });
}

/** What each question of a new order shows, from the second on. */
const QUESTIONS = ['input[name=meal-time]', 'input[name=mode]', '.list__line'];

/** Goes on from the first question of a new order. */
export async function nextQuestions(page: Page, times: number): Promise<void> {
  for (const sign of QUESTIONS.slice(0, times)) {
    await page.click('.thumb .button--primary');
    await page.waitForSelector(sign);
  }
}
