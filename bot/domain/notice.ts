import type { Question } from './question.ts';
import type { RefusalCode, RefusalDetail } from './refusal.ts';
import type { OrderState } from './order-machine.ts';
import type { ApprovalKind } from './statement.ts';
import type {
  DeclineReason,
  Diet,
  GiftKind,
  HalalGround,
  IncidentKind,
  Language,
  MealTime,
  Municipality,
  Need,
  OrderMode,
  Resolution,
  RiderProblem,
  Role,
  ShopKind,
  Vehicle,
} from './words.ts';

/** How an order looks to the person it is for. Times are ms since 1970; codes are short and spoken aloud. */
export interface OrderView {
  order: string;
  meals: number;
  mode: OrderMode;
  mealTime: MealTime;
  state: OrderState;
  wantedAt: number;
  /** When it is expected at the door or ready at the shop, where that can be said. */
  expectedAt?: number;
  shopName?: string;
  shopPin?: Pin;
  /** Food given in kind, in the donor's words; it is fetched at the donor's place. */
  giftWords?: string;
  /** The resident's code, said to the rider or the shop at the handover. */
  handOverCode: string;
}

export interface Pin {
  latitude: number;
  longitude: number;
}

/** How an order looks to a shop: labels and counts, no person (docs/decisions/0005). */
export interface ShopOrderView {
  order: string;
  /** The code that the shop gives to the rider, also written on the box. */
  pickUpCode: string;
  meals: number;
  mode: OrderMode;
  wantedAt: number;
  diets: Diet[];
  /** True when someone eating has an allergy that a person must talk about with the shop. */
  allergy?: string;
  state: OrderState;
  paySatang: number;
}

/** How a delivery looks before a rider has it: no person, no door. */
export interface RiderOfferView {
  trip: string;
  boxes: number;
  shopName: string;
  shopPin: Pin;
  /** Instead of a shop: what is given, in the donor's words. The pin is exact for the rider who has the trip only. */
  giftWords?: string;
  communityName: string;
  distanceKm: number;
  feeSatang: number;
  eatBy: number;
}

/** The job of the rider who has it: first name, door, until handover + 2 h. */
export interface RiderJobView extends RiderOfferView {
  firstName: string;
  homePin?: Pin;
  landmark?: string;
  phone?: string;
  state: 'to_shop' | 'to_home';
}

export interface ScreeningView {
  screening: string;
  again: boolean;
  firstName: string;
  need: Need;
  communityName: string;
  municipality: Municipality;
  people: number;
  diets: Diet[];
  quarantineUntil?: string;
  coupons: number;
  campaignName: string;
  fundShortSatang: number;
  waitingSince: number;
}

/** What lists and notifications may show: why food is asked for is health for some, and is read only on purpose. */
export type ScreeningLine = Omit<ScreeningView, 'need' | 'quarantineUntil'>;

export interface PledgeView {
  pledge: string;
  reference: string;
  meals?: number;
  amountSatang: number;
  campaignName: string;
  state: 'pledged' | 'claimed' | 'received' | 'failed' | 'withdrawn';
  /** Given for one community only. */
  communityName?: string;
  isMonthly?: boolean;
  /** When the next promise of the series comes. */
  nextOn?: string;
}

/** A promise as the treasurer sees it: the reference that its slip names, to be found in the bank's own account. */
export interface PledgeToConfirm extends PledgeView {
  bankReference?: string;
}

/** What all of a donor's money has become so far. */
export interface LineageSum {
  amountSatang: number;
  meals: number;
  communities: number;
}

/** What of a donor's money was spent for whom: no person and no time of day. */
export interface LineageLine {
  communityName: string;
  day: string;
  amountSatang: number;
  /** To one decimal. */
  meals: number;
}

export interface CampaignTotals {
  campaignName: string;
  receivedSatang: number;
  freeSatang: number;
  committedSatang: number;
  mealsHandedOver: number;
}

/**
 * All that the service ever says, as data. messages/render.ts turns one notice into LINE messages and must
 * know every kind; nothing here is LINE JSON and nothing is Thai.
 */
export type Notice =
  // talking
  | { kind: 'welcome'; back: boolean }
  | { kind: 'menu'; roles: Role[]; registered: boolean; greeting: boolean }
  | { kind: 'question'; question: Question }
  | { kind: 'form_stopped' }
  | { kind: 'refused'; code: RefusalCode; detail: RefusalDetail }
  | { kind: 'old_button'; now: 'nothing_open' | 'form_open' | 'order_open' }
  | { kind: 'unclear'; roles: Role[]; registered: boolean }
  | { kind: 'ambiguous_hi' }
  | { kind: 'thanks' }
  | { kind: 'cannot_read'; what: 'sticker' | 'voice' | 'video' | 'file' | 'too_long' | 'emoji' | 'photo' | 'place' | 'edited' }
  | { kind: 'place_noted_only' }
  | { kind: 'group_hello' }
  | { kind: 'emergency'; why: 'health' | 'self_harm' }
  | { kind: 'person_called' }
  | { kind: 'language_set'; language: Language }
  | { kind: 'language_choice' }
  | { kind: 'privacy'; contact: boolean; health: boolean }
  | { kind: 'consent_withdrawn'; purpose: 'contact' | 'health' }
  | { kind: 'my_data'; consents: string[]; reads: number }
  | { kind: 'plain_fallback' } // sent when LINE refused the richer message for good
  // residents
  | { kind: 'registration_received'; communityName: string; again: boolean }
  | { kind: 'details_saved'; communityName: string; again: boolean }
  | { kind: 'registration_state'; state: 'waiting' | 'waiting_funds' | 'declined' }
  | { kind: 'grant_given'; coupons: number; expiresOn: string }
  | { kind: 'waiting_for_funds' }
  | { kind: 'screening_declined'; reason: DeclineReason }
  | { kind: 'coupon_balance'; left: number; nextExpiry?: string; held: number }
  | { kind: 'coupons_expired'; coupons: number }
  | { kind: 'coupons_given_back'; coupons: number; left: number }
  | { kind: 'order_placed'; order: OrderView }
  | { kind: 'order_status'; order: OrderView }
  | { kind: 'no_order' }
  | { kind: 'order_accepted'; order: OrderView }
  | { kind: 'order_on_the_way'; order: OrderView }
  | { kind: 'order_ready_to_collect'; order: OrderView }
  | { kind: 'order_arrived'; order: OrderView; proof: 'code' | 'photo' }
  | { kind: 'order_delayed'; order: OrderView; why: 'looking_for_shop' | 'looking_for_rider' | 'with_coordinator' }
  | { kind: 'order_cancelled'; meals: number; by: 'you' | 'coordinator' }
  | { kind: 'order_ended'; meals: number; why: 'refused' | 'expired' | 'failed'; couponsBack: boolean }
  | { kind: 'order_turned_to_pickup'; order: OrderView }
  | { kind: 'received_thanks'; left: number }
  | { kind: 'incident_opened'; incidentKind: IncidentKind }
  | { kind: 'incident_closed'; resolution: Resolution; couponsBack: boolean }
  | { kind: 'coupon_redeemed'; meals: number; shopName: string; left: number }
  | { kind: 'quarantine_ended' }
  | { kind: 'coordinator_says'; words: string }
  // donors
  | { kind: 'pledge_made'; pledge: PledgeView; qrUrl: string; qrPreviewUrl: string; again?: true }
  | { kind: 'pledge_list'; pledges: PledgeView[]; totals: CampaignTotals[]; became?: LineageSum }
  | { kind: 'monthly_ended'; pledge: PledgeView }
  | { kind: 'slip_not_taken'; pledge: PledgeView; why: 'used' | 'bill' | 'several' | 'unread' }
  | { kind: 'slip_received'; pledge: PledgeView }
  | { kind: 'slip_without_pledge' }
  | { kind: 'slip_how' }
  | { kind: 'donor_thanks'; pledge: PledgeView; totals: CampaignTotals }
  | { kind: 'pledge_withdrawn'; pledge: PledgeView }
  | { kind: 'pledge_failed'; pledge: PledgeView }
  | { kind: 'gift_noted'; gift: GiftView; accepted: boolean }
  | { kind: 'gift_decided'; gift: GiftView; approved: boolean }
  | { kind: 'gift_taken'; words: string; pickUpCode: string; boxes: number; mode: OrderMode; at: number; left: number }
  | { kind: 'gift_withdrawn'; words: string; left: number; held: boolean }
  | { kind: 'gift_order_over'; pickUpCode: string; boxes: number }
  | { kind: 'gift_handed_over'; boxes: number; left: number }
  | { kind: 'gift_outcome'; words: string; outcome: GiftOutcome }
  | { kind: 'tax_answer' }
  | { kind: 'fund_report'; totals: CampaignTotals[] }
  // shops
  | { kind: 'application_received'; of: 'shop' | 'rider' }
  | { kind: 'application_decided'; of: 'shop' | 'rider'; approved: boolean }
  | { kind: 'shop_asked'; order: ShopOrderView; answerBy: number }
  | { kind: 'shop_ask_over'; pickUpCode: string; why: 'silent' | 'cancelled' | 'declined' }
  | { kind: 'shop_order'; order: ShopOrderView }
  | { kind: 'shop_orders'; orders: ShopOrderView[]; capacityLeft: number; open: boolean; owedSatang: number }
  | { kind: 'shop_handed_over'; pickUpCode: string; meals: number; paySatang: number; owedSatang: number }
  | { kind: 'shop_offer_set'; capacity: number; used: number; open: boolean }
  | { kind: 'shops_near'; shops: { name: string; pin: Pin; halal: boolean; closes: string }[] }
  // riders
  | { kind: 'rider_duty'; on: boolean; waiting: number }
  | { kind: 'rider_offer'; offer: RiderOfferView; answerBy: number }
  | { kind: 'rider_offers'; offers: RiderOfferView[]; onDuty: boolean; owedSatang: number }
  | { kind: 'rider_job'; job: RiderJobView }
  | { kind: 'rider_offer_over'; why: 'taken' | 'cancelled' | 'declined' }
  | { kind: 'rider_job_over'; why: 'handed_over' | 'cancelled' | 'given_back' | 'with_coordinator'; feeSatang: number; owedSatang: number }
  | { kind: 'settlement_when'; owedSatang: number }
  // coordinators
  | { kind: 'screening_waiting'; screening: ScreeningLine; waiting: number }
  | { kind: 'screening_case'; screening: ScreeningView }
  | { kind: 'screening_approved'; firstName: string; coupons: number; fundFreeSatang: number }
  | { kind: 'screening_declined_done'; firstName: string }
  | { kind: 'fund_short_for_screening'; screening: ScreeningLine }
  | { kind: 'fund_filled'; campaignName: string; waiting: number; freeSatang: number }
  | { kind: 'shop_applied'; shop: ShopApplicationView }
  | { kind: 'rider_applied'; rider: RiderApplicationView }
  | { kind: 'gift_offered'; gift: GiftView }
  | { kind: 'gift_done'; words: string; approved: boolean }
  | { kind: 'application_done'; of: 'shop' | 'rider'; name: string; approved: boolean }
  | { kind: 'incident'; incident: IncidentView }
  | { kind: 'incident_done'; resolution: Resolution }
  | { kind: 'incident_replied' }
  | {
      kind: 'queue';
      screenings: ScreeningLine[];
      shops: ShopApplicationView[];
      riders: RiderApplicationView[];
      gifts: GiftView[];
      incidents: IncidentView[];
    }
  | { kind: 'campaign_made'; campaign: CampaignView }
  | { kind: 'staff_changed'; role: Role; added: boolean }
  // treasurers
  | { kind: 'slip_waiting'; pledge: PledgeView; slipUrl?: string; waiting: number }
  | { kind: 'slip_refused'; pledge: PledgeView }
  | { kind: 'money_queue'; pledges: PledgeToConfirm[]; totals: CampaignTotals[] }
  | { kind: 'money_recorded'; amountSatang: number; totals: CampaignTotals }
  | { kind: 'approval_wanted'; what: ApprovalKind; amountSatang: number }
  | { kind: 'campaign_needs_money'; campaign: CampaignView };

/** What one person asked for and another one must look at. */
export interface ApprovalView {
  approval: string;
  what: ApprovalKind;
  /** The number of the receipt, or the reference of the bank. */
  label: string;
  amountSatang: number;
  /** How many lines of a statement would be taken back. */
  lines?: number;
  reason: string;
  donorName?: string;
  askedAt: number;
}

export interface ShopApplicationView {
  shop: string;
  name: string;
  shopKind: ShopKind;
  pin: Pin;
  capacity: number;
  opens: string;
  closes: string;
  priceSatang: number;
  halal: HalalGround;
}

/** Food that somebody gives, as a coordinator decides about it: what and where, not who. */
export interface GiftView {
  gift: string;
  giftKind: GiftKind;
  boxes: number;
  words: string;
  diets: Diet[];
  halal: HalalGround;
  readyAt: number;
  useBy: number;
  pin: Pin;
}

/** What became of a gift: boxes eaten, spoilt, and left with the donor. */
export interface GiftOutcome {
  boxes: number;
  given: number;
  wasted: number;
  returned: number;
}

export interface RiderApplicationView {
  rider: string;
  name: string;
  vehicle: Vehicle;
  boxes: number;
  area: Municipality;
  paid: boolean;
}

export interface IncidentView {
  incident: string;
  incidentKind: IncidentKind;
  riderProblem?: RiderProblem;
  pickUpCode?: string;
  orderState?: OrderState;
  communityName?: string;
  words?: string;
  /** Who asked for a person, and how to reach them; shown to coordinators only, and noted in the access log. */
  contact?: { firstName: string; phone?: string };
  /** True when somebody stands behind it who can be written to. */
  canReply: boolean;
  openedAt: number;
  resolutions: Resolution[];
}

export interface CampaignView {
  campaign: string;
  name: string;
  faceValueSatang: number;
  couponsPerGrant: number;
  deliveryFeeSatang: number;
  startsOn: string;
  endsOn: string;
}

export type NoticeKind = Notice['kind'];

/**
 * How hard a notice may knock. `answer` rides on the reply token of what the member just did;
 * `act` and `arrived` may spend a push because somebody must do something or the food is there;
 * `news` waits for the member's next reply and is dropped when it has become stale.
 */
export type Urgency = 'answer' | 'act' | 'arrived' | 'news';
