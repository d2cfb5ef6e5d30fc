import type { messagingApi } from '@line/bot-sdk';

import type { Notice } from '../domain/notice.ts';
import { CONSENT_PURPOSES, LANGUAGES } from '../domain/words.ts';
import type { Role } from '../domain/words.ts';
import { cardMessage } from './flex/card.ts';
import { withQuickReplies } from './quick-reply.ts';
import type { Catalogue } from './text/catalogue.ts';
import { say } from './text/fill.ts';
import { altDefault, link, open, plain, plains, press, tap, textMessage } from './voice.ts';
import type { Voice } from './voice.ts';

/** What a person is likely to want next; at most six, always with a way to a person. */
const SUGGESTIONS_MAX = 6;

function suggestions(voice: Voice, roles: Role[], registered: boolean): messagingApi.PostbackAction[] {
  const forRole: Record<Role, messagingApi.PostbackAction[]> = {
    coordinator: plains(voice, 'queue', 'new_campaign'),
    treasurer: plains(voice, 'money_queue', 'record_money'),
    shop: plains(voice, 'shop_orders', 'shop_hand_over', 'shop_capacity'),
    rider: [press(voice, { action: 'rider_duty', on: '1' }, 'duty_on'), plain(voice, 'rider_jobs')],
  };
  const forAll = registered
    ? plains(voice, 'ask_food', 'my_order', 'my_coupons', 'donate', 'privacy')
    : plains(voice, 'ask_food', 'donate', 'join_shop', 'join_rider', 'privacy');
  const all = [...roles.flatMap((role) => forRole[role]), ...forAll];
  return [...all.slice(0, SUGGESTIONS_MAX - 1), plain(voice, 'talk_to_person')];
}

function languageTaps(voice: Voice): messagingApi.PostbackAction[] {
  return LANGUAGES.map((to) => tap(voice.words.languages[to], { action: 'language', to }));
}

export function renderWelcome(notice: Extract<Notice, { kind: 'welcome' }>, voice: Voice): messagingApi.Message[] {
  const { talk } = voice.words;
  const card = cardMessage({
    altText: altDefault(voice, talk.welcomeStrip),
    strip: { tone: 'go', word: talk.welcomeStrip },
    title: notice.back ? talk.welcomeBackTitle : talk.welcomeTitle,
    lines: [talk.welcomeAsk, talk.welcomeGive, talk.welcomeLanguage],
    primary: plain(voice, 'ask_food'),
    secondary: plain(voice, 'donate'),
  });
  const others = languageTaps(voice).filter((action) => action.label !== voice.words.languages[voice.language]);
  return withQuickReplies([card], [...plains(voice, 'ask_food', 'donate'), ...others, plain(voice, 'talk_to_person')]);
}

/** The menu is a card and not quick replies alone: LINE on a computer shows no quick replies. */
export function renderMenu(notice: Extract<Notice, { kind: 'menu' | 'unclear' }>, voice: Voice): messagingApi.Message[] {
  const { talk } = voice.words;
  const actions = suggestions(voice, notice.roles, notice.registered);
  const [primary, secondary, ...more] = actions;
  const unclear = notice.kind === 'unclear';
  const word = unclear ? talk.unclearStrip : talk.menuStrip;
  const title = unclear ? talk.unclearTitle : notice.greeting ? talk.menuHello : talk.menuTitle;
  const card = cardMessage({
    altText: title,
    strip: { tone: 'rest', word },
    title,
    lines: [unclear ? talk.unclearHelp : talk.menuHelp],
    ...(primary === undefined ? {} : { primary }),
    ...(secondary === undefined ? {} : { secondary }),
    more,
  });
  return withQuickReplies([card], actions);
}

export function renderOldButton(notice: Extract<Notice, { kind: 'old_button' }>, voice: Voice): messagingApi.Message[] {
  const { talk } = voice.words;
  switch (notice.now) {
    case 'nothing_open':
      return withQuickReplies([textMessage(talk.oldNothingOpen)], plains(voice, 'ask_food', 'menu', 'talk_to_person'));
    case 'form_open':
      return withQuickReplies([textMessage(talk.oldFormOpen)], plains(voice, 'menu', 'talk_to_person'));
    case 'order_open':
      return withQuickReplies([textMessage(talk.oldOrderOpen)], plains(voice, 'my_order', 'menu', 'talk_to_person'));
  }
}

const CANNOT_READ = {
  sticker: 'cannotSticker',
  voice: 'cannotVoice',
  video: 'cannotVideo',
  file: 'cannotFile',
  too_long: 'cannotTooLong',
  emoji: 'cannotEmoji',
  photo: 'cannotPhoto',
  place: 'cannotPlace',
  edited: 'cannotEdited',
} as const satisfies Record<Extract<Notice, { kind: 'cannot_read' }>['what'], keyof Catalogue['talk']>;

export function renderCannotRead(notice: Extract<Notice, { kind: 'cannot_read' }>, voice: Voice): messagingApi.Message[] {
  const next = notice.what === 'photo' ? plains(voice, 'slip_help', 'donate') : plains(voice, 'ask_food');
  const message = textMessage(voice.words.talk[CANNOT_READ[notice.what]]);
  return withQuickReplies([message], [...next, ...plains(voice, 'menu', 'talk_to_person')]);
}

/** The ambulance comes first whatever the reason; the phone dials from the button. */
export function renderEmergency(notice: Extract<Notice, { kind: 'emergency' }>, voice: Voice): messagingApi.Message[] {
  const { talk } = voice.words;
  const mind = notice.why === 'self_harm';
  const card = cardMessage({
    altText: talk.emergencyAlt,
    strip: { tone: 'danger', word: talk.emergencyStrip },
    title: mind ? talk.emergencyMindTitle : talk.emergencyTitle,
    lines: mind ? [talk.emergencyMindFirst, talk.emergencyMindLine, talk.emergencyPerson] : [talk.emergencyAmbulance, talk.emergencyPerson],
    primary: link(voice, 'call_ambulance', 'tel:1669'),
    ...(mind ? { secondary: link(voice, 'call_mind_line', 'tel:1323') } : {}),
  });
  return withQuickReplies([card], plains(voice, 'talk_to_person'));
}

export function renderLanguageChoice(voice: Voice): messagingApi.Message[] {
  const { talk, languages } = voice.words;
  const [primary, secondary, ...more] = languageTaps(voice);
  const card = cardMessage({
    altText: talk.languageChoice,
    strip: { tone: 'rest', word: languages[voice.language] },
    title: talk.languageChoice,
    ...(primary === undefined ? {} : { primary }),
    ...(secondary === undefined ? {} : { secondary }),
    more,
  });
  return withQuickReplies([card], languageTaps(voice));
}

export function renderPrivacy(notice: Extract<Notice, { kind: 'privacy' }>, voice: Voice): messagingApi.Message[] {
  const { talk, consents } = voice.words;
  const withdraw = CONSENT_PURPOSES.filter((purpose) => notice[purpose]).map((purpose) =>
    press(voice, { action: 'withdraw_consent', purpose }, `withdraw_${purpose}`),
  );
  const card = cardMessage({
    altText: altDefault(voice, talk.privacyStrip),
    strip: { tone: 'rest', word: talk.privacyStrip },
    title: talk.privacyTitle,
    lines: [
      ...CONSENT_PURPOSES.map((purpose) => say(notice[purpose] ? talk.privacyGiven : talk.privacyNotGiven, { purpose: consents[purpose] })),
      talk.privacyHow,
    ],
    primary: open(voice, 'open_privacy', '/privacy'),
    more: withdraw,
  });
  return withQuickReplies([card], [...withdraw, ...plains(voice, 'menu', 'talk_to_person')]);
}

export function renderMyData(notice: Extract<Notice, { kind: 'my_data' }>, voice: Voice): messagingApi.Message[] {
  const { talk, consents, units } = voice.words;
  const names = notice.consents.map((consent) => (consents as Partial<Record<string, string>>)[consent] ?? consent);
  const card = cardMessage({
    altText: altDefault(voice, talk.privacyStrip),
    strip: { tone: 'rest', word: talk.privacyStrip },
    title: talk.myDataTitle,
    lines: [
      { label: talk.myDataConsents, value: names.length === 0 ? talk.myDataNone : names.join(units.comma) },
      { label: talk.myDataReads, value: say(talk.myDataTimes, { reads: notice.reads }) },
      talk.privacyHow,
    ],
    primary: open(voice, 'open_privacy', '/privacy'),
    secondary: plain(voice, 'privacy'),
  });
  return withQuickReplies([card], plains(voice, 'menu', 'talk_to_person'));
}
