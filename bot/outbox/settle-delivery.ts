import type { Transaction } from 'kysely';
import {
  endUnsent,
  enqueueNotice,
  forgetReplyToken,
  hasWaitingNotice,
  holdForRepeat,
  markSent,
  OUTAGE,
  putBack,
  renewKey,
} from '../../db/outbox.ts';
import { countPush } from '../../db/public-totals.ts';
import type { Database } from '../../db/schema.ts';
import { backoffDelay } from '../backoff.ts';
import type { Deps } from '../deps.ts';
import type { SendOutcome } from '../line/port.ts';
import { HOUR, OUTBOX_ATTEMPTS_MAX, OUTBOX_RETRY_MAX_AGE, SECOND } from '../limits.ts';
import type { Metrics } from '../metrics.ts';
import type { Delivery, OutboxRow } from './plan-delivery.ts';

/** Twelve attempts reach over five hours: longer than any outage LINE has reported, shorter than its retry keys live. */
const BACKOFF = { firstDelay: 2 * SECOND, factor: 2.5, delayMax: 2 * HOUR };
/** The month's quota does not come back soon; replies go on meanwhile and take what waits along. */
const MONTHLY_LIMIT_DELAY = 2 * HOUR;

export interface SettleParts {
  deps: Pick<Deps, 'db' | 'clock' | 'chance' | 'sealer' | 'log'>;
  metrics: Metrics;
}

interface Settling extends SettleParts {
  tx: Transaction<Database>;
  memberId: string;
  delivery: Delivery;
  now: number;
}

const rowsOf = (delivery: Delivery): OutboxRow[] => delivery.rows.map((each) => each.row);
const idsOf = (rows: readonly OutboxRow[]): string[] => rows.map((row) => row.id);

/** This attempt included, which the rows do not know of yet. */
function attemptsOf(delivery: Delivery): number {
  return 1 + Math.max(...rowsOf(delivery).map((row) => row.attempts));
}

function isGivenUp(settling: Settling): boolean {
  const firstAttemptAt = Math.min(...rowsOf(settling.delivery).map((row) => row.first_attempt_at ?? settling.now));
  return attemptsOf(settling.delivery) >= OUTBOX_ATTEMPTS_MAX || settling.now - firstAttemptAt > OUTBOX_RETRY_MAX_AGE;
}

/** Takes rows out of the queue for good; the member hears a plain sentence instead, once. */
export async function parkRows(
  settling: Pick<Settling, 'deps' | 'metrics' | 'tx' | 'memberId' | 'now'>,
  rows: readonly OutboxRow[],
  park: { reason: string; error: string; requestId?: string | undefined; fallback: boolean },
): Promise<void> {
  const { deps, metrics, tx, memberId, now } = settling;
  await endUnsent(tx, idsOf(rows), { state: 'parked', error: park.error, requestId: park.requestId });
  for (const row of rows) {
    metrics.count('panim_outbox_parked_total', { reason: park.reason });
    deps.log.error({ outboxId: row.id, memberId, kind: row.kind, error: park.error, requestId: park.requestId }, 'message given up');
  }
  const missed = rows.filter((row) => row.urgency !== 'news' && row.kind !== 'plain_fallback');
  if (!park.fallback || missed.length === 0 || (await hasWaitingNotice(tx, memberId, 'plain_fallback'))) return;
  const fresh = missed.find((row) => row.reply_token !== null && row.reply_until !== null && row.reply_until > now);
  const reply = fresh?.reply_token && fresh.reply_until ? { reply: { token: fresh.reply_token, until: fresh.reply_until } } : {};
  const after = { touch: () => undefined, told: () => undefined };
  await enqueueNotice({ ...deps, tx, after }, { memberId, notice: { kind: 'plain_fallback' }, urgency: 'answer', ...reply });
}

async function settleSent(settling: Settling, requestId: string | undefined): Promise<void> {
  const { tx, delivery, memberId, now, metrics } = settling;
  await markSent(tx, idsOf(rowsOf(delivery)), { now, requestId });
  if (delivery.via === 'push') await countPush(tx, now);
  if (delivery.token !== undefined) await forgetReplyToken(tx, memberId, delivery.token);
  metrics.count(delivery.via === 'reply' ? 'panim_replies_total' : 'panim_pushes_total');
}

/**
 * Free to go another way and in other company. After an attempt of unknown end their key may be spent: under it LINE would
 * say that it has what it never saw, so it is not used again.
 */
async function free(settling: Settling, rows: readonly OutboxRow[], back: { nextAttemptAt: number; error: string | null }): Promise<void> {
  const { tx, delivery, deps } = settling;
  for (const row of rows) {
    const id = delivery.isRepeat ? deps.chance.uuid() : row.id;
    if (id !== row.id) await renewKey(tx, row.id, id);
    await putBack(tx, { ...row, id }, back);
  }
}

const nextAttemptOf = ({ now, delivery, deps }: Settling): number =>
  now + backoffDelay(BACKOFF, attemptsOf(delivery), deps.chance.fraction());

/** LINE did not take this attempt: everything is free again, at its time, unless it took one before. */
async function settleNotTaken(settling: Settling, error: string): Promise<void> {
  if (settling.delivery.isRepeat) return settleUnknown(settling, error, undefined);
  if (isGivenUp(settling)) return giveUp(settling, error);
  await free(settling, rowsOf(settling.delivery), { nextAttemptAt: nextAttemptOf(settling), error });
}

/** Free also where an attempt before may have arrived: nobody is kept without answers for as long as this lasts. */
async function settleMonthlyLimit(settling: Settling): Promise<void> {
  const error = 'monthly limit';
  if (isGivenUp(settling)) return giveUp(settling, error);
  await free(settling, rowsOf(settling.delivery), { nextAttemptAt: settling.now + MONTHLY_LIMIT_DELAY, error });
}

/** The same rows go again together, the same way. */
async function settleUnknown(settling: Settling, error: string, requestId: string | undefined): Promise<void> {
  if (isGivenUp(settling)) return giveUp(settling, error);
  await holdForRepeat(settling.tx, idsOf(rowsOf(settling.delivery)), { nextAttemptAt: nextAttemptOf(settling), error, requestId });
}

async function giveUp(settling: Settling, error: string): Promise<void> {
  await parkRows(settling, rowsOf(settling.delivery), { reason: 'attempts', error, fallback: false });
}

/** Of several rows only those whose messages LINE named are to blame; the others go again without them. */
async function settleRefused(settling: Settling, outcome: Extract<SendOutcome, { kind: 'refused' }>): Promise<void> {
  const { delivery, now } = settling;
  const blamed: OutboxRow[] = [];
  let index = 0;
  for (const { row, messages } of delivery.rows) {
    const from = index;
    index += messages.length;
    if (outcome.messages.some((number) => number >= from && number < index)) blamed.push(row);
  }
  const parked = blamed.length > 0 ? blamed : rowsOf(delivery);
  const others = rowsOf(delivery).filter((row) => !parked.includes(row));
  await free(settling, others, { nextAttemptAt: now, error: null });
  const error = `refused ${outcome.status}: ${outcome.why}`;
  await parkRows(settling, parked, { reason: 'refused', error, requestId: outcome.requestId, fallback: true });
}

/**
 * A token that died before its first use leaves the push. On a repeat it died because the attempt before had
 * arrived: repeats of replies are made only within the token's life.
 */
async function settleTokenDead(settling: Settling, requestId: string | undefined): Promise<void> {
  const { tx, delivery, memberId, now } = settling;
  if (delivery.isRepeat) return settleSent(settling, requestId);
  if (delivery.token !== undefined) await forgetReplyToken(tx, memberId, delivery.token);
  await free(settling, rowsOf(delivery), { nextAttemptAt: now, error: null });
}

/** Writes down how an attempt ended, and with it what happens next. */
export async function settleDelivery(
  parts: SettleParts & { tx: Transaction<Database> },
  memberId: string,
  attempt: { delivery: Delivery; outcome: SendOutcome },
): Promise<void> {
  const { deps, metrics } = parts;
  const { delivery, outcome } = attempt;
  if (outcome.kind !== 'sent') {
    metrics.count('panim_outbox_failures_total', { kind: outcome.kind });
    const facts = { memberId, outboxIds: idsOf(rowsOf(delivery)), via: delivery.via, attempts: attemptsOf(delivery), outcome };
    deps.log.warn(facts, 'message not sent');
  }
  const settling: Settling = { ...parts, memberId, delivery, now: deps.clock.now() };
  switch (outcome.kind) {
    case 'sent':
      return settleSent(settling, outcome.requestId);
    case 'token_dead':
      return settleTokenDead(settling, outcome.requestId);
    case 'too_many':
      return outcome.monthly ? settleMonthlyLimit(settling) : settleNotTaken(settling, 'rate limit');
    case 'not_authorised':
      return settleNotTaken(settling, 'access token not accepted');
    case 'not_reached':
      return settleNotTaken(settling, `${OUTAGE}: ${outcome.why}`);
    case 'unknown':
      return settleUnknown(settling, `${OUTAGE}: ${outcome.why}`, outcome.requestId);
    case 'refused':
      return settleRefused(settling, outcome);
  }
}
