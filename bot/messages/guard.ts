import type { messagingApi } from '@line/bot-sdk';

import { cutGraphemes, cutUnits } from './cut.ts';
import { NOTHING } from './format.ts';
import { QUICK_REPLIES_MAX } from './quick-reply.ts';

/** LINE's limits, in UTF-16 units unless the name says graphemes. */
const MESSAGES_MAX = 5;
const TEXT_MAX = 5000;
const ALT_TEXT_MAX = 1500;
const BUTTON_LABEL_GRAPHEMES_MAX = 40;
const QUICK_REPLY_LABEL_GRAPHEMES_MAX = 20;
const SAID_GRAPHEMES_MAX = 300;
const BUBBLE_BYTES_MAX = 30_000;
const CAROUSEL_BYTES_MAX = 50_000;
const BUBBLES_MAX = 12;

/**
 * The last guard before sending: LINE refuses a whole request for one text that is too long or empty, and
 * the person would see silence. Cuts what is too much and turns a card that cannot be saved into its altText.
 */
export function fitMessages(messages: messagingApi.Message[]): messagingApi.Message[] {
  return keepQuickReplies(messages.slice(0, MESSAGES_MAX).map(fitMessage));
}

/** Only the last message's quick replies are shown; those of an earlier one move down when it has none. */
function keepQuickReplies(messages: messagingApi.Message[]): messagingApi.Message[] {
  const last = messages.at(-1);
  const quickReply = messages.findLast((message) => message.quickReply !== undefined)?.quickReply;
  if (last === undefined || quickReply === undefined) return messages;
  return [...messages.slice(0, -1).map(withoutQuickReply), { ...last, quickReply }];
}

function withoutQuickReply(message: messagingApi.Message): messagingApi.Message {
  const { quickReply: _, ...rest } = message;
  return rest;
}

function fitMessage(message: messagingApi.Message): messagingApi.Message {
  const fitted = fitContent(message);
  const items = (message.quickReply?.items ?? []).slice(0, QUICK_REPLIES_MAX).map(fitQuickReply);
  if (items.length === 0) return withoutQuickReply(fitted);
  return { ...fitted, quickReply: { items } };
}

function fitContent(message: messagingApi.Message): messagingApi.Message {
  if (message.type === 'text') return { ...message, text: notEmpty(cutUnits(message.text, TEXT_MAX)) };
  if (message.type !== 'flex') return message;
  const altText = notEmpty(cutUnits(message.altText, ALT_TEXT_MAX));
  const contents = fitContainer(message.contents);
  return contents === undefined ? { type: 'text', text: altText } : { ...message, altText, contents };
}

function fitContainer(container: messagingApi.FlexContainer): messagingApi.FlexContainer | undefined {
  if (container.type === 'bubble') return fitBubble(container);
  const contents: messagingApi.FlexBubble[] = [];
  for (const bubble of container.contents.slice(0, BUBBLES_MAX)) {
    const fitted = fitBubble(bubble);
    if (fitted === undefined) continue;
    if (bytes({ ...container, contents: [...contents, fitted] }) > CAROUSEL_BYTES_MAX) break;
    contents.push(fitted);
  }
  return contents.length === 0 ? undefined : { ...container, contents };
}

function fitBubble(bubble: messagingApi.FlexBubble): messagingApi.FlexBubble | undefined {
  const { header, body, footer } = bubble;
  const fitted: messagingApi.FlexBubble = {
    ...bubble,
    ...(header === undefined ? {} : { header: fitBox(header) }),
    ...(body === undefined ? {} : { body: fitBox(body) }),
    ...(footer === undefined ? {} : { footer: fitBox(footer) }),
  };
  return bytes(fitted) > BUBBLE_BYTES_MAX ? undefined : fitted;
}

function fitBox(box: messagingApi.FlexBox): messagingApi.FlexBox {
  return { ...box, contents: box.contents.map(fitComponent) };
}

function fitComponent(component: messagingApi.FlexComponent): messagingApi.FlexComponent {
  if (component.type === 'box') return fitBox(component);
  if (component.type === 'button') return { ...component, action: fitAction(component.action, BUTTON_LABEL_GRAPHEMES_MAX) };
  if (component.type === 'text' && (component.contents ?? []).length === 0) {
    return { ...component, text: notEmpty(cutUnits(component.text ?? '', TEXT_MAX)) };
  }
  return component;
}

function fitQuickReply(item: messagingApi.QuickReplyItem): messagingApi.QuickReplyItem {
  return item.action === undefined ? item : { ...item, action: fitAction(item.action, QUICK_REPLY_LABEL_GRAPHEMES_MAX) };
}

function fitAction(action: messagingApi.Action, labelMax: number): messagingApi.Action {
  const label = notEmpty(cutGraphemes(action.label ?? '', labelMax));
  if (action.type === 'postback' && action.displayText !== undefined) {
    return { ...action, label, displayText: notEmpty(cutGraphemes(action.displayText, SAID_GRAPHEMES_MAX)) };
  }
  if (action.type === 'message') return { ...action, label, text: notEmpty(cutGraphemes(action.text ?? '', SAID_GRAPHEMES_MAX)) };
  return { ...action, label };
}

function notEmpty(words: string): string {
  return words.trim() === '' ? NOTHING : words;
}

function bytes(value: messagingApi.FlexContainer): number {
  return Buffer.byteLength(JSON.stringify(value));
}
