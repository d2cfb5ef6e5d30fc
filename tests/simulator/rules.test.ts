import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { SCHEMA_FILE, generateSchema } from '../../simulator/rules/generate-schema.ts';
import { validateMessages, validateRequest } from '../../simulator/rules/validate.ts';
import type { SendContext } from '../../simulator/rules/validate.ts';
import { ACCEPTED, buttons, text } from './message-samples.ts';
import { REFUSED } from './refused-messages.ts';

test.each(ACCEPTED)('LINE takes: %s', (_name, message) => {
  expect(validateMessages([message])).toEqual([]);
});

test.each(REFUSED)('LINE refuses: %s', (...[, message, property, words]) => {
  const problems = validateMessages([message]);
  expect(problems).toContainEqual({ property, message: expect.stringMatching(words) });
});

test('a request has 1 to 5 messages, and each gets its own problems', () => {
  expect(validateMessages([])).toEqual([{ property: 'messages', message: 'Size must be between 1 and 5' }]);
  expect(validateMessages(Array.from({ length: 6 }, () => text('x')))).toHaveLength(1);
  expect(validateMessages([text(''), text('x'), { type: 'text' }]).map(({ property }) => property)).toEqual([
    'messages[0].text',
    'messages[2].text',
  ]);
  expect(validateMessages('nothing')).toHaveLength(1);
});

test('loopback http passes where a demo asks for it', () => {
  const message = buttons({ thumbnailImageUrl: 'http://127.0.0.1:3000/a.png' });
  expect(validateMessages([message], 'push', { allowLoopbackHttp: true })).toEqual([]);
});

test.each<[SendContext, number]>([
  ['push', 0],
  ['multicast', 1],
])('a mention by %s', (context, count) => {
  const message = { type: 'textV2', text: '{a}', substitution: { a: { type: 'mention', mentionee: { type: 'all' } } } };
  expect(validateMessages([message], context)).toHaveLength(count);
});

test('request envelopes', () => {
  const messages = [text('x')];
  expect(validateRequest('push', { to: `U${'a'.repeat(32)}`, messages })).toEqual([]);
  expect(validateRequest('push', { to: 'somchai', messages })).toHaveLength(1);
  expect(validateRequest('push', { to: `U${'a'.repeat(32)}`, messages, extra: 1 })).toHaveLength(1);
  expect(validateRequest('multicast', { to: [`C${'a'.repeat(32)}`], messages })).toHaveLength(1);
  expect(validateRequest('reply', { messages })).toEqual([{ property: 'replyToken', message: 'must be specified' }]);
  expect(validateRequest('loading', { chatId: `U${'a'.repeat(32)}`, loadingSeconds: 7 })).toEqual([
    { property: 'loadingSeconds', message: 'must be a multiple of five' },
  ]);
});

test('the schema is the one that the installed SDK gives', () => {
  expect(JSON.parse(readFileSync(SCHEMA_FILE, 'utf8'))).toEqual(JSON.parse(generateSchema()));
});
