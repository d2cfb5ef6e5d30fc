import type { messagingApi } from '@line/bot-sdk';

import { cutGraphemes } from './cut.ts';

/** LINE shows no more. */
export const QUICK_REPLIES_MAX = 13;
export const QUICK_REPLY_LABEL_MAX = 20;

/** Puts tappable answers under the last message: LINE shows those of the last one only. */
export function withQuickReplies(messages: messagingApi.Message[], actions: messagingApi.Action[]): messagingApi.Message[] {
  const last = messages.at(-1);
  if (last === undefined || actions.length === 0) return messages;
  const items = actions.slice(0, QUICK_REPLIES_MAX).map((action): messagingApi.QuickReplyItem => ({
    type: 'action',
    action: { ...action, label: cutGraphemes(action.label ?? '', QUICK_REPLY_LABEL_MAX) },
  }));
  return [...messages.slice(0, -1), { ...last, quickReply: { items } }];
}
