/** What a person sees: the newest quick replies, every button that can still be tapped, the rich menu. */
import { isDeepStrictEqual } from 'node:util';

import type { messagingApi } from '@line/bot-sdk';

import { isObject, listAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { richMenuFor } from './rich-menu-api.ts';
import { chatOf } from './world.ts';
import type { BotEntry, ChatEntry, World } from './world.ts';

export interface Button {
  label: string;
  /** As the bot sent it. */
  action: JsonObject;
  from: 'quickReply' | 'flex' | 'template' | 'imagemap';
  messageId: string;
}

export interface RichMenuView {
  richMenuId: string;
  name: string;
  chatBarText: string;
  selected: boolean;
  size: { width: number; height: number };
  areas: messagingApi.RichMenuArea[];
  /** Path on the simulator, or nothing before the image is uploaded. */
  imageUrl?: string;
}

function toButton(entry: BotEntry, from: Button['from'], action: unknown): Button[] {
  if (!isObject(action) || typeof action['type'] !== 'string') return [];
  return [{ label: textAt(action, 'label') ?? '', action, from, messageId: entry.id }];
}

/** Quick replies show only under the last message of a request, and go as soon as anything newer is in the chat. */
export function quickReplies(world: World, chatId: string): Button[] {
  const chat = chatOf(world, chatId);
  const newest = chat.entries.at(-1);
  if (newest?.from !== 'bot' || chat.quickRepliesUsed) return [];
  return (newest.message.quickReply?.items ?? []).flatMap((item) => toButton(newest, 'quickReply', item.action));
}

/** A quick reply that was tapped goes away, even when the tap leaves no message behind. */
export function dismissQuickReplies(world: World, chatId: string, action: object): void {
  const tapped = quickReplies(world, chatId).some((button) => isDeepStrictEqual(button.action, action));
  if (tapped) chatOf(world, chatId).quickRepliesUsed = true;
}

/** Every `action` in the tree, in reading order. */
function actionsInside(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(actionsInside);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === 'action' ? [inner] : actionsInside(inner)));
}

function templateActions(template: messagingApi.Template): unknown[] {
  const cards: unknown[] = template.type === 'carousel' || template.type === 'image_carousel' ? template.columns : [template];
  return cards.flatMap((card) => (isObject(card) ? [...listAt(card, 'actions'), card['action'], card['defaultAction']] : []));
}

/** The buttons inside one message; there are none in what people write. */
export function messageButtons(entry: ChatEntry): Button[] {
  if (entry.from !== 'bot') return [];
  const { message } = entry;
  switch (message.type) {
    case 'flex':
      return actionsInside(message.contents).flatMap((action) => toButton(entry, 'flex', action));
    case 'template':
      return templateActions(message.template).flatMap((action) => toButton(entry, 'template', action));
    case 'imagemap':
      return message.actions.flatMap((action) => toButton(entry, 'imagemap', action));
    case 'text':
    case 'textV2':
    case 'image':
    case 'video':
    case 'audio':
    case 'location':
    case 'sticker':
    case 'coupon':
      return [];
  }
}

/** Newest first: the quick replies, then the buttons inside messages, which stay for ever. */
export function buttonsOf(world: World, chatId: string): Button[] {
  const { entries } = chatOf(world, chatId);
  return [...quickReplies(world, chatId), ...entries.toReversed().flatMap(messageButtons)];
}

/** The messages of the bot's newest request. */
export function lastMessages(world: World, chatId: string): messagingApi.Message[] {
  const fromBot = chatOf(world, chatId).entries.filter((entry) => entry.from === 'bot');
  const requestId = fromBot.at(-1)?.requestId;
  return fromBot.filter((entry) => entry.requestId === requestId).map((entry) => entry.message);
}

export function richMenuView(world: World, userId: string): RichMenuView | undefined {
  const shown = richMenuFor(world, userId);
  if (shown === undefined) return undefined;
  const { richMenuId, menu, image } = shown;
  const { name = '', chatBarText = '', selected = false, areas = [] } = menu;
  const { width = 0, height = 0 } = menu.size ?? {};
  return {
    richMenuId,
    name,
    chatBarText,
    selected,
    size: { width, height },
    areas,
    ...(image === undefined ? {} : { imageUrl: `/sim/api/rich-menu-images/${richMenuId}` }),
  };
}
