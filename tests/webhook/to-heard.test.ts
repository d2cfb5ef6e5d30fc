import { expect, test } from 'vitest';
import { HEARD_TEXT_MAX } from '../../bot/limits.ts';
import { toHeard } from '../../bot/webhook/to-heard.ts';
import type { Understood } from '../../bot/webhook/to-heard.ts';
import { lineIdOf } from '../outbox/rig.ts';

const user = { type: 'user', userId: lineIdOf(1) };
const group = { type: 'group', groupId: `C${'1'.repeat(32)}`, userId: lineIdOf(1) };

function understand(event: object): Understood {
  return toHeard(JSON.stringify({ mode: 'active', timestamp: 1, webhookEventId: 'e', source: user, replyToken: 'token', ...event }));
}
function hear(message: object) {
  const understood = understand({ type: 'message', message: { id: '500000000000000001', ...message } });
  return understood.kind === 'heard' ? understood.heard : understood;
}

function heardPress(postback: object) {
  const understood = understand({ type: 'postback', postback });
  return understood.kind === 'heard' ? understood.heard : understood;
}

test.each([
  ['a photo', { type: 'image', contentProvider: { type: 'line' } }, { kind: 'photo', messageId: '500000000000000001' }],
  ['a picture from elsewhere', { type: 'image', contentProvider: { type: 'external' } }, { kind: 'unreadable', what: 'file' }],
  [
    'a place',
    { type: 'location', latitude: 7.2, longitude: 100.6, title: 'บ้าน' },
    { kind: 'place', latitude: 7.2, longitude: 100.6, label: 'บ้าน' },
  ],
  ['a place without a name', { type: 'location', latitude: 7, longitude: 100 }, { kind: 'place', latitude: 7, longitude: 100 }],
  ['a sticker', { type: 'sticker', packageId: '1', stickerId: '2' }, { kind: 'unreadable', what: 'sticker' }],
  ['a voice message', { type: 'audio', duration: 1 }, { kind: 'unreadable', what: 'voice' }],
  ['a video', { type: 'video', duration: 1 }, { kind: 'unreadable', what: 'video' }],
  ['a file', { type: 'file', fileName: 'a', fileSize: 1 }, { kind: 'unreadable', what: 'file' }],
  ['too many words', { type: 'text', text: 'ก'.repeat(HEARD_TEXT_MAX + 1) }, { kind: 'too_long' }],
])('%s', (_, message, heard) => {
  expect(hear(message)).toEqual(heard);
});

test("LINE's own emoji alone are emoji, beside words they are left out", () => {
  const emojis = [{ index: 0, length: 7, productId: 'p', emojiId: '1' }];
  expect(hear({ type: 'text', text: '(smile)', emojis })).toMatchObject({ kind: 'words', intent: { kind: 'emoji_only' } });
  expect(hear({ type: 'text', text: '(smile)ขอข้าว', emojis })).toMatchObject({ kind: 'words', text: 'ขอข้าว' });
});

test('words carry what they ask for and the token of their answer', () => {
  const understood = understand({ type: 'message', message: { type: 'text', id: '1', text: 'ขอข้าว' } });
  expect(understood).toMatchObject({
    kind: 'heard',
    lineUserId: lineIdOf(1),
    replyToken: 'token',
    heard: { kind: 'words', intent: { kind: 'request_food' } },
  });
});

test('buttons are decoded, with what was picked, and old or strange ones are said to be unknown', () => {
  expect(heardPress({ data: 'cancel_order?order=ord_1&v=1' })).toEqual({
    kind: 'button',
    button: { action: 'cancel_order', order: 'ord_1' },
  });
  const date = { data: 'answer?form=campaign&field=ends_on&value=picked&turn=3&v=1', params: { date: '2026-12-01' } };
  expect(heardPress(date)).toMatchObject({ kind: 'button', picked: '2026-12-01' });
  expect(heardPress({ ...date, params: { date: '1; drop' } })).not.toHaveProperty('picked');
  expect(heardPress({ data: 'cancel_order?order=ord_1&v=0' })).toEqual({ kind: 'unknown_button' });
  expect(heardPress({ data: 'tab', params: { newRichMenuAliasId: 'a', status: 'SUCCESS' } })).toEqual({
    kind: 'ignored',
    why: 'rich_menu_switched',
  });
});

test('the ways of a friendship', () => {
  expect(understand({ type: 'follow', follow: { isUnblocked: true } })).toMatchObject({ heard: { kind: 'followed', back: true } });
  expect(understand({ type: 'follow' })).toMatchObject({ heard: { kind: 'followed', back: false } });
  expect(understand({ type: 'unfollow', replyToken: undefined })).toEqual({
    kind: 'heard',
    lineUserId: lineIdOf(1),
    heard: { kind: 'blocked' },
  });
  expect(understand({ type: 'unsend', unsend: { messageId: '7' } })).toMatchObject({ heard: { kind: 'unsent', messageId: '7' } });
});

test.each([
  ['standby', { type: 'message', mode: 'standby', message: { type: 'text', text: 'a' } }, 'standby'],
  ['the old Verify button', { type: 'message', replyToken: '0'.repeat(32), message: { type: 'text', text: 'a' } }, 'verify_dummy'],
  ['its other event', { type: 'message', replyToken: 'f'.repeat(32) }, 'verify_dummy'],
  ['its person', { type: 'follow', source: { type: 'user', userId: 'Udeadbeefdeadbeefdeadbeefdeadbeef' } }, 'verify_dummy'],
  ['a type of tomorrow', { type: 'holo<gram>' }, 'type_hologram'],
  ['a message of tomorrow', { type: 'message', message: { type: 'smell' } }, 'message_unknown'],
  ['account link', { type: 'accountLink', link: { result: 'ok' } }, 'type_accountLink'],
  ['nobody', { type: 'accountLink', source: undefined }, 'no_sender'],
  ['words in a group', { type: 'message', source: group, message: { type: 'text', text: 'ขอข้าว' } }, 'group_message'],
  ['leaving a group', { type: 'leave', source: group }, 'group_leave'],
  ['a shape that is no event', { type: 7 }, 'shape_unknown'],
])('%s is ignored with a reason', (_, event, why) => {
  expect(understand(event)).toEqual({ kind: 'ignored', why });
});

test('a group hears one hello, and a pointer when it calls the account', () => {
  const hello = { kind: 'group_hello', chatId: group.groupId, replyToken: 'token' };
  expect(understand({ type: 'join', source: group })).toEqual(hello);
  const mention = { mentionees: [{ index: 0, length: 5, type: 'user', isSelf: true }] };
  expect(understand({ type: 'message', source: group, message: { type: 'text', text: '@ปันอิ่ม', mention } })).toEqual(hello);
});
