import { HTTPFetchError } from '@line/bot-sdk';
import type { messagingApi } from '@line/bot-sdk';
import { expect, test, vi } from 'vitest';

import { MALEE, SOMCHAI, startStand } from './stand.ts';
import { PATIENT } from '../support/patience.ts';

const PUSH = '/v2/bot/message/push';
const REPLY = '/v2/bot/message/reply';
const hello = { type: 'text', text: 'hello' } as const;
const KEY = '123e4567-e89b-12d3-a456-426614174000';

test('a reply with the SDK: once, and only once', async () => {
  const { platform, client, replyToken } = await startStand();
  await platform.say(SOMCHAI, 'hi');
  const request = { replyToken: replyToken(), messages: [hello, { ...hello, text: 'there' }] };
  const { sentMessages } = await client.replyMessage(request);
  expect(sentMessages).toEqual([
    { id: expect.stringMatching(/^\d{18}$/), quoteToken: expect.any(String) },
    { id: expect.stringMatching(/^\d{18}$/), quoteToken: expect.any(String) },
  ]);
  expect(platform.chat(SOMCHAI).map(({ from }) => from)).toEqual(['member', 'bot', 'bot']);
  const second = await client.replyMessage(request).catch((error: unknown) => error);
  expect(second).toBeInstanceOf(HTTPFetchError);
  expect(second).toMatchObject({ status: 400, body: '{"message":"Invalid reply token"}' });
  expect(platform.quota.used).toBe(0);
});

test('a reply token lives 60 seconds, and again after a redelivery', async () => {
  const { platform, call, clock, replyToken } = await startStand();
  const { eventId } = await platform.say(SOMCHAI, 'hi');
  const reply = async (): Promise<number> => (await call(REPLY, { replyToken: replyToken(), messages: [hello] })).status;
  clock.now += 60_001;
  expect(await reply()).toBe(400);
  await platform.redeliver(eventId);
  clock.now += 60_000;
  expect(await reply()).toBe(200);
  const late = await platform.say(SOMCHAI, 'hi');
  clock.now += 20 * 60_000 + 1;
  await platform.redeliver(late.eventId);
  expect(await reply()).toBe(400);
});

test('a reply with a retry key is refused', async () => {
  const { platform, call, replyToken } = await startStand();
  await platform.say(SOMCHAI, 'hi');
  const response = await call(REPLY, { replyToken: replyToken(), messages: [hello] }, { 'x-line-retry-key': KEY });
  expect(response.status).toBe(400);
});

test('a retry key is accepted once in 24 hours, and must be a UUID', async () => {
  const { platform, call, clock } = await startStand();
  const push = (key: string): Promise<Response> => call(PUSH, { to: SOMCHAI, messages: [hello] }, { 'x-line-retry-key': key });
  expect((await push('not-a-uuid')).status).toBe(400);
  const first = await push(KEY);
  const again = await push(KEY);
  expect([first.status, again.status]).toEqual([200, 409]);
  expect(again.headers.get('x-line-accepted-request-id')).toBe(first.headers.get('x-line-request-id'));
  const sent = JSON.parse(await first.text());
  expect(await again.json()).toEqual({ message: 'The retry key is already accepted', ...sent });
  expect(platform.chat(SOMCHAI)).toHaveLength(1);
  clock.now += 24 * 3_600_000 + 1;
  expect((await push(KEY)).status).toBe(200);
  expect(platform.chat(SOMCHAI)).toHaveLength(2);
});

test('quota counts people who can be reached, not messages', async () => {
  const { platform, client, call } = await startStand({ quota: 4 });
  await client.pushMessage({ to: SOMCHAI, messages: [hello, hello, hello] });
  await client.multicast({ to: [SOMCHAI, MALEE, `U${'9'.repeat(32)}`], messages: [hello] });
  expect(platform.quota.used).toBe(3);
  await platform.unfollow(MALEE);
  await client.pushMessage({ to: MALEE, messages: [hello] });
  expect(platform.quota.used).toBe(3);
  await client.pushMessage({ to: SOMCHAI, messages: [hello] });
  const over = await call(PUSH, { to: SOMCHAI, messages: [hello] });
  expect([over.status, await over.json()]).toEqual([429, { message: 'You have reached your monthly limit.' }]);
  expect(await client.getMessageQuotaConsumption()).toEqual({ totalUsage: 4 });
  expect(await client.getMessageQuota()).toEqual({ type: 'limited', value: 4 });
});

test('who has blocked, or was never a friend, sees nothing; the answer is 200', async () => {
  const { platform, client, clock } = await startStand({ members: [{ userId: SOMCHAI, displayName: 'S', friend: false }] });
  await client.pushMessage({ to: SOMCHAI, messages: [hello] });
  expect(platform.chat(SOMCHAI)).toEqual([]);
  await platform.say(SOMCHAI, 'hi');
  await client.pushMessage({ to: SOMCHAI, messages: [hello] });
  expect(platform.lastMessages(SOMCHAI)).toEqual([hello]);
  clock.now += 8 * 24 * 3_600_000;
  await expect(client.getProfile(SOMCHAI)).rejects.toMatchObject({ status: 404 });
  await platform.follow(SOMCHAI);
  expect(await client.getProfile(SOMCHAI)).toEqual({ userId: SOMCHAI, displayName: 'S' });
  await platform.unfollow(SOMCHAI);
  await client.pushMessage({ to: SOMCHAI, messages: [hello] });
  expect(platform.chat(SOMCHAI)).toHaveLength(2);
  await expect(platform.say(SOMCHAI, 'hi')).rejects.toThrow('blocked');
});

test.each<[string, object, number, object]>([
  [
    'wrong id',
    { to: 'somchai', messages: [hello] },
    400,
    { message: 'The property, to, in the request body is invalid (line: -, column: -)' },
  ],
  ['stranger to the provider', { to: `U${'9'.repeat(32)}`, messages: [hello] }, 400, { message: 'Failed to send messages' }],
  [
    'empty text',
    { to: SOMCHAI, messages: [{ type: 'text', text: '' }] },
    400,
    { message: 'The request body has 1 error(s)', details: [{ message: 'May not be empty', property: 'messages[0].text' }] },
  ],
  [
    'empty Flex text',
    {
      to: SOMCHAI,
      messages: [
        hello,
        {
          type: 'flex',
          altText: 'a',
          contents: { type: 'bubble', body: { type: 'box', layout: 'vertical', contents: [{ type: 'text', text: '' }] } },
        },
      ],
    },
    400,
    {
      message: 'A message (messages[1]) in the request body is invalid',
      details: [{ message: 'must be non-empty text', property: '/body/contents/0/text' }],
    },
  ],
  [
    'template address',
    {
      to: SOMCHAI,
      messages: [
        {
          type: 'template',
          altText: 'a',
          template: { type: 'buttons', text: 't', actions: [{ type: 'uri', label: 'l', uri: 'ftp://x' }] },
        },
      ],
    },
    400,
    {
      message: 'A message (messages[0]) in the request body is invalid',
      details: [{ message: 'invalid uri scheme', property: 'template/actions/0/uri' }],
    },
  ],
  [
    'six messages',
    { to: SOMCHAI, messages: Array.from({ length: 6 }, () => hello) },
    400,
    { message: 'The request body has 1 error(s)', details: [{ message: 'Size must be between 1 and 5', property: 'messages' }] },
  ],
  ['over 2 MB', { to: SOMCHAI, messages: ['a'.repeat(2_200_000)] }, 413, { message: 'Payload Too Large' }],
])('a push is refused: %s', async (...[, body, status, expected]) => {
  const { call, platform } = await startStand();
  const response = await call(PUSH, body);
  expect([response.status, await response.json()]).toEqual([status, expected]);
  expect(response.headers.get('x-line-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(platform.chat(SOMCHAI)).toEqual([]);
  expect(platform.requests().at(-1)?.status).toBe(status);
});

test('no token, a wrong token, an unknown address', async () => {
  const { platform, call } = await startStand();
  expect((await call('/v2/bot/info')).status).toBe(200);
  expect((await fetch(`${platform.url}/v2/bot/info`)).status).toBe(401);
  const wrong = await call('/v2/bot/info', undefined, { authorization: 'Bearer other' });
  expect([wrong.status, await wrong.json()]).toEqual([401, { message: expect.stringContaining('Authentication failed') }]);
  const unknown = await call('/v2/bot/banana');
  expect([unknown.status, await unknown.json()]).toEqual([404, { message: 'Not found' }]);
});

test('content: ready, unsent, unknown, and every way it can fail', async () => {
  const { platform, call } = await startStand();
  const bytes = new Uint8Array(10_000).fill(7);
  const { id = '' } = await platform.image(SOMCHAI, bytes, 'image/png');
  const path = `/v2/bot/message/${id}/content`;
  const got = await call(path);
  expect([got.status, got.headers.get('content-type'), new Uint8Array(await got.arrayBuffer())]).toEqual([200, 'image/png', bytes]);
  await platform.faults.set({
    api: [
      { match: 'content', status: 202, times: 1 },
      { match: 'content', truncateContent: true },
    ],
  });
  const preparing = await call(path);
  expect([preparing.status, await preparing.text()]).toEqual([202, '']);
  await expect(call(path).then((response) => response.arrayBuffer())).rejects.toThrow('terminated');
  await platform.faults.clear();
  await platform.unsend(SOMCHAI, id);
  expect((await call(path)).status).toBe(410);
  expect((await call('/v2/bot/message/1/content')).status).toBe(404);
});

test('faults of the API: refused, dropped, hung, accepted without an answer, down', async () => {
  const { platform, call } = await startStand();
  const push = (signal?: AbortSignal): Promise<Response> =>
    fetch(`${platform.url}${PUSH}`, {
      method: 'POST',
      headers: { authorization: 'Bearer a-channel-access-token', 'x-line-retry-key': KEY },
      body: JSON.stringify({ to: SOMCHAI, messages: [hello] }),
      ...(signal === undefined ? {} : { signal }),
    });
  /** Gives up on a push as soon as the platform has dealt with it. */
  const abandon = async (requests: number): Promise<void> => {
    const controller = new AbortController();
    const pushed = push(controller.signal).then(
      () => 'answered',
      () => 'abandoned',
    );
    await vi.waitFor(() => expect(platform.requests()).toHaveLength(requests), { interval: 5, timeout: PATIENT });
    controller.abort();
    expect(await pushed).toBe('abandoned');
  };
  await platform.faults.set({
    api: [
      { match: 'push', status: 503, times: 1 },
      { match: 'POST .*/push', dropConnection: true, times: 1 },
      { match: 'any', hang: true, times: 1 },
    ],
  });
  expect((await push()).status).toBe(503);
  await expect(push()).rejects.toThrow('fetch failed');
  await abandon(3);
  expect(platform.chat(SOMCHAI)).toEqual([]);
  await platform.faults.set({ api: [{ match: 'push', acceptThenTimeout: true, times: 1 }] });
  await abandon(4);
  expect(platform.chat(SOMCHAI)).toHaveLength(1);
  expect((await push()).status).toBe(409);
  await platform.faults.set({ down: true });
  await expect(call('/v2/bot/info')).rejects.toThrow('fetch failed');
  await platform.faults.clear();
  expect((await call('/v2/bot/info')).status).toBe(200);
  expect(platform.requests().map(({ status, fault }) => [status, fault])).toEqual([
    [503, 'status'],
    [0, 'dropConnection'],
    [0, 'hang'],
    [0, 'acceptThenTimeout'],
    [409, undefined],
    [200, undefined],
  ]);
});

test('loading, link token, followers, webhook address and its test', async () => {
  const { platform, client, call } = await startStand();
  await client.showLoadingAnimation({ chatId: SOMCHAI, loadingSeconds: 5 });
  expect((await call('/v2/bot/chat/loading/start', { chatId: SOMCHAI, loadingSeconds: 7 })).status).toBe(400);
  expect((await client.issueLinkToken(SOMCHAI)).linkToken).toHaveLength(32);
  expect((await call('/v2/bot/followers/ids')).status).toBe(403);
  expect(await client.testWebhookEndpoint({})).toMatchObject({ success: true, statusCode: 200, reason: 'OK' });
  await expect(client.setWebhookEndpoint({ endpoint: 'http://e.com' })).rejects.toMatchObject({ status: 400 });
  await client.setWebhookEndpoint({ endpoint: 'https://127.0.0.1:9/' });
  expect(await client.getWebhookEndpoint()).toEqual({ endpoint: 'https://127.0.0.1:9/', active: true });
  expect(await client.testWebhookEndpoint({})).toMatchObject({ success: false, reason: 'COULD_NOT_CONNECT' });
  expect((await call('/v2/bot/message/validate/reply', { messages: [hello] })).status).toBe(200);
  expect((await call('/v2/bot/message/validate/reply', { messages: [] })).status).toBe(400);
  expect(platform.violations()).toHaveLength(3);
});

test('quick replies show until anything newer comes, buttons in messages stay', async () => {
  const { platform, client } = await startStand();
  const postback = { type: 'postback', label: 'yes', data: 'y' } as const;
  const quickReply = { items: [{ type: 'action', action: postback }] };
  const button: messagingApi.FlexButton = { type: 'button', action: { ...postback, label: 'more' } };
  const contents: messagingApi.FlexBubble = { type: 'bubble', footer: { type: 'box', layout: 'vertical', contents: [button] } };
  await client.pushMessage({
    to: SOMCHAI,
    messages: [
      { ...hello, quickReply },
      { type: 'flex', altText: 'a', contents, quickReply },
    ],
  });
  expect(platform.buttons(SOMCHAI).map(({ label, from }) => [label, from])).toEqual([
    ['yes', 'quickReply'],
    ['more', 'flex'],
  ]);
  await platform.tap(SOMCHAI, postback);
  expect(platform.buttons(SOMCHAI).map(({ label }) => label)).toEqual(['more']);
  await client.pushMessage({ to: SOMCHAI, messages: [{ ...hello, quickReply }] });
  await client.pushMessage({ to: SOMCHAI, messages: [hello] });
  expect(platform.quickReplies(SOMCHAI)).toEqual([]);
});
