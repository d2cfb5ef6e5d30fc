import { createHmac } from 'node:crypto';

import { validateSignature } from '@line/bot-sdk';
import { expect, test } from 'vitest';

import { signatureOf } from '../../simulator/webhook-post.ts';
import { SECRET, SOMCHAI, startStand } from './stand.ts';

test("LINE's own example of a signature", () => {
  const body = Buffer.from('{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}');
  expect(signatureOf('8c570fa6dd201bb328f1c1eac23a96d8', body)).toBe('GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=');
});

test('what a person says arrives signed over the exact bytes, with emoji escaped', async () => {
  const { platform, received, clock } = await startStand();
  const result = await platform.say(SOMCHAI, 'hungry 🤨');
  expect(result.status).toBe(200);
  const [first] = received;
  expect(validateSignature(first?.bytes ?? '', SECRET, first?.signature ?? '')).toBe(true);
  expect(first?.bytes.toString()).toContain(String.raw`hungry \uD83E\uDD28`);
  const [event] = first?.events ?? [];
  expect(event).toMatchObject({
    type: 'message',
    mode: 'active',
    timestamp: clock.now,
    source: { type: 'user', userId: SOMCHAI },
    webhookEventId: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
    deliveryContext: { isRedelivery: false },
    message: {
      type: 'text',
      id: expect.stringMatching(/^\d{18}$/),
      text: 'hungry 🤨',
      quoteToken: expect.any(String),
      markAsReadToken: expect.any(String),
    },
  });
  expect(result.eventId).toBe(event?.['webhookEventId']);
});

test('each thing a person does is one event', async () => {
  const { platform, received } = await startStand();
  const picker = { type: 'datetimepicker', label: 'when', data: 'when?', mode: 'time', min: '06:00' };
  await platform.unfollow(SOMCHAI);
  await platform.follow(SOMCHAI);
  await platform.sticker(SOMCHAI);
  await platform.image(SOMCHAI, new Uint8Array([1]));
  await platform.audio(SOMCHAI, new Uint8Array([1]), 2_000);
  await platform.location(SOMCHAI, { latitude: 7, longitude: 100 });
  await platform.tap(SOMCHAI, { type: 'postback', data: 'meal?v=1', displayText: 'a meal' });
  await platform.tap(SOMCHAI, { type: 'message', label: 'x', text: 'hello' });
  await platform.pickDate(SOMCHAI, picker, '06:30');
  expect((await platform.tap(SOMCHAI, { type: 'uri', uri: 'https://e.com' })).opens).toBe('https://e.com');
  const said = await platform.say(SOMCHAI, 'oops');
  await platform.unsend(SOMCHAI, said.id ?? '');
  expect(received.map(({ events }) => events[0]).map((event) => event?.['message'] ?? event?.['postback'] ?? event)).toMatchObject([
    { type: 'unfollow' },
    { type: 'follow', follow: { isUnblocked: true } },
    { type: 'sticker', packageId: '446', stickerId: '1988' },
    { type: 'image', contentProvider: { type: 'line' } },
    { type: 'audio', duration: 2_000 },
    { type: 'location', latitude: 7, longitude: 100 },
    { data: 'meal?v=1' },
    { type: 'text', text: 'hello' },
    { data: 'when?', params: { time: '06:30' } },
    { type: 'text', text: 'oops' },
    { type: 'unsend', unsend: { messageId: said.id } },
  ]);
  await expect(platform.pickDate(SOMCHAI, picker, '05:30')).rejects.toThrow('outside');
});

test('a group is a chat of its own', async () => {
  const { platform, received, client, replyToken } = await startStand();
  const { id = '' } = await platform.joinGroup([SOMCHAI]);
  expect(received[0]?.events[0]).toMatchObject({ type: 'join', source: { type: 'group', groupId: id } });
  await platform.sayInGroup(id, SOMCHAI, 'hi @bot');
  expect(received[1]?.events[0]?.['source']).toEqual({ type: 'group', groupId: id, userId: SOMCHAI });
  expect(received[1]?.events[0]?.['message']).toMatchObject({ mention: { mentionees: [{ index: 3, length: 4, isSelf: true }] } });
  await client.replyMessage({ replyToken: replyToken(), messages: [{ type: 'text', text: 'hello' }] });
  expect(platform.lastMessages(id)).toEqual([{ type: 'text', text: 'hello' }]);
});

test('a bot that does not answer in time has failed, and is told again', async () => {
  const { platform, bot } = await startStand({ webhookDeadlineMs: 100 });
  bot.answer = () => undefined;
  const late = await platform.say(SOMCHAI, 'hi');
  expect(late.status).toBe('timeout');
  expect((await platform.redeliverFailed()).map(({ eventId }) => eventId)).toEqual([late.eventId]);
});

test('what failed is sent again when asked, told as a redelivery', async () => {
  const { platform, bot, received } = await startStand();
  bot.answer = (response) => void response.destroy();
  expect((await platform.say(SOMCHAI, 'hi')).status).toBe('refused');
  bot.answer = 500;
  expect((await platform.say(SOMCHAI, 'hi')).status).toBe(500);
  bot.answer = 200;
  const again = await platform.redeliverFailed();
  expect(again.map(({ status, eventId }) => [status, eventId])).toEqual(
    received.slice(0, 2).map(({ events }) => [200, events[0]?.['webhookEventId']]),
  );
  expect(received[2]?.events[0]).toEqual({ ...received[0]?.events[0], deliveryContext: { isRedelivery: true } });
  platform.setWebhookUrl('http://127.0.0.1:9/');
  expect((await platform.say(SOMCHAI, 'hi')).status).toBe('refused');
});

test('faults of the webhook: twice, out of order, lost, late', async () => {
  const { platform, received } = await startStand();
  const texts = (): unknown[] =>
    received
      .splice(0)
      .map(({ events }) => events[0]?.['message'])
      .map((message) => JSON.stringify(message).match(/"text":"(\w+)"/)?.[1]);
  await platform.faults.set({ webhook: { duplicate: 1 } });
  await platform.say(SOMCHAI, 'a');
  expect(texts()).toEqual(['a', 'a']);
  await platform.faults.set({ webhook: { outOfOrder: true } });
  expect((await platform.say(SOMCHAI, 'b')).status).toBe('held');
  await platform.say(SOMCHAI, 'c');
  expect(texts()).toEqual(['c', 'b']);
  await platform.say(SOMCHAI, 'd');
  await platform.faults.set({ webhook: { dropNext: 1 } });
  expect((await platform.say(SOMCHAI, 'e')).status).toBe('dropped');
  await platform.say(SOMCHAI, 'f');
  expect(texts()).toEqual(['d', 'f']);
  await platform.faults.set({ webhook: { delayMs: 5 } });
  await platform.say(SOMCHAI, 'g');
  expect(texts()).toEqual(['g']);
});

test('an event that failed is delivered again while redelivery is on', async () => {
  const { platform, bot, received } = await startStand();
  await platform.faults.set({ webhook: { redeliverAfterFailure: true } });
  bot.answer = 503;
  const arrived = new Promise<void>((resolve) => {
    bot.answer = (response) => {
      response.writeHead(received.length === 1 ? 503 : 200).end();
      if (received.length === 2) resolve();
    };
  });
  expect((await platform.say(SOMCHAI, 'hi')).status).toBe(503);
  await arrived;
  expect(received[1]?.events[0]?.['deliveryContext']).toEqual({ isRedelivery: true });
});

test('events by hand: any secret, any signature, any bytes', async () => {
  const { platform, received } = await startStand();
  await platform.verifyWebhook();
  expect(received[0]?.events).toEqual([]);
  await platform.deliver([{ type: 'banana' }], { secret: 'other' });
  expect(received[1]?.signature).toBe(
    createHmac('sha256', 'other')
      .update(received[1]?.bytes ?? '')
      .digest('base64'),
  );
  const rawBody = Buffer.from('{"events":[]}  ');
  await platform.deliver([], { rawBody, signature: 'nonsense' });
  expect(received[2]).toEqual({ signature: 'nonsense', bytes: rawBody, events: [] });
});
