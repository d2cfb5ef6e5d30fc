import { LineBotClient } from '@line/bot-sdk';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LineCallFailed } from '../../bot/line/call-line.ts';
import { linkMenu, richMenuIdOf } from '../../bot/line/rich-menu/link.ts';
import { startFakeLine } from './fake-line.ts';
import type { FakeLine } from './fake-line.ts';

const lineUserId = `U${'b'.repeat(32)}`;
let line: FakeLine;
let client: LineBotClient;

beforeEach(async () => {
  line = await startFakeLine();
  client = LineBotClient.fromChannelAccessToken({
    channelAccessToken: 'token-of-the-test',
    apiBaseURL: line.url,
    dataApiBaseURL: line.url,
  });
});

afterEach(async () => {
  await line.stop();
});

function pointRiderMenuAt(richMenuId: string): void {
  line.menus.clear();
  line.menus.set(richMenuId, { name: 'any', hasPicture: true });
  line.aliases.set('panim-rider-ms', richMenuId);
}

test('a member gets the menu that the alias of their role and language stands for', async () => {
  pointRiderMenuAt('richmenu-1');
  expect(await linkMenu(client, { lineUserId, role: 'rider', language: 'ms' })).toBe('linked');
  expect(line.holders.get(lineUserId)).toBe('richmenu-1');
});

test('without a set-up there is no menu, and that is no error; after it there is', async () => {
  expect(await linkMenu(client, { lineUserId, role: 'rider', language: 'ms' })).toBe('no_menu');
  pointRiderMenuAt('richmenu-1');
  expect(await linkMenu(client, { lineUserId, role: 'rider', language: 'ms' })).toBe('linked');
});

test('a menu that was replaced since is looked up anew', async () => {
  pointRiderMenuAt('richmenu-1');
  expect(await richMenuIdOf(client, 'panim-rider-ms')).toBe('richmenu-1');
  pointRiderMenuAt('richmenu-2');
  expect(await linkMenu(client, { lineUserId, role: 'rider', language: 'ms' })).toBe('linked');
  expect(line.holders.get(lineUserId)).toBe('richmenu-2');
});

test('an alias that points at nothing usable is no menu', async () => {
  line.aliases.set('panim-rider-ms', 'richmenu-9');
  expect(await linkMenu(client, { lineUserId, role: 'rider', language: 'ms' })).toBe('no_menu');
});

test('other refusals of LINE are for the caller to try again', async () => {
  pointRiderMenuAt('richmenu-1');
  line.refusals.set('POST /v2/bot/user/:id/richmenu/:id', { status: 500, message: 'Internal error' });
  await expect(linkMenu(client, { lineUserId, role: 'rider', language: 'ms' })).rejects.toThrow(LineCallFailed);
});
