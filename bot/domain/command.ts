import type { Notice } from './notice.ts';
import type { DeadlineKind } from './deadlines.ts';
import type {
  ConsentPurpose,
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
  TaxStatus,
  SlipReadingKind,
  Vehicle,
} from './words.ts';
import type { Pin } from './notice.ts';
import type { ShownCoupon } from './shown-coupon.ts';
import type { ApprovalWanted, BankLine, StatementPlan } from './statement.ts';

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
  | { kind: 'give_back'; by: string; coupons: number; of: number }
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
  | { kind: 'reply_incident'; by: string; incident: string; words: string }
  | { kind: 'resolve_incident'; by: string; incident: string; resolution: Resolution }
  | { kind: 'coordinator_cancel'; by: string; order: string }
  | { kind: 'change_staff'; by: string | undefined; lineUserId: string; role: Role; add: boolean }
  | ({ kind: 'make_pledge'; by: string } & PledgeDetails)
  | { kind: 'offer_gift'; by: string; gift: GiftDetails }
  | { kind: 'withdraw_gift'; by: string; gift: string }
  | { kind: 'decide_gift'; by: string; gift: string; approved: boolean }
  | { kind: 'withdraw_pledge'; by: string; pledge: string }
  | { kind: 'fail_pledge'; by: string; pledge: string }
  | ({ kind: 'claim_pledge'; by: string; pledge?: string } & ({ messageId: string } | { picture: Uint8Array }))
  | { kind: 'note_slip_reading'; slip: string; reading: SlipNote; verification?: SlipVerification }
  | { kind: 'record_money'; by: string; pledge?: string; campaign?: string; amountSatang: number; bankReference: string }
  | { kind: 'import_statement'; by: string; sha256: string; lines: BankLine[] }
  | { kind: 'assign_line'; by: string; line: string; to: { pledge: string } | { campaign: string } }
  | { kind: 'set_line_aside'; by: string; line: string; reason: string }
  | { kind: 'ask_approval'; by: string; wanted: ApprovalWanted }
  | { kind: 'decide_approval'; by: string; approval: string; approved: boolean }
  | { kind: 'deadline_due'; deadline: string; due: DeadlineKind; subject: string };

export type CommandOf<K extends Command['kind']> = Extract<Command, { kind: K }>;

/** Meals or an amount; where it is needed most unless a campaign or a community is named; anonymous unless there is a name. */
export interface PledgeDetails {
  meals?: number;
  amountSatang?: number;
  campaign?: string;
  community?: string;
  donorName?: string;
  isMonthly?: boolean;
}

/** A slip's code names a transfer; the other readings say why there is none. */
export type SlipNote =
  | { kind: 'read' | 'truemoney'; bank: string; transactionReference: string }
  | { kind: Exclude<SlipReadingKind, 'read' | 'truemoney' | 'used'> };

/** What a verification service says of a transfer. */
export interface SlipVerification {
  amountSatang: number;
  at: number;
  receiver: string;
}

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

export interface GiftDetails {
  giftKind: GiftKind;
  boxes: number;
  words: string;
  diets: Diet[];
  /** On what the word halal rests; without one the mark is not kept. */
  halal: HalalGround;
  readyAt: number;
  /** When it came off the fire; dry goods have none. */
  cookedAt?: number;
  pin: Pin;
}

export interface CampaignDetails {
  name: string;
  faceValueSatang: number;
  couponsPerGrant: number;
  deliveryFeeSatang: number;
  startsOn: string;
  endsOn: string;
  /** What the money is for, and where what is left goes when the campaign ends. */
  purpose?: string | undefined;
  /** The number of the permit to collect. */
  permitNo?: string | undefined;
  /** What the campaign asks for; when it is there, no more pledges are taken. */
  targetSatang?: number | undefined;
  taxStatus?: TaxStatus | undefined;
}

/** What came of a command: what to say to the one who asked, and what the API needs beyond the page it reads again. */
export interface Done {
  say: Notice[];
  order?: string;
  shown?: ShownCoupon;
  redeemed?: { meals: number; paySatang: number; owedSatang: number };
  statement?: StatementPlan;
  /** Lines of an import that were taken back, and those whose money has moved on. */
  undone?: { undone: number; kept: number };
}
