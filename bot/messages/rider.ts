import type { messagingApi } from '@line/bot-sdk';

import type { Notice, RiderJobView, RiderOfferView } from '../domain/notice.ts';
import { cardMessage } from './flex/card.ts';
import type { Card, Line } from './flex/card.ts';
import { carousel } from './flex/carousel.ts';
import { withQuickReplies } from './quick-reply.ts';
import type { Catalogue } from './text/catalogue.ts';
import { say } from './text/fill.ts';
import { altDefault, baht, distance, mapLink, moment, open, phoneLink, plain, press, textMessage } from './voice.ts';
import type { Voice } from './voice.ts';

type Of<Kind extends Notice['kind']> = Extract<Notice, { kind: Kind }>;

export function dutyToggle(voice: Voice, on: boolean): messagingApi.PostbackAction {
  return on ? press(voice, { action: 'rider_duty', on: '0' }, 'duty_off') : press(voice, { action: 'rider_duty', on: '1' }, 'duty_on');
}

function boxes(count: number, voice: Voice): string {
  return say(voice.words.units.boxes, { n: count });
}

/** A shop has its name; where food is given it is the food that is named, never the giver. */
function placeOf({ shopName, giftWords }: RiderOfferView, voice: Voice): string {
  return giftWords === undefined ? shopName : say(voice.words.gift.place, { words: giftWords });
}

function feeWords(feeSatang: number, voice: Voice): string {
  const { rider } = voice.words;
  return feeSatang === 0 ? rider.volunteer : say(rider.fee, { amount: baht(voice, feeSatang) });
}

export function renderDuty(notice: Of<'rider_duty'>, voice: Voice): messagingApi.Message[] {
  const { rider } = voice.words;
  const waiting = notice.waiting > 0 ? say(rider.dutyOn, { waiting: notice.waiting }) : rider.dutyOnNone;
  const message = textMessage(notice.on ? waiting : rider.dutyOff);
  return withQuickReplies([message], [plain(voice, 'rider_jobs'), dutyToggle(voice, notice.on), plain(voice, 'talk_to_person')]);
}

function offerCard(offer: RiderOfferView, answerBy: number | undefined, voice: Voice): Card {
  const { rider } = voice.words;
  const lines: Line[] = [
    say(rider.route, { shop: placeOf(offer, voice), community: offer.communityName }),
    say(rider.distance, { distance: distance(voice, offer.distanceKm) }),
    feeWords(offer.feeSatang, voice),
    say(rider.eatBy, { time: moment(voice, offer.eatBy) }),
    ...(answerBy === undefined ? [] : [say(rider.answerBy, { time: moment(voice, answerBy) })]),
  ];
  return {
    altText: rider.offerAlt,
    strip: { tone: 'act', word: rider.offerStrip },
    title: say(rider.offerTitle, { boxes: offer.boxes }),
    lines,
    primary: press(voice, { action: 'rider_accept', trip: offer.trip }, 'rider_accept'),
    secondary: press(voice, { action: 'rider_reject', trip: offer.trip }, 'rider_reject'),
    more: [mapLink(voice, offer.shopPin)],
  };
}

export function renderOffer(notice: Of<'rider_offer'>, voice: Voice): messagingApi.Message[] {
  const card = offerCard(notice.offer, notice.answerBy, voice);
  const quick = [card.primary, card.secondary, plain(voice, 'talk_to_person')].filter((action) => action !== undefined);
  return withQuickReplies([cardMessage(card)], quick);
}

export function renderOffers(notice: Of<'rider_offers'>, voice: Voice): messagingApi.Message[] {
  const { rider } = voice.words;
  const { offers, onDuty } = notice;
  const summary = cardMessage({
    altText: altDefault(voice, rider.offersStrip),
    strip: { tone: offers.length > 0 ? 'act' : 'rest', word: rider.offersStrip },
    title: offers.length === 0 ? rider.offersNone : say(rider.offersTitle, { count: offers.length }),
    lines: [...(onDuty ? [] : [rider.offDuty]), say(rider.owed, { amount: baht(voice, notice.owedSatang) })],
    primary: onDuty ? open(voice, 'open_rider', '/rider') : dutyToggle(voice, false),
    secondary: onDuty ? dutyToggle(voice, true) : open(voice, 'open_rider', '/rider'),
  });
  const list = carousel(
    rider.offerAlt,
    offers.map((offer) => offerCard(offer, undefined, voice)),
  );
  return withQuickReplies([summary, ...list], [dutyToggle(voice, onDuty), plain(voice, 'talk_to_person')]);
}

/** One job, one next step. The door, the name and the phone are on the card only, never in its altText. */
export function renderJob({ job }: Of<'rider_job'>, voice: Voice): messagingApi.Message[] {
  const problem = press(voice, { action: 'rider_problem', trip: job.trip }, 'rider_problem');
  const card = job.state === 'to_shop' ? toShop(job, problem, voice) : toHome(job, problem, voice);
  const quick = [card.primary, card.secondary, problem, plain(voice, 'talk_to_person')].filter((action) => action !== undefined);
  return withQuickReplies([cardMessage(card)], quick);
}

function toShop(job: RiderJobView, problem: messagingApi.Action, voice: Voice): Card {
  const { rider } = voice.words;
  return {
    altText: rider.jobAlt,
    strip: { tone: 'act', word: rider.toShopStrip },
    title: say(rider.toShopTitle, { shop: placeOf(job, voice) }),
    big: { value: boxes(job.boxes, voice) },
    lines: [
      say(rider.route, { shop: placeOf(job, voice), community: job.communityName }),
      say(rider.eatBy, { time: moment(voice, job.eatBy) }),
      feeWords(job.feeSatang, voice),
      rider.toShopNext,
    ],
    primary: press(voice, { action: 'rider_picked_up', trip: job.trip }, 'rider_picked_up'),
    secondary: press(voice, { action: 'rider_give_back', trip: job.trip }, 'rider_give_back'),
    more: [mapLink(voice, job.shopPin), problem],
  };
}

function toHome(job: RiderJobView, problem: messagingApi.Action, voice: Voice): Card {
  const { rider } = voice.words;
  return {
    altText: rider.jobAlt,
    strip: { tone: 'go', word: rider.toHomeStrip },
    title: say(rider.toHomeTitle, { name: job.firstName }),
    big: { value: boxes(job.boxes, voice) },
    lines: [
      ...(job.landmark === undefined ? [] : [say(rider.landmark, { landmark: job.landmark })]),
      say(rider.eatBy, { time: moment(voice, job.eatBy) }),
      feeWords(job.feeSatang, voice),
      rider.toHomeNext,
    ],
    primary: press(voice, { action: 'rider_hand_over', trip: job.trip }, 'rider_hand_over'),
    secondary: press(voice, { action: 'rider_left_at_door', trip: job.trip }, 'rider_left_at_door'),
    more: [
      ...(job.homePin === undefined ? [] : [mapLink(voice, job.homePin)]),
      ...(job.phone === undefined ? [] : phoneLink(voice, 'call_home', job.phone)),
      problem,
    ],
  };
}

const OFFER_OVER = {
  taken: 'offerOverTaken',
  cancelled: 'offerOverCancelled',
  declined: 'offerOverDeclined',
} as const satisfies Record<Of<'rider_offer_over'>['why'], keyof Catalogue['rider']>;

export function renderOfferOver(notice: Of<'rider_offer_over'>, voice: Voice): messagingApi.Message[] {
  const message = textMessage(voice.words.rider[OFFER_OVER[notice.why]]);
  return withQuickReplies([message], [plain(voice, 'rider_jobs'), dutyToggle(voice, true), plain(voice, 'talk_to_person')]);
}

const JOB_OVER = {
  handed_over: 'overHandedOver',
  cancelled: 'overCancelled',
  given_back: 'overGivenBack',
  with_coordinator: 'overWithCoordinator',
} as const satisfies Record<Of<'rider_job_over'>['why'], keyof Catalogue['rider']>;

export function renderJobOver(notice: Of<'rider_job_over'>, voice: Voice): messagingApi.Message[] {
  const { rider } = voice.words;
  const card = cardMessage({
    altText: altDefault(voice, rider.overStrip),
    strip: { tone: notice.why === 'handed_over' ? 'go' : 'rest', word: rider.overStrip },
    title: rider[JOB_OVER[notice.why]],
    lines: [
      ...(notice.feeSatang > 0 ? [feeWords(notice.feeSatang, voice)] : []),
      say(rider.owed, { amount: baht(voice, notice.owedSatang) }),
      rider.overNext,
    ],
    primary: plain(voice, 'rider_jobs'),
    secondary: dutyToggle(voice, true),
  });
  return withQuickReplies([card], [plain(voice, 'rider_jobs'), dutyToggle(voice, true), plain(voice, 'talk_to_person')]);
}

/** Asked by shops and by riders alike. */
export function renderSettlement(notice: Of<'settlement_when'>, voice: Voice): messagingApi.Message[] {
  const { rider } = voice.words;
  const words = notice.owedSatang > 0 ? say(rider.settlement, { amount: baht(voice, notice.owedSatang) }) : rider.settlementNone;
  return withQuickReplies([textMessage(words)], [plain(voice, 'menu'), plain(voice, 'talk_to_person')]);
}
