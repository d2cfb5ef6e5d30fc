import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { ROOT } from './demo.ts';
import { PATIENT } from '../../support/patience.ts';

/** In one process the browser ends with its first page; without web security it is not what people have. */
const UNWANTED = new Set(['--single-process', '--no-zygote', '--disable-web-security', '--allow-running-insecure-content']);

export async function launchBrowser(): Promise<Browser> {
  const own = process.env['CHROMIUM_PATH'];
  return playwright.launch({
    executablePath: own ?? (await chromium.executablePath()),
    args: chromium.args.filter((arg) => !UNWANTED.has(arg)),
  });
}

/** Who lives in the city of the demonstration. */
export const IDS = {
  coordinator: 'U00000000000000000000000000000c01',
  treasurer: 'U00000000000000000000000000000e01',
  nit: 'U00000000000000000000000000000a01',
  iad: 'U00000000000000000000000000000a02',
  mali: 'U00000000000000000000000000000a08',
  loh: 'U00000000000000000000000000000a09',
  pornShop: 'U00000000000000000000000000000501',
  manShop: 'U00000000000000000000000000000502',
  ek: 'U00000000000000000000000000000d01',
  oh: 'U00000000000000000000000000000d02',
  wit: 'U00000000000000000000000000000b01',
} as const;

/** One person's chat in the simulator's page, used as they would: by typing and tapping. */
export class Chat {
  readonly column: Locator;
  readonly #page: Page;
  readonly #userId: string;
  /** How many bubbles there were when this person last did something. */
  #mark = 0;

  constructor(page: Page, userId: string) {
    this.#page = page;
    this.#userId = userId;
    this.column = page.getByTestId(`chat-column-${userId}`);
  }

  async open(): Promise<this> {
    if (!(await this.column.isVisible())) await this.#page.getByTestId(`person-${this.#userId}`).click();
    await this.column.waitFor();
    return this;
  }

  async say(words: string): Promise<void> {
    await this.open();
    await this.#moves();
    await this.column.getByTestId('composer-input').fill(words);
    await this.column.getByTestId('composer-input').press('Enter');
    await expect.poll(() => this.bubbles(), { timeout: PATIENT }).toContainEqual(expect.stringContaining(words));
  }

  /** Taps a button that came since this person last did something. */
  async tap(label: string): Promise<void> {
    await this.open();
    const button = this.#fresh().or(this.column.getByTestId('quick-replies')).getByRole('button', { name: label, exact: true }).last();
    await button.waitFor({ timeout: PATIENT });
    await this.#moves();
    await button.click();
  }

  /** Taps the newest button of that name, however old it is. */
  async tapOld(label: string): Promise<void> {
    await this.open();
    await this.#moves();
    await this.column.getByTestId('messages').getByRole('button', { name: label, exact: true }).last().click();
  }

  /** Waits until a bubble says so that came since this person last did something. */
  async hears(...words: string[]): Promise<string> {
    await this.open();
    const heard = async () => (await this.bubbles('bot')).join('\n');
    for (const said of words) await expect.poll(heard, { timeout: PATIENT }).toContain(said);
    return heard();
  }

  async bubbles(from?: 'bot' | 'member'): Promise<string[]> {
    return this.#fresh(from).allInnerTexts();
  }

  async picksDate(label: string, day: string): Promise<void> {
    await this.tap(label);
    await this.column.getByTestId('date-input').fill(day);
    await this.column.getByTestId('date-send').click();
  }

  /** Taps a field of the menu at the foot of the chat. */
  async tapsMenu(name: string): Promise<void> {
    await this.open();
    await this.#moves();
    await this.column.getByTestId('richmenu').getByRole('button', { name, exact: true }).click();
  }

  /** What stands under a label of the newest card that has it, for example a code to be read out. */
  async reads(label: string): Promise<string> {
    await this.open();
    const boxes = this.column.locator('.flex-box').filter({ has: this.#page.locator(`xpath=child::*[normalize-space()="${label}"]`) });
    const lines = (await boxes.last().innerText()).split('\n');
    return lines[lines.indexOf(label) + 1]?.trim() ?? '';
  }

  async sendsHome(): Promise<void> {
    await this.#more('more-location', 'place-home');
  }

  async sendsPhoto(which: 'photo-slip' | 'photo-door'): Promise<void> {
    await this.#more('more-photo', which);
  }

  async #more(kind: string, choice: string): Promise<void> {
    await this.open();
    await this.#moves();
    await this.column.getByTestId('composer-more').click();
    await this.column.getByTestId(kind).click();
    await this.column.getByTestId(choice).click();
  }

  #fresh(from?: 'bot' | 'member'): Locator {
    return this.column.locator(`:nth-child(n + ${this.#mark + 1} of .entry)${from ? `[data-from="${from}"]` : ''}`);
  }

  async #moves(): Promise<void> {
    this.#mark = await this.column.locator('.entry').count();
  }
}

/** The phone in which a mini-app page is open. */
export class Phone {
  readonly frame: Locator;
  readonly inside: FrameLocator;

  constructor(page: Page) {
    this.frame = page.getByTestId('phone-frame');
    this.inside = page.getByTestId('phone-page').contentFrame();
  }

  button(name: string | RegExp): Locator {
    return this.inside.getByRole('button', { name, exact: typeof name === 'string' });
  }

  link(name: string): Locator {
    return this.inside.getByRole('link', { name, exact: true });
  }

  async shows(...words: string[]): Promise<void> {
    for (const said of words) await this.inside.getByText(said).first().waitFor({ timeout: PATIENT });
  }

  async close(): Promise<void> {
    await this.frame.getByTestId('phone-close').click();
    await this.frame.waitFor({ state: 'hidden' });
  }
}

export interface Town {
  page: Page;
  phone: Phone;
  chat: (name: keyof typeof IDS) => Chat;
  /** Keeps what a person would see now. */
  picture: (name: string) => Promise<void>;
}

export async function openTown(browser: Browser, url: string): Promise<Town> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'th-TH', timezoneId: 'Asia/Bangkok' });
  page.setDefaultTimeout(PATIENT);
  await page.goto(url);
  await page.getByTestId(`person-${IDS.mali}`).waitFor();
  const chats = new Map<string, Chat>();
  const folder = join(ROOT, 'tests', 'artefacts', 'story');
  await mkdir(folder, { recursive: true });
  return {
    page,
    phone: new Phone(page),
    chat(name) {
      const chat = chats.get(name) ?? new Chat(page, IDS[name]);
      chats.set(name, chat);
      return chat;
    },
    picture: async (name) => void (await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' })),
  };
}
