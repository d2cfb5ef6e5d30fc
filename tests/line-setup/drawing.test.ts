import type { messagingApi } from '@line/bot-sdk';
import { expect, test } from 'vitest';
import { decodeButton } from '../../bot/domain/button.ts';
import { LANGUAGES } from '../../bot/domain/words.ts';
import { intentOf } from '../../bot/intents/from-text.ts';
import { cardBox, drawMenu, MENU_SIZE, PICTOGRAM_BOTTOM, tapBounds, wordsOnCard } from '../../bot/line/rich-menu/draw.ts';
import { MENU_LAYOUTS } from '../../bot/line/rich-menu/layout.ts';
import { drawText } from '../../bot/line/rich-menu/lettering.ts';
import { MENU_ROLES } from '../../bot/line/rich-menu/names.ts';
import { PALETTE } from '../../bot/line/rich-menu/palette.ts';
import { inkOf, rasterise } from '../../bot/line/rich-menu/rasterise.ts';
import { wantedMenu, wantedMenus } from '../../bot/line/rich-menu/wanted.ts';
import { RICH_MENU_TEXT } from '../../bot/messages/rich-menu-text.ts';
import { imageSize } from '../../simulator/image-size.ts';
import { validateRichMenu } from '../../simulator/rules/validate.ts';

const LIFF_ID = '2001234567-PanImTst';
const all = wantedMenus({ liffId: LIFF_ID });

test('there is a menu for every role in every language, each with its own name', () => {
  expect(all).toHaveLength(MENU_ROLES.length * LANGUAGES.length);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  expect(all[0]?.alias).toBe('panim-resident-th');
});

test.each(all)('LINE takes $alias: shape, lengths, actions', ({ request }) => {
  expect(validateRichMenu(request)).toEqual([]);
});

/** What a tap comes to: a known button, or the kind of action and its object. */
function doing(action: messagingApi.Action | undefined): string {
  if (action?.type === 'postback') return decodeButton(action.data ?? '').kind;
  if (action?.type === 'uri') return `uri ${action.uri ?? ''}`;
  return action?.type === 'message' ? `message ${action.text ?? ''}` : 'something else';
}

test('every area has a label for screen readers and does something that the service knows', () => {
  const pages = /^uri https:\/\/liff\.line\.me\/2001234567-PanImTst\/(coupon|shop|rider|coordinator|treasurer)$/u;
  for (const { request } of all) {
    for (const { action } of request.areas ?? []) {
      expect(action?.label).toMatch(/\S/u);
      expect(doing(action)).toMatch(new RegExp(`^button$|${pages.source}|^message \\S`, 'u'));
    }
  }
});

test.each(LANGUAGES)('the sentences that the menus say are understood: %s', (language) => {
  const { money_due: moneyDue, fund } = RICH_MENU_TEXT[language].words;
  expect(intentOf(moneyDue.says ?? '').kind).toBe('settlement');
  expect(intentOf(fund.says ?? '').kind).toBe('fund_report');
});

test('the areas cover the whole menu and no tap falls on two', () => {
  const bounds = Array.from({ length: 6 }, (_, index) => tapBounds(index));
  expect(bounds.reduce((sum, { width, height }) => sum + width * height, 0)).toBe(MENU_SIZE.width * MENU_SIZE.height);
  for (const [index, a] of bounds.entries()) {
    for (const b of bounds.slice(index + 1)) {
      expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y).toBe(true);
    }
  }
});

function canvas(text: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${MENU_SIZE.width}" height="${MENU_SIZE.height}">${text}</svg>`;
}

/** Room between the words and the edge of their card, in the picture's own points. */
const MARGIN = 24;

test.each(LANGUAGES)('no word is cut or touches the edge of its card: %s', (language) => {
  for (const area of new Set(Object.values(MENU_LAYOUTS).flat())) {
    const words = wordsOnCard(area, 4, language).map((placed) => drawText(placed, language, '#000000'));
    const ink = inkOf(canvas(words.join('')));
    const card = cardBox(4);
    if (ink === undefined) throw new Error(`nothing is drawn for ${area.word}`);
    expect.soft(ink.x, `${area.word} left`).toBeGreaterThan(card.x + MARGIN);
    expect.soft(ink.x + ink.width, `${area.word} right`).toBeLessThan(card.x + card.width - MARGIN);
    expect.soft(ink.y + ink.height, `${area.word} bottom`).toBeLessThan(card.y + card.height - MARGIN);
    expect.soft(ink.y, `${area.word} top`).toBeGreaterThan(card.y + PICTOGRAM_BOTTOM);
  }
});

test('the letters of a word stand beside each other, also where a sign makes two of them', () => {
  const area = MENU_LAYOUTS.shop.find(({ word }) => word === 'shop_capacity');
  if (area === undefined) throw new Error('no such area');
  const drawn = wordsOnCard(area, 2, 'th').map(({ text }) => text);
  expect(drawn.join('')).not.toContain('\u0e33');
  expect(drawn.join('')).toContain('\u0e4d\u0e32');
});

test('the same drawing gives the same picture, within what LINE takes', () => {
  const first = rasterise(drawMenu('shop', 'my'));
  const again = rasterise(drawMenu('shop', 'my'));
  expect(again.equals(first)).toBe(true);
  expect(first.length).toBeLessThan(1_000_000);
  expect(imageSize(first)).toEqual({ ...MENU_SIZE, contentType: 'image/png' });
});

test('the name changes with what is in the menu and with nothing else', () => {
  const menu = wantedMenu({ role: 'shop', language: 'th', liffId: LIFF_ID });
  expect(wantedMenu({ role: 'shop', language: 'th', liffId: LIFF_ID }).name).toBe(menu.name);
  expect(wantedMenu({ role: 'shop', language: 'th', liffId: '2001234567-Another1' }).name).not.toBe(menu.name);
});

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

test('words and outlines can be read in the sun', () => {
  expect(contrast(PALETTE.card, PALETTE.leaf)).toBeGreaterThan(4.5);
  expect(contrast(PALETTE.charcoal, PALETTE.card)).toBeGreaterThan(7);
  expect(contrast(PALETTE.leafDeep, PALETTE.card)).toBeGreaterThan(4.5);
  expect(contrast(PALETTE.leafDeep, PALETTE.turmeric)).toBeGreaterThan(3);
});
