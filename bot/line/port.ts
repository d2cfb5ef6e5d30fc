import type { messagingApi } from '@line/bot-sdk';

export type LineMessage = messagingApi.Message;

/**
 * What is known after a call that sends. `refused` and `too_many` mean that LINE did not take it; after
 * `unknown` it may have been delivered or not, so only the same retry key or reply token may be used again.
 */
export type SendOutcome =
  | { kind: 'sent'; requestId: string | undefined }
  /** The reply token was used before, or its minute is over. */
  | { kind: 'token_dead'; requestId: string | undefined }
  | { kind: 'too_many'; monthly: boolean; requestId: string | undefined }
  /** Our access token is not accepted (any more): a matter of settings that can be put right. */
  | { kind: 'not_authorised'; requestId: string | undefined }
  /** No connection was made, so nothing was sent. */
  | { kind: 'not_reached'; why: string }
  | { kind: 'unknown'; why: string; requestId: string | undefined }
  | { kind: 'refused'; status: number; why: string; messages: number[]; requestId: string | undefined };

/** The part of LINE that the outbox needs. Never throws. */
export interface LinePort {
  reply(token: string, messages: LineMessage[]): Promise<SendOutcome>;
  push(to: string, messages: LineMessage[], retryKey: string): Promise<SendOutcome>;
}
