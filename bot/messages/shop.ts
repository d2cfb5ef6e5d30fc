import type { messagingApi } from '@line/bot-sdk';

import type { Notice, ShopOrderView } from '../domain/notice.ts';
import { cardMessage } from './flex/card.ts';
import type { Card, Line } from './flex/card.ts';
import { carousel } from './flex/carousel.ts';
import { withQuickReplies } from './quick-reply.ts';
import { dietWords } from './order-card.ts';
import { say } from './text/fill.ts';
import { altDefault, baht, mapLink, moment, open, plain, plains, press, textMessage } from './voice.ts';
import type { Voice } from './voice.ts';

type Of<Kind extends Notice['kind']> = Extract<Notice, { kind: Kind }>;

const person = (voice: Voice): messagingApi.Action => plain(voice, 'talk_to_person');

function openToggle(voice: Voice, open: boolean): messagingApi.PostbackAction {
  return open
    ? press(voice, { action: 'shop_open', open: '0' }, 'shop_close')
    : press(voice, { action: 'shop_open', open: '1' }, 'shop_open');
}

/** What to cook and for when; the allergy goes first because it can hurt. */
function cookingLines(order: ShopOrderView, voice: Voice): Line[] {
  const { shop } = voice.words;
  const wanted = order.mode === 'delivery' ? shop.wantedDelivery : shop.wantedPickup;
  return [
    ...(order.allergy === undefined ? [] : [say(shop.allergy, { allergy: order.allergy })]),
    say(wanted, { time: moment(voice, order.wantedAt) }),
    say(shop.diets, { diets: dietWords(order.diets, voice) }),
    say(shop.pay, { amount: baht(voice, order.paySatang) }),
  ];
}

export function renderShopAsked(notice: Of<'shop_asked'>, voice: Voice): messagingApi.Message[] {
  const { shop } = voice.words;
  const { order } = notice;
  const accept = press(voice, { action: 'shop_accept', order: order.order }, 'shop_accept');
  const reject = press(voice, { action: 'shop_reject', order: order.order }, 'shop_reject');
  const card = cardMessage({
    altText: shop.askedAlt,
    strip: { tone: 'act', word: shop.askedStrip },
    title: shop.askedTitle,
    big: { value: say(shop.orderTitle, { meals: order.meals }) },
    lines: [...cookingLines(order, voice), say(shop.answerBy, { time: moment(voice, notice.answerBy) })],
    primary: accept,
    secondary: reject,
  });
  return withQuickReplies([card], [accept, reject, person(voice)]);
}

/** The next step of an order at the shop, by its state. */
function orderSteps(order: ShopOrderView, voice: Voice): Pick<Card, 'primary' | 'secondary' | 'more'> & { next: string } {
  const { shop } = voice.words;
  const id = order.order;
  const giveUp = press(voice, { action: 'shop_give_up', order: id }, 'shop_give_up');
  switch (order.state) {
    case 'placed':
      return {
        primary: press(voice, { action: 'shop_accept', order: id }, 'shop_accept'),
        secondary: press(voice, { action: 'shop_reject', order: id }, 'shop_reject'),
        next: shop.askedTitle,
      };
    case 'accepted':
      return {
        primary: press(voice, { action: 'shop_cooking', order: id }, 'shop_cooking'),
        secondary: press(voice, { action: 'shop_ready', order: id }, 'shop_ready'),
        more: [giveUp],
        next: shop.nextAccepted,
      };
    case 'cooking':
      return { primary: press(voice, { action: 'shop_ready', order: id }, 'shop_ready'), secondary: giveUp, next: shop.nextCooking };
    case 'ready':
      return {
        // A rider shows the code of the box; only a guest's code is taken at the counter.
        primary: plain(voice, order.mode === 'delivery' ? 'shop_orders' : 'shop_hand_over'),
        secondary: person(voice),
        next: order.mode === 'delivery' ? shop.nextReadyDelivery : shop.nextReadyPickup,
      };
    case 'on_the_way':
    case 'handed_over':
    case 'cancelled':
    case 'refused':
    case 'expired':
    case 'failed':
      return { primary: plain(voice, 'shop_orders'), secondary: person(voice), next: shop.nextOver };
  }
}

function orderCard(order: ShopOrderView, voice: Voice): Card {
  const { shop, orderStates } = voice.words;
  const { next, ...steps } = orderSteps(order, voice);
  const waiting = ['placed', 'accepted', 'ready'].includes(order.state);
  return {
    altText: shop.orderAlt,
    strip: { tone: waiting ? 'act' : 'go', word: orderStates[order.state] },
    title: say(shop.orderTitle, { meals: order.meals }),
    big: { label: shop.codeLabel, value: order.pickUpCode },
    lines: [...cookingLines(order, voice), next],
    ...steps,
  };
}

export function renderShopOrder(notice: Of<'shop_order'>, voice: Voice): messagingApi.Message[] {
  const { next: _, primary, secondary, more } = orderSteps(notice.order, voice);
  const quick = [primary, secondary, ...(more ?? []), plain(voice, 'shop_orders')].filter((action) => action !== undefined);
  return withQuickReplies([cardMessage(orderCard(notice.order, voice))], quick);
}

export function renderShopOrders(notice: Of<'shop_orders'>, voice: Voice): messagingApi.Message[] {
  const { shop } = voice.words;
  const { orders } = notice;
  const summary = cardMessage({
    altText: shop.orderAlt,
    strip: { tone: notice.open ? 'go' : 'rest', word: shop.ordersStrip },
    title: orders.length === 0 ? shop.ordersNone : say(shop.ordersTitle, { count: orders.length }),
    lines: [
      notice.open ? say(shop.open, { left: notice.capacityLeft }) : shop.closed,
      say(shop.owed, { amount: baht(voice, notice.owedSatang) }),
    ],
    primary: open(voice, 'open_shop', '/shop'),
    secondary: openToggle(voice, notice.open),
  });
  const list = carousel(
    shop.orderAlt,
    orders.map((order) => orderCard(order, voice)),
  );
  const quick = [...plains(voice, 'shop_hand_over', 'shop_capacity'), openToggle(voice, notice.open), person(voice)];
  return withQuickReplies([summary, ...list], quick);
}

export function renderAskOver(notice: Of<'shop_ask_over'>, voice: Voice): messagingApi.Message[] {
  const { shop } = voice.words;
  const sentence = notice.why === 'silent' ? shop.askOverSilent : shop.askOverCancelled;
  const message = textMessage(say(sentence, { code: notice.pickUpCode }));
  return withQuickReplies([message], [plain(voice, 'shop_orders'), openToggle(voice, true), person(voice)]);
}

export function renderShopHandedOver(notice: Of<'shop_handed_over'>, voice: Voice): messagingApi.Message[] {
  const { shop } = voice.words;
  const card = cardMessage({
    altText: altDefault(voice, shop.handedOverStrip),
    strip: { tone: 'go', word: shop.handedOverStrip },
    title: say(shop.handedOverTitle, { meals: notice.meals }),
    lines: [
      say(shop.handedOverCode, { code: notice.pickUpCode }),
      say(shop.pay, { amount: baht(voice, notice.paySatang) }),
      say(shop.owed, { amount: baht(voice, notice.owedSatang) }),
      shop.paidWhen,
    ],
    primary: plain(voice, 'shop_orders'),
    secondary: open(voice, 'open_shop', '/shop'),
  });
  return withQuickReplies([card], [...plains(voice, 'shop_hand_over', 'shop_orders'), person(voice)]);
}

export function renderOfferSet(notice: Of<'shop_offer_set'>, voice: Voice): messagingApi.Message[] {
  const { shop } = voice.words;
  const left = Math.max(0, notice.capacity - notice.used);
  const card = cardMessage({
    altText: altDefault(voice, shop.offerStrip),
    strip: { tone: notice.open ? 'go' : 'rest', word: shop.offerStrip },
    title: say(shop.offerTitle, { capacity: notice.capacity }),
    lines: [say(shop.offerUsed, { used: notice.used }), notice.open ? say(shop.open, { left }) : shop.closed],
    primary: plain(voice, 'shop_orders'),
    secondary: openToggle(voice, notice.open),
  });
  return withQuickReplies([card], [...plains(voice, 'shop_capacity', 'shop_orders'), openToggle(voice, notice.open)]);
}

export function renderShopsNear(notice: Of<'shops_near'>, voice: Voice): messagingApi.Message[] {
  const { shop } = voice.words;
  const cards = notice.shops.map((near): Card => ({
    altText: shop.nearAlt,
    strip: { tone: 'go', word: shop.nearStrip },
    title: near.name,
    lines: [...(near.halal ? [shop.nearHalal] : []), say(shop.nearCloses, { closes: near.closes })],
    primary: mapLink(voice, near.pin),
    secondary: open(voice, 'open_coupon', '/coupon'),
  }));
  const list = carousel(shop.nearAlt, cards);
  const messages = list.length === 0 ? [textMessage(shop.nearNone)] : list;
  return withQuickReplies(messages, plains(voice, 'ask_food', 'my_coupons', 'talk_to_person'));
}
