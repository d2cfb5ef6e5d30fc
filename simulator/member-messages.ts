/** The messages a person can send: how the chat shows them, and what the event carries. */
import type { webhook } from '@line/bot-sdk';

import { messageTokens } from './events.ts';
import { setBounded } from './world.ts';
import type { MemberMessage, World } from './world.ts';

interface MediaOptions {
  contentType: string;
  durationMs?: number;
  fileName?: string;
}

export interface Place {
  latitude: number;
  longitude: number;
  title?: string;
  address?: string;
}

/** Enough content for a long demo; the oldest goes first. */
const CONTENTS_MAX = 2_000;

export interface Written {
  shown: MemberMessage;
  /** The message as the event carries it; without it there is no event. */
  content: webhook.MessageContent | undefined;
}

export function textMessage(world: World, text: string, fromButton: boolean): (id: string) => Written {
  return (id) => ({
    shown: fromButton ? { type: 'text', text, fromButton } : { type: 'text', text },
    content: { type: 'text', id, text, ...messageTokens(world) },
  });
}

const BOT_MENTION = '@bot';

/** In a group `@bot` mentions the account, as picking its name in the app does. */
export function groupTextMessage(world: World, text: string): (id: string) => Written {
  const index = text.indexOf(BOT_MENTION);
  if (index === -1) return textMessage(world, text, false);
  const mentionee: webhook.Mentionee = { index, length: BOT_MENTION.length, type: 'user', userId: world.botUserId, isSelf: true };
  return (id) => ({
    shown: { type: 'text', text },
    content: { type: 'text', id, text, mention: { mentionees: [mentionee] }, ...messageTokens(world) },
  });
}

export function mediaMessage(
  world: World,
  kind: 'image' | 'video' | 'audio' | 'file',
  { bytes, media }: { bytes: Uint8Array; media: MediaOptions },
): (id: string) => Written {
  return (id) => {
    const { contentType, durationMs = 0, fileName = 'file' } = media;
    setBounded(world.contents, [id, { bytes, contentType, state: 'ready' }], CONTENTS_MAX);
    const url = `/sim/api/content/${id}`;
    const tokens = messageTokens(world);
    const { markAsReadToken } = tokens;
    const contentProvider: webhook.ContentProvider = { type: 'line' };
    switch (kind) {
      case 'image':
        return { shown: { type: kind, contentType, url }, content: { type: kind, id, contentProvider, ...tokens } };
      case 'video':
        return {
          shown: { type: kind, contentType, url, durationMs },
          content: { type: kind, id, duration: durationMs, contentProvider, ...tokens },
        };
      case 'audio':
        return {
          shown: { type: kind, contentType, url, durationMs },
          content: { type: kind, id, duration: durationMs, contentProvider, markAsReadToken },
        };
      case 'file':
        return {
          shown: { type: kind, contentType, url, fileName, fileSize: bytes.length },
          content: { type: kind, id, fileName, fileSize: bytes.length, markAsReadToken },
        };
    }
  };
}

export function locationMessage(world: World, place: Place): (id: string) => Written {
  const { markAsReadToken } = messageTokens(world);
  return (id) => ({ shown: { type: 'location', ...place }, content: { type: 'location', id, ...place, markAsReadToken } });
}

export function stickerMessage(world: World, ids: { packageId: string; stickerId: string }): (id: string) => Written {
  return (id) => ({
    shown: { type: 'sticker', ...ids },
    content: { type: 'sticker', id, ...ids, stickerResourceType: 'STATIC', ...messageTokens(world) },
  });
}
