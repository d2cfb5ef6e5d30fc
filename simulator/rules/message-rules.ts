/** What LINE refuses although the types allow it. https://developers.line.biz/en/reference/messaging-api/#message-objects */
import type { messagingApi } from '@line/bot-sdk';

import { checkAction } from './action-rules.ts';
import { checkFlexContainer } from './flex-rules.ts';
import { checkImagemap } from './imagemap-rules.ts';
import { checkSize, checkText, found } from './problem.ts';
import type { Findings } from './problem.ts';
import { checkTemplate } from './template-rules.ts';
import { checkMediaUrl } from './url-rules.ts';

export type SendContext = 'reply' | 'push' | 'multicast';

const TEXT_MAX = 5000;
const ALT_TEXT_MAX = 1500;
const QUICK_REPLIES = [1, 13] as const;
const EMOJIS_MAX = 20;
const DIGITS = /^\d+$/;

export function checkMessage(findings: Findings, at: { property: string; context: SendContext }, message: messagingApi.Message): void {
  const { property } = at;
  if (message.quickReply !== undefined) checkQuickReply(findings, `${property}.quickReply`, message.quickReply);
  if (message.sender !== undefined) {
    checkText(findings, { property: `${property}.sender.name`, value: message.sender.name }, { max: 20 });
    checkMediaUrl(findings, { property: `${property}.sender.iconUrl`, value: message.sender.iconUrl });
  }
  checkMessageKind(findings, at, message);
}

function checkMessageKind(findings: Findings, at: { property: string; context: SendContext }, message: messagingApi.Message): void {
  const { property } = at;
  switch (message.type) {
    case 'text':
      checkText(findings, { property: `${property}.text`, value: message.text }, { max: TEXT_MAX, required: true });
      checkEmojis(findings, property, message);
      return;
    case 'textV2':
      checkTextV2(findings, at, message);
      return;
    case 'image':
    case 'video':
    case 'audio':
      checkMedia(findings, property, message);
      return;
    case 'location':
      checkLocation(findings, property, message);
      return;
    case 'sticker':
      if (!DIGITS.test(message.packageId)) found(findings, `${property}.packageId`, 'must be digits');
      if (!DIGITS.test(message.stickerId)) found(findings, `${property}.stickerId`, 'must be digits');
      return;
    case 'imagemap':
      checkAltText(findings, property, message);
      checkImagemap(findings, property, message);
      return;
    case 'template':
      checkAltText(findings, property, message);
      checkTemplate(findings, `${property}.template`, message.template);
      return;
    case 'flex':
      checkAltText(findings, property, message);
      checkFlexContainer(findings, `${property}.contents`, message.contents);
      return;
    case 'coupon':
      checkText(findings, { property: `${property}.couponId`, value: message.couponId }, { max: TEXT_MAX, required: true });
  }
}

function checkAltText(findings: Findings, property: string, message: { altText: string }): void {
  checkText(findings, { property: `${property}.altText`, value: message.altText }, { max: ALT_TEXT_MAX, required: true });
}

function checkQuickReply(findings: Findings, property: string, quickReply: messagingApi.QuickReply): void {
  checkSize(findings, { property: `${property}.items`, value: quickReply.items }, QUICK_REPLIES);
  for (const [index, item] of (quickReply.items ?? []).entries()) {
    const path = `${property}.items[${index}]`;
    if (item.type !== 'action') found(findings, `${path}.type`, 'must be action');
    checkMediaUrl(findings, { property: `${path}.imageUrl`, value: item.imageUrl });
    checkAction(findings, { property: `${path}.action`, place: 'quick reply' }, item.action);
  }
}

function checkEmojis(findings: Findings, property: string, message: messagingApi.TextMessage): void {
  const emojis = message.emojis ?? [];
  if (emojis.length > EMOJIS_MAX) found(findings, `${property}.emojis`, `Size must be between 0 and ${EMOJIS_MAX}`);
  for (const [index, emoji] of emojis.entries()) {
    if (emoji.index === undefined || message.text[emoji.index] !== '$') {
      found(findings, `${property}.emojis[${index}].index`, 'must point at a $');
    }
  }
}

const SUBSTITUTIONS_MAX = 100;
const PLACEHOLDER = /\{\{|\}\}|\{([0-9a-zA-Z_]{1,20})\}|[{}]/g;

/** https://developers.line.biz/en/reference/messaging-api/#text-message-v2 */
function checkTextV2(
  findings: Findings,
  { property, context }: { property: string; context: SendContext },
  message: messagingApi.TextMessageV2,
): void {
  checkText(findings, { property: `${property}.text`, value: message.text }, { max: TEXT_MAX, required: true });
  const substitution = message.substitution ?? {};
  if (Object.keys(substitution).length > SUBSTITUTIONS_MAX) {
    found(findings, `${property}.substitution`, `Size must be between 0 and ${SUBSTITUTIONS_MAX}`);
  }
  checkPlaceholders(findings, property, message);
  for (const [key, value] of Object.entries(substitution)) {
    if (!message.text.includes(`{${key}}`)) found(findings, `${property}.substitution.${key}`, 'is not in the text');
    if (value.type === 'mention' && context === 'multicast') {
      found(findings, `${property}.substitution.${key}`, 'a mention needs a reply or push to a group');
    }
  }
}

function checkPlaceholders(findings: Findings, property: string, { text, substitution = {} }: messagingApi.TextMessageV2): void {
  for (const [matched, key] of text.matchAll(PLACEHOLDER)) {
    if (matched === '{' || matched === '}') found(findings, `${property}.text`, 'a literal brace must be doubled');
    if (key !== undefined && substitution[key] === undefined) found(findings, `${property}.substitution.${key}`, 'must be specified');
  }
}

function checkMedia(
  findings: Findings,
  property: string,
  message: messagingApi.ImageMessage | messagingApi.VideoMessage | messagingApi.AudioMessage,
): void {
  checkMediaUrl(findings, { property: `${property}.originalContentUrl`, value: message.originalContentUrl });
  if (message.type === 'audio') {
    if (message.duration <= 0) found(findings, `${property}.duration`, 'must be greater than 0');
    return;
  }
  checkMediaUrl(findings, { property: `${property}.previewImageUrl`, value: message.previewImageUrl });
  if (message.type === 'video') {
    checkText(findings, { property: `${property}.trackingId`, value: message.trackingId }, { max: 100 });
  }
}

function checkLocation(findings: Findings, property: string, message: messagingApi.LocationMessage): void {
  checkText(findings, { property: `${property}.title`, value: message.title }, { max: 100, required: true });
  checkText(findings, { property: `${property}.address`, value: message.address }, { max: 100, required: true });
  if (Math.abs(message.latitude) > 90) found(findings, `${property}.latitude`, 'must be between -90 and 90');
  if (Math.abs(message.longitude) > 180) found(findings, `${property}.longitude`, 'must be between -180 and 180');
}
