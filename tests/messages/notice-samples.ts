import type {
  CampaignTotals,
  CampaignView,
  GiftView,
  IncidentView,
  Notice,
  OrderView,
  PledgeView,
  RiderApplicationView,
  RiderJobView,
  RiderOfferView,
  ScreeningView,
  ShopApplicationView,
  ShopOrderView,
} from '../../bot/domain/notice.ts';
import { ORDER_STATES } from '../../bot/domain/order-machine.ts';
import { REFUSAL_CODES } from '../../bot/domain/refusal.ts';
import type { RefusalDetail } from '../../bot/domain/refusal.ts';
import { APPROVAL_KINDS } from '../../bot/domain/statement.ts';
import {
  DECLINE_REASONS,
  DIETS,
  HALAL_GROUNDS,
  INCIDENT_KINDS,
  LANGUAGES,
  NEEDS,
  ORDER_MODES,
  RESOLUTIONS,
  RIDER_PROBLEMS,
  ROLES,
} from '../../bot/domain/words.ts';
import { LONG_NAME } from './long-name.ts';
import { questionSamples } from './question-samples.ts';

/** 2026-11-22 11:30 in Thailand. */
export const SAMPLE_NOW = Date.UTC(2026, 10, 22, 4, 30);

const HOUR_MS = 3_600_000;
const HUGE_SATANG = 10_000_000_000;
const pin = { latitude: 7.00831, longitude: 100.47421 };
const later = SAMPLE_NOW + HOUR_MS;
const tomorrow = SAMPLE_NOW + 24 * HOUR_MS;

/** Facts that must never stand in an altText: it is shown on locked screens. */
export const PRIVATE_FACTS = {
  firstName: 'ซอและห์',
  phone: '0812345678',
  landmark: 'ข้างมัสยิดประตูสีฟ้า',
  allergy: 'กุ้งแม่น้ำ',
  words: 'ปวดท้องมากหลังทานข้าว',
  communityName: 'จันทร์วิโรจน์',
} as const;

const order: OrderView = {
  order: 'ord_1',
  meals: 2,
  mode: 'delivery',
  mealTime: 'noon',
  state: 'placed',
  wantedAt: later,
  handOverCode: '4821',
};
const pickup: OrderView = { ...order, mode: 'pickup', state: 'ready', shopName: LONG_NAME, shopPin: pin, expectedAt: tomorrow };
const shopOrder: ShopOrderView = {
  order: 'ord_1',
  pickUpCode: 'B27',
  meals: 3,
  mode: 'delivery',
  wantedAt: later,
  diets: ['halal', 'soft'],
  allergy: PRIVATE_FACTS.allergy,
  state: 'accepted',
  paySatang: 12_050,
};
const offer: RiderOfferView = {
  trip: 'trip_1',
  boxes: 4,
  shopName: LONG_NAME,
  shopPin: pin,
  communityName: PRIVATE_FACTS.communityName,
  distanceKm: 2.34,
  feeSatang: 2_500,
  eatBy: later,
};
const job: RiderJobView = {
  ...offer,
  firstName: PRIVATE_FACTS.firstName,
  homePin: pin,
  landmark: PRIVATE_FACTS.landmark,
  phone: PRIVATE_FACTS.phone,
  state: 'to_home',
};
const screening: ScreeningView = {
  screening: 'scr_1',
  again: false,
  firstName: PRIVATE_FACTS.firstName,
  need: 'quarantine',
  communityName: PRIVATE_FACTS.communityName,
  municipality: 'hatyai',
  people: 4,
  diets: ['halal'],
  quarantineUntil: '2026-12-01',
  coupons: 20,
  campaignName: LONG_NAME,
  fundShortSatang: 0,
  waitingSince: SAMPLE_NOW - HOUR_MS,
};
const pledge: PledgeView = {
  pledge: 'pl_1',
  reference: 'PI7K2M',
  meals: 3,
  amountSatang: 12_000,
  campaignName: LONG_NAME,
  state: 'pledged',
};
const { meals: _, ...moneyPledge } = pledge;
const monthlyPledge: PledgeView = { ...pledge, communityName: LONG_NAME, isMonthly: true, nextOn: '2026-12-22' };
const totals: CampaignTotals = {
  campaignName: LONG_NAME,
  receivedSatang: HUGE_SATANG,
  freeSatang: 0,
  committedSatang: 123_456_78,
  mealsHandedOver: 1_000_000,
};
const shopApplication: ShopApplicationView = {
  shop: 'shop_1',
  name: LONG_NAME,
  shopKind: 'shop',
  pin,
  capacity: 40,
  opens: '08:00',
  closes: '19:00',
  priceSatang: 4_000,
  halal: 'muslim_cook',
};
const riderApplication: RiderApplicationView = {
  rider: 'rid_1',
  name: PRIVATE_FACTS.firstName,
  vehicle: 'motorcycle',
  boxes: 6,
  area: 'songkhla',
  paid: true,
};
const incident: IncidentView = {
  incident: 'inc_1',
  incidentKind: 'bad_food',
  pickUpCode: 'B27',
  orderState: 'handed_over',
  communityName: PRIVATE_FACTS.communityName,
  words: PRIVATE_FACTS.words,
  canReply: true,
  openedAt: SAMPLE_NOW,
  resolutions: ['noted', 'reissue'],
};
const campaign: CampaignView = {
  campaign: 'cam_1',
  name: LONG_NAME,
  faceValueSatang: 5_000,
  couponsPerGrant: 20,
  deliveryFeeSatang: 2_500,
  startsOn: '2026-11-22',
  endsOn: '2026-12-31',
};

const refusalDetail: RefusalDetail = {
  role: 'rider',
  state: 'cooking',
  left: 2,
  min: 1,
  max: 6,
  endedOn: '2026-11-20',
  short_satang: 12_000,
  opens: '08:00',
  untilAt: later,
  eatByAt: later,
  min_satang: 2_000,
  max_satang: HUGE_SATANG,
};

const talk: Notice[] = [
  ...[true, false].map((back): Notice => ({ kind: 'welcome', back })),
  ...[true, false].flatMap((registered): Notice[] => [
    { kind: 'menu', roles: [], registered, greeting: registered },
    { kind: 'menu', roles: [...ROLES], registered, greeting: !registered },
    { kind: 'unclear', roles: ['shop'], registered },
  ]),
  ...questionSamples.map((question): Notice => ({ kind: 'question', question })),
  { kind: 'form_stopped' },
  ...REFUSAL_CODES.flatMap((code): Notice[] => [
    { kind: 'refused', code, detail: {} },
    { kind: 'refused', code, detail: refusalDetail },
    { kind: 'refused', code, detail: { role: 'stranger', state: 'nowhere', left: 0, something: 'else' } },
  ]),
  ...(['nothing_open', 'form_open', 'order_open'] as const).map((now): Notice => ({ kind: 'old_button', now })),
  { kind: 'ambiguous_hi' },
  { kind: 'thanks' },
  ...(['sticker', 'voice', 'video', 'file', 'too_long', 'emoji', 'photo', 'place', 'edited'] as const).map((what): Notice => ({
    kind: 'cannot_read',
    what,
  })),
  { kind: 'place_noted_only' },
  { kind: 'group_hello' },
  { kind: 'emergency', why: 'health' },
  { kind: 'emergency', why: 'self_harm' },
  { kind: 'person_called' },
  ...LANGUAGES.map((language): Notice => ({ kind: 'language_set', language })),
  { kind: 'language_choice' },
  { kind: 'privacy', contact: true, health: true },
  { kind: 'privacy', contact: false, health: false },
  { kind: 'consent_withdrawn', purpose: 'contact' },
  { kind: 'consent_withdrawn', purpose: 'health' },
  { kind: 'my_data', consents: [], reads: 0 },
  { kind: 'my_data', consents: ['contact', 'health', LONG_NAME], reads: 1_000_000 },
  { kind: 'plain_fallback' },
];

const orders: Notice[] = [
  ...ORDER_MODES.flatMap((mode) => ORDER_STATES.map((state): Notice => ({ kind: 'order_status', order: { ...pickup, mode, state } }))),
  { kind: 'order_placed', order },
  { kind: 'order_placed', order: { ...order, meals: 0, expectedAt: later } },
  { kind: 'order_status', order: { ...order, meals: 1_000_000, handOverCode: LONG_NAME } },
  { kind: 'no_order' },
  { kind: 'order_accepted', order: { ...order, state: 'accepted' } },
  { kind: 'order_on_the_way', order: { ...order, state: 'on_the_way' } },
  { kind: 'order_ready_to_collect', order: pickup },
  { kind: 'order_arrived', order, proof: 'code' },
  { kind: 'order_arrived', order, proof: 'photo' },
  ...(['looking_for_shop', 'looking_for_rider', 'with_coordinator'] as const).map((why): Notice => ({ kind: 'order_delayed', order, why })),
  { kind: 'order_cancelled', meals: 2, by: 'you' },
  { kind: 'order_cancelled', meals: 1, by: 'coordinator' },
  ...(['refused', 'expired', 'failed'] as const).flatMap((why) =>
    [true, false].map((couponsBack): Notice => ({ kind: 'order_ended', meals: 2, why, couponsBack })),
  ),
  { kind: 'order_turned_to_pickup', order: pickup },
  { kind: 'received_thanks', left: 0 },
  { kind: 'received_thanks', left: 3 },
];

const residents: Notice[] = [
  ...[true, false].flatMap((again): Notice[] => [
    { kind: 'registration_received', communityName: LONG_NAME, again },
    { kind: 'details_saved', communityName: PRIVATE_FACTS.communityName, again },
  ]),
  ...(['waiting', 'waiting_funds', 'declined'] as const).map((state): Notice => ({ kind: 'registration_state', state })),
  { kind: 'grant_given', coupons: 20, expiresOn: '2026-12-31' },
  { kind: 'waiting_for_funds' },
  ...DECLINE_REASONS.map((reason): Notice => ({ kind: 'screening_declined', reason })),
  { kind: 'coupon_balance', left: 0, held: 0 },
  { kind: 'coupon_balance', left: 0, held: 2 },
  { kind: 'coupon_balance', left: 1_000_000, held: 2, nextExpiry: '2026-11-26' },
  { kind: 'coupons_expired', coupons: 3 },
  { kind: 'coupons_given_back', coupons: 1, left: 0 },
  { kind: 'coupons_given_back', coupons: 100, left: 1_000_000 },
  ...INCIDENT_KINDS.map((incidentKind): Notice => ({ kind: 'incident_opened', incidentKind })),
  ...RESOLUTIONS.flatMap((resolution) =>
    [true, false].map((couponsBack): Notice => ({ kind: 'incident_closed', resolution, couponsBack })),
  ),
  { kind: 'coupon_redeemed', meals: 2, shopName: LONG_NAME, left: 0 },
  { kind: 'coupon_redeemed', meals: 2, shopName: '', left: 5 },
  { kind: 'quarantine_ended' },
];

const qr = { qrUrl: 'https://pan-im.example/qr/pl_1.png', qrPreviewUrl: 'https://pan-im.example/qr/pl_1-small.png' };
const donors: Notice[] = [
  { kind: 'pledge_made', pledge, ...qr },
  { kind: 'pledge_made', pledge: { ...moneyPledge, amountSatang: HUGE_SATANG }, ...qr },
  { kind: 'pledge_made', pledge, qrUrl: 'not a url', qrPreviewUrl: '' },
  { kind: 'pledge_made', pledge: monthlyPledge, ...qr, again: true },
  { kind: 'pledge_list', pledges: [], totals: [] },
  {
    kind: 'pledge_list',
    pledges: (['pledged', 'claimed', 'received', 'failed', 'withdrawn', 'pledged'] as const).map((state) => ({ ...pledge, state })),
    totals: Array.from({ length: 20 }, () => totals),
  },
  {
    kind: 'pledge_list',
    pledges: [monthlyPledge, monthlyPledge],
    totals: [],
    became: { amountSatang: HUGE_SATANG, meals: 3.5, communities: 1 },
  },
  { kind: 'monthly_ended', pledge },
  ...(['used', 'bill', 'several', 'unread'] as const).map((why): Notice => ({ kind: 'slip_not_taken', pledge, why })),
  { kind: 'slip_received', pledge },
  { kind: 'slip_without_pledge' },
  { kind: 'slip_how' },
  { kind: 'donor_thanks', pledge, totals },
  { kind: 'donor_thanks', pledge: monthlyPledge, totals },
  { kind: 'pledge_withdrawn', pledge },
  { kind: 'pledge_failed', pledge },
  { kind: 'tax_answer' },
  { kind: 'fund_report', totals: [] },
  { kind: 'fund_report', totals: [totals, { ...totals, receivedSatang: 0 }] },
];

const gift: GiftView = {
  gift: 'gft_1',
  giftKind: 'cooked',
  boxes: 30,
  words: LONG_NAME,
  diets: [...DIETS],
  halal: 'certified',
  readyAt: SAMPLE_NOW,
  useBy: later,
  pin,
};
const gifts: Notice[] = [
  ...[true, false].flatMap((yes): Notice[] => [
    { kind: 'gift_noted', gift, accepted: yes },
    { kind: 'gift_decided', gift, approved: yes },
    { kind: 'gift_done', words: LONG_NAME, approved: yes },
  ]),
  { kind: 'gift_offered', gift },
  { kind: 'gift_offered', gift: { ...gift, giftKind: 'dry', boxes: 1, diets: [], halal: 'none' } },
  ...ORDER_MODES.map((mode): Notice => ({ kind: 'gift_taken', words: LONG_NAME, pickUpCode: 'B27', boxes: 2, mode, at: later, left: 28 })),
  ...[true, false].map((held): Notice => ({ kind: 'gift_withdrawn', words: LONG_NAME, left: 28, held })),
  { kind: 'gift_order_over', pickUpCode: 'B27', boxes: 2 },
  { kind: 'gift_handed_over', boxes: 2, left: 0 },
  { kind: 'gift_outcome', words: LONG_NAME, outcome: { boxes: 30, given: 28, wasted: 2, returned: 0 } },
  { kind: 'gift_outcome', words: 'x', outcome: { boxes: 30, given: 0, wasted: 0, returned: 30 } },
];

const shops: Notice[] = [
  ...(['shop', 'rider'] as const).flatMap((of): Notice[] => [
    { kind: 'application_received', of },
    { kind: 'application_decided', of, approved: true },
    { kind: 'application_decided', of, approved: false },
    { kind: 'application_done', of, name: LONG_NAME, approved: true },
    { kind: 'application_done', of, name: PRIVATE_FACTS.firstName, approved: false },
  ]),
  { kind: 'shop_asked', order: shopOrder, answerBy: later },
  { kind: 'shop_asked', order: { ...shopOrder, mode: 'pickup', diets: [...DIETS], paySatang: 0, meals: 0 }, answerBy: tomorrow },
  { kind: 'shop_ask_over', pickUpCode: 'B27', why: 'silent' },
  { kind: 'shop_ask_over', pickUpCode: 'B27', why: 'cancelled' },
  ...ORDER_MODES.flatMap((mode) => ORDER_STATES.map((state): Notice => ({ kind: 'shop_order', order: { ...shopOrder, mode, state } }))),
  { kind: 'shop_orders', orders: [], capacityLeft: 0, open: false, owedSatang: 0 },
  { kind: 'shop_orders', orders: Array.from({ length: 20 }, () => shopOrder), capacityLeft: 12, open: true, owedSatang: HUGE_SATANG },
  { kind: 'shop_handed_over', pickUpCode: 'B27', meals: 3, paySatang: 12_000, owedSatang: 48_000 },
  { kind: 'shop_offer_set', capacity: 40, used: 3, open: true },
  { kind: 'shop_offer_set', capacity: 0, used: 3, open: false },
  { kind: 'shops_near', shops: [] },
  {
    kind: 'shops_near',
    shops: Array.from({ length: 15 }, (_unused, i) => ({ name: LONG_NAME, pin, halal: i % 2 === 0, closes: '19:00' })),
  },
];

const riders: Notice[] = [
  { kind: 'rider_duty', on: true, waiting: 0 },
  { kind: 'rider_duty', on: true, waiting: 7 },
  { kind: 'rider_duty', on: false, waiting: 0 },
  { kind: 'rider_offer', offer, answerBy: later },
  { kind: 'rider_offer', offer: { ...offer, distanceKm: 0, feeSatang: 0 }, answerBy: tomorrow },
  { kind: 'rider_offers', offers: [], onDuty: false, owedSatang: 0 },
  { kind: 'rider_offers', offers: Array.from({ length: 20 }, () => offer), onDuty: true, owedSatang: 25_000 },
  { kind: 'rider_job', job },
  { kind: 'rider_job', job: { ...offer, firstName: PRIVATE_FACTS.firstName, state: 'to_shop' } },
  { kind: 'rider_job', job: { ...offer, firstName: PRIVATE_FACTS.firstName, phone: 'no number', state: 'to_home' } },
  ...(['taken', 'cancelled', 'declined'] as const).map((why): Notice => ({ kind: 'rider_offer_over', why })),
  ...(['handed_over', 'cancelled', 'given_back', 'with_coordinator'] as const).map((why): Notice => ({
    kind: 'rider_job_over',
    why,
    feeSatang: 2_500,
    owedSatang: 25_000,
  })),
  { kind: 'settlement_when', owedSatang: 0 },
  { kind: 'settlement_when', owedSatang: 25_050 },
];

const { need: _need, quarantineUntil: _until, ...line } = screening;

const coordinators: Notice[] = [
  ...NEEDS.map((need): Notice => ({ kind: 'screening_case', screening: { ...screening, need } })),
  { kind: 'screening_waiting', screening: line, waiting: 3 },
  { kind: 'screening_waiting', screening: { ...line, again: true, fundShortSatang: 40_000, diets: [] }, waiting: 1 },
  { kind: 'screening_approved', firstName: PRIVATE_FACTS.firstName, coupons: 20, fundFreeSatang: 0 },
  { kind: 'screening_declined_done', firstName: PRIVATE_FACTS.firstName },
  { kind: 'fund_short_for_screening', screening: { ...line, fundShortSatang: 40_000 } },
  { kind: 'fund_filled', campaignName: LONG_NAME, waiting: 4, freeSatang: HUGE_SATANG },
  ...HALAL_GROUNDS.map((halal): Notice => ({ kind: 'shop_applied', shop: { ...shopApplication, halal } })),
  { kind: 'rider_applied', rider: riderApplication },
  { kind: 'rider_applied', rider: { ...riderApplication, name: LONG_NAME, paid: false } },
  ...INCIDENT_KINDS.map((incidentKind): Notice => ({ kind: 'incident', incident: { ...incident, incidentKind } })),
  ...RIDER_PROBLEMS.map((riderProblem): Notice => ({
    kind: 'incident',
    incident: {
      incident: 'inc_2',
      incidentKind: 'rider_problem',
      riderProblem,
      canReply: true,
      openedAt: 0,
      resolutions: [...RESOLUTIONS],
    },
  })),
  {
    kind: 'incident',
    incident: {
      incident: 'inc_3',
      incidentKind: 'help_wanted',
      words: '',
      canReply: true,
      contact: { firstName: LONG_NAME, phone: '0812345678' },
      openedAt: SAMPLE_NOW,
      resolutions: [],
    },
  },
  ...RESOLUTIONS.map((resolution): Notice => ({ kind: 'incident_done', resolution })),
  { kind: 'incident_replied' },
  { kind: 'coordinator_says', words: LONG_NAME },
  { kind: 'queue', screenings: [], shops: [], riders: [], gifts: [], incidents: [] },
  {
    kind: 'queue',
    screenings: [screening, screening],
    shops: [shopApplication],
    riders: [riderApplication],
    gifts: [gift],
    incidents: Array.from({ length: 9 }, () => incident),
  },
  { kind: 'campaign_made', campaign },
  ...ROLES.flatMap((role) => [true, false].map((added): Notice => ({ kind: 'staff_changed', role, added }))),
];

const treasurers: Notice[] = [
  { kind: 'slip_waiting', pledge: { ...pledge, state: 'claimed' }, slipUrl: 'https://pan-im.example/slip/1.jpg', waiting: 2 },
  { kind: 'slip_waiting', pledge: { ...pledge, state: 'claimed' }, slipUrl: 'nowhere', waiting: 0 },
  { kind: 'slip_waiting', pledge: { ...pledge, state: 'claimed' }, waiting: 1 },
  { kind: 'slip_refused', pledge },
  { kind: 'money_queue', pledges: [], totals: [] },
  { kind: 'money_queue', pledges: [{ ...pledge, bankReference: '015073144041ATF00999123AB' }], totals: [] },
  { kind: 'money_queue', pledges: Array.from({ length: 20 }, () => pledge), totals: Array.from({ length: 20 }, () => totals) },
  { kind: 'money_recorded', amountSatang: 1, totals },
  ...APPROVAL_KINDS.map((what, at): Notice => ({ kind: 'approval_wanted', what, amountSatang: 10 ** (at * 4) })),
  { kind: 'campaign_needs_money', campaign },
];

/** Everything that the service can say, at least once, with long names and with zero and huge numbers. */
export const noticeSamples: Notice[] = [
  ...talk,
  ...residents,
  ...orders,
  ...donors,
  ...gifts,
  ...shops,
  ...riders,
  ...coordinators,
  ...treasurers,
];
