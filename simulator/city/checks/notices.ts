import { SEEDED } from '../record.ts';
import type { SendRecord } from '../record.ts';
import type { Check, Difference, Sight } from './sight.ts';

interface RowOfOutbox {
  sequence: number;
  id: string;
  kind: string;
  urgency: string;
  state: string;
  sentWith: string | null;
  sentVia: string | null;
  requestId: string | null;
  attempts: number;
  error: string | null;
  createdAt: number;
  lineUserId: string;
}

const OUTBOX = `SELECT b.sequence, b.id, b.kind, b.urgency, b.state, b.sent_with AS sentWith, b.sent_via AS sentVia, b.request_id AS requestId, b.attempts,
    b.error, b.created_at AS createdAt, m.line_user_id AS lineUserId
  FROM outbox b JOIN member m ON m.id = b.member_id`;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** News that nobody picked up is stale after three days, and a notice is tried for five hours and twelve times (docs/decisions/0004). */
const NEWS_KEPT = 3 * DAY;
const ATTEMPTS = 12;
const DOOR_TOLD_FOR = 2 * HOUR - MINUTE;
const TRIED_FOR = 23 * HOUR;
/** Told notices are forgotten after a month: younger ones are all there. */
const KEPT = 29 * DAY;
/** The clock of the service may have been set meanwhile. */
const CLOCKS_APART = HOUR;

/** What LINE took, by the key of a push and the token of a reply; and every reply that was tried, by its request. */
interface Taken {
  pushes: Map<string, SendRecord>;
  replies: Map<string, SendRecord>;
  tries: Map<string, SendRecord>;
}

/** A reply without a token, as other platforms write it down, is known by its request alone. */
const tokenOf = ({ replyToken, requestId }: SendRecord): string => replyToken ?? requestId;

/** The call of LINE's that carried the row, when there was one: of a reply it may be one before the last that was tried. */
function carrierOf(taken: Taken, row: RowOfOutbox): SendRecord | undefined {
  if (row.sentVia === 'push') return taken.pushes.get(row.sentWith ?? '');
  const tried = taken.tries.get(row.requestId ?? '');
  return tried === undefined ? undefined : taken.replies.get(tokenOf(tried));
}

/** Every attempt to send what went out with it, in few words: a problem at rest may be days old. */
function callsOf(sends: readonly SendRecord[], { retryKey, replyToken }: SendRecord): string {
  return sends
    .filter((each) => (retryKey === undefined ? each.replyToken === replyToken : each.retryKey === retryKey))
    .map((each) => `${each.status}${each.answerLost ? ' unheard' : ''} at ${each.at} with ${each.messages.length}`)
    .join(', ');
}

const nameOf = (row: RowOfOutbox): string => `${row.sequence} ${row.kind} ${row.id} after ${row.attempts}`;

/** More counts as sent with it than it showed. */
function lessTold(sends: readonly SendRecord[], send: SendRecord, rows: readonly RowOfOutbox[]): Difference {
  const expected = `${rows.length} notices (${rows.map(nameOf).join(', ')})`;
  return { expected, found: `${send.messages.length} messages; calls: ${callsOf(sends, send)}` };
}

function neverTold(sends: readonly SendRecord[], tried: SendRecord | undefined): Difference {
  return { expected: 'taken by LINE', found: `never; calls: ${tried === undefined ? 'none that is known' : callsOf(sends, tried)}` };
}

/** Each notice reaches its person: once, and not never. */
export function checkNotices({ db, record, expect, now }: Sight): Check {
  const rowById = db.prepare<[string], RowOfOutbox>(`${OUTBOX} WHERE b.id = ?`);
  const sent = db.prepare<[], RowOfOutbox>(`${OUTBOX} WHERE b.state = 'sent' ORDER BY b.sequence`);
  const span = db.prepare<[number], { rows: number; first: number; last: number }>(
    'SELECT count(*) AS "rows", coalesce(min(sequence), 1) AS first, coalesce(max(sequence), 0) AS last FROM outbox WHERE created_at > ?',
  );
  const taken: Taken = { pushes: new Map(), replies: new Map(), tries: new Map() };

  function checkPush(send: SendRecord): void {
    const key = send.retryKey ?? '';
    const where = `push ${send.requestId} at ${send.at}`;
    expect('toldOnce', where, { expected: 'once', found: taken.pushes.has(key) ? 'again' : 'once' });
    expect('toWhom', `${where} key ${key}`, { expected: rowById.get(key)?.lineUserId ?? 'the id of a notice', found: send.to });
    taken.pushes.set(key, send);
  }

  function checkSend(send: SendRecord): void {
    if (send.via === 'reply') taken.tries.set(send.requestId, send);
    if (!send.accepted) return;
    if (send.via === 'push') checkPush(send);
    else taken.replies.set(tokenOf(send), send);
  }

  /** What LINE took under a key stands as sent under that key, and is not on its way under another. */
  function checkPushes(): void {
    for (const [key, send] of taken.pushes) {
      const row = rowById.get(key);
      // Forgotten after a month, or the row that it points at is.
      if (row === undefined ? send.at < now() - KEPT : row.state === 'sent' && row.sentWith === null) continue;
      expect('toldOnce', `push under ${key}`, { expected: key, found: row?.sentWith ?? 'no notice with this key' });
    }
  }

  function checkSent(): void {
    const rowsIn = new Map<SendRecord, RowOfOutbox[]>();
    for (const row of sent.iterate()) {
      const carrier = carrierOf(taken, row);
      const isOld = row.sentWith === null;
      if (carrier === undefined) {
        if (!isOld) expect('told', `notice ${nameOf(row)}`, neverTold(record.sends, taken.tries.get(row.requestId ?? '')));
        continue;
      }
      expect('toWhom', `notice ${row.sequence} ${row.kind}`, { expected: row.lineUserId, found: carrier.to });
      rowsIn.set(carrier, [...(rowsIn.get(carrier) ?? []), row]);
    }
    for (const [send, rows] of rowsIn)
      if (rows.length > send.messages.length) expect('told', `${send.via} ${send.requestId}`, lessTold(record.sends, send, rows));
  }

  return {
    afterStep({ sends }) {
      for (const send of sends) checkSend(send);
    },
    atRest() {
      checkPushes();
      checkSent();
      const { rows, first, last } = span.get(now() - KEPT) ?? { rows: 0, first: 1, last: 0 };
      expect('noticesStay', `notices ${first} to ${last}`, { expected: last - first + 1, found: rows });
    },
  };
}

/** What was not sent has a reason that the world outside knows of. */
export function checkUnsent({ db, expect, now }: Sight): Check {
  const unsent = db.prepare<[], RowOfOutbox>(`${OUTBOX} WHERE b.state <> 'sent'`);
  const left = new Set<string>();
  let isQuotaUsedUp = false;

  function isDroppedRightly(row: RowOfOutbox): boolean {
    if (row.error === SEEDED) return true;
    if (row.error === 'blocked') return left.has(row.lineUserId) || row.lineUserId.startsWith('C') || row.lineUserId.startsWith('R');
    // The ride is over, and with it the time to be told whose door it was.
    if (row.kind === 'rider_job') return row.error === 'too late' && now() - row.createdAt > DOOR_TOLD_FOR;
    if (row.urgency !== 'news') return false;
    return row.error === 'overtaken' || (row.error === 'stale' && now() - row.createdAt >= NEWS_KEPT - CLOCKS_APART);
  }

  function isWaitingRightly(row: RowOfOutbox): boolean {
    const isYoungNews = row.urgency === 'news' && row.state === 'waiting' && now() - row.createdAt <= NEWS_KEPT + CLOCKS_APART;
    return isYoungNews || (row.error === 'monthly limit' && isQuotaUsedUp);
  }

  function checkRow(row: RowOfOutbox): void {
    const where = `notice ${row.sequence} ${row.kind} ${row.urgency}`;
    const found = `${row.state} after ${row.attempts}: ${row.error}`;
    if (row.state === 'dropped' && !isDroppedRightly(row)) expect('dropped', where, { expected: 'sent', found });
    const isTriedOut = row.attempts >= ATTEMPTS || now() - row.createdAt > TRIED_FOR;
    if (row.state === 'parked' && !(isTriedOut && row.error?.startsWith('refused') !== true))
      expect('parked', where, { expected: 'sent', found });
    if ((row.state === 'waiting' || row.state === 'sending') && !isWaitingRightly(row))
      expect('outboxDrains', where, { expected: 'sent', found });
  }

  return {
    afterStep({ sends, webhooks }) {
      for (const webhook of webhooks) if (webhook.kind === 'unfollow') left.add(webhook.chatId);
      for (const send of sends) if (send.via === 'push') isQuotaUsedUp = send.status === 429;
    },
    atRest() {
      for (const row of unsent.iterate()) checkRow(row);
    },
  };
}
