/** The whole story in a real browser, with mouse and keyboard alone: from a stranger who asks for food to sound books. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { listAt } from '../../simulator/json.ts';
import { ROOT, startDemo } from './support/demo.ts';
import type { Demo } from './support/demo.ts';
import { launchBrowser, openTown } from './support/town.ts';
import type { Town } from './support/town.ts';

const run = promisify(execFile);

let demo: Demo;
let browser: Browser;
let town: Town;

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
  town = await openTown(browser, demo.town);
}, 100_000);
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

/** A day some way ahead, as the date field wants it. */
function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Asia/Bangkok' });
}

const widthOf = (picture: { naturalWidth: number }): number => picture.naturalWidth;

async function aStrangerAsksForFood(): Promise<void> {
  const mali = await town.chat('mali').open();
  await mali.column.getByTestId('follow-button').click();
  await mali.hears('ปันอิ่ม เพื่อนบ้านแบ่งมื้ออาหารกัน');
  await town.picture('01-greeted');
  await mali.say('ขอข้าว');
  await mali.hears('ขอใช้ชื่อและที่อยู่เพื่อส่งอาหาร');
  await town.picture('02-consent');
  await mali.tap('ยินยอม');
  await mali.hears('ขอใช้ข้อมูลสุขภาพได้ไหมคะ');
  await mali.tap('ยินยอม');
  await mali.tap('กักตัวอยู่ที่บ้าน');
  await mali.picksDate('เลือกวันที่', inDays(9));
  await mali.hears('ให้เรียกคุณว่าอะไรคะ');
  await mali.say('มะลิ');
  await mali.hears('ชุมชนไหน');
  await mali.say('ป้อม');
  await mali.tap('ป้อม 6');
  await mali.tap('3 คน');
  await mali.tap('อาหารอ่อน');
  await mali.tap('เลือกครบแล้ว');
  await mali.hears('ส่งอาหารที่ไหนคะ');
  await mali.sendsHome();
  await mali.tap('ข้าม');
  await mali.hears('ข้อมูลถูกต้องไหมคะ', 'กักตัวอยู่ที่บ้าน', 'ป้อม 6', '3 คน', 'อาหารอ่อน');
  await town.picture('03-check');
  await mali.tap('ยืนยัน');
  await mali.hears('ได้รับข้อมูลแล้วค่ะ');
}

async function theCoordinatorApprovesOnThePage(): Promise<void> {
  const { phone } = town;
  const coordinator = town.chat('coordinator');
  const card = await coordinator.hears('คุณมะลิ');
  expect(card).not.toContain('กักตัว');
  await coordinator.tap('ดูรายละเอียด');
  await phone.shows('เรื่องของคุณมะลิ', 'กักตัวที่บ้าน');
  await town.picture('04-case');
  await phone.button('ให้คูปอง').click();
  await phone.inside.getByRole('dialog').getByRole('button', { name: 'ให้คูปอง' }).click();
  await phone.shows('บันทึกแล้วค่ะ');
  await town.picture('05-approved');
  await phone.close();
  await town.chat('mali').hears('ได้คูปองอาหารแล้วค่ะ', '10 มื้อ');
}

async function twoMealsAreAskedForAndSeenLive(): Promise<void> {
  const { phone } = town;
  const mali = town.chat('mali');
  await mali.say('ขอข้าว 2 มื้อ');
  await mali.tap('เร็วที่สุด');
  await mali.tap('ส่งถึงบ้าน');
  await mali.hears('ขอแบบนี้ใช่ไหมคะ');
  await mali.tap('ยืนยัน');
  await mali.hears('จองให้แล้ว 2 มื้อค่ะ');
  await town.picture('06-ordered');
  await mali.tapOld('เปิดหน้าของฉัน');
  await phone.shows('มื้อที่กำลังมา 2 มื้อ');
  const step = phone.inside.locator('[aria-current=step]');
  await expect.poll(() => step.innerText()).toContain('รับคำขอ');
  let reloads = 0;
  town.page.on('framenavigated', () => (reloads += 1));
  const shop = town.chat('manShop');
  await shop.tap('รับทำ');
  await shop.tap('เริ่มทำแล้ว');
  await expect.poll(() => step.innerText()).toContain('กำลังทำ');
  await town.picture('07-live');
  expect(reloads).toBe(0);
  town.page.removeAllListeners('framenavigated');
  await phone.close();
}

async function theFoodIsReadyAndTwoRidersWantIt(): Promise<void> {
  const { phone } = town;
  const [shop, ek, oh] = [town.chat('manShop'), town.chat('ek'), town.chat('oh')];
  await shop.tapsMenu('เปิดหน้าร้าน');
  await phone.button('ทำเสร็จแล้ว').click();
  await phone.shows('เขียนรหัสนี้บนกล่อง');
  await town.picture('08-shop-page');
  await phone.close();
  await oh.hears('งานใหม่');
  const offer = await ek.hears('งานใหม่');
  expect(offer).not.toContain('มะลิ');
  await ek.tap('รับงานนี้');
  await ek.hears('ไปรับที่ร้าน');
  await oh.tap('รับงานนี้');
  await oh.hears('มีคนรับไปแล้วค่ะ');
  await town.picture('09-riders');
}

async function theRiderHandsOverWithBothCodes(): Promise<void> {
  const [mali, shop, ek] = [town.chat('mali'), town.chat('manShop'), town.chat('ek')];
  const boxCode = await shop.reads('รหัสบนกล่อง');
  await ek.tap('รับอาหารแล้ว');
  await ek.say(boxCode);
  await ek.hears('ส่งให้คุณมะลิ');
  await mali.hears('อาหารกำลังไปส่งค่ะ');
  await town.picture('10-on-the-way');
  const doorCode = await mali.reads('รหัสรับอาหาร');
  await ek.tap('ส่งถึงมือแล้ว');
  await ek.say(doorCode);
  await ek.hears('ส่งถึงแล้ว ขอบคุณมากค่ะ');
  // It was put into her hand: that news needs no push, it rides on her next words.
  await mali.say('ได้รับแล้ว');
  await mali.hears('คูปองเหลือ 8 มื้อ');
  await town.picture('11-received');
}

/** Asked for on the page this time. */
async function anotherMealIsLeftAtTheDoor(): Promise<void> {
  const { phone } = town;
  const [mali, shop, ek] = [town.chat('mali'), town.chat('manShop'), town.chat('ek')];
  await mali.tapOld('เปิดหน้าของฉัน');
  await phone.link('ขออาหาร').click();
  for (const title of ['รับกี่มื้อคะ', 'รับตอนไหนดีคะ', 'รับแบบไหนดีคะ']) {
    await phone.inside.getByRole('heading', { name: title }).waitFor();
    await phone.button('ต่อไป').click();
  }
  await phone.button('ส่งคำขอ').click();
  await phone.shows('จองให้แล้ว 1 มื้อค่ะ');
  await town.picture('12-ordered-on-page');
  await phone.close();
  for (const step of ['รับทำ', 'เริ่มทำแล้ว', 'ทำเสร็จแล้ว']) await shop.tap(step);
  await ek.tap('รับงานนี้');
  await ek.tap('รับอาหารแล้ว');
  await ek.say(await shop.reads('รหัสบนกล่อง'));
  await ek.tap('วางหน้าบ้านแล้ว');
  await ek.hears('หน้าบ้าน');
  await ek.sendsPhoto('photo-door');
  await ek.hears('ส่งถึงแล้ว ขอบคุณมากค่ะ');
  await mali.hears('วางไว้หน้าบ้านแล้วนะคะ');
  await town.picture('13-at-the-door');
}

async function itIsNotThereAndTheCoordinatorSettlesIt(): Promise<void> {
  const { phone } = town;
  const [mali, coordinator] = [town.chat('mali'), town.chat('coordinator')];
  await mali.tap('ยังไม่ได้รับ');
  await mali.hears('ผู้ประสานงานจะตอบในแชตนี้');
  await coordinator.hears('ยังไม่ได้รับอาหาร');
  await town.picture('14-incident');
  await coordinator.tapsMenu('เปิดหน้างาน');
  await phone.inside.getByRole('button', { name: /แจ้งว่ายังไม่ได้รับ/u }).click();
  await phone.button('คืนคูปองให้ผู้รับ').waitFor();
  await town.picture('15-incident-page');
  await phone.button('คืนคูปองให้ผู้รับ').click();
  await phone.shows('บันทึกแล้วค่ะ');
  await phone.close();
  await mali.say('คูปองเหลือเท่าไหร่');
  await mali.hears('คูปองคืนให้แล้ว', '8 มื้อ');
}

async function aThirdOrderIsTakenBack(): Promise<void> {
  const mali = town.chat('mali');
  await mali.say('ขอข้าว 1 มื้อ');
  await mali.tap('เร็วที่สุด');
  await mali.tap('ส่งถึงบ้าน');
  await mali.tap('ยืนยัน');
  await mali.tap('ยกเลิกมื้อนี้');
  await mali.hears('ยกเลิกให้แล้วค่ะ');
  await town.picture('16-cancelled');
}

async function aCouponIsUsedAtAnotherShop(): Promise<void> {
  const { phone } = town;
  await town.chat('mali').tapsMenu('คูปอง');
  await phone.button('แสดงคูปอง').click();
  const qr = phone.inside.getByRole('img', { name: 'รหัสภาพสำหรับให้ร้านสแกน' });
  await expect.poll(() => qr.evaluate(widthOf)).toBeGreaterThan(0);
  const code = (await phone.inside.locator('.qr__code').innerText()).replaceAll(/\s/gu, '');
  await town.picture('17-coupon');
  await phone.close();
  await town.chat('pornShop').tapsMenu('เปิดหน้าร้าน');
  await phone.button('พิมพ์รหัส').click();
  await phone.inside.getByLabel('รหัส', { exact: true }).fill(code.toLowerCase());
  await phone.button('ตรวจรหัส').click();
  await phone.shows('ใช้ได้ค่ะ ให้อาหารได้เลย');
  await town.picture('18-redeemed');
  await phone.close();
}

async function aDonorGivesTenMeals(): Promise<void> {
  const wit = town.chat('wit');
  await wit.say('ปันอิ่ม 10 มื้อ');
  await wit.tap('ยืนยัน');
  await wit.hears('500 บาท');
  const qr = wit.column.getByTestId('photo').last().getByRole('img');
  await expect.poll(() => qr.evaluate(widthOf)).toBeGreaterThan(200);
  await town.picture('19-pledge');
  await wit.sendsPhoto('photo-slip');
  await wit.hears('ได้รับสลิปแล้วค่ะ');
}

async function theTreasurerBooksIt(): Promise<void> {
  const { phone } = town;
  const treasurer = await town.chat('treasurer').open();
  await treasurer.hears('500 บาท');
  await treasurer.tapsMenu('เปิดหน้าเหรัญญิก');
  const form = phone.inside.getByRole('form', { name: /^บันทึกเงินเข้า/u });
  const reference = form.getByLabel('เลขอ้างอิงธนาคาร');
  await reference.fill('DEMO-OPENING-001');
  await form.getByRole('button', { name: 'บันทึก' }).click();
  await phone.shows('เลขอ้างอิงนี้บันทึกไปแล้วค่ะ');
  expect(await reference.getAttribute('aria-invalid')).toBe('true');
  await town.picture('20-reference-used');
  await reference.fill('KBANK-20261122-01');
  await form.getByRole('button', { name: 'บันทึก' }).click();
  await phone.shows('บันทึกเงินเข้าแล้วค่ะ');
  await town.picture('21-booked');
  await phone.close();
}

async function theDonorIsThankedAndSeesTheTotals(): Promise<void> {
  const wit = town.chat('wit');
  await wit.say('สวัสดีค่ะ');
  await wit.hears('ขอบคุณค่ะ ได้รับ 500 บาท แล้ว');
  await town.picture('22-thanks');
  await wit.tap('ดูการให้ของฉัน');
  await town.phone.shows('คุณปันไปแล้ว', 'กองทุนตอนนี้', 'ได้รับแล้ว');
  await town.picture('23-donor-page');
  await town.phone.close();
}

async function theBooksAreRight(): Promise<void> {
  const env = { ...process.env, DATABASE_URL: `sqlite:${join(demo.directory, 'pan-im.sqlite')}` };
  const { stdout } = await run(process.execPath, ['bot/commands/verify-ledger.ts'], { cwd: ROOT, env });
  expect(stdout).toMatch(/^the books are right: \d+ postings/u);
  const state: unknown = await (await fetch(`${demo.town}/sim/api/state`)).json();
  expect(listAt(state, 'requests').filter((request) => listAt(request, 'problems').length > 0)).toEqual([]);
  expect(demo.printed()).not.toContain('"level":50');
}

test('from a stranger in the chat to books that are right', { timeout: 90_000 }, async () => {
  onTestFailed(() => town.picture('failed'));
  await aStrangerAsksForFood();
  await theCoordinatorApprovesOnThePage();
  await twoMealsAreAskedForAndSeenLive();
  await theFoodIsReadyAndTwoRidersWantIt();
  await theRiderHandsOverWithBothCodes();
  await anotherMealIsLeftAtTheDoor();
  await itIsNotThereAndTheCoordinatorSettlesIt();
  await aThirdOrderIsTakenBack();
  await aCouponIsUsedAtAnotherShop();
  await aDonorGivesTenMeals();
  await theTreasurerBooksIt();
  await theDonorIsThankedAndSeesTheTotals();
  await theBooksAreRight();
});
