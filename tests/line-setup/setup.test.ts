import { afterEach, beforeEach, expect, test } from 'vitest';
import { callLine } from '../../bot/line/call-line.ts';
import { setUpLine } from '../../bot/line/setup.ts';
import type { LineSetUpOptions } from '../../bot/line/setup.ts';
import { startLinePlatform } from '../../simulator/platform.ts';
import { startFakeLine } from './fake-line.ts';
import type { FakeLine } from './fake-line.ts';

let line: FakeLine;
let said: string[];

beforeEach(async () => {
  line = await startFakeLine();
  said = [];
});

afterEach(async () => {
  await line.stop();
});

function options(): LineSetUpOptions {
  return {
    channelAccessToken: 'token-of-the-test',
    publicUrl: 'https://pan-im.example',
    loginChannelId: '2001234567',
    liffId: '2001234567-PanImTst',
    apiBaseUrl: line.url,
    dataApiBaseUrl: line.url,
    loginBaseUrl: line.url,
    apply: true,
    roles: ['resident', 'shop'],
    languages: ['th', 'my'],
    pause: async () => undefined,
  };
}

async function run(changed: Partial<LineSetUpOptions> = {}): Promise<0 | 1> {
  said = [];
  line.changes.length = 0;
  return setUpLine({ ...options(), ...changed }, (sentence) => said.push(sentence));
}

test('looking only changes nothing and says what would be done', async () => {
  expect(await run({ apply: false })).toBe(0);
  expect(line.changes).toEqual([]);
  expect(line.menus.size).toBe(0);
  expect(said.join('\n')).toContain('4 to make');
  expect(said.join('\n')).toContain('Would set the webhook address to https://pan-im.example/webhook');
});

test('applied: webhook, menus with pictures, aliases and the default; the rest is told', async () => {
  expect(await run()).toBe(0);
  expect(line.webhook).toBe('https://pan-im.example/webhook');
  expect([...line.menus.values()].map(({ hasPicture }) => hasPicture)).toEqual([true, true, true, true]);
  expect([...line.aliases.keys()]).toEqual(['panim-resident-th', 'panim-resident-my', 'panim-shop-th', 'panim-shop-my']);
  expect(line.defaultMenuId).toBe(line.aliases.get('panim-resident-th'));
  const words = said.join('\n');
  expect(words).toContain('LINE reached the webhook');
  expect(words).toContain('7 messages of 300');
  expect(words).toContain('switch Chat off');
  expect(words).toContain('Webhook redelivery');
  expect(words).toContain('https://pan-im.example/liff');
});

test('applied once more: nothing is changed', async () => {
  await run();
  expect(await run()).toBe(0);
  expect(line.changes).toEqual([]);
  expect(said.join('\n')).toContain('all 4 are there and up to date');
});

test('a changed menu takes the place of the old one, also for those who hold it', async () => {
  await run();
  const before = new Map(line.aliases);
  line.holders.set('U-cook', before.get('panim-shop-th') ?? '');
  await run({ liffId: '2001234567-Another1' });
  expect(line.menus.size).toBe(4);
  expect(line.aliases.get('panim-shop-th')).not.toBe(before.get('panim-shop-th'));
  expect(line.holders.get('U-cook')).toBe(line.aliases.get('panim-shop-th'));
  expect(line.defaultMenuId).toBe(line.aliases.get('panim-resident-th'));
  expect(line.menus.has(before.get('panim-shop-th') ?? '')).toBe(false);
});

test.each(['ongoing', 'failed'] as const)(
  'the old menus stay while moving their holders is %s; a later run deletes them',
  async (phase) => {
    await run();
    line.movePhase = phase;
    expect(await run({ liffId: '2001234567-Another1' })).toBe(0);
    expect(line.menus.size).toBe(8);
    expect(said.join('\n')).toContain('run this again');
    line.movePhase = 'succeeded';
    await run({ liffId: '2001234567-Another1' });
    expect(line.changes.filter((change) => change === 'POST /v2/bot/richmenu')).toEqual([]);
    expect(line.menus.size).toBe(4);
  },
);

test('never more new menus than the hour allows; the next run makes the rest', async () => {
  expect(await run({ menuBudget: { creates: 3, deletes: 100 } })).toBe(0);
  expect(line.menus.size).toBe(3);
  expect(line.defaultMenuId).toBeDefined();
  expect(said.join('\n')).toContain('1 to make and 0 to delete are left');
  await run();
  expect(line.menus.size).toBe(4);
});

test('a service that does not run yet is told, not a failure', async () => {
  line.serviceAnswers = false;
  expect(await run()).toBe(0);
  expect(said.join('\n')).toContain('COULD_NOT_CONNECT');
});

test('a picture that LINE refuses leaves no half menu behind', async () => {
  line.refusals.set('POST /v2/bot/richmenu/:id/content', { status: 400, message: 'The image must be smaller' });
  expect(await run()).toBe(1);
  expect(line.menus.size).toBe(0);
  expect(said.at(-1)).toMatch(
    /^Could not send the picture of panim:resident:th:[0-9a-f]{16}: LINE refused the request \(LINE answered 400: The image must be smaller\)\.$/u,
  );
  line.refusals.clear();
  expect(await run()).toBe(0);
  expect(line.menus.size).toBe(4);
});

const failures: [string, Partial<LineSetUpOptions>, RegExp][] = [
  [
    'a wrong token',
    { channelAccessToken: 'another-token' },
    /^Could not ask LINE whose token this is: the channel access token is wrong, .*401.*\.$/u,
  ],
  ['a LIFF id of another channel', { loginChannelId: '2009999999' }, /^LIFF_ID belongs to another channel than LINE_LOGIN_CHANNEL_ID: /u],
  ['no LIFF id', { liffId: 'panim' }, /^LIFF_ID does not look like a LIFF id/u],
  ['no connection', { apiBaseUrl: 'http://127.0.0.1:1' }, /^Could not ask LINE whose token this is: no connection to LINE/u],
  ['no keys of LINE Login', { loginBaseUrl: 'http://127.0.0.1:1' }, /^Could not read the keys that LINE Login signs with: no answer/u],
];

test.each(failures)('%s: one clear sentence, exit code 1, nothing changed', async (_, changed, sentence) => {
  expect(await run(changed)).toBe(1);
  expect(said.at(-1)).toMatch(sentence);
  expect(said.at(-1)).not.toContain('another-token');
  expect(line.changes).toEqual([]);
});

test('a limit of LINE is named', async () => {
  line.refusals.set('POST /v2/bot/richmenu', { status: 429, message: 'The API rate limit has been exceeded. Try again later.' });
  expect(await run()).toBe(1);
  expect(said.at(-1)).toContain("LINE's limit for this hour or second is used up");
});

test('a call that LINE never answers is given up', async () => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  await expect(callLine({ doing: 'wait', call: () => promise, timeoutMs: 1 })).rejects.toThrow(
    'Could not wait: no answer within 1 seconds.',
  );
  resolve(undefined);
});

test('the simulator takes the whole set-up, and a member sees the menu', async () => {
  const userId = `U${'a'.repeat(32)}`;
  const { channelAccessToken, loginChannelId, liffId } = options();
  const platform = await startLinePlatform({
    channelSecret: 'secret-of-the-test',
    channelAccessToken,
    loginChannelId,
    liffId,
    members: [{ userId, displayName: 'Somying' }],
    allowLoopbackHttp: true,
  });
  const urls = { apiBaseUrl: platform.url, dataApiBaseUrl: platform.url, loginBaseUrl: platform.url, publicUrl: platform.url };
  const code = await run(urls);
  const again = await run(urls);
  const seen = platform.richMenuOf(userId);
  const refused = platform.violations();
  await platform.stop();
  expect([code, again]).toEqual([0, 0]);
  expect(said.join('\n')).toContain('all 4 are there and up to date');
  expect(seen).toBeDefined();
  expect(refused).toEqual([]);
});
