/** What a person can do in the chat, and the event that LINE then sends to the bot. */
import { dismissQuickReplies } from './chat-view.ts';
import { followEvent, joinEvent, leaveEvent, messageEvent, postbackEvent, unfollowEvent, unsendEvent } from './events.ts';
import type { Origin } from './events.ts';
import { must, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { groupTextMessage, locationMessage, mediaMessage, stickerMessage, textMessage } from './member-messages.ts';
import type { Place, Written } from './member-messages.ts';
import { isPickerValue, isWithin } from './rules/action-rules.ts';
import type { WebhookResult, WebhookSender } from './webhook-sender.ts';
import { addEntry, changed, chatOf } from './world.ts';
import type { MemberState, World } from './world.ts';

export interface MemberActions {
  follow: (userId: string) => Promise<WebhookResult>;
  /** The person blocks the account. */
  unfollow: (userId: string) => Promise<WebhookResult>;
  say: (userId: string, text: string) => Promise<WebhookResult>;
  sticker: (userId: string, ids?: { packageId: string; stickerId: string }) => Promise<WebhookResult>;
  image: (userId: string, bytes: Uint8Array, contentType?: string) => Promise<WebhookResult>;
  video: (userId: string, bytes: Uint8Array, durationMs?: number) => Promise<WebhookResult>;
  audio: (userId: string, bytes: Uint8Array, durationMs?: number) => Promise<WebhookResult>;
  file: (userId: string, bytes: Uint8Array, fileName: string) => Promise<WebhookResult>;
  location: (userId: string, place: Place) => Promise<WebhookResult>;
  /** Any action of a button, quick reply or rich menu, as the bot sent it. */
  tap: (userId: string, action: object, params?: Record<string, string>) => Promise<WebhookResult>;
  pickDate: (userId: string, action: object, value: string) => Promise<WebhookResult>;
  unsend: (userId: string, messageId: string) => Promise<WebhookResult>;
  /** The account is invited to a new group of these people; `id` is the group's. */
  joinGroup: (userIds?: readonly string[]) => Promise<WebhookResult>;
  leaveGroup: (groupId: string) => Promise<WebhookResult>;
  /** `@bot` in the text mentions the account. */
  sayInGroup: (groupId: string, userId: string, text: string) => Promise<WebhookResult>;
  tapInGroup: (groupId: string, userId: string, action: object) => Promise<WebhookResult>;
}

const NO_WEBHOOK: WebhookResult = { status: 'none', elapsedMs: 0, eventId: '' };
const DEFAULT_STICKER = { packageId: '446', stickerId: '1988' };
const PICKER_MODES = ['date', 'time', 'datetime'] as const;

export function memberOf(world: World, userId: string): MemberState {
  return must(world.members.get(userId), `member ${userId}`);
}

/** Who has blocked an account cannot write to it. */
function writer(world: World, origin: Origin): void {
  const member = memberOf(world, origin.userId);
  if (origin.groupId !== undefined) return;
  if (member.relation === 'blocked') throw new Error(`${origin.userId} has blocked the account`);
  member.lastWroteAt = world.now();
}

/** Shows what a person sent and tells the bot. */
export async function writeMessage(
  world: World,
  sender: WebhookSender,
  sent: { origin: Origin; make: (id: string) => Written },
): Promise<WebhookResult> {
  const { origin } = sent;
  writer(world, origin);
  const id = world.ids.messageId();
  const { shown, content } = sent.make(id);
  const { userId, groupId } = origin;
  addEntry(world, groupId ?? userId, { id, from: 'member', userId, at: world.now(), message: shown });
  if (content === undefined) return { ...NO_WEBHOOK, id };
  return { ...(await sender.send(messageEvent(world, origin, content))), id };
}

/** What the picker would give back: checked as the app does, which shows only allowed values. */
function pickedParams(action: JsonObject, value: string): Record<string, string> {
  const mode = must(
    PICKER_MODES.find((known) => known === action['mode']),
    'mode of the date picker',
  );
  if (!isPickerValue(value, mode)) throw new Error(`not a ${mode}: ${value}`);
  const [min, max] = [textAt(action, 'min'), textAt(action, 'max')];
  const limits = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
  if (!isWithin(value, limits)) throw new Error(`${value} is outside of min and max`);
  return { [mode]: value };
}

/** Sets the person's own menu, as the switch does on LINE. */
function switchedParams(world: World, userId: string, alias: string): Record<string, string> {
  const richMenuId = world.richMenuAliases.get(alias);
  if (richMenuId === undefined) return { status: 'RICHMENU_ALIAS_ID_NOTFOUND' };
  if (!world.richMenus.has(richMenuId)) return { status: 'RICHMENU_NOTFOUND' };
  world.linkedRichMenus.set(userId, richMenuId);
  changed(world, userId);
  return { newRichMenuAliasId: alias, status: 'SUCCESS' };
}

async function postback(
  world: World,
  sender: WebhookSender,
  tapped: { origin: Origin; action: JsonObject; params?: Record<string, string> | undefined },
): Promise<WebhookResult> {
  const { origin, action, params } = tapped;
  const { userId, groupId } = origin;
  writer(world, origin);
  const data = must(textAt(action, 'data'), 'data of the action');
  const displayText = textAt(action, 'displayText');
  const text = textAt(action, 'text');
  if (displayText !== undefined) {
    const message = { type: 'text', text: displayText, fromButton: true } as const;
    addEntry(world, groupId ?? userId, { id: world.ids.messageId(), from: 'member', userId, at: world.now(), message });
  }
  const result = await sender.send(postbackEvent(world, origin, params === undefined ? { data } : { data, params }));
  if (text !== undefined) await writeMessage(world, sender, { origin, make: textMessage(world, text, true) });
  return result;
}

async function tap(
  world: World,
  sender: WebhookSender,
  tapped: { origin: Origin; action: object; params?: Record<string, string> | undefined },
): Promise<WebhookResult> {
  const { origin, params } = tapped;
  const action: JsonObject = { ...tapped.action };
  dismissQuickReplies(world, origin.groupId ?? origin.userId, action);
  switch (action['type']) {
    case 'postback':
      return postback(world, sender, { origin, action, params });
    case 'message':
      return writeMessage(world, sender, { origin, make: textMessage(world, must(textAt(action, 'text'), 'text'), true) });
    case 'datetimepicker': {
      const picked = must(Object.values(params ?? {})[0], 'the picked value');
      return postback(world, sender, { origin, action, params: pickedParams(action, picked) });
    }
    case 'richmenuswitch': {
      const switched = switchedParams(world, origin.userId, textAt(action, 'richMenuAliasId') ?? '');
      return postback(world, sender, { origin, action, params: switched });
    }
    case 'uri':
      return { ...NO_WEBHOOK, opens: must(textAt(action, 'uri') ?? textAt(action, 'linkUri'), 'uri') };
    case 'clipboard':
      return NO_WEBHOOK;
    case 'location':
    case 'camera':
    case 'cameraRoll':
      throw new Error(`${action['type']} opens a tool of the app: send the location or the image instead`);
    default:
      throw new Error(`no action that can be tapped: ${JSON.stringify(action)}`);
  }
}

async function unsend(world: World, sender: WebhookSender, taken: { origin: Origin; messageId: string }): Promise<WebhookResult> {
  const { origin, messageId } = taken;
  const chatId = origin.groupId ?? origin.userId;
  const entry = chatOf(world, chatId).entries.find(({ id }) => id === messageId);
  if (entry?.from !== 'member') throw new Error(`${messageId} is not a message of ${origin.userId}`);
  entry.unsent = true;
  const content = world.contents.get(messageId);
  if (content !== undefined) content.state = 'unsent';
  changed(world, chatId);
  return sender.send(unsendEvent(world, origin, messageId));
}

async function follow(world: World, sender: WebhookSender, userId: string): Promise<WebhookResult> {
  const member = memberOf(world, userId);
  const isUnblocked = member.relation === 'blocked';
  member.relation = 'friend';
  changed(world, userId);
  return sender.send(followEvent(world, userId, isUnblocked));
}

async function unfollow(world: World, sender: WebhookSender, userId: string): Promise<WebhookResult> {
  memberOf(world, userId).relation = 'blocked';
  world.linkedRichMenus.delete(userId);
  changed(world, userId);
  return sender.send(unfollowEvent(world, userId));
}

async function joinGroup(world: World, sender: WebhookSender, userIds: readonly string[]): Promise<WebhookResult> {
  const groupId = `C${world.ids.hex(32)}`;
  world.groups.set(groupId, new Set(userIds));
  return { ...(await sender.send(joinEvent(world, groupId))), id: groupId };
}

async function leaveGroup(world: World, sender: WebhookSender, groupId: string): Promise<WebhookResult> {
  world.groups.delete(groupId);
  return sender.send(leaveEvent(world, groupId));
}

function originInGroup(world: World, groupId: string, userId: string): Origin {
  must(world.groups.get(groupId), `group ${groupId}`).add(userId);
  return { groupId, userId };
}

export function createMemberActions(world: World, sender: WebhookSender): MemberActions {
  const write = (origin: Origin, make: (id: string) => Written): Promise<WebhookResult> => writeMessage(world, sender, { origin, make });
  return {
    follow: (userId) => follow(world, sender, userId),
    unfollow: (userId) => unfollow(world, sender, userId),
    say: (userId, text) => write({ userId }, textMessage(world, text, false)),
    sticker: (userId, ids = DEFAULT_STICKER) => write({ userId }, stickerMessage(world, ids)),
    image: (userId, bytes, contentType = 'image/jpeg') =>
      write({ userId }, mediaMessage(world, 'image', { bytes, media: { contentType } })),
    video: (userId, bytes, durationMs = 1_000) =>
      write({ userId }, mediaMessage(world, 'video', { bytes, media: { contentType: 'video/mp4', durationMs } })),
    audio: (userId, bytes, durationMs = 1_000) =>
      write({ userId }, mediaMessage(world, 'audio', { bytes, media: { contentType: 'audio/x-m4a', durationMs } })),
    file: (userId, bytes, fileName) =>
      write({ userId }, mediaMessage(world, 'file', { bytes, media: { contentType: 'application/octet-stream', fileName } })),
    location: (userId, place) => write({ userId }, locationMessage(world, place)),
    tap: async (userId, action, params) => tap(world, sender, { origin: { userId }, action, params }),
    pickDate: async (userId, action, value) => tap(world, sender, { origin: { userId }, action, params: { value } }),
    unsend: (userId, messageId) => unsend(world, sender, { origin: { userId }, messageId }),
    joinGroup: (userIds = []) => joinGroup(world, sender, userIds),
    leaveGroup: (groupId) => leaveGroup(world, sender, groupId),
    sayInGroup: async (groupId, userId, text) => write(originInGroup(world, groupId, userId), groupTextMessage(world, text)),
    tapInGroup: async (groupId, userId, action) => tap(world, sender, { origin: originInGroup(world, groupId, userId), action }),
  };
}
