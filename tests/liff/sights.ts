import type { Page } from 'playwright-core';
import { nextQuestions } from './browser.ts';
import type { Look } from './browser.ts';

/** One page in one state, as a person would come to it. */
export interface Sight {
  name: string;
  path: string;
  look?: Look;
  /** The skeleton itself is what is looked at. */
  wait?: 'skeleton';
  act?: (page: Page) => Promise<void>;
  /** False where the sight is what fits the screen. */
  full?: boolean;
}

async function press(page: Page, selector: string): Promise<void> {
  await page.click(selector);
}

export const SIGHTS: Sight[] = [
  { name: 'home', path: '/', look: { scene: 'busy' } },
  { name: 'home-quiet', path: '/', look: { scene: 'quiet' } },
  { name: 'home-pickup', path: '/', look: { scene: 'pickup' } },
  { name: 'home-arrived', path: '/', look: { scene: 'arrived' } },
  { name: 'home-none', path: '/', look: { scene: 'none' } },
  { name: 'home-waiting', path: '/', look: { scene: 'waiting' } },
  { name: 'home-funds', path: '/', look: { scene: 'waiting_funds' } },
  { name: 'home-declined', path: '/', look: { scene: 'declined' } },
  { name: 'home-slow', path: '/', look: { scene: 'slow' }, wait: 'skeleton' },
  { name: 'home-offline', path: '/', look: { scene: 'offline' } },
  { name: 'home-broken', path: '/', look: { scene: 'broken' } },
  { name: 'order-meals', path: '/order', look: { scene: 'quiet' } },
  { name: 'order-time', path: '/order', look: { scene: 'quiet' }, act: (page) => nextQuestions(page, 1) },
  { name: 'order-mode', path: '/order', look: { scene: 'quiet' }, act: (page) => nextQuestions(page, 2) },
  { name: 'order-check', path: '/order', look: { scene: 'quiet' }, act: (page) => nextQuestions(page, 3) },
  {
    name: 'order-done',
    path: '/order',
    look: { scene: 'quiet' },
    act: async (page) => {
      await nextQuestions(page, 3);
      await press(page, '.thumb .button--primary');
      await page.waitForSelector('.state');
    },
  },
  { name: 'order-cannot', path: '/order', look: { scene: 'busy' } },
  { name: 'follow', path: '/orders/order-1', look: { scene: 'pickup' } },
  { name: 'follow-arrived', path: '/orders/order-1', look: { scene: 'arrived' } },
  {
    name: 'follow-cancel',
    path: '/orders/order-1',
    look: { scene: 'declined' },
    full: false,
    act: async (page) => {
      await press(page, '.button--danger');
      await page.waitForSelector('dialog[open]');
    },
  },
  { name: 'follow-gone', path: '/orders/gone', look: { scene: 'quiet' } },
  { name: 'coupon', path: '/coupon', look: { scene: 'quiet' } },
  {
    name: 'coupon-code',
    path: '/coupon',
    look: { scene: 'quiet' },
    act: async (page) => {
      await press(page, '.thumb .button--primary');
      await page.waitForSelector('.qr');
    },
  },
  { name: 'history', path: '/history', look: { scene: 'quiet' } },
  { name: 'donor', path: '/donor', look: { scene: 'busy' } },
  {
    name: 'donor-wishes',
    path: '/donor',
    look: { scene: 'busy' },
    act: async (page) => {
      await page.selectOption('#often', 'monthly');
      await page.selectOption('#where', 'community');
      await page.fill('#community', 'ป้อม');
      await page.click('text=ป้อม 6 · หาดใหญ่');
      await page.selectOption('#named', 'named');
    },
  },
  {
    name: 'coupon-give-back',
    path: '/coupon',
    look: { scene: 'quiet' },
    full: false,
    act: async (page) => {
      await press(page, '.button--quiet');
      await page.waitForSelector('dialog[open]');
    },
  },
  { name: 'shop', path: '/shop', look: { scene: 'quiet' } },
  {
    name: 'shop-answer',
    path: '/shop',
    look: { scene: 'quiet' },
    full: false,
    act: (page) => typeCode(page, '222222'),
  },
  {
    name: 'shop-refused',
    path: '/shop',
    look: { scene: 'quiet' },
    full: false,
    act: (page) => typeCode(page, '111111'),
  },
  { name: 'shop-forbidden', path: '/shop', look: { scene: 'forbidden' } },
  { name: 'rider-off', path: '/rider', look: { scene: 'off_duty' } },
  { name: 'rider-offers', path: '/rider', look: { scene: 'offers' } },
  { name: 'rider-to-shop', path: '/rider', look: { scene: 'busy' } },
  { name: 'rider-to-home', path: '/rider', look: { scene: 'to_home' } },
  {
    name: 'rider-problem',
    path: '/rider',
    look: { scene: 'to_home' },
    full: false,
    act: async (page) => {
      await press(page, '.button--danger');
      await page.waitForSelector('dialog[open]');
    },
  },
  { name: 'coordinator', path: '/coordinator', look: { scene: 'quiet' } },
  {
    name: 'coordinator-case',
    path: '/coordinator',
    look: { scene: 'quiet' },
    act: async (page) => {
      await press(page, '.case');
      await page.waitForSelector('article.card');
    },
  },
  {
    name: 'coordinator-households',
    path: '/coordinator',
    look: { scene: 'quiet' },
    act: async (page) => {
      await press(page, '.views button:nth-child(2)');
      await press(page, '.case');
      await page.waitForSelector('article.card');
    },
  },
  {
    name: 'coordinator-gift',
    path: '/coordinator',
    look: { scene: 'quiet' },
    act: async (page) => {
      await press(page, '.views button:nth-child(3)');
      await press(page, '.case');
      await page.waitForSelector('article.card');
    },
  },
  {
    name: 'coordinator-more',
    path: '/coordinator',
    look: { scene: 'quiet' },
    act: async (page) => {
      await press(page, '.views button:last-child');
      await page.waitForSelector('#campaign-name');
    },
  },
  { name: 'screening', path: '/coordinator/screening/screening-1', look: { scene: 'quiet' } },
  { name: 'treasurer', path: '/treasurer', look: { scene: 'quiet' } },
  {
    name: 'treasurer-errors',
    path: '/treasurer',
    look: { scene: 'quiet' },
    act: async (page) => {
      await press(page, 'form:has(#amount-free) button[type=submit]');
      await page.waitForSelector('.summary');
    },
  },
  { name: 'treasurer-lines', path: '/treasurer', look: { scene: 'quiet' }, act: (page) => deskTab(page, 2, 'article.card') },
  {
    name: 'treasurer-import',
    path: '/treasurer',
    look: { scene: 'quiet' },
    act: async (page) => {
      await deskTab(page, 3, '#statement-file');
      const bytes = Buffer.from('date,deposit,reference\n');
      await page.setInputFiles('#statement-file', { name: 'statement.csv', mimeType: 'text/csv', buffer: bytes });
      await page.waitForSelector('.counts');
      await press(page, 'summary');
    },
  },
  { name: 'treasurer-approvals', path: '/treasurer', look: { scene: 'quiet' }, act: (page) => deskTab(page, 4, 'article.card') },
  { name: 'treasurer-promise', path: '/treasurer', look: { scene: 'quiet' }, act: (page) => deskTab(page, 5, '.fund') },
  { name: 'treasurer-month', path: '/treasurer', look: { scene: 'quiet' }, act: (page) => deskTab(page, 6, '.table') },
  {
    name: 'treasurer-ask',
    path: '/treasurer',
    look: { scene: 'quiet' },
    full: false,
    act: async (page) => {
      await press(page, '.list .row button');
      await page.waitForSelector('dialog[open]');
    },
  },
  { name: 'approvals', path: '/approvals', look: { scene: 'quiet' } },
  { name: 'privacy', path: '/privacy', look: { scene: 'busy' } },
  { name: 'not-found', path: '/nowhere', look: { scene: 'busy' } },
];

async function deskTab(page: Page, tab: number, shows: string): Promise<void> {
  await press(page, `.views button:nth-child(${tab})`);
  await page.waitForSelector(shows);
}

async function typeCode(page: Page, code: string): Promise<void> {
  await press(page, '.shop-counter .button--secondary');
  await page.fill('#code', code);
  await page.press('#code', 'Enter');
  await page.waitForSelector('.answer');
}
