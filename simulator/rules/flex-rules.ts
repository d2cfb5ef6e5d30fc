/** https://developers.line.biz/en/reference/messaging-api/#flex-message */
import type { messagingApi } from '@line/bot-sdk';

import { checkAction } from './action-rules.ts';
import { checkAspectRatio, checkFlexValues } from './flex-values.ts';
import { checkSize, found } from './problem.ts';
import type { Findings } from './problem.ts';
import { checkMediaUrl } from './url-rules.ts';

/** LINE says 30 KB and 50 KB of JSON; read as thousands, the stricter way. */
const BUBBLE_BYTES_MAX = 30_000;
const CAROUSEL_BYTES_MAX = 50_000;
const BUBBLES = [1, 12] as const;
const ANIMATED_IMAGES_MAX = 10;
const VIDEO_BUBBLES = new Set(['kilo', 'mega', 'giga']);

type ComponentType = messagingApi.FlexComponent['type'];
const STACKED: ReadonlySet<ComponentType> = new Set(['box', 'button', 'filler', 'image', 'separator', 'text']);
const ALLOWED_IN: Readonly<Record<messagingApi.FlexBox['layout'], ReadonlySet<ComponentType>>> = {
  baseline: new Set(['filler', 'icon', 'text']),
  horizontal: STACKED,
  vertical: STACKED,
};

const jsonBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

export function checkFlexContainer(findings: Findings, property: string, container: messagingApi.FlexContainer): void {
  if (container.type === 'bubble') checkBubble(findings, { property, inCarousel: false }, container);
  else checkFlexCarousel(findings, property, container);
  const animated = JSON.stringify(container).split('"animated":true').length - 1;
  if (animated > ANIMATED_IMAGES_MAX) found(findings, property, `at most ${ANIMATED_IMAGES_MAX} animated images`);
}

function checkFlexCarousel(findings: Findings, property: string, carousel: messagingApi.FlexCarousel): void {
  checkSize(findings, { property: `${property}.contents`, value: carousel.contents }, BUBBLES);
  if (jsonBytes(carousel) > CAROUSEL_BYTES_MAX) found(findings, property, 'carousel must be at most 50 KB');
  if (new Set(carousel.contents.map((bubble) => bubble.size ?? 'mega')).size > 1) {
    found(findings, `${property}.contents`, 'bubbles must all have the same size');
  }
  for (const [index, bubble] of carousel.contents.entries()) {
    checkBubble(findings, { property: `${property}.contents[${index}]`, inCarousel: true }, bubble);
  }
}

function checkBubble(
  findings: Findings,
  { property, inCarousel }: { property: string; inCarousel: boolean },
  bubble: messagingApi.FlexBubble,
): void {
  if (jsonBytes(bubble) > BUBBLE_BYTES_MAX) found(findings, property, 'bubble must be at most 30 KB');
  const { header, hero, body, footer } = bubble;
  if ([header, hero, body, footer].every((block) => block === undefined)) found(findings, property, 'at least one block must be specified');
  for (const [name, box] of Object.entries({ header, body, footer })) {
    if (box !== undefined) checkComponent(findings, `${property}.${name}`, box);
  }
  if (hero !== undefined) checkHero(findings, { property: `${property}.hero`, bubble, inCarousel }, hero);
  if (bubble.action !== undefined) checkAction(findings, { property: `${property}.action`, place: 'flex' }, bubble.action);
  for (const [block, style] of Object.entries(bubble.styles ?? {})) {
    checkFlexValues(findings, `${property}.styles.${block}`, style);
  }
}

function checkHero(
  findings: Findings,
  at: { property: string; bubble: messagingApi.FlexBubble; inCarousel: boolean },
  hero: messagingApi.FlexComponent,
): void {
  if (!['box', 'image', 'video'].includes(hero.type)) found(findings, `${at.property}.type`, `${hero.type} is not allowed as a hero`);
  if (hero.type === 'video' && (at.inCarousel || !VIDEO_BUBBLES.has(at.bubble.size ?? 'mega'))) {
    found(findings, at.property, 'video needs a single bubble of size kilo, mega or giga');
  }
  checkComponent(findings, at.property, hero);
}

function checkComponent(findings: Findings, property: string, component: messagingApi.FlexComponent): void {
  checkFlexValues(findings, property, component);
  switch (component.type) {
    case 'box':
      checkBox(findings, property, component);
      return;
    case 'button':
      checkAction(findings, { property: `${property}.action`, place: 'flex button' }, component.action);
      return;
    case 'text':
      checkFlexText(findings, property, component);
      return;
    case 'image':
    case 'icon':
      checkMediaUrl(findings, { property: `${property}.url`, value: component.url });
      checkAspectRatio(findings, `${property}.aspectRatio`, component.aspectRatio);
      if (component.type === 'image') checkOwnAction(findings, property, component.action);
      return;
    case 'video':
      checkVideo(findings, property, component);
      return;
    case 'filler':
      found(findings, property, 'filler is deprecated');
      return;
    case 'span':
    case 'separator':
  }
}

function checkOwnAction(findings: Findings, property: string, action: messagingApi.Action | undefined): void {
  if (action !== undefined) checkAction(findings, { property: `${property}.action`, place: 'flex' }, action);
}

function checkBox(findings: Findings, property: string, box: messagingApi.FlexBox): void {
  checkOwnAction(findings, property, box.action);
  if (box.background !== undefined) checkGradient(findings, `${property}.background`, box.background);
  for (const [index, child] of box.contents.entries()) {
    const path = `${property}.contents[${index}]`;
    if (!ALLOWED_IN[box.layout].has(child.type)) found(findings, `${path}.type`, `${child.type} is not allowed in a ${box.layout} box`);
    checkComponent(findings, path, child);
  }
}

function checkGradient(findings: Findings, property: string, gradient: messagingApi.FlexBoxBackground): void {
  checkFlexValues(findings, property, gradient);
  for (const name of ['angle', 'startColor', 'endColor'] as const) {
    if (gradient[name] === undefined) found(findings, `${property}.${name}`, 'must be specified');
  }
}

function checkFlexText(findings: Findings, property: string, text: messagingApi.FlexText): void {
  const spans = text.contents ?? [];
  if (spans.length === 0 && (text.text ?? '') === '') found(findings, `${property}.text`, 'must be non-empty text');
  for (const [index, span] of spans.entries()) {
    const path = `${property}.contents[${index}]`;
    checkFlexValues(findings, path, span);
    if ((span.text ?? '') === '') found(findings, `${path}.text`, 'must be non-empty text');
  }
  checkOwnAction(findings, property, text.action);
}

function checkVideo(findings: Findings, property: string, video: messagingApi.FlexVideo): void {
  if (!property.endsWith('.hero')) found(findings, property, 'video is allowed as a hero only');
  checkMediaUrl(findings, { property: `${property}.url`, value: video.url });
  checkMediaUrl(findings, { property: `${property}.previewUrl`, value: video.previewUrl });
  checkAspectRatio(findings, `${property}.aspectRatio`, video.aspectRatio);
  if (!['box', 'image'].includes(video.altContent.type)) found(findings, `${property}.altContent`, 'must be a box or an image');
  checkComponent(findings, `${property}.altContent`, video.altContent);
  if (video.action !== undefined && video.action.type !== 'uri') found(findings, `${property}.action`, 'must be a uri action');
  checkOwnAction(findings, property, video.action);
}
