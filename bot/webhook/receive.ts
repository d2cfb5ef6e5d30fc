import type { Deps } from '../deps.ts';
import { WRONG_SIGNATURES_A_MINUTE_AND_ADDRESS } from '../limits.ts';
import { createTokenBucket } from '../token-bucket.ts';
import { readEvents } from './read-events.ts';
import { createSignatureCheck } from './signature.ts';
import { createGroupStore } from './store-in-groups.ts';
import type { StoreOutcome } from './store-in-groups.ts';

export interface WebhookAnswer {
  status: number;
  body: object;
  /** Seconds, where asking again at once is of no use. */
  comeAgainIn?: number;
}

/** Takes in one webhook request: its bytes as they came and the signature header, '' when there was none. */
export type Webhook = (bytes: Buffer, signature: string, caller: () => string) => Promise<WebhookAnswer>;

/** Not stored, not answered with 200: LINE sends it again. */
const ANSWERS: Record<StoreOutcome, WebhookAnswer> = {
  stored: { status: 200, body: {} },
  not_stored: { status: 500, body: { error: 'broken' } },
  full: { status: 503, body: { error: 'busy' } },
};
const EMPTY: WebhookAnswer = { status: 200, body: {} };
const BAD_SIGNATURE: WebhookAnswer = { status: 401, body: { error: 'bad_signature' } };
const BAD_REQUEST: WebhookAnswer = { status: 400, body: { error: 'bad_request' } };

export type WebhookDeps = Pick<Deps, 'db' | 'clock' | 'sealer' | 'log' | 'wake' | 'pace'>;

/** LINE's door: verify the bytes, store every event once, answer when that is on disk, and only then let anyone work. */
export function createWebhook(deps: WebhookDeps, options: { channelSecrets: readonly string[] }): Webhook {
  const isSigned = createSignatureCheck(options.channelSecrets);
  const events = createGroupStore(deps);
  /** Taken from for wrong signatures only: a right one is never limited. */
  const wrong = createTokenBucket(deps.clock, WRONG_SIGNATURES_A_MINUTE_AND_ADDRESS);
  return async (bytes, signature, caller) => {
    if (!isSigned(bytes, signature)) {
      const comeAgainIn = wrong.take(caller());
      // Else the log would be filled from outside.
      if (comeAgainIn !== undefined)
        return { status: 429, body: { error: 'too_many_requests', detail: { seconds: comeAgainIn } }, comeAgainIn };
      deps.log.warn({ bytes: bytes.length }, 'webhook signature missing or wrong');
      return BAD_SIGNATURE;
    }
    // Only now: whoever is not LINE does not keep people's answers waiting.
    deps.pace?.noteRequest();
    const rows = readEvents(deps, bytes);
    if (rows === undefined) return BAD_REQUEST;
    // LINE's Verify button sends none.
    if (rows.length === 0) return EMPTY;
    const outcome = await events.store(rows);
    deps.pace?.noteAnswer();
    if (outcome === 'stored') deps.wake.inbox();
    return ANSWERS[outcome];
  };
}
