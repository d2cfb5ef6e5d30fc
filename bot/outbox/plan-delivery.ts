import type { Row } from '../../db/schema.ts';
import type { LineMessage } from '../line/port.ts';
import { MESSAGES_A_REQUEST_MAX } from '../limits.ts';

export type OutboxRow = Row<'outbox'>;

export interface RenderedRow {
  row: OutboxRow;
  messages: LineMessage[];
}

export interface Delivery {
  kind: 'send';
  via: 'reply' | 'push';
  /** The reply token; undefined for a push. */
  token: string | undefined;
  rows: RenderedRow[];
  /** An attempt with this very content has been made before and nobody knows how it ended. */
  isRepeat: boolean;
}

export type Plan =
  | Delivery
  | { kind: 'nothing' }
  /** Something of the member must go first, and its time has not come. */
  | { kind: 'wait'; until: number }
  | { kind: 'drop'; rows: OutboxRow[] };

export interface Circumstances {
  now: number;
  /** False when the member has blocked the account, or is a group: then there are replies only. */
  mayPush: boolean;
}

const isNews = (each: RenderedRow): boolean => each.row.urgency === 'news';
const countOf = (rows: readonly RenderedRow[]): number => rows.reduce((sum, each) => sum + each.messages.length, 0);

function isFresh(row: OutboxRow, now: number): boolean {
  return row.reply_token !== null && row.reply_until !== null && now < row.reply_until;
}

/** As many rows, in order, as one request holds; the first always, whatever its size. */
function fill(rows: readonly RenderedRow[]): RenderedRow[] {
  const taken: RenderedRow[] = [];
  for (const each of rows) {
    if (taken.length > 0 && countOf(taken) + each.messages.length > MESSAGES_A_REQUEST_MAX) break;
    taken.push(each);
  }
  return taken;
}

/**
 * An attempt of unknown end goes again with the same rows, and everything else waits behind it. A reply is
 * repeated while its token lives: LINE then says by taking or refusing it whether it had arrived. Afterwards a push
 * is the lesser evil: see docs/decisions/0004-reply-or-push.md.
 */
function planRepeat(sending: RenderedRow[], { now, mayPush }: Circumstances): Plan {
  const leader = sending[0]?.row.sent_with;
  const rows = sending.filter((each) => each.row.sent_with === leader);
  // News rides along: the time at which it would be stale is nobody's time to wait for.
  const until = Math.max(...rows.filter((each) => !isNews(each)).map((each) => each.row.next_attempt_at));
  if (until > now) return { kind: 'wait', until };
  const token = rows.find((each) => isFresh(each.row, now))?.row.reply_token ?? undefined;
  if (rows[0]?.row.sent_via === 'reply' && token !== undefined) return { kind: 'send', via: 'reply', token, rows, isRepeat: true };
  if (!mayPush) return { kind: 'drop', rows: rows.map((each) => each.row) };
  return { kind: 'send', via: 'push', token: undefined, rows, isRepeat: true };
}

function planReply(waiting: RenderedRow[], answer: RenderedRow, now: number): Delivery {
  const token = answer.row.reply_token ?? undefined;
  const urgent = waiting.filter((each) => !isNews(each));
  const isAnswer = (each: RenderedRow): boolean => each.row.reply_token === token;
  const older = urgent.slice(0, urgent.findIndex(isAnswer));
  const all = urgent.slice(0, urgent.findLastIndex(isAnswer) + 1);
  const isTooMuch = countOf(all) > MESSAGES_A_REQUEST_MAX;
  const oldest = older[0];
  if (isTooMuch && oldest !== undefined && oldest.row.next_attempt_at <= now) {
    // What is older than the answer and leaves it no room goes ahead, on its own.
    return { kind: 'send', via: 'push', token: undefined, rows: fill(older), isRepeat: false };
  }
  const rows = fill(isTooMuch ? all.filter(isAnswer) : all);
  const riding: RenderedRow[] = [];
  for (const each of waiting.filter(isNews)) {
    if (countOf(riding) + each.messages.length + countOf(rows) > MESSAGES_A_REQUEST_MAX) break;
    riding.push(each);
  }
  // The answer stays last: only the last message's quick replies are shown.
  return { kind: 'send', via: 'reply', token, rows: [...riding, ...rows], isRepeat: false };
}

/** Decides what one member is sent next out of everything that waits for them, in the order it was written. */
export function planDelivery(all: readonly RenderedRow[], circumstances: Circumstances): Plan {
  const { now, mayPush } = circumstances;
  const sending = all.filter((each) => each.row.state === 'sending');
  if (sending.length > 0) return planRepeat(sending, circumstances);
  const waiting = all.filter((each) => each.row.state === 'waiting');
  const urgent = waiting.filter((each) => !isNews(each));
  const freshAt = urgent.findIndex((each) => isFresh(each.row, now));
  const answer = urgent[freshAt];
  const isAnswerDue = answer !== undefined && answer.row.next_attempt_at <= now;
  const plan: Plan = isAnswerDue
    ? planReply(waiting, answer, now)
    : planPush(answer === undefined ? urgent : urgent.slice(0, freshAt), now);
  const isPush = plan.kind === 'send' && plan.via === 'push';
  if (isPush && !mayPush) return { kind: 'drop', rows: plan.rows.map((each) => each.row) };
  return plan.kind === 'nothing' && answer !== undefined ? { kind: 'wait', until: answer.row.next_attempt_at } : plan;
}

function planPush(rows: readonly RenderedRow[], now: number): Plan {
  const first = rows[0];
  if (first === undefined) return { kind: 'nothing' };
  if (first.row.next_attempt_at > now) return { kind: 'wait', until: first.row.next_attempt_at };
  return { kind: 'send', via: 'push', token: undefined, rows: fill(rows), isRepeat: false };
}
