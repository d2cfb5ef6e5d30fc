/** Webhook events as LINE makes them. https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects */
import type { webhook } from '@line/bot-sdk';

import type { World } from './world.ts';

type Common = Pick<webhook.EventBase, 'mode' | 'timestamp' | 'webhookEventId' | 'deliveryContext'> & { source: webhook.Source };

export interface Origin {
  userId: string;
  groupId?: string;
}

function common(world: World, origin: Origin): Common {
  const timestamp = world.now();
  const { userId, groupId } = origin;
  const source: webhook.Source = groupId === undefined ? { type: 'user', userId } : { type: 'group', groupId, userId };
  return { mode: 'active', timestamp, source, webhookEventId: world.ids.ulid(timestamp), deliveryContext: { isRedelivery: false } };
}

const replyToken = (world: World): string => world.ids.hex(32);

/** The tokens that come with nearly every message a person sends. */
export function messageTokens(world: World): { quoteToken: string; markAsReadToken: string } {
  return { quoteToken: world.ids.token(80), markAsReadToken: world.ids.token(40) };
}

export function messageEvent(world: World, origin: Origin, message: webhook.MessageContent): webhook.MessageEvent {
  return { type: 'message', ...common(world, origin), replyToken: replyToken(world), message };
}

export function postbackEvent(world: World, origin: Origin, postback: webhook.PostbackContent): webhook.PostbackEvent {
  return { type: 'postback', ...common(world, origin), replyToken: replyToken(world), postback };
}

export function followEvent(world: World, userId: string, isUnblocked: boolean): webhook.FollowEvent {
  return { type: 'follow', ...common(world, { userId }), replyToken: replyToken(world), follow: { isUnblocked } };
}

export function unfollowEvent(world: World, userId: string): webhook.UnfollowEvent {
  return { type: 'unfollow', ...common(world, { userId }) };
}

export function unsendEvent(world: World, origin: Origin, messageId: string): webhook.UnsendEvent {
  return { type: 'unsend', ...common(world, origin), unsend: { messageId } };
}

/** The event of joining names the group, not who invited. */
export function joinEvent(world: World, groupId: string): webhook.JoinEvent {
  return { type: 'join', ...common(world, { userId: '' }), source: { type: 'group', groupId }, replyToken: replyToken(world) };
}

export function leaveEvent(world: World, groupId: string): webhook.LeaveEvent {
  return { type: 'leave', ...common(world, { userId: '' }), source: { type: 'group', groupId } };
}
