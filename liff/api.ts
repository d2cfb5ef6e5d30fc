import type {
  ApiError,
  CommunityList,
  ApprovalsPage,
  CoordinatorPage,
  DonorPage,
  Me,
  MonthPage,
  PrivacyPage,
  Redeemed,
  ResidentPage,
  RiderPage,
  ScreeningCase,
  ShopPage,
  ShownCoupon,
  StatementAnswer,
  StatementColumnsBody,
  TreasurerPage,
} from '../bot/liff-api/contract.ts';
import type { OrderView } from '../bot/domain/notice.ts';
import type { ApprovalKind } from '../bot/domain/statement.ts';
import type { ConsentPurpose, DeclineReason, Language, MealTime, OrderMode, Resolution, RiderProblem, Role } from '../bot/domain/words.ts';

/** A phone at the edge of coverage answers within this or not at all. */
const TIMEOUT_MS = 10_000;
/** One quiet retry hides the short gap of a phone that changes cells. */
const RETRY_AFTER_MS = 700;

export type Failure = { kind: 'offline' } | { kind: 'refused'; status: number; error: ApiError };
export type Outcome<T> = { ok: true; value: T } | { ok: false; failure: Failure };

export type FollowedOrder = OrderView & { canCancel: boolean; canConfirm: boolean; changedAt: number };

/** What each GET answers with. */
export interface Reads {
  '/api/me': Me;
  '/api/privacy': PrivacyPage;
  '/api/resident': ResidentPage;
  '/api/coordinator': CoordinatorPage;
  '/api/treasurer': TreasurerPage;
  '/api/approvals': ApprovalsPage;
  [month: `/api/treasurer/months/${string}`]: MonthPage;
  '/api/donor': DonorPage;
  '/api/communities': CommunityList;
  '/api/shop': ShopPage;
  '/api/rider': RiderPage;
  [order: `/api/orders/${string}`]: FollowedOrder;
  [screening: `/api/coordinator/screenings/${string}`]: ScreeningCase;
}

type Nothing = Record<string, never>;
interface Write<Body, Answer> {
  body: Body;
  answer: Answer;
}
interface Campaign {
  name: string;
  faceValueSatang: number;
  couponsPerGrant: number;
  deliveryFeeSatang: number;
  startsOn: string;
  endsOn: string;
}
interface Money {
  pledge?: string;
  campaign?: string;
  amountSatang: number;
  bankReference: string;
}
interface NewPledge {
  campaign?: string;
  community?: string;
  amountSatang?: number;
  meals?: number;
  isMonthly?: boolean;
  donorName?: string;
}
interface Staff {
  lineUserId: string;
  role: Role;
}

/** What each POST takes and answers with. */
export interface Writes {
  '/api/me/language': Write<{ language: Language }, Me>;
  '/api/me/consent': Write<{ purpose: ConsentPurpose; given: boolean }, PrivacyPage>;
  '/api/orders': Write<{ meals: number; mode: OrderMode; mealTime: MealTime }, { order: OrderView }>;
  [order: `/api/orders/${string}/${'cancel' | 'received' | 'not-received' | 'bad-food'}`]: Write<Nothing, ResidentPage>;
  '/api/coupons/show': Write<{ meals: number }, ShownCoupon>;
  [approve: `/api/coordinator/screenings/${string}/approve`]: Write<Nothing, CoordinatorPage>;
  [decline: `/api/coordinator/screenings/${string}/decline`]: Write<{ reason: DeclineReason }, CoordinatorPage>;
  [decide: `/api/coordinator/${'shops' | 'riders' | 'gifts'}/${string}/${'approve' | 'decline'}`]: Write<Nothing, CoordinatorPage>;
  [reply: `/api/coordinator/incidents/${string}/reply`]: Write<{ words: string }, CoordinatorPage>;
  [resolve: `/api/coordinator/incidents/${string}/resolve`]: Write<{ resolution: Resolution }, CoordinatorPage>;
  [cancel: `/api/coordinator/orders/${string}/cancel`]: Write<Nothing, CoordinatorPage>;
  '/api/coordinator/campaigns': Write<Campaign, CoordinatorPage>;
  '/api/coordinator/staff': Write<Staff, CoordinatorPage>;
  '/api/coordinator/staff/remove': Write<Staff, CoordinatorPage>;
  '/api/treasurer/receipts': Write<Money, TreasurerPage>;
  '/api/treasurer/statements': Write<{ file: string; columns?: StatementColumnsBody; dryRun: boolean }, StatementAnswer>;
  [assign: `/api/treasurer/lines/${string}/assign`]: Write<{ pledge: string } | { campaign: string }, TreasurerPage>;
  [aside: `/api/treasurer/lines/${string}/set-aside`]: Write<{ reason: string }, TreasurerPage>;
  '/api/treasurer/approvals': Write<{ what: ApprovalKind; subject: string; reason: string; donorName?: string }, TreasurerPage>;
  [decide: `/api/approvals/${string}/${'approve' | 'refuse'}`]: Write<Nothing, ApprovalsPage>;
  [fail: `/api/treasurer/pledges/${string}/fail`]: Write<Nothing, TreasurerPage>;
  '/api/pledges': Write<NewPledge, DonorPage>;
  [slip: `/api/pledges/${string}/slip`]: Write<Blob, DonorPage>;
  '/api/coupons/give-back': Write<{ coupons: number; of: number }, ResidentPage>;
  [withdraw: `/api/pledges/${string}/withdraw`]: Write<Nothing, DonorPage>;
  [takeBack: `/api/gifts/${string}/withdraw`]: Write<Nothing, DonorPage>;
  '/api/shop/offer': Write<{ capacity?: number; open?: boolean }, ShopPage>;
  [step: `/api/shop/orders/${string}/${'accept' | 'decline' | 'cooking' | 'ready' | 'give-up'}`]: Write<Nothing, ShopPage>;
  '/api/shop/redeem': Write<{ code: string }, Redeemed>;
  '/api/rider/duty': Write<{ on: boolean }, RiderPage>;
  [trip: `/api/rider/trips/${string}/${'accept' | 'decline' | 'give-back'}`]: Write<Nothing, RiderPage>;
  [code: `/api/rider/trips/${string}/${'picked-up' | 'handed-over'}`]: Write<{ code: string }, RiderPage>;
  [problem: `/api/rider/trips/${string}/problem`]: Write<{ problem: RiderProblem }, RiderPage>;
  [photo: `/api/rider/trips/${string}/left-at-door`]: Write<Blob, RiderPage>;
}

export interface Sending extends RequestInit {
  /** Where the answer may take longer than that to a question. */
  timeoutMs?: number;
}

export interface Api {
  get<Path extends keyof Reads>(path: Path): Promise<Outcome<Reads[Path]>>;
  /** With a quiet retry, and a new session where the old one is lost. */
  send<T>(path: string, sending: Sending): Promise<Outcome<T>>;
}

/** One request, no retry and no session: the floor that everything else stands on. */
export async function request<T>(path: string, { timeoutMs = TIMEOUT_MS, ...init }: Sending = {}): Promise<Outcome<T>> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), timeoutMs);
  try {
    const answer = await fetch(path, { credentials: 'same-origin', ...init, signal: stop.signal });
    return await read<T>(answer);
  } catch {
    return { ok: false, failure: { kind: 'offline' } };
  } finally {
    clearTimeout(timer);
  }
}

async function read<T>(answer: Response): Promise<Outcome<T>> {
  if (answer.ok) {
    const value: T = await answer.json();
    return { ok: true, value };
  }
  // A gateway between us and the service answers with a page of its own while the service restarts.
  const error: ApiError = await answer.json().catch(() => ({ error: 'broken' }));
  return { ok: false, failure: { kind: 'refused', status: answer.status, error } };
}

/** `renew` gets a new session and says whether it did; it runs once per call that lost its session. */
export function createApi(renew: () => Promise<boolean>): Api {
  async function send<T>(path: string, sending: Sending): Promise<Outcome<T>> {
    let outcome = await request<T>(path, sending);
    if (isOffline(outcome)) {
      await new Promise((wake) => setTimeout(wake, RETRY_AFTER_MS));
      outcome = await request<T>(path, sending);
    }
    if (lostSession(outcome) && (await renew())) return request<T>(path, sending);
    return outcome;
  }
  return { get: (path) => send(path, {}), send };
}

function isOffline(outcome: Outcome<unknown>): boolean {
  return !outcome.ok && outcome.failure.kind === 'offline';
}

export function lostSession(outcome: Outcome<unknown>): boolean {
  return !outcome.ok && outcome.failure.kind === 'refused' && outcome.failure.error.error === 'no_session';
}
