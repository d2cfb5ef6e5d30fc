import type { Notice } from './notice.ts';
import type { DeadlineKind } from './deadlines.ts';
import type {
  ConsentPurpose,
  DeclineReason,
  Diet,
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
import type { Pin } from './notice.ts';
import type { ShownCoupon } from './shown-coupon.ts';

/** What the conversation, the API, the clock and the command line can ask the service to do. `by` is a member id. */
export type Command =
  | { kind: 'give_consent'; by: string; purpose: ConsentPurpose; version: string; textHash: string; channel: 'chat' | 'liff' }
  | { kind: 'withdraw_consent'; by: string; purpose: ConsentPurpose }
  | { kind: 'set_language'; by: string; language: Language }
  | { kind: 'register_household'; by: string; household: HouseholdDetails }
  | { kind: 'ask_again'; by: string }
  | { kind: 'look_at_screening'; by: string; screening: string }
  | { kind: 'approve_screening'; by: string; screening: string }
  | { kind: 'decline_screening'; by: string; screening: string; reason: DeclineReason }
  | { kind: 'place_order'; by: string; meals: number; mode: OrderMode; mealTime: MealTime }
  | { kind: 'cancel_order'; by: string; order: string }
  | { kind: 'confirm_received'; by: string; order: string }
  | { kind: 'complain'; by: string; order: string; about: 'not_received' | 'bad_food' | 'wrong_address' }
  | { kind: 'show_coupon'; by: string; meals: number }
  | { kind: 'call_person'; by: string; why: Extract<IncidentKind, 'help_wanted' | 'emergency'>; words?: string }
  | { kind: 'apply_shop'; by: string; shop: ShopDetails }
  | { kind: 'decide_shop'; by: string; shop: string; approved: boolean }
  | { kind: 'set_shop_offer'; by: string; capacity?: number; open?: boolean }
  | { kind: 'shop_accept'; by: string; order: string }
  | { kind: 'shop_decline'; by: string; order: string }
  | { kind: 'shop_cooking'; by: string; order: string }
  | { kind: 'shop_ready'; by: string; order: string }
  | { kind: 'shop_give_up'; by: string; order: string }
  | { kind: 'shop_redeem'; by: string; code: string }
  | { kind: 'apply_rider'; by: string; rider: RiderDetails }
  | { kind: 'decide_rider'; by: string; rider: string; approved: boolean }
  | { kind: 'set_duty'; by: string; on: boolean }
  | { kind: 'rider_accept'; by: string; trip: string }
  | { kind: 'rider_decline'; by: string; trip: string }
  | { kind: 'rider_give_back'; by: string; trip: string }
  | { kind: 'rider_picked_up'; by: string; trip: string; code: string }
  | {
      kind: 'rider_hand_over';
      by: string;
      trip: string;
      proof: { code: string } | { messageId: string } | { picture: Uint8Array; contentType: string };
    }
  | { kind: 'rider_problem'; by: string; trip: string; problem: RiderProblem }
  | { kind: 'make_campaign'; by: string; campaign: CampaignDetails }
  | { kind: 'resolve_incident'; by: string; incident: string; resolution: Resolution }
  | { kind: 'coordinator_cancel'; by: string; order: string }
  | { kind: 'change_staff'; by: string | undefined; lineUserId: string; role: Role; add: boolean }
  | { kind: 'make_pledge'; by: string; campaign?: string; meals?: number; amountSatang?: number }
  | { kind: 'withdraw_pledge'; by: string; pledge: string }
  | { kind: 'fail_pledge'; by: string; pledge: string }
  | { kind: 'claim_pledge'; by: string; messageId: string; pledge?: string }
  | { kind: 'record_money'; by: string; pledge?: string; campaign?: string; amountSatang: number; bankReference: string }
  | { kind: 'deadline_due'; deadline: string; due: DeadlineKind; subject: string };

export type CommandOf<K extends Command['kind']> = Extract<Command, { kind: K }>;

export interface HouseholdDetails {
  firstName: string;
  need: Need;
  quarantineUntil?: string;
  community: string;
  people: number;
  diets: Diet[];
  allergy?: string;
  homePin?: Pin;
  landmark?: string;
  phone?: string;
  isProxy: boolean;
}

export interface ShopDetails {
  name: string;
  shopKind: ShopKind;
  pin: Pin;
  capacity: number;
  opensMinute: number;
  closesMinute: number;
  priceSatang: number;
  halal: HalalGround;
}

export interface RiderDetails {
  name: string;
  vehicle: Vehicle;
  boxes: number;
  area: Municipality;
  paid: boolean;
}

export interface CampaignDetails {
  name: string;
  faceValueSatang: number;
  couponsPerGrant: number;
  deliveryFeeSatang: number;
  startsOn: string;
  endsOn: string;
}

/** What came of a command: what to say to the one who asked, and what the API needs beyond the page it reads again. */
export interface Done {
  say: Notice[];
  order?: string;
  shown?: ShownCoupon;
  redeemed?: { meals: number; paySatang: number; owedSatang: number };
}
