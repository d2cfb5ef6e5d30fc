import { z } from 'zod';
import { decodeButton } from '../domain/button.ts';
import { intentOf } from '../intents/from-text.ts';
import type { Heard } from '../intents/intent.ts';
import { HEARD_TEXT_MAX } from '../limits.ts';

/** What an event means to us. `reply` is the token that an answer may ride on. */
export type Understood =
  | { kind: 'heard'; lineUserId: string; heard: Heard; replyToken?: string }
  /** Something in a group or room that a short pointer to the private chat answers. */
  | { kind: 'group_hello'; chatId: string; replyToken: string }
  | { kind: 'ignored'; why: string };

/** A label of a place, as people or LINE name it; more is not shown anywhere. */
const PLACE_LABEL_MAX = 100;

const Mentionee = z.looseObject({ isSelf: z.boolean().optional() });
const Emoji = z.looseObject({ index: z.number().int().nonnegative(), length: z.number().int().positive() });
const Message = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('text'),
    text: z.string(),
    emojis: z.array(Emoji).optional(),
    mention: z.looseObject({ mentionees: z.array(Mentionee) }).optional(),
  }),
  z.looseObject({ type: z.literal('image'), id: z.string(), contentProvider: z.looseObject({ type: z.string() }).optional() }),
  z.looseObject({
    type: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    title: z.string().optional(),
    address: z.string().optional(),
  }),
  z.looseObject({ type: z.literal('sticker') }),
  z.looseObject({ type: z.literal('audio') }),
  z.looseObject({ type: z.literal('video') }),
  z.looseObject({ type: z.literal('file') }),
]);
type Message = z.infer<typeof Message>;
type TextMessage = Extract<Message, { type: 'text' }>;

const Event = z.looseObject({
  type: z.string(),
  mode: z.string().optional(),
  replyToken: z.string().max(200).optional(),
  source: z
    .looseObject({ type: z.string(), userId: z.string().optional(), groupId: z.string().optional(), roomId: z.string().optional() })
    .optional(),
  message: z.unknown().optional(),
  postback: z.looseObject({ data: z.string(), params: z.record(z.string(), z.string()).optional() }).optional(),
  follow: z.looseObject({ isUnblocked: z.boolean().optional() }).optional(),
  unsend: z.looseObject({ messageId: z.string() }).optional(),
});
type Event = z.infer<typeof Event>;

/** The Verify button of years ago sent events with these. */
function isVerifyDummy(event: Event): boolean {
  return /^(0{32}|f{32})$/u.test(event.replyToken ?? '') || event.source?.userId === 'Udeadbeefdeadbeefdeadbeefdeadbeef';
}

/** LINE's own emoji stand in the text as names in brackets; what was meant is the rest. */
function withoutLineEmoji(message: TextMessage): string {
  let text = message.text;
  for (const { index, length } of (message.emojis ?? []).toSorted((a, b) => b.index - a.index)) {
    text = `${text.slice(0, index)} ${text.slice(index + length)}`;
  }
  return text.trim();
}

function heardText(message: TextMessage): Heard {
  if (message.text.length > HEARD_TEXT_MAX) return { kind: 'too_long' };
  const text = withoutLineEmoji(message);
  if (text === '' && message.text !== '') return { kind: 'words', text: message.text, intent: { kind: 'emoji_only' } };
  return { kind: 'words', text, intent: intentOf(text) };
}

function heardMessage(message: Message): Heard {
  switch (message.type) {
    case 'text':
      return heardText(message);
    case 'image':
      // Pictures that a page sent from elsewhere cannot be fetched from LINE.
      return message.contentProvider?.type === 'external' ? { kind: 'unreadable', what: 'file' } : { kind: 'photo', messageId: message.id };
    case 'location': {
      const label = (message.title ?? message.address)?.slice(0, PLACE_LABEL_MAX).toWellFormed();
      return { kind: 'place', latitude: message.latitude, longitude: message.longitude, ...(label === undefined ? {} : { label }) };
    }
    case 'sticker':
      return { kind: 'unreadable', what: 'sticker' };
    case 'audio':
      return { kind: 'unreadable', what: 'voice' };
    case 'video':
      return { kind: 'unreadable', what: 'video' };
    case 'file':
      return { kind: 'unreadable', what: 'file' };
  }
}

const PICKED = /^(\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?|\d{2}:\d{2})$/u;

function heardPostback(postback: NonNullable<Event['postback']>): Heard | undefined {
  const decoded = decodeButton(postback.data);
  const params = postback.params ?? {};
  if (decoded.kind === 'unknown_button') {
    // A tab of the rich menu tells that it was switched: nothing to answer.
    return 'newRichMenuAliasId' in params ? undefined : decoded;
  }
  const picked = params['datetime'] ?? params['date'] ?? params['time'] ?? '';
  return { ...decoded, ...(PICKED.test(picked) ? { picked } : {}) };
}

const ignored = (why: string): Understood => ({ kind: 'ignored', why });
/** Names of types come from outside: short, and of plain letters, before they stand in a table or a log. */
const nameOf = (type: string): string => type.replaceAll(/[^A-Za-z_]/gu, '').slice(0, 40);

/** Groups get one hello, and a pointer to the private chat when the account is called by name; else silence. */
function understandGroup(event: Event, chatId: string): Understood {
  const message = Message.safeParse(event.message);
  const isCalled =
    message.success &&
    message.data.type === 'text' &&
    (message.data.mention?.mentionees.some((mentionee) => mentionee.isSelf === true) ?? false);
  if ((event.type === 'join' || (event.type === 'message' && isCalled)) && event.replyToken !== undefined) {
    return { kind: 'group_hello', chatId, replyToken: event.replyToken };
  }
  return ignored(`group_${nameOf(event.type)}`);
}

function heardInPrivate(event: Event): Heard | string {
  switch (event.type) {
    case 'message': {
      const message = Message.safeParse(event.message);
      return message.success ? heardMessage(message.data) : 'message_unknown';
    }
    case 'postback':
      return event.postback === undefined ? 'postback_without_data' : (heardPostback(event.postback) ?? 'rich_menu_switched');
    case 'follow':
      return { kind: 'followed', back: event.follow?.isUnblocked === true };
    case 'unfollow':
      return { kind: 'blocked' };
    case 'unsend':
      return event.unsend === undefined ? 'unsend_without_id' : { kind: 'unsent', messageId: event.unsend.messageId };
    // Types are open: LINE adds some without notice.
    default:
      return `type_${nameOf(event.type)}`;
  }
}

/** Reads a stored event without trusting it. Whatever cannot be read is ignored with a reason, never a throw. */
export function toHeard(json: string): Understood {
  const parsed = Event.safeParse(JSON.parse(json));
  if (!parsed.success) return ignored('shape_unknown');
  const event = parsed.data;
  if (event.mode === 'standby') return ignored('standby');
  if (isVerifyDummy(event)) return ignored('verify_dummy');
  const chatId = event.source?.groupId ?? event.source?.roomId;
  if (chatId !== undefined) return understandGroup(event, chatId);
  const lineUserId = event.source?.userId;
  if (lineUserId === undefined) return ignored('no_sender');
  const heard = heardInPrivate(event);
  if (typeof heard === 'string') return ignored(heard);
  return { kind: 'heard', lineUserId, heard, ...(event.replyToken === undefined ? {} : { replyToken: event.replyToken }) };
}
