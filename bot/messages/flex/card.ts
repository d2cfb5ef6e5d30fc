import type { messagingApi } from '@line/bot-sdk';

import { cutGraphemes, cutUnits } from '../cut.ts';
import { NOTHING } from '../format.ts';
import { COLOURS, STRIPS } from './colours.ts';
import type { Tone } from './colours.ts';

const STRIP_WORD_MAX = 40;
const TITLE_MAX = 200;
const BIG_MAX = 40;
const BUTTON_LABEL_MAX = 40;
const ALT_TEXT_MAX = 400;
/** Longest line; what people typed is cut here so that a bubble stays far below LINE's 30 KB. */
const LINE_MAX = 300;

export type Line = string | { label: string; value: string };

/** A step of something under way; exactly one is `now`. */
export interface Step {
  words: string;
  at: 'done' | 'now' | 'later';
}

/**
 * One card: what state it is in (as a word on a coloured strip), what it says, and where it leads.
 * `more` are quiet links under the two buttons: a map, a phone, a way out.
 */
export interface Card {
  altText: string;
  strip: { tone: Tone; word: string };
  title: string;
  big?: { label?: string; value: string };
  steps?: Step[];
  lines?: Line[];
  primary?: messagingApi.Action;
  secondary?: messagingApi.Action;
  more?: messagingApi.Action[];
  size?: 'kilo' | 'mega';
}

export function cardMessage(card: Card): messagingApi.FlexMessage {
  return { type: 'flex', altText: shown(cutUnits(card.altText, ALT_TEXT_MAX)), contents: bubble(card) };
}

export function bubble(card: Card): messagingApi.FlexBubble {
  const footer = buttons(card);
  return {
    type: 'bubble',
    size: card.size ?? 'mega',
    header: strip(card.strip),
    body: {
      type: 'box',
      layout: 'vertical',
      spacing: 'md',
      paddingAll: '16px',
      contents: [
        text(cutGraphemes(card.title, TITLE_MAX), { size: 'lg', weight: 'bold' }),
        ...(card.steps === undefined ? [] : [steps(card.steps)]),
        ...(card.big === undefined ? [] : [big(card.big)]),
        ...(card.lines ?? []).map(line),
      ],
    },
    ...(footer.length === 0 ? {} : { footer: { type: 'box', layout: 'vertical', spacing: 'sm', paddingAll: '12px', contents: footer } }),
  };
}

function strip({ tone, word }: Card['strip']): messagingApi.FlexBox {
  const colours = STRIPS[tone];
  return {
    type: 'box',
    layout: 'vertical',
    paddingAll: '8px',
    paddingStart: '16px',
    backgroundColor: colours.background,
    contents: [text(cutGraphemes(word, STRIP_WORD_MAX), { size: 'sm', weight: 'bold', color: colours.words })],
  };
}

type TextLook = Pick<messagingApi.FlexText, 'size' | 'weight' | 'color' | 'align' | 'margin' | 'flex'>;

/** LINE refuses a whole reply for one empty text, so none is ever empty. */
function text(words: string, look: TextLook = {}): messagingApi.FlexText {
  return { type: 'text', text: shown(words), wrap: true, scaling: true, color: COLOURS.charcoal, ...look };
}

function shown(words: string): string {
  return words.trim() === '' ? NOTHING : words;
}

function line(said: Line): messagingApi.FlexComponent {
  if (typeof said === 'string') return text(cutGraphemes(said, LINE_MAX), { size: 'md' });
  return {
    type: 'box',
    layout: 'horizontal',
    spacing: 'md',
    contents: [
      text(cutGraphemes(said.label, LINE_MAX), { size: 'sm', color: COLOURS.quiet, flex: 2 }),
      text(cutGraphemes(said.value, LINE_MAX), { size: 'md', flex: 3 }),
    ],
  };
}

function big({ label, value }: NonNullable<Card['big']>): messagingApi.FlexBox {
  const figure = text(cutGraphemes(value, BIG_MAX), { size: 'xxl', weight: 'bold', align: 'center' });
  return {
    type: 'box',
    layout: 'vertical',
    backgroundColor: COLOURS.husk,
    cornerRadius: '8px',
    paddingAll: '12px',
    contents: label === undefined ? [figure] : [text(label, { size: 'sm', color: COLOURS.quiet, align: 'center' }), figure],
  };
}

const STEP_MARKS: Record<Step['at'], string> = { done: '✓', now: '●', later: '○' };

function steps(list: Step[]): messagingApi.FlexBox {
  return {
    type: 'box',
    layout: 'vertical',
    spacing: 'xs',
    contents: list.map((step) =>
      text(`${STEP_MARKS[step.at]} ${step.words}`, {
        size: 'md',
        weight: step.at === 'now' ? 'bold' : 'regular',
        color: step.at === 'later' ? COLOURS.quiet : COLOURS.leaf,
      }),
    ),
  };
}

function buttons(card: Card): messagingApi.FlexComponent[] {
  return [
    ...(card.primary === undefined ? [] : [button(card.primary, { style: 'primary', color: COLOURS.leaf })]),
    ...(card.secondary === undefined ? [] : [button(card.secondary, { style: 'secondary', color: COLOURS.husk })]),
    ...(card.more ?? []).map((action) => button(action, { style: 'link', color: COLOURS.leaf })),
  ];
}

function button(action: messagingApi.Action, look: Required<Pick<messagingApi.FlexButton, 'style' | 'color'>>): messagingApi.FlexButton {
  return {
    type: 'button',
    height: 'sm',
    scaling: true,
    ...look,
    action: { ...action, label: shown(cutGraphemes(action.label ?? '', BUTTON_LABEL_MAX)) },
  };
}
