import type { messagingApi } from '@line/bot-sdk';

import type { GiftView, Notice } from '../domain/notice.ts';
import { cardMessage } from './flex/card.ts';
import type { Card } from './flex/card.ts';
import { withQuickReplies } from './quick-reply.ts';
import { say } from './text/fill.ts';
import { altDefault, mapLink, moment, open, plain, plains, press, textMessage } from './voice.ts';
import type { Voice } from './voice.ts';

type Of<Kind extends Notice['kind']> = Extract<Notice, { kind: Kind }>;

/** The donor's answer: what was noted, and until when it can be eaten. */
export function renderGiftNoted(notice: Of<'gift_noted'>, voice: Voice): messagingApi.Message[] {
  const { gift } = voice.words;
  const sentence = say(notice.accepted ? gift.taken : gift.noted, { boxes: notice.gift.boxes });
  const until = say(gift.useBy, { time: moment(voice, notice.gift.useBy) });
  const withdraw = press(voice, { action: 'gift_withdraw', gift: notice.gift.gift }, 'gift_withdraw');
  return withQuickReplies([textMessage([sentence, until].join('\n'))], [withdraw, ...plains(voice, 'menu', 'talk_to_person')]);
}

export function renderGiftDecided(notice: Of<'gift_decided'>, voice: Voice): messagingApi.Message[] {
  const { gift } = voice.words;
  const until = say(gift.useBy, { time: moment(voice, notice.gift.useBy) });
  const words = notice.approved ? [say(gift.approved, { boxes: notice.gift.boxes }), until].join('\n') : gift.declined;
  const withdraw = notice.approved ? [press(voice, { action: 'gift_withdraw', gift: notice.gift.gift }, 'gift_withdraw')] : [];
  return withQuickReplies([textMessage(words)], [...withdraw, ...plains(voice, 'give_food', 'menu', 'talk_to_person')]);
}

/** What is offered, for whom it is right and how long: enough to say yes or no, and nobody's name. */
export function giftCard(offered: GiftView, voice: Voice): Card {
  const { gift, choices, units } = voice.words;
  const diets = offered.diets.map((diet) => choices[`choice.gift_diet.${diet}`]);
  const ground = offered.diets.includes('halal') ? [choices[`choice.halal.${offered.halal}`]] : [];
  return {
    altText: gift.offeredAlt,
    strip: { tone: 'act', word: gift.offeredStrip },
    title: say(gift.offeredTitle, { words: offered.words, boxes: offered.boxes }),
    lines: [
      choices[`choice.gift_kind.${offered.giftKind}`],
      say(gift.offeredReady, { ready: moment(voice, offered.readyAt), until: moment(voice, offered.useBy) }),
      diets.length === 0 ? choices['choice.gift_diet.none'] : [...diets, ...ground].join(units.comma),
    ],
    primary: press(voice, { action: 'gift_approve', gift: offered.gift }, 'gift_approve'),
    secondary: press(voice, { action: 'gift_decline', gift: offered.gift }, 'decline'),
    more: [mapLink(voice, offered.pin), open(voice, 'open_coordinator', '/coordinator')],
  };
}

export function renderGiftOffered(notice: Of<'gift_offered'>, voice: Voice): messagingApi.Message[] {
  const card = giftCard(notice.gift, voice);
  const quick = [card.primary, card.secondary, plain(voice, 'queue')].filter((action) => action !== undefined);
  return withQuickReplies([cardMessage(card)], quick);
}

/** Somebody is on the way for some of the boxes: the donor gives a code, or asks for one. */
export function renderGiftTaken(notice: Of<'gift_taken'>, voice: Voice): messagingApi.Message[] {
  const { gift } = voice.words;
  const isCollected = notice.mode === 'pickup';
  const time = moment(voice, notice.at);
  const person = plain(voice, 'talk_to_person');
  const primary = isCollected ? plain(voice, 'shop_hand_over') : open(voice, 'open_donor', '/donor');
  const card = cardMessage({
    altText: gift.fetchAlt,
    strip: { tone: 'act', word: gift.fetchStrip },
    title: say(gift.fetchTitle, { boxes: notice.boxes }),
    ...(isCollected ? {} : { big: { label: gift.fetchCode, value: notice.pickUpCode } }),
    lines: [notice.words, say(isCollected ? gift.fetchPickup : gift.fetchRider, { time }), say(gift.left, { left: notice.left })],
    primary,
    secondary: person,
  });
  return withQuickReplies([card], [primary, person]);
}

export function renderGiftWithdrawn(notice: Of<'gift_withdrawn'>, voice: Voice): messagingApi.Message[] {
  const { gift } = voice.words;
  const words = say(gift.withdrawn, { words: notice.words, left: notice.left });
  const message = textMessage(notice.held ? [words, gift.withdrawnHeld].join('\n') : words);
  return withQuickReplies([message], plains(voice, 'give_food', 'menu', 'talk_to_person'));
}

export function renderGiftOrderOver(notice: Of<'gift_order_over'>, voice: Voice): messagingApi.Message[] {
  const words = say(voice.words.gift.orderOver, { code: notice.pickUpCode, boxes: notice.boxes });
  return withQuickReplies([textMessage(words)], plains(voice, 'menu', 'talk_to_person'));
}

export function renderGiftHandedOver(notice: Of<'gift_handed_over'>, voice: Voice): messagingApi.Message[] {
  const words = say(voice.words.gift.handedOver, { boxes: notice.boxes, left: notice.left });
  return withQuickReplies([textMessage(words)], plains(voice, 'shop_hand_over', 'menu', 'talk_to_person'));
}

/** What became of it, down to the box. */
export function renderGiftOutcome({ words, outcome }: Of<'gift_outcome'>, voice: Voice): messagingApi.Message[] {
  const { gift } = voice.words;
  const { boxes, given, wasted, returned } = outcome;
  const isEaten = given > 0;
  const card = cardMessage({
    altText: isEaten ? gift.outcomeAlt : altDefault(voice, words),
    strip: { tone: isEaten ? 'go' : 'rest', word: isEaten ? gift.outcomeStrip : words },
    title: say(isEaten ? gift.outcome : gift.outcomeNone, { boxes, given }),
    lines: [
      ...(isEaten ? [words] : []),
      ...(wasted > 0 ? [say(gift.outcomeWasted, { wasted })] : []),
      ...(returned > 0 ? [say(gift.outcomeReturned, { returned })] : []),
    ],
    primary: plain(voice, 'give_food'),
    secondary: open(voice, 'open_donor', '/donor'),
  });
  return withQuickReplies([card], plains(voice, 'give_food', 'menu', 'talk_to_person'));
}
