/** What happens on real phones: two tabs, lost signals, lost sessions, old links, wrong doors. */
import { join } from 'node:path';
import { generateKeyPair, SignJWT } from 'jose';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { textAt } from '../../simulator/json.ts';
import { startDemo } from './support/demo.ts';
import type { Demo } from './support/demo.ts';
import { IDS, launchBrowser, openTown } from './support/town.ts';
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

type Name = keyof typeof IDS;

async function aPhone(): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'th-TH', timezoneId: 'Asia/Bangkok' });
  context.setDefaultTimeout(PATIENT);
  onTestFinished(() => context.close());
  return context;
}

/** The address that LINE opens when a person taps a link to the mini-app. */
async function linkFor(who: Name, path: string): Promise<string> {
  const answer = await fetch(`${demo.town}/sim/api/liff-url?${new URLSearchParams({ userId: IDS[who], path }).toString()}`);
  return textAt(await answer.json(), 'url') ?? '';
}

async function openAs(who: Name, path: string, phone?: BrowserContext): Promise<Page> {
  const page = await (phone ?? (await aPhone())).newPage();
  await page.goto(await linkFor(who, path));
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

async function walkTo(page: Page, ...titles: string[]): Promise<void> {
  for (const title of titles) {
    await page.getByRole('button', { name: 'ต่อไป' }).click();
    await page.getByRole('heading', { name: title }).waitFor();
  }
}

async function ordersOf(who: Name): Promise<{ id: string; meals: number; state: string }[]> {
  const db = openDatabase(join(demo.directory, 'pan-im.sqlite'));
  onTestFinished(() => db.destroy());
  return db
    .selectFrom('meal_order')
    .innerJoin('household', 'household.id', 'meal_order.household_id')
    .innerJoin('member', 'member.id', 'household.member_id')
    .where('member.line_user_id', '=', IDS[who])
    .select(['meal_order.id', 'meal_order.meals', 'meal_order.state'])
    .execute();
}

test('going back in the order keeps what was chosen; a double tap makes one order; a second tab sees it and cannot make another', async () => {
  const phone = await aPhone();
  const page = await openAs('nit', '/order', phone);
  await page.getByRole('button', { name: 'เพิ่มขึ้น' }).click();
  await walkTo(page, 'รับตอนไหนดีคะ', 'รับแบบไหนดีคะ');
  await page.goBack();
  await page.getByRole('heading', { name: 'รับตอนไหนดีคะ' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: 'รับกี่มื้อคะ' }).waitFor();
  expect(await page.getByRole('group', { name: 'รับกี่มื้อคะ' }).getByRole('status').innerText()).toBe('2');
  await walkTo(page, 'รับตอนไหนดีคะ', 'รับแบบไหนดีคะ', 'ตรวจก่อนส่งนะคะ');

  const other = await openAs('nit', '/order', phone);
  await walkTo(other, 'รับตอนไหนดีคะ', 'รับแบบไหนดีคะ', 'ตรวจก่อนส่งนะคะ');
  const home = await openAs('nit', '/', phone);
  await home.getByRole('link', { name: 'ขออาหาร' }).waitFor();

  await page.getByRole('button', { name: 'ส่งคำขอ' }).dblclick();
  await page.getByRole('heading', { name: 'จองให้แล้ว 2 มื้อค่ะ' }).waitFor();
  await home.getByText('มื้อที่กำลังมา 2 มื้อ').waitFor();
  await other.bringToFront();
  // Its live line ended with the older session; the browser opens it anew after three seconds.
  await other.getByText('มีมื้อหนึ่งกำลังมาอยู่แล้วค่ะ').waitFor();
  expect(await ordersOf('nit')).toMatchObject([{ meals: 2, state: 'placed' }]);
});

test("another member's order is not found, and other roles' pages say kindly whose they are", async () => {
  const [order] = await ordersOf('nit');
  const phone = await aPhone();
  const page = await openAs('iad', `/orders/${order?.id ?? ''}`, phone);
  await page.getByText('ไม่พบเรื่องนี้แล้วค่ะ').waitFor();
  const doors = [
    ['/shop', 'ส่วนนี้สำหรับร้านค้าค่ะ'],
    ['/rider', 'ส่วนนี้สำหรับไรเดอร์ค่ะ'],
    ['/coordinator', 'ส่วนนี้สำหรับผู้ประสานงานค่ะ'],
    ['/treasurer', 'ส่วนนี้สำหรับเหรัญญิกค่ะ'],
    ['/nowhere', 'ไม่พบหน้านี้ค่ะ'],
  ] as const;
  for (const [path, words] of doors) {
    await page.goto(`${demo.bot}/liff${path}`);
    await page.getByText(words).first().waitFor();
    await page.getByRole('link', { name: 'กลับหน้าแรก' }).waitFor();
  }
});

test('a lost signal is said, and with the signal the page comes back by itself', async () => {
  const phone = await aPhone();
  const page = await openAs('iad', '/', phone);
  await page.getByRole('link', { name: 'ขออาหาร' }).waitFor();
  await phone.setOffline(true);
  await page.getByRole('link', { name: 'ขออาหาร' }).click();
  await page.getByRole('heading', { name: 'สัญญาณหลุดค่ะ' }).first().waitFor();
  await phone.setOffline(false);
  await page.getByRole('heading', { name: 'รับกี่มื้อคะ' }).waitFor();

  await walkTo(page, 'รับตอนไหนดีคะ', 'รับแบบไหนดีคะ', 'ตรวจก่อนส่งนะคะ');
  await phone.setOffline(true);
  await page.getByRole('button', { name: 'ส่งคำขอ' }).click();
  await page.getByText('ยังส่งไม่ออกเพราะสัญญาณหลุดค่ะ').waitFor();
  await phone.setOffline(false);
  await page.getByRole('button', { name: 'ส่งคำขอ' }).click();
  await page.getByRole('heading', { name: 'จองให้แล้ว 1 มื้อค่ะ' }).waitFor();
  expect(await ordersOf('iad')).toHaveLength(1);
});

test('a session that is gone comes back by itself, in the middle of an action too', async () => {
  const phone = await aPhone();
  const page = await openAs('iad', '/privacy', phone);
  await page.getByText('ใครเปิดดูข้อมูลของฉัน').waitFor();
  await phone.clearCookies();
  await page.reload();
  await page.getByText('ใครเปิดดูข้อมูลของฉัน').waitFor();
  expect(page.url()).toBe(`${demo.bot}/liff/privacy`);
  await phone.clearCookies();
  await page.getByLabel('ภาษา').selectOption('en');
  await page.getByText('Who opened my data').or(page.locator('html[lang=en]')).first().waitFor();
  await page.getByRole('combobox').selectOption('th');
  await page.getByText('ใครเปิดดูข้อมูลของฉัน').waitFor();
});

async function foreignToken(expiresAt: number): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256');
  return new SignJWT({ name: 'ใครก็ไม่รู้' })
    .setProtectedHeader({ alg: 'ES256', kid: 'not-of-line' })
    .setIssuer('https://access.line.me')
    .setSubject(IDS.coordinator)
    .setAudience('1234567890')
    .setIssuedAt()
    .setExpirationTime(expiresAt)
    .sign(privateKey);
}

test.each([
  ['a token that somebody else signed', 3600],
  ['a token that ran out', -3600],
])('%s opens nothing; the sign-in leads back to the same page', async (_what, seconds) => {
  const page = await (await aPhone()).newPage();
  const token = await foreignToken(Math.floor(Date.now() / 1000) + seconds);
  await page.goto(`${demo.bot}/liff/privacy#id_token=${token}`);
  await page.getByRole('heading', { name: 'Log in as' }).waitFor();
  expect((await page.context().cookies()).filter(({ name }) => name === 'panim_session')).toEqual([]);
  await page.getByRole('link', { name: 'แม่นิด (สาธิต)' }).click();
  await page.getByText('ใครเปิดดูข้อมูลของฉัน').waitFor();
  expect(page.url()).toBe(`${demo.bot}/liff/privacy`);
});

test('a deep link keeps its path through the sign-in, and a reload there stays', async () => {
  const page = await openAs('nit', '/history?from=chat');
  await page.getByRole('heading', { name: 'มื้อที่ผ่านมา' }).waitFor();
  expect(page.url()).toBe(`${demo.bot}/liff/history?from=chat`);
  await page.reload();
  await page.getByRole('heading', { name: 'มื้อที่ผ่านมา' }).waitFor();
  expect(page.url()).toBe(`${demo.bot}/liff/history?from=chat`);
});

test('every disturbance can be switched on and off, and the chat works again after all of them', async () => {
  const town = await openTown(browser, demo.town);
  onTestFinished(() => town.page.close());
  await town.page.getByTestId('state-toggle').click();
  const switches = town.page.locator('[data-testid^="fault-"]');
  const names = await switches.evaluateAll((boxes: { dataset: { testid?: string } }[]) => boxes.map((box) => box.dataset.testid ?? ''));
  expect(names.length).toBeGreaterThan(6);
  const wit = town.chat('wit');
  for (const name of names) {
    await town.page.getByTestId(name).check();
    await town.page.getByTestId('state-toggle').getByText('1').waitFor();
    await town.page.getByTestId('clear-faults').click();
    await expect.poll(() => town.page.getByTestId(name).isChecked()).toBe(false);
  }
  await town.page.getByTestId('fault-duplicate').check();
  await wit.say('ปันอิ่ม 3 มื้อ');
  await wit.hears('ให้แบบนี้ใช่ไหมคะ');
  await town.page.getByTestId('clear-faults').click();
  await wit.tap('ยืนยัน');
  await wit.hears('150 บาท');
  expect((await wit.bubbles('bot')).filter((said) => said.includes('150 บาท'))).toHaveLength(1);
});
