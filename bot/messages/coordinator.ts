import type { messagingApi } from '@line/bot-sdk';

import type { IncidentView, Notice, ScreeningLine, ScreeningView } from '../domain/notice.ts';
import { DECLINE_REASONS } from '../domain/words.ts';
import { riderApplicationCard, shopApplicationCard } from './applications.ts';
import { cardMessage } from './flex/card.ts';
import type { Card } from './flex/card.ts';
import { carousel } from './flex/carousel.ts';
import { giftCard } from './gifts.ts';
import { withQuickReplies } from './quick-reply.ts';
import { dietWords } from './order-card.ts';
import { say } from './text/fill.ts';
import { altDefault, baht, day, moment, open, plain, plains, tap, textMessage } from './voice.ts';
import type { Voice } from './voice.ts';

type Of<Kind extends Notice['kind']> = Extract<Notice, { kind: Kind }>;

/** How much of a complaint's own words goes on the card; the page has all of it. */
const WORDS_SHOWN_MAX = 200;

function declines(screening: ScreeningLine, voice: Voice): messagingApi.PostbackAction[] {
  return DECLINE_REASONS.map((reason) =>
    tap(voice.words.declineButtons[reason], { action: 'screening_decline', screening: screening.screening, reason }),
  );
}

function approve({ screening, coupons }: ScreeningLine, voice: Voice): messagingApi.PostbackAction {
  return tap(say(voice.words.buttons.approve_meals, { coupons }), { action: 'screening_approve', screening });
}

function needLine(screening: ScreeningView, voice: Voice): string {
  const { coordinator, choices } = voice.words;
  const need = choices[`choice.need.${screening.need}`];
  if (screening.quarantineUntil === undefined) return say(coordinator.need, { need });
  return say(coordinator.needUntil, { need, date: day(voice, screening.quarantineUntil) });
}

function screeningCard(screening: ScreeningLine | ScreeningView, waiting: number | undefined, voice: Voice): Card {
  const { coordinator, choices, declineButtons } = voice.words;
  const strip = screening.again ? coordinator.screeningAgainStrip : coordinator.screeningStrip;
  const { coupons, campaignName: campaign, fundShortSatang } = screening;
  return {
    altText: coordinator.screeningAlt,
    strip: { tone: 'act', word: waiting === undefined ? coordinator.caseStrip : say(strip, { waiting }) },
    title: say(coordinator.screeningTitle, { name: screening.firstName }),
    lines: [
      say(coordinator.where, { community: screening.communityName, municipality: choices[`choice.area.${screening.municipality}`] }),
      ...('need' in screening ? [needLine(screening, voice)] : []),
      say(coordinator.household, { people: screening.people, diets: dietWords(screening.diets, voice) }),
      fundShortSatang > 0
        ? say(coordinator.grantShort, { coupons, campaign, short: baht(voice, fundShortSatang) })
        : say(coordinator.grant, { coupons, campaign }),
      say(coordinator.since, { time: moment(voice, screening.waitingSince) }),
    ],
    primary: approve(screening, voice),
    secondary: tap(declineButtons.not_eligible, {
      action: 'screening_decline',
      screening: screening.screening,
      reason: 'not_eligible',
    }),
    more: [
      ...('need' in screening ? [] : [tap(coordinator.showNeed, { action: 'screening_show', screening: screening.screening })]),
      open(voice, 'open_screening', `/coordinator/screening/${encodeURIComponent(screening.screening)}`),
    ],
  };
}

export function renderScreening(notice: Of<'screening_waiting'>, voice: Voice): messagingApi.Message[] {
  const { screening } = notice;
  const quick = [approve(screening, voice), ...declines(screening, voice)];
  return withQuickReplies([cardMessage(screeningCard(screening, notice.waiting, voice))], quick);
}

/** The whole case, shown to the coordinator who asked for it; the reading stands in the access log. */
export function renderCase({ screening }: Of<'screening_case'>, voice: Voice): messagingApi.Message[] {
  const quick = [approve(screening, voice), ...declines(screening, voice)];
  return withQuickReplies([cardMessage(screeningCard(screening, undefined, voice))], quick);
}

export function renderFundShort({ screening }: Of<'fund_short_for_screening'>, voice: Voice): messagingApi.Message[] {
  const { coordinator, donor } = voice.words;
  const card = cardMessage({
    altText: coordinator.fundShortAlt,
    strip: { tone: 'act', word: coordinator.fundShortStrip },
    title: say(coordinator.fundShortTitle, { short: baht(voice, screening.fundShortSatang) }),
    lines: [say(donor.forCampaign, { campaign: screening.campaignName }), say(coordinator.fundShortNext, { name: screening.firstName })],
    primary: plain(voice, 'queue'),
    secondary: open(voice, 'open_coordinator', '/coordinator'),
  });
  return withQuickReplies([card], plains(voice, 'queue', 'menu'));
}

export function renderFundFilled(notice: Of<'fund_filled'>, voice: Voice): messagingApi.Message[] {
  const { coordinator } = voice.words;
  const card = cardMessage({
    altText: coordinator.fundFilledAlt,
    strip: { tone: 'go', word: coordinator.fundFilledStrip },
    title: say(coordinator.fundFilledTitle, { campaign: notice.campaignName }),
    lines: [
      say(coordinator.fundFilledFree, { free: baht(voice, notice.freeSatang) }),
      say(coordinator.fundFilledWaiting, { waiting: notice.waiting }),
    ],
    primary: plain(voice, 'queue'),
    secondary: open(voice, 'open_coordinator', '/coordinator'),
  });
  return withQuickReplies([card], plains(voice, 'queue', 'menu'));
}

function incidentCard(incident: IncidentView, voice: Voice): Card {
  const { coordinator, incidents, choices, orderStates } = voice.words;
  const [primary, secondary] = resolutions(incident, voice);
  const { pickUpCode, orderState, communityName, riderProblem, words, contact } = incident;
  return {
    altText: coordinator.incidentAlt,
    strip: { tone: incident.incidentKind === 'emergency' ? 'danger' : 'act', word: coordinator.incidentStrip },
    title: incidents[incident.incidentKind],
    lines: [
      ...(riderProblem === undefined ? [] : [say(coordinator.incidentRider, { problem: choices[`choice.problem.${riderProblem}`] })]),
      ...(contact === undefined ? [] : [contact.phone === undefined ? contact.firstName : `${contact.firstName} · ${contact.phone}`]),
      ...(words === undefined ? [] : [say(coordinator.incidentWords, { words: words.slice(0, WORDS_SHOWN_MAX).toWellFormed() })]),
      ...(pickUpCode === undefined
        ? []
        : [say(coordinator.incidentCode, { code: pickUpCode, state: orderState === undefined ? '' : orderStates[orderState] })]),
      ...(communityName === undefined ? [] : [say(coordinator.incidentCommunity, { community: communityName })]),
      say(coordinator.incidentSince, { time: moment(voice, incident.openedAt) }),
    ],
    primary: primary ?? open(voice, 'open_coordinator', '/coordinator'),
    ...(secondary === undefined ? {} : { secondary }),
    more: [...replyTo(incident, voice), ...(primary === undefined ? [] : [open(voice, 'open_coordinator', '/coordinator')])],
  };
}

function replyTo({ incident, canReply }: IncidentView, voice: Voice): messagingApi.PostbackAction[] {
  return canReply ? [tap(voice.words.coordinator.reply, { action: 'incident_reply', incident })] : [];
}

function resolutions(incident: IncidentView, voice: Voice): messagingApi.PostbackAction[] {
  return incident.resolutions.map((resolution) =>
    tap(voice.words.resolutions[resolution], { action: 'incident_resolve', incident: incident.incident, resolution }),
  );
}

export function renderIncident({ incident }: Of<'incident'>, voice: Voice): messagingApi.Message[] {
  return withQuickReplies([cardMessage(incidentCard(incident, voice))], [...resolutions(incident, voice), plain(voice, 'queue')]);
}

/** What hurts first: incidents, then homes that wait, then shops and riders. */
export function renderQueue(notice: Of<'queue'>, voice: Voice): messagingApi.Message[] {
  const { coordinator } = voice.words;
  const { screenings, shops, riders, gifts, incidents } = notice;
  const count = screenings.length + shops.length + riders.length + gifts.length + incidents.length;
  const line = (label: string, list: unknown[]) => ({ label, value: say(coordinator.queueCount, { count: list.length }) });
  const summary = cardMessage({
    altText: coordinator.queueAlt,
    strip: { tone: count === 0 ? 'rest' : 'act', word: coordinator.queueStrip },
    title: count === 0 ? coordinator.queueNone : say(coordinator.queueTitle, { count }),
    lines: [
      line(coordinator.queueIncidents, incidents),
      line(voice.words.gift.queueGifts, gifts),
      line(coordinator.queueScreenings, screenings),
      line(coordinator.queueShops, shops),
      line(coordinator.queueRiders, riders),
    ],
    primary: open(voice, 'open_coordinator', '/coordinator'),
    secondary: plain(voice, 'new_campaign'),
  });
  const cards = [
    ...incidents.map((incident) => incidentCard(incident, voice)),
    ...gifts.map((offered) => giftCard(offered, voice)),
    ...screenings.map((screening) => screeningCard(screening, screenings.length, voice)),
    ...shops.map((shop) => shopApplicationCard(shop, voice)),
    ...riders.map((rider) => riderApplicationCard(rider, voice)),
  ];
  return withQuickReplies([summary, ...carousel(coordinator.queueAlt, cards)], plains(voice, 'queue', 'new_campaign', 'menu'));
}

export function renderCampaignMade({ campaign }: Of<'campaign_made'>, voice: Voice): messagingApi.Message[] {
  const { coordinator } = voice.words;
  const card = cardMessage({
    altText: coordinator.campaignStrip,
    strip: { tone: 'go', word: coordinator.campaignStrip },
    title: campaign.name,
    lines: [...campaignLines(campaign, voice), coordinator.campaignNext],
    primary: open(voice, 'open_coordinator', '/coordinator'),
    secondary: plain(voice, 'queue'),
  });
  return withQuickReplies([card], plains(voice, 'queue', 'new_campaign', 'menu'));
}

export function campaignLines(campaign: Of<'campaign_made'>['campaign'], voice: Voice): string[] {
  const { coordinator } = voice.words;
  return [
    say(coordinator.campaignRule, { coupons: campaign.couponsPerGrant, value: baht(voice, campaign.faceValueSatang) }),
    say(coordinator.campaignFee, { fee: baht(voice, campaign.deliveryFeeSatang) }),
    say(coordinator.campaignDates, { starts: day(voice, campaign.startsOn), ends: day(voice, campaign.endsOn) }),
  ];
}

export function renderStaffChanged(notice: Of<'staff_changed'>, voice: Voice): messagingApi.Message[] {
  const { coordinator, roles } = voice.words;
  const sentence = notice.added ? coordinator.staffAdded : coordinator.staffRemoved;
  return withQuickReplies([textMessage(say(sentence, { role: roles[notice.role] }))], plains(voice, 'menu', 'talk_to_person'));
}

/** A piece of work is done. A card, since its sentence may name a person and an altText may not. */
export function renderDone(words: string, voice: Voice): messagingApi.Message[] {
  const { doneStrip } = voice.words.coordinator;
  const card = cardMessage({
    altText: altDefault(voice, doneStrip),
    strip: { tone: 'go', word: doneStrip },
    title: words,
    primary: plain(voice, 'queue'),
    secondary: open(voice, 'open_coordinator', '/coordinator'),
  });
  return withQuickReplies([card], plains(voice, 'queue', 'menu'));
}

export function renderReplied(_notice: Of<'incident_replied'>, voice: Voice): messagingApi.Message[] {
  return withQuickReplies([textMessage(voice.words.coordinator.replied)], plains(voice, 'queue', 'menu'));
}
