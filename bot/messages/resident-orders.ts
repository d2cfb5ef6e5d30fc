import type { messagingApi } from '@line/bot-sdk';

import type { Notice, OrderView } from '../domain/notice.ts';
import { cardMessage } from './flex/card.ts';
import { withQuickReplies } from './quick-reply.ts';
import { orderCard } from './order-card.ts';
import type { Catalogue } from './text/catalogue.ts';
import { say } from './text/fill.ts';
import { open, plain, plains, textMessage } from './voice.ts';
import type { Voice } from './voice.ts';

type Of<Kind extends Notice['kind']> = Extract<Notice, { kind: Kind }>;

interface WithOrder {
  order: OrderView;
}

export function renderPlaced({ order }: WithOrder, voice: Voice): messagingApi.Message[] {
  const { resident } = voice.words;
  const title = say(resident.placedTitle, { meals: order.meals });
  const { giftWords } = order;
  const next = giftWords === undefined ? resident.placedNext : say(voice.words.gift.placed, { words: giftWords });
  return orderCard({ order, altText: resident.placedAlt, title, lines: [next] }, voice);
}

export function renderAccepted({ order }: WithOrder, voice: Voice): messagingApi.Message[] {
  const { resident } = voice.words;
  const title = say(resident.acceptedTitle, { meals: order.meals });
  return orderCard({ order, altText: resident.acceptedAlt, title }, voice);
}

export function renderOnTheWay({ order }: WithOrder, voice: Voice): messagingApi.Message[] {
  const { resident } = voice.words;
  const { onTheWayAlt: altText, onTheWayTitle: title, onTheWayNext } = resident;
  return orderCard({ order, altText, title, lines: [onTheWayNext, resident.arrivedEat] }, voice);
}

export function renderReadyToCollect({ order }: WithOrder, voice: Voice): messagingApi.Message[] {
  const { resident } = voice.words;
  const lines = [resident.readyNext, resident.arrivedEat];
  return orderCard({ order, altText: resident.readyAlt, title: resident.readyTitle, lines }, voice);
}

export function renderTurnedToPickup({ order }: WithOrder, voice: Voice): messagingApi.Message[] {
  const { resident } = voice.words;
  return orderCard(
    {
      order: { ...order, mode: 'pickup' },
      altText: resident.toPickupAlt,
      title: resident.toPickupTitle,
      lines: [resident.readyNext, resident.toPickupNext],
    },
    voice,
  );
}

export function renderArrived(notice: Of<'order_arrived'>, voice: Voice): messagingApi.Message[] {
  const { resident } = voice.words;
  return orderCard(
    {
      order: { ...notice.order, state: 'handed_over' },
      altText: resident.arrivedAlt,
      title: resident.arrivedTitle,
      lines: [notice.proof === 'photo' ? resident.arrivedDoor : resident.arrivedHand, resident.arrivedEat, resident.arrivedNext],
    },
    voice,
  );
}

const DELAYED = {
  looking_for_shop: 'delayedShop',
  looking_for_rider: 'delayedRider',
  with_coordinator: 'delayedCoordinator',
} as const satisfies Record<Of<'order_delayed'>['why'], keyof Catalogue['resident']>;

export function renderDelayed(notice: Of<'order_delayed'>, voice: Voice): messagingApi.Message[] {
  const { resident } = voice.words;
  return orderCard(
    {
      order: notice.order,
      altText: resident.delayedAlt,
      strip: { tone: 'act', word: resident.delayedStrip },
      title: resident.delayedTitle,
      lines: [resident[DELAYED[notice.why]]],
    },
    voice,
  );
}

export function renderStatus(notice: Of<'order_status'>, voice: Voice): messagingApi.Message[] {
  const { resident } = voice.words;
  const { order } = notice;
  const over = ['cancelled', 'refused', 'expired', 'failed'].includes(order.state);
  return orderCard(
    {
      order,
      altText: resident.statusAlt,
      title: say(resident.statusTitle, { meals: order.meals }),
      lines: over ? [resident.orderEndedNext] : order.state === 'handed_over' ? [resident.arrivedEat] : [],
    },
    voice,
  );
}

export function renderCancelled(notice: Of<'order_cancelled'>, voice: Voice): messagingApi.Message[] {
  const { resident } = voice.words;
  const sentence = notice.by === 'you' ? resident.cancelledByYou : resident.cancelledByCoordinator;
  return withQuickReplies([textMessage(say(sentence, { meals: notice.meals }))], plains(voice, 'ask_food', 'my_coupons', 'talk_to_person'));
}

const ENDED = {
  refused: 'endedRefused',
  expired: 'endedExpired',
  failed: 'endedFailed',
} as const satisfies Record<Of<'order_ended'>['why'], keyof Catalogue['resident']>;

export function renderEnded(notice: Of<'order_ended'>, voice: Voice): messagingApi.Message[] {
  const { resident } = voice.words;
  const coupons = notice.couponsBack ? resident.endedCouponsBack : resident.endedCouponsKept;
  const card = cardMessage({
    altText: resident.endedAlt,
    strip: { tone: 'act', word: resident.endedStrip },
    title: resident.endedTitle,
    lines: [resident[ENDED[notice.why]], say(coupons, { meals: notice.meals })],
    primary: plain(voice, notice.couponsBack ? 'ask_food' : 'talk_to_person'),
    secondary: notice.couponsBack ? plain(voice, 'talk_to_person') : open(voice, 'open_history', '/history'),
  });
  return withQuickReplies([card], plains(voice, 'ask_food', 'my_coupons', 'talk_to_person'));
}

export function renderReceived(notice: Of<'received_thanks'>, voice: Voice): messagingApi.Message[] {
  const { resident } = voice.words;
  const sentence = notice.left > 0 ? resident.receivedThanks : resident.receivedThanksNone;
  const next = plains(voice, notice.left > 0 ? 'ask_food' : 'ask_again', 'my_coupons', 'talk_to_person');
  return withQuickReplies([textMessage(say(sentence, { left: notice.left }))], next);
}
