import type { messagingApi } from '@line/bot-sdk';
import { assert, integer, property, string } from 'fast-check';
import { expect, test } from 'vitest';

import { cutGraphemes, cutUnits, graphemeCount } from '../../bot/messages/cut.ts';
import { fitMessages } from '../../bot/messages/guard.ts';
import { validateMessages } from '../../simulator/rules/validate.ts';

const text = (words: string): messagingApi.TextMessage => ({ type: 'text', text: words });

const reply = (label: string): messagingApi.QuickReplyItem => ({
  type: 'action',
  action: { type: 'postback', label, data: 'menu?v=1', displayText: label },
});

const bigBubble: messagingApi.FlexBubble = {
  type: 'bubble',
  size: 'kilo',
  body: { type: 'box', layout: 'vertical', contents: [{ type: 'text', text: 'ก'.repeat(4000) }] },
};

test('a text is cut at 5000 units, between letters', () => {
  const [cut] = fitMessages([text('น้ำ'.repeat(3000))]);
  expect(cut).toMatchObject({ type: 'text' });
  const words = cut?.type === 'text' ? cut.text : '';
  expect(words.length).toBeLessThanOrEqual(5000);
  expect(words.length).toBeGreaterThan(4990);
  expect(words.replace('…', '').length % 'น้ำ'.length).toBe(0);
  expect(words.isWellFormed()).toBe(true);
});

test('no cut falls inside a surrogate pair or a Thai cluster', () => {
  expect(cutUnits('👩‍👩‍👧'.repeat(4), 10)).toBe('👩‍👩‍👧…');
  expect(cutGraphemes('ที่นี่ที่นี่', 3)).toBe('ที่นี่…');
  assert(
    property(string({ unit: 'grapheme', maxLength: 60 }), integer({ min: 1, max: 40 }), (words, max) => {
      const units = cutUnits(words, max);
      const graphemes = cutGraphemes(words, max);
      expect(units.length).toBeLessThanOrEqual(max);
      expect(graphemeCount(graphemes)).toBeLessThanOrEqual(max);
      expect(units.isWellFormed() && graphemes.isWellFormed()).toBe(true);
      expect(words.toWellFormed().startsWith(units.replace(/…$/u, ''))).toBe(true);
    }),
  );
});

test('short words are left alone', () => {
  expect(cutUnits('สวัสดีค่ะ', 5000)).toBe('สวัสดีค่ะ');
  expect(cutGraphemes('ย้อนกลับ', 20)).toBe('ย้อนกลับ');
});

test('empty words become something that LINE takes', () => {
  const fitted = fitMessages([
    text(' '),
    {
      type: 'flex',
      altText: '',
      contents: { type: 'bubble', body: { type: 'box', layout: 'vertical', contents: [{ type: 'text', text: '' }] } },
    },
  ]);
  expect(validateMessages(fitted)).toEqual([]);
});

test('at most five messages and thirteen quick replies, under the last message', () => {
  const many = { ...text('a'), quickReply: { items: Array.from({ length: 20 }, () => reply('ก'.repeat(30))) } };
  const fitted = fitMessages([many, text('b'), text('c'), text('d'), text('e'), text('f')]);
  expect(fitted).toHaveLength(5);
  expect(fitted[0]).not.toHaveProperty('quickReply');
  expect(fitted[4]?.quickReply?.items).toHaveLength(13);
  expect(validateMessages(fitted)).toEqual([]);
});

test('a card that is too big becomes its altText', () => {
  const contents = Array.from({ length: 100 }, () => ({ type: 'text', text: 'ก'.repeat(500) }) as const);
  const card: messagingApi.FlexMessage = {
    type: 'flex',
    altText: 'card',
    contents: { type: 'bubble', body: { type: 'box', layout: 'vertical', contents } },
  };
  expect(fitMessages([card])).toEqual([text('card')]);
});

test('a carousel that is too big keeps the bubbles that fit', () => {
  const fitted = fitMessages([
    { type: 'flex', altText: 'list', contents: { type: 'carousel', contents: Array.from({ length: 14 }, () => bigBubble) } },
  ]);
  expect(validateMessages(fitted)).toEqual([]);
  expect(fitted[0]).toMatchObject({ contents: { contents: expect.any(Array) } });
});
