/** What the world outside the service knows: kept by the simulation, never read from the service. */
import type { messagingApi } from '@line/bot-sdk';

export type LineMessage = messagingApi.Message;

export type CityRole = 'resident' | 'donor' | 'shop' | 'rider' | 'coordinator' | 'treasurer';

/** One event that LINE made of something a person did, however often it was delivered. */
export interface WebhookRecord {
  eventId: string;
  chatId: string;
  at: number;
  /** `message`, `postback`, `follow`, `unfollow` … */
  kind: string;
  /** What was typed, if that is what it is: codes that were said are held against handovers. */
  words?: string;
  deliveries: number;
  /** The moment of the first 200; undefined while the service never took it. */
  answered200At: number | undefined;
}

/** One call to LINE that carried messages, as the simulator's rules took or refused it. */
export interface SendRecord {
  at: number;
  via: 'reply' | 'push';
  to: string;
  replyToken?: string;
  retryKey?: string;
  requestId: string;
  status: number;
  /** LINE took it for the first time: the person saw it now. A repeated retry key (409) is not accepted again. */
  accepted: boolean;
  /** The service never saw the answer. */
  answerLost: boolean;
  messages: readonly LineMessage[];
}

export interface ApiCallRecord {
  at: number;
  lineUserId: string;
  method: string;
  path: string;
  key?: string;
  /** What the page sent along; nothing of pictures. */
  sent?: object;
  /** 0: the process died before it answered. */
  status: number;
  body: unknown;
}

export interface PersonRecord {
  lineUserId: string;
  roles: Set<CityRole>;
  blocked: boolean;
}

export interface CrashRecord {
  at: number;
  step: number;
  /** What the process was about to do. */
  statement?: string;
}

export interface CityRecord {
  webhooks: WebhookRecord[];
  sends: SendRecord[];
  apiCalls: ApiCallRecord[];
  people: Map<string, PersonRecord>;
  crashes: CrashRecord[];
}

export interface Problem {
  rule: string;
  where: string;
  expected: string;
  found: string;
}

/** Notices of the time before the run are dropped with this word: whoever they were for was told then. */
export const SEEDED = 'city seed';

export function emptyRecord(): CityRecord {
  return { webhooks: [], sends: [], apiCalls: [], people: new Map(), crashes: [] };
}
