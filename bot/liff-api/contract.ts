import { z } from 'zod';
import { DECLINE_REASONS, MEAL_TIMES, ORDER_MODES, RESOLUTIONS, RIDER_PROBLEMS, ROLES, TAX_STATUSES } from '../domain/words.ts';
import type {
  ApprovalView,
  CampaignTotals,
  CampaignView,
  GiftOutcome,
  GiftView,
  IncidentView,
  LineageLine,
  OrderView,
  PledgeView,
  RiderApplicationView,
  RiderJobView,
  RiderOfferView,
  ScreeningLine,
  ScreeningView,
  ShopApplicationView,
  ShopOrderView,
} from '../domain/notice.ts';
import type { ReceiptLine } from '../domain/receipt.ts';
import type { RefusalCode } from '../domain/refusal.ts';
import { APPROVAL_KINDS } from '../domain/statement.ts';
import type { BadLine, BankLine, MatchedBy, MonthLine } from '../domain/statement.ts';
import { STATEMENT_BYTES_MAX } from '../limits.ts';
import type { GiftKind, Language, Municipality, Role, SlipReadingKind } from '../domain/words.ts';

/**
 * The contract of /api between the mini-app and the service. Bodies are zod schemas, answers are types.
 * Every POST but /api/session carries the header `Idempotency-Key` (a UUID made per tap by the page) and
 * `X-Pan-Im: 1`; the session is an HttpOnly cookie. The same key with the same body answers with the first result.
 */
export const IDEMPOTENCY_HEADER = 'idempotency-key';
export const PAGE_HEADER = 'x-pan-im';

/** Errors are JSON: 400 bad_request, 401 no_session, 403 not_allowed, 404 not_found, 409/422 a refusal, 429, 500. */
export interface ApiError {
  error: 'bad_request' | 'no_session' | 'bad_id_token' | 'too_many_requests' | 'too_large' | 'broken' | RefusalCode;
  /** Facts for the sentence (numbers, states), or the fields that were wrong. */
  detail?: Record<string, string | number>;
  fields?: string[];
}

export const SessionBody = z.object({ idToken: z.string().min(20).max(4000) });
export const OrderBody = z.object({
  meals: z.number().int().min(-1000).max(100_000),
  mode: z.enum(ORDER_MODES),
  mealTime: z.enum(MEAL_TIMES),
});
export const ShowCouponBody = z.object({ meals: z.number().int().min(1).max(20) });
export const NothingBody = z.object({}).strict();
export const DeclineBody = z.object({ reason: z.enum(DECLINE_REASONS) });
export const ReplyBody = z.object({ words: z.string().trim().min(2).max(500) });
export const ResolveBody = z.object({ resolution: z.enum(RESOLUTIONS) });
export const CampaignBody = z.object({
  name: z.string().trim().min(3).max(60),
  faceValueSatang: z.number().int(),
  couponsPerGrant: z.number().int(),
  deliveryFeeSatang: z.number().int(),
  startsOn: z.iso.date(),
  endsOn: z.iso.date(),
  purpose: z.string().trim().max(600).optional(),
  permitNo: z.string().trim().max(60).optional(),
  targetSatang: z.number().int().optional(),
  taxStatus: z.enum(TAX_STATUSES).optional(),
});
export const StaffBody = z.object({ lineUserId: z.string().regex(/^U[0-9a-f]{32}$/u), role: z.enum(ROLES) });
export const MoneyBody = z.object({
  pledge: z.string().max(60).optional(),
  campaign: z.string().max(60).optional(),
  amountSatang: z.number().int(),
  bankReference: z.string().trim().min(4).max(40),
});
const column = z.number().int().min(0).max(39);
/** Which column holds what, from 0. Money in stands in a column of its own, or has a sign. */
export const StatementColumns = z
  .object({
    date: column,
    time: column.optional(),
    amount: column.optional(),
    deposit: column.optional(),
    reference: column,
    words: column.optional(),
  })
  .strict()
  .refine(({ amount, deposit }) => (amount === undefined) !== (deposit === undefined), { path: ['amount'] });
export type StatementColumnsBody = z.output<typeof StatementColumns>;
export const StatementBody = z.object({
  /** The bytes of the file: only they show in which encoding it is. */
  file: z
    .base64()
    .min(4)
    .max(Math.ceil(STATEMENT_BYTES_MAX / 3) * 4),
  columns: StatementColumns.optional(),
  dryRun: z.boolean(),
});
const reason = z.string().trim().min(3).max(200);
export const AssignBody = z.union([z.object({ pledge: z.string().max(60) }).strict(), z.object({ campaign: z.string().max(60) }).strict()]);
export const SetAsideBody = z.object({ reason }).strict();
export const ApprovalBody = z
  .object({ what: z.enum(APPROVAL_KINDS), subject: z.string().min(1).max(60), reason, donorName: z.string().trim().max(80).optional() })
  .strict();
export const PledgeBody = z.object({
  campaign: z.string().max(60).optional(),
  community: z.string().max(60).optional(),
  amountSatang: z.number().int().optional(),
  meals: z.number().int().optional(),
  isMonthly: z.boolean().optional(),
  /** Anonymous without one. */
  donorName: z.string().trim().min(1).max(60).optional(),
});
/** A picture as it comes; what it is, is seen in its first bytes. */
export const SlipBody = z.instanceof(Uint8Array);
/** `of`: how many the page showed, so that one tap that arrives twice gives once. */
export const GiveBackBody = z.object({ coupons: z.number().int().min(1).max(100_000), of: z.number().int().min(0).max(100_000) });
export const CodeBody = z.object({ code: z.string().trim().min(1).max(40) });
export const OfferBody = z.object({ capacity: z.number().int().min(0).max(2000).optional(), open: z.boolean().optional() });
export const DutyBody = z.object({ on: z.boolean() });
export const ProblemBody = z.object({ problem: z.enum(RIDER_PROBLEMS) });
export const LanguageBody = z.object({ language: z.enum(['th', 'en', 'ms', 'my']) });
export const ConsentBody = z.object({ purpose: z.enum(['contact', 'health']), given: z.boolean() });

/** GET /api/me and the answer of POST /api/session. */
export interface Me {
  member: string;
  language: Language;
  roles: Role[];
  registered: boolean;
}

/** GET /api/resident */
export interface ResidentPage {
  registration: 'none' | 'waiting' | 'waiting_funds' | 'declined' | 'approved';
  coupons: { left: number; held: number; grants: { left: number; expiresOn: string; campaignName: string }[] };
  /** How many meals one order may ask for now. */
  mealsMax: number;
  /** Meal times still open to choose, with the clock time they mean. */
  mealTimes: { mealTime: 'now' | 'noon' | 'evening'; at: number }[];
  order?: OrderView & { canCancel: boolean; canConfirm: boolean; changedAt: number };
  history: { order: string; meals: number; state: OrderView['state']; at: number; shopName?: string }[];
}

/** POST /api/coupons/show → a one-time code for the shop, with its QR as an SVG. */
export interface ShownCoupon {
  code: string;
  meals: number;
  expiresAt: number;
  qrSvg: string;
}

/** A line of the queue: health (why food is asked for, until when) is told by the case alone, where its reading is logged. */
export type { ScreeningLine };

/** GET /api/coordinator */
export interface CoordinatorPage {
  screenings: ScreeningLine[];
  shops: ShopApplicationView[];
  riders: RiderApplicationView[];
  gifts: GiftView[];
  incidents: IncidentView[];
  orders: {
    order: string;
    pickUpCode: string;
    meals: number;
    state: OrderView['state'];
    communityName: string;
    shopName?: string;
    placedAt: number;
    lateSince?: number;
  }[];
  campaigns: (CampaignView & { totals: CampaignTotals; open: boolean })[];
  staff: { lineUserId: string; role: Role; you: boolean }[];
  counts: { ridersOnDuty: number; shopsOpen: number; mealsToday: number; pushesPerMeal: number };
}

/** GET /api/coordinator/screenings/:id, each reading of it is a row in the access log. */
export interface ScreeningCase extends ScreeningView {
  /** What a grant would be by the campaign's rule; absent while no campaign is open. */
  rule?: { faceValueSatang: number; grantDays: number; endsOn: string };
  landmark?: string;
  homePin?: { latitude: number; longitude: number };
  phone?: string;
  allergy?: string;
  previous: { at: number; decision: string }[];
}

/** GET /api/treasurer */
export interface TreasurerPage {
  pledges: (PledgeView & {
    madeAt: number;
    slip?: {
      url: string;
      sentAt: number;
      /** Absent until it has been looked at. */
      reading?: SlipReadingKind;
      /** What the slip names; three digits of the sending bank, or `truemoney`. */
      bank?: string;
      bankReference?: string;
      /** What a verification service said: a hint, never money. */
      verified?: { amountSatang: number; at: number; receiver: string };
    };
  })[];
  /** `isOver`: its last day is past, and what it left may go on to the open campaign. */
  campaigns: (CampaignView & { totals: CampaignTotals; isOver: boolean })[];
  /** Money that was recorded, with the number of the receipt in force. */
  receipts: {
    money: string;
    at: number;
    amountSatang: number;
    bankReference: string;
    campaignName: string;
    number?: string;
    reversed: boolean;
  }[];
  unmatched: StatementLineView[];
  unmatchedCount: number;
  setAside: StatementLineView[];
  imports: { import: string; at: number; matched: number; unmatched: number; setAside: number; undone: boolean }[];
  approvals: WaitingApproval[];
}

/** A line of the bank that belongs to no pledge. */
export interface StatementLineView {
  line: string;
  day: string;
  minute?: number;
  amountSatang: number;
  bankReference: string;
  words?: string;
  reason?: string;
}

export type WaitingApproval = ApprovalView & { mine: boolean };

/** GET /api/approvals: what waits for a second pair of eyes. */
export interface ApprovalsPage {
  approvals: WaitingApproval[];
  /** After an import was taken back: its lines, and those whose money has moved on. */
  undone?: { undone: number; kept: number };
}

/** What POST /api/treasurer/statements found in the file; lists are cut, counts are not. */
export interface StatementReport {
  encoding: 'utf-8' | 'windows-874';
  heads: string[];
  sample: string[][];
  /** Absent while nobody has said which column is what, and the heads do not say it either. */
  columns?: StatementColumnsBody;
  /** Present when this very file is counted already: then nothing happens. */
  sameFileAt?: number;
  imported: boolean;
  matched: { line: BankLine; pledgeReference: string; by: MatchedBy }[];
  unmatched: BankLine[];
  bad: BadLine[];
  counts: { matched: number; unmatched: number; known: number; bad: number; notIn: number };
}

export interface StatementAnswer {
  report: StatementReport;
  page: TreasurerPage;
}

/** GET /api/treasurer/months/:id, where the id is YYYY_MM. */
export interface MonthPage {
  month: string;
  lines: MonthLine[];
}

/** Totals for people outside the service: a count below five points at persons and is left out. */
export type PublicTotals = Omit<CampaignTotals, 'mealsHandedOver'> & { mealsHandedOver?: number };

/** GET /api/donor */
export interface DonorPage {
  pledges: (PledgeView & {
    madeAt: number;
    isNamed: boolean;
    qrUrl?: string;
    /** What the newest slip turned out to be, while the promise waits for money. */
    slip?: SlipReadingKind | 'waiting';
  })[];
  campaigns: PublicTotals[];
  /** Where a new promise can go; the first one is where it is needed most. */
  open: { campaign: string; name: string; faceValueSatang: number }[];
  givenSatang: number;
  receipts: ReceiptLine[];
  /** What became of the money: sums of all of it, lines of the newest days. */
  lineage: { amountSatang: number; meals: number; communities: number; lines: LineageLine[] };
  /** Coupons that the member's own household left to its neighbours. */
  gaveBack: { day: string; meals: number }[];
  /** Food given in kind, newest first. */
  gifts: {
    gift: string;
    giftKind: GiftKind;
    words: string;
    state: 'offered' | 'accepted' | 'declined' | 'closed';
    offeredAt: number;
    useBy: number;
    outcome: GiftOutcome;
  }[];
}

/** GET /api/communities: for whom a promise can be made. */
export interface CommunityList {
  communities: { id: string; name: string; municipality: Municipality }[];
}

/** GET /api/shop */
export interface ShopPage {
  name: string;
  open: boolean;
  capacity: number;
  used: number;
  owedSatang: number;
  orders: ShopOrderView[];
  doneToday: { pickUpCode: string; meals: number; paySatang: number; at: number }[];
}

/** GET /api/rider */
export interface RiderPage {
  name: string;
  onDuty: boolean;
  owedSatang: number;
  offers: (RiderOfferView & { answerBy: number })[];
  job?: RiderJobView;
  doneToday: number;
}

/** The answer of a shop's scan: big, on the shop's screen. */
export interface Redeemed {
  meals: number;
  paySatang: number;
  owedSatang: number;
}

/** GET /api/privacy */
export interface PrivacyPage {
  consents: { purpose: 'contact' | 'health'; version: string; givenAt: number; withdrawnAt?: number }[];
  reads: { at: number; byRole: Role; what: string; reason: string }[];
  household?: {
    firstName: string;
    communityName: string;
    people: number;
    diets: string[];
    landmark?: string;
    phone?: string;
    allergy?: string;
    quarantineUntil?: string;
  };
}

/** What a page hears on GET /api/events (server-sent events): which page should fetch again. */
export type LiveTopic = 'resident' | 'donor' | 'shop' | 'rider' | 'coordinator' | 'treasurer';

/** The non-secret settings that the server writes into the page (script#settings, JSON). */
export interface PageSettings {
  liffId: string;
  /** Where the LIFF stand-in of an emulator signs people in; absent on real LINE. */
  emulatorLoginUrl?: string;
  addFriendUrl?: string;
}
