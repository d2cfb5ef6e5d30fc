import type { messagingApi } from '@line/bot-sdk';

import type { Notice, NoticeKind } from '../domain/notice.ts';
import * as applications from './applications.ts';
import * as coordinator from './coordinator.ts';
import * as donor from './donor.ts';
import * as gifts from './gifts.ts';
import { withQuickReplies } from './quick-reply.ts';
import { renderQuestion } from './question.ts';
import { renderRefused } from './refused.ts';
import * as orders from './resident-orders.ts';
import * as resident from './resident.ts';
import * as rider from './rider.ts';
import * as shop from './shop.ts';
import * as talk from './talk.ts';
import { say } from './text/fill.ts';
import * as treasurer from './treasurer.ts';
import { baht, plain, plains, press, textMessage, voiceOf } from './voice.ts';
import type { PlainAction, RenderContext, Voice } from './voice.ts';

export type { RenderContext } from './voice.ts';

type NoticeByKind = { [Each in Notice as Each['kind']]: Each };
type NoticeOf<Kind extends NoticeKind = NoticeKind> = { [Each in Kind]: { kind: Each } & NoticeByKind[Each] }[Kind];

/** One renderer for every kind: a kind without one does not compile. */
type Renderers = { [Each in NoticeKind]: (notice: NoticeOf<Each>, voice: Voice) => messagingApi.Message[] };

/** One to three LINE messages for a notice, in the member's language. Pure: the same notice gives the same messages. */
export function render(notice: Notice, context: RenderContext): messagingApi.Message[] {
  return renderWith(notice, voiceOf(context));
}

function renderWith<Kind extends NoticeKind>(notice: NoticeOf<Kind>, voice: Voice): messagingApi.Message[] {
  const renderer: Renderers[Kind] = RENDERERS[notice.kind];
  return renderer(notice, voice);
}

/** A sentence and what can be tapped next; a person is always the last choice. */
function sentence(voice: Voice, words: string, ...next: PlainAction[]): messagingApi.Message[] {
  return withQuickReplies([textMessage(words)], plains(voice, ...next, 'talk_to_person'));
}

const RENDERERS: Renderers = {
  welcome: talk.renderWelcome,
  menu: talk.renderMenu,
  question: ({ question }, voice) => renderQuestion(question, voice),
  form_stopped: (_, voice) => sentence(voice, voice.words.talk.formStopped, 'menu', 'ask_food'),
  refused: ({ code, detail }, voice) => renderRefused(code, detail, voice),
  old_button: talk.renderOldButton,
  unclear: talk.renderMenu,
  ambiguous_hi: (_, voice) =>
    withQuickReplies(
      [textMessage(voice.words.talk.ambiguousHi)],
      [
        press(voice, { action: 'register' }, 'hi_isolation'),
        press(voice, { action: 'menu' }, 'just_hello'),
        plain(voice, 'talk_to_person'),
      ],
    ),
  thanks: (_, voice) => sentence(voice, voice.words.talk.thanks, 'menu'),
  cannot_read: talk.renderCannotRead,
  place_noted_only: (_, voice) => sentence(voice, voice.words.talk.placeNotedOnly, 'ask_food', 'menu'),
  // Everyone in a group would see the buttons and could tap them: words only.
  group_hello: (_, voice) => [textMessage(voice.words.talk.groupHello)],
  emergency: talk.renderEmergency,
  person_called: (_, voice) => withQuickReplies([textMessage(voice.words.talk.personCalled)], plains(voice, 'menu')),
  language_set: (notice, voice) => {
    const spoken = voiceOf({ ...voice, language: notice.language });
    return sentence(spoken, spoken.words.talk.languageSet, 'menu', 'ask_food');
  },
  language_choice: (_, voice) => talk.renderLanguageChoice(voice),
  privacy: talk.renderPrivacy,
  consent_withdrawn: ({ purpose }, voice) => {
    const { withdrawnContact, withdrawnHealth } = voice.words.talk;
    return sentence(voice, purpose === 'contact' ? withdrawnContact : withdrawnHealth, 'privacy', 'menu');
  },
  my_data: talk.renderMyData,
  // As plain as can be: LINE has just refused something richer.
  plain_fallback: (_, voice) => [textMessage(say(voice.words.talk.plainFallback, { url: voice.liffUrl('/') }))],

  registration_received: resident.renderRegistrationReceived,
  details_saved: resident.renderDetailsSaved,
  registration_state: resident.renderRegistrationState,
  grant_given: resident.renderGrant,
  waiting_for_funds: (_, voice) => sentence(voice, voice.words.resident.waitingForFunds, 'menu'),
  screening_declined: resident.renderDeclined,
  coupon_balance: resident.renderBalance,
  coupons_given_back: resident.renderGivenBack,
  coupons_expired: ({ coupons }, voice) =>
    sentence(voice, say(voice.words.resident.couponsExpired, { coupons }), 'ask_again', 'my_coupons'),
  order_placed: orders.renderPlaced,
  order_status: orders.renderStatus,
  no_order: (_, voice) => sentence(voice, voice.words.resident.noOrder, 'ask_food', 'my_coupons'),
  order_accepted: orders.renderAccepted,
  order_on_the_way: orders.renderOnTheWay,
  order_ready_to_collect: orders.renderReadyToCollect,
  order_arrived: orders.renderArrived,
  order_delayed: orders.renderDelayed,
  order_cancelled: orders.renderCancelled,
  order_ended: orders.renderEnded,
  order_turned_to_pickup: orders.renderTurnedToPickup,
  received_thanks: orders.renderReceived,
  incident_opened: resident.renderIncidentOpened,
  incident_closed: resident.renderIncidentClosed,
  coupon_redeemed: resident.renderRedeemed,
  quarantine_ended: (_, voice) => sentence(voice, voice.words.resident.quarantineEnded, 'ask_again', 'menu'),

  pledge_made: donor.renderPledgeMade,
  pledge_list: donor.renderPledgeList,
  slip_received: donor.renderSlipReceived,
  slip_without_pledge: (_, voice) => sentence(voice, voice.words.donor.slipWithoutPledge, 'donate', 'menu'),
  slip_not_taken: donor.renderSlipNotTaken,
  monthly_ended: (_, voice) => sentence(voice, voice.words.donor.monthlyEnded, 'donate', 'menu'),
  slip_how: (_, voice) => donor.renderSlipHow(voice),
  donor_thanks: donor.renderDonorThanks,
  pledge_withdrawn: donor.renderPledgeWithdrawn,
  pledge_failed: donor.renderPledgeFailed,
  gift_noted: gifts.renderGiftNoted,
  gift_decided: gifts.renderGiftDecided,
  gift_taken: gifts.renderGiftTaken,
  gift_withdrawn: gifts.renderGiftWithdrawn,
  gift_order_over: gifts.renderGiftOrderOver,
  gift_handed_over: gifts.renderGiftHandedOver,
  gift_outcome: gifts.renderGiftOutcome,
  tax_answer: (_, voice) => sentence(voice, voice.words.donor.tax, 'donate', 'menu'),
  fund_report: donor.renderFundReport,

  application_received: applications.renderApplicationReceived,
  application_decided: applications.renderApplicationDecided,
  shop_asked: shop.renderShopAsked,
  shop_ask_over: shop.renderAskOver,
  shop_order: shop.renderShopOrder,
  shop_orders: shop.renderShopOrders,
  shop_handed_over: shop.renderShopHandedOver,
  shop_offer_set: shop.renderOfferSet,
  shops_near: shop.renderShopsNear,

  rider_duty: rider.renderDuty,
  rider_offer: rider.renderOffer,
  rider_offers: rider.renderOffers,
  rider_job: rider.renderJob,
  rider_offer_over: rider.renderOfferOver,
  rider_job_over: rider.renderJobOver,
  settlement_when: rider.renderSettlement,

  screening_waiting: coordinator.renderScreening,
  screening_case: coordinator.renderCase,
  incident_replied: coordinator.renderReplied,
  coordinator_says: resident.renderCoordinatorSays,
  screening_approved: ({ firstName, coupons, fundFreeSatang }, voice) =>
    coordinator.renderDone(say(voice.words.coordinator.approved, { name: firstName, coupons, free: baht(voice, fundFreeSatang) }), voice),
  screening_declined_done: ({ firstName }, voice) =>
    coordinator.renderDone(say(voice.words.coordinator.declinedDone, { name: firstName }), voice),
  fund_short_for_screening: coordinator.renderFundShort,
  fund_filled: coordinator.renderFundFilled,
  shop_applied: applications.renderApplied,
  rider_applied: applications.renderApplied,
  gift_offered: gifts.renderGiftOffered,
  gift_done: ({ approved, words }, voice) => {
    const { done, doneDeclined } = voice.words.gift;
    return coordinator.renderDone(say(approved ? done : doneDeclined, { words }), voice);
  },
  application_done: ({ approved, name }, voice) => {
    const { applicationApproved, applicationDeclined } = voice.words.coordinator;
    return coordinator.renderDone(say(approved ? applicationApproved : applicationDeclined, { name }), voice);
  },
  incident: coordinator.renderIncident,
  incident_done: ({ resolution }, voice) => {
    const done = voice.words.resolutions[resolution];
    return coordinator.renderDone(say(voice.words.coordinator.incidentDone, { resolution: done }), voice);
  },
  queue: coordinator.renderQueue,
  campaign_made: coordinator.renderCampaignMade,
  staff_changed: coordinator.renderStaffChanged,

  slip_waiting: treasurer.renderSlipWaiting,
  slip_refused: treasurer.renderSlipRefused,
  money_queue: treasurer.renderMoneyQueue,
  money_recorded: treasurer.renderMoneyRecorded,
  approval_wanted: treasurer.renderApprovalWanted,
  campaign_needs_money: treasurer.renderCampaignNeedsMoney,
};
