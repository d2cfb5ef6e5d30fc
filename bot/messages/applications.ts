import type { messagingApi } from '@line/bot-sdk';

import type { Notice, RiderApplicationView, ShopApplicationView } from '../domain/notice.ts';
import { cardMessage } from './flex/card.ts';
import type { Card } from './flex/card.ts';
import { withQuickReplies } from './quick-reply.ts';
import { dutyToggle } from './rider.ts';
import { say } from './text/fill.ts';
import { baht, mapLink, open, plain, plains, press, textMessage } from './voice.ts';
import type { Voice } from './voice.ts';

type Of<Kind extends Notice['kind']> = Extract<Notice, { kind: Kind }>;

/** To the one who applied: it has come in. */
export function renderApplicationReceived(notice: Of<'application_received'>, voice: Voice): messagingApi.Message[] {
  const words = notice.of === 'shop' ? voice.words.shop.applied : voice.words.rider.applied;
  return withQuickReplies([textMessage(words)], plains(voice, 'menu', 'talk_to_person'));
}

export function renderApplicationDecided(notice: Of<'application_decided'>, voice: Voice): messagingApi.Message[] {
  const { shop, rider } = voice.words;
  const person = plain(voice, 'talk_to_person');
  if (!notice.approved) {
    const words = notice.of === 'shop' ? shop.declined : rider.declined;
    return withQuickReplies([textMessage(words)], [person, plain(voice, 'menu')]);
  }
  return notice.of === 'shop'
    ? withQuickReplies([textMessage(shop.approved)], [...plains(voice, 'shop_capacity', 'shop_orders'), person])
    : withQuickReplies([textMessage(rider.approved)], [dutyToggle(voice, false), plain(voice, 'rider_jobs'), person]);
}

export function shopApplicationCard(shop: ShopApplicationView, voice: Voice): Card {
  const { coordinator, choices } = voice.words;
  return {
    altText: coordinator.shopAppliedAlt,
    strip: { tone: 'act', word: coordinator.shopAppliedStrip },
    title: shop.name,
    lines: [
      say(coordinator.shopHours, { kind: choices[`choice.shop_kind.${shop.shopKind}`], opens: shop.opens, closes: shop.closes }),
      say(coordinator.shopCapacity, { capacity: shop.capacity, price: baht(voice, shop.priceSatang) }),
      choices[`choice.halal.${shop.halal}`],
    ],
    primary: press(voice, { action: 'shop_approve', shop: shop.shop }, 'approve'),
    secondary: press(voice, { action: 'shop_decline', shop: shop.shop }, 'decline'),
    more: [mapLink(voice, shop.pin), open(voice, 'open_coordinator', '/coordinator')],
  };
}

export function riderApplicationCard(rider: RiderApplicationView, voice: Voice): Card {
  const { coordinator, choices } = voice.words;
  return {
    altText: coordinator.riderAppliedAlt,
    strip: { tone: 'act', word: coordinator.riderAppliedStrip },
    title: rider.name,
    lines: [
      say(coordinator.riderVehicle, { vehicle: choices[`choice.vehicle.${rider.vehicle}`], boxes: rider.boxes }),
      say(coordinator.riderArea, {
        area: choices[`choice.area.${rider.area}`],
        paid: choices[rider.paid ? 'choice.paid.paid' : 'choice.paid.volunteer'],
      }),
    ],
    primary: press(voice, { action: 'rider_approve', rider: rider.rider }, 'approve'),
    secondary: press(voice, { action: 'rider_decline', rider: rider.rider }, 'decline'),
    more: [open(voice, 'open_coordinator', '/coordinator')],
  };
}

export function renderApplied(notice: Of<'shop_applied' | 'rider_applied'>, voice: Voice): messagingApi.Message[] {
  const card = notice.kind === 'shop_applied' ? shopApplicationCard(notice.shop, voice) : riderApplicationCard(notice.rider, voice);
  const quick = [card.primary, card.secondary, plain(voice, 'queue')].filter((action) => action !== undefined);
  return withQuickReplies([cardMessage(card)], quick);
}
