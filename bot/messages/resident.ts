import type { messagingApi } from '@line/bot-sdk';

import type { Notice } from '../domain/notice.ts';
import { cardMessage } from './flex/card.ts';
import { withQuickReplies } from './quick-reply.ts';
import { say } from './text/fill.ts';
import { altDefault, day, meals, open, plain, plains, textMessage } from './voice.ts';
import type { Voice } from './voice.ts';

type Of<Kind extends Notice['kind']> = Extract<Notice, { kind: Kind }>;

export function renderRegistrationReceived(notice: Of<'registration_received'>, voice: Voice): messagingApi.Message[] {
  const { resident } = voice.words;
  const card = cardMessage({
    altText: altDefault(voice, resident.registeredStrip),
    strip: { tone: 'rest', word: resident.registeredStrip },
    title: notice.again ? resident.registeredAgainTitle : resident.registeredTitle,
    lines: [say(resident.registeredCommunity, { community: notice.communityName }), resident.registeredNext],
    primary: open(voice, 'open_home', '/'),
    secondary: plain(voice, 'talk_to_person'),
  });
  return withQuickReplies([card], plains(voice, 'menu', 'privacy', 'talk_to_person'));
}

export function renderDetailsSaved(notice: Of<'details_saved'>, voice: Voice): messagingApi.Message[] {
  const { resident } = voice.words;
  const card = cardMessage({
    altText: altDefault(voice, resident.savedStrip),
    strip: { tone: 'go', word: resident.savedStrip },
    title: resident.savedTitle,
    lines: [say(resident.savedCommunity, { community: notice.communityName }), resident.savedNext],
    primary: plain(voice, 'ask_food'),
    secondary: open(voice, 'open_home', '/'),
  });
  return withQuickReplies([card], plains(voice, 'ask_food', 'my_coupons', 'talk_to_person'));
}

export function renderRegistrationState(notice: Of<'registration_state'>, voice: Voice): messagingApi.Message[] {
  const { resident } = voice.words;
  switch (notice.state) {
    case 'waiting':
      return withQuickReplies([textMessage(resident.stateWaiting)], plains(voice, 'menu', 'talk_to_person'));
    case 'waiting_funds':
      return withQuickReplies([textMessage(resident.stateWaitingFunds)], plains(voice, 'menu', 'talk_to_person'));
    case 'declined':
      return withQuickReplies([textMessage(resident.stateDeclined)], plains(voice, 'ask_again', 'talk_to_person'));
  }
}

export function renderGrant(notice: Of<'grant_given'>, voice: Voice): messagingApi.Message[] {
  const { resident } = voice.words;
  const card = cardMessage({
    altText: resident.grantAlt,
    strip: { tone: 'go', word: resident.grantStrip },
    title: resident.grantTitle,
    big: { value: meals(voice, notice.coupons) },
    lines: [say(resident.grantUntil, { date: day(voice, notice.expiresOn) }), resident.grantNext],
    primary: plain(voice, 'ask_food'),
    secondary: open(voice, 'open_coupon', '/coupon'),
  });
  return withQuickReplies([card], plains(voice, 'ask_food', 'my_coupons', 'talk_to_person'));
}

export function renderDeclined(notice: Of<'screening_declined'>, voice: Voice): messagingApi.Message[] {
  const { resident, declineSentences } = voice.words;
  const card = cardMessage({
    altText: resident.declinedAlt,
    strip: { tone: 'act', word: resident.declinedStrip },
    title: resident.declinedTitle,
    lines: [declineSentences[notice.reason], resident.declinedNext],
    primary: plain(voice, 'ask_again'),
    secondary: plain(voice, 'talk_to_person'),
  });
  return withQuickReplies([card], plains(voice, 'ask_again', 'talk_to_person', 'menu'));
}

export function renderBalance(notice: Of<'coupon_balance'>, voice: Voice): messagingApi.Message[] {
  const { resident } = voice.words;
  const { left, held, nextExpiry } = notice;
  const none = left === 0 && held === 0;
  const card = cardMessage({
    altText: altDefault(voice, resident.balanceStrip),
    strip: { tone: none ? 'act' : 'go', word: resident.balanceStrip },
    title: resident.balanceTitle,
    big: { value: meals(voice, left) },
    lines: [
      ...(nextExpiry === undefined ? [] : [say(resident.balanceExpiry, { date: day(voice, nextExpiry) })]),
      ...(held === 0 ? [] : [say(resident.balanceHeld, { held })]),
      ...(none ? [resident.balanceNone] : []),
    ],
    primary: left > 0 ? plain(voice, 'ask_food') : plain(voice, held > 0 ? 'my_order' : 'ask_again'),
    secondary: open(voice, 'open_coupon', '/coupon'),
    more: [...(left > 0 ? [plain(voice, 'give_back')] : []), open(voice, 'open_history', '/history')],
  });
  return withQuickReplies([card], plains(voice, left > 0 ? 'ask_food' : 'ask_again', 'my_order', 'talk_to_person'));
}

/** Whoever gives is a giver, however little it is. */
export function renderGivenBack(notice: Of<'coupons_given_back'>, voice: Voice): messagingApi.Message[] {
  const { resident } = voice.words;
  const card = cardMessage({
    altText: resident.gaveBackAlt,
    strip: { tone: 'go', word: resident.gaveBackStrip },
    title: resident.gaveBackTitle,
    lines: [
      say(resident.gaveBackMeals, { coupons: notice.coupons }),
      resident.gaveBackNext,
      say(resident.gaveBackLeft, { left: notice.left }),
    ],
    primary: open(voice, 'open_donor', '/donor'),
    secondary: plain(voice, 'my_coupons'),
  });
  return withQuickReplies([card], plains(voice, 'my_coupons', 'menu'));
}

export function renderIncidentOpened(notice: Of<'incident_opened'>, voice: Voice): messagingApi.Message[] {
  const { resident } = voice.words;
  const sentences: Partial<Record<typeof notice.incidentKind, string>> = {
    bad_food: resident.incidentBadFood,
    not_received: resident.incidentNotReceived,
  };
  const message = textMessage(sentences[notice.incidentKind] ?? resident.incidentOpened);
  return withQuickReplies([message], plains(voice, 'menu', 'talk_to_person'));
}

export function renderIncidentClosed(notice: Of<'incident_closed'>, voice: Voice): messagingApi.Message[] {
  const { resident } = voice.words;
  const sentences: Partial<Record<typeof notice.resolution, string>> = {
    try_again: resident.incidentTryAgain,
    to_pickup: resident.incidentToPickup,
  };
  const sentence = sentences[notice.resolution] ?? (notice.couponsBack ? resident.incidentReissued : resident.incidentClosed);
  return withQuickReplies([textMessage(sentence)], plains(voice, notice.couponsBack ? 'ask_food' : 'my_order', 'talk_to_person'));
}

export function renderRedeemed(notice: Of<'coupon_redeemed'>, voice: Voice): messagingApi.Message[] {
  const { resident } = voice.words;
  const card = cardMessage({
    altText: resident.redeemedAlt,
    strip: { tone: 'go', word: resident.redeemedStrip },
    title: say(resident.redeemedTitle, { meals: notice.meals }),
    lines: [say(resident.atShop, { shop: notice.shopName }), say(resident.redeemedLeft, { left: notice.left }), resident.arrivedEat],
    primary: notice.left > 0 ? plain(voice, 'ask_food') : plain(voice, 'ask_again'),
    secondary: open(voice, 'open_history', '/history'),
  });
  return withQuickReplies([card], plains(voice, 'my_coupons', 'talk_to_person'));
}

/** Words of a coordinator, passed on as they are; the answer to them goes the same way back. */
export function renderCoordinatorSays(notice: Of<'coordinator_says'>, voice: Voice): messagingApi.Message[] {
  const { resident } = voice.words;
  const card = cardMessage({
    altText: resident.saysAlt,
    strip: { tone: 'act', word: resident.saysStrip },
    title: resident.saysTitle,
    lines: [notice.words],
    primary: plain(voice, 'talk_to_person'),
    secondary: plain(voice, 'menu'),
  });
  return withQuickReplies([card], plains(voice, 'talk_to_person', 'menu'));
}
