import type { messagingApi } from '@line/bot-sdk';

import { cutUnits } from '../cut.ts';
import { bubble } from './card.ts';
import type { Card } from './card.ts';

/** LINE takes 12 bubbles and 50 KB; eight of ours fit with the longest names. */
const CAROUSEL_MAX = 8;

const ALT_TEXT_MAX = 400;

/** Cards side by side, all of one size as LINE asks. One card alone stays a card; none gives no message. */
export function carousel(altText: string, cards: Card[]): messagingApi.FlexMessage[] {
  const [first, ...others] = cards.slice(0, CAROUSEL_MAX).map((card) => bubble({ ...card, size: 'kilo' }));
  if (first === undefined) return [];
  return [
    {
      type: 'flex',
      altText: cutUnits(altText, ALT_TEXT_MAX),
      contents: others.length === 0 ? first : { type: 'carousel', contents: [first, ...others] },
    },
  ];
}
