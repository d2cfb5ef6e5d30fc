import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import type { TxDeps } from '../bot/deps.ts';
import type { Notice, NoticeKind, Urgency } from '../bot/domain/notice.ts';
import { MESSAGES_A_REQUEST_MAX, NEWS_MAX_AGE } from '../bot/limits.ts';
import { compiled } from './compiled.ts';
import { balancesUnder } from './ledger.ts';
import type { Database, Row } from './schema.ts';

export interface ToTell {
  memberId: string;
  notice: Notice;
  urgency: Urgency;
  /** The reply token of what the member just did, and until when it can be used. */
  reply?: { token: string; until: number };
}

type NewNotice = Pick<
  Row<'outbox'>,
  'id' | 'member_id' | 'kind' | 'notice_sealed' | 'urgency' | 'reply_token' | 'reply_until' | 'next_attempt_at' | 'created_at'
>;

const insertNotice = compiled((db, row: NewNotice) =>
  db.insertInto('outbox').values({
    id: row.id,
    member_id: row.member_id,
    kind: row.kind,
    notice_sealed: row.notice_sealed,
    urgency: row.urgency,
    reply_token: row.reply_token,
    reply_until: row.reply_until,
    state: sql.lit('waiting' as const),
    sent_with: null,
    sent_via: null,
    next_attempt_at: row.next_attempt_at,
    first_attempt_at: null,
    request_id: null,
    error: null,
    created_at: row.created_at,
    sent_at: null,
  }),
);

/**
 * Writes down what a member must be told; the outbox sends it after the commit. The row's id is LINE's retry
 * key, fixed before the first attempt, so that no crash can tell anything twice.
 */
export async function enqueueNotice(deps: Pick<TxDeps, 'tx' | 'clock' | 'chance' | 'sealer' | 'after'>, told: ToTell): Promise<void> {
  const now = deps.clock.now();
  await insertNotice.run(deps.tx, {
    id: deps.chance.uuid(),
    member_id: told.memberId,
    kind: told.notice.kind,
    notice_sealed: deps.sealer.seal(JSON.stringify(told.notice)),
    urgency: told.urgency,
    reply_token: told.reply?.token ?? null,
    reply_until: told.reply?.until ?? null,
    next_attempt_at: nextAttemptOfNew(told.urgency, now),
    created_at: now,
  });
  deps.after.told();
}

/** News never comes due: it rides with a reply before this time, or is stale at it. */
function nextAttemptOfNew(urgency: Urgency, createdAt: number): number {
  return urgency === 'news' ? createdAt + NEWS_MAX_AGE : createdAt;
}

/** Rows of one member that are looked at together; a member with more of them waits for the next round. */
const ROWS_A_MEMBER_MAX = 50;
/** News that may ride along with them: a request takes five messages, so more can never be taken. */
const NEWS_A_MEMBER_MAX = MESSAGES_A_REQUEST_MAX;

/** By name and not as a value: the index of what is unsent serves no other query. */
const UNSENT = [sql.lit('waiting' as const), sql.lit('sending' as const)];

/** Due rows that are looked at for members: whose turn it is stands in front, and the rest is found when these are told. */
const DUE_LOOKED_AT_MAX = 500;

const dueRows = compiled((db, query: { now: number; limit: number }) =>
  db
    .selectFrom('outbox')
    .select(['member_id', 'sequence'])
    .where('state', 'in', UNSENT)
    .where('urgency', '<>', 'news')
    .where('next_attempt_at', '<=', query.now)
    .orderBy('next_attempt_at')
    .orderBy('sequence')
    .limit(query.limit),
);

/** Members to whom something is due, longest waiting first; those of `except` are being told already. */
export async function membersToTell(
  db: Kysely<Database>,
  query: { now: number; limit: number; except: ReadonlySet<string> },
): Promise<string[]> {
  const rows = await dueRows.all(db, { now: query.now, limit: DUE_LOOKED_AT_MAX });
  const members = new Set<string>();
  for (const row of rows.toSorted((a, b) => a.sequence - b.sequence)) {
    if (members.size >= query.limit) break;
    if (!query.except.has(row.member_id)) members.add(row.member_id);
  }
  return [...members];
}

const unsentOf = compiled((db, { memberId, limit }: { memberId: string; limit: number }) =>
  db
    .selectFrom('outbox')
    .selectAll()
    .where('member_id', '=', memberId)
    .where('state', 'in', UNSENT)
    .where((eb) => eb.or([eb('urgency', '<>', sql.lit('news' as const)), eb('state', '=', sql.lit('sending' as const))]))
    .orderBy('sequence')
    .limit(limit),
);

const waitingNewsOf = compiled((db, { memberId, limit }: { memberId: string; limit: number }) =>
  db
    .selectFrom('outbox')
    .selectAll()
    .where('member_id', '=', memberId)
    // Without naming both states the index by member would not serve it, and every row ever sent would be looked at.
    .where('state', 'in', UNSENT)
    .where('state', '=', sql.lit('waiting' as const))
    .where('urgency', '=', sql.lit('news' as const))
    .orderBy('sequence')
    .limit(limit),
);

const pressingOf = compiled((db, { memberId, now }: { memberId: string; now: number }) =>
  db
    .selectFrom('outbox')
    .selectAll()
    .where('member_id', '=', memberId)
    .where('state', 'in', UNSENT)
    .where((eb) => eb.or([eb('state', '=', sql.lit('sending' as const)), eb('reply_until', '>', now)]))
    .orderBy('sequence')
    .limit(sql.lit(ROWS_A_MEMBER_MAX)),
);

/**
 * What is urgent or under way, and the oldest news: however much news waits, it takes no place from the others. Nor does
 * what waits for its time, for LINE may take no push for days, from what is under way or can go as a reply.
 */
export async function unsentRows(tx: Transaction<Database>, member: { memberId: string; now: number }): Promise<Row<'outbox'>[]> {
  const { memberId } = member;
  const urgent = await unsentOf.all(tx, { memberId, limit: ROWS_A_MEMBER_MAX });
  // News alone is never told: where nothing else waits it need not be read.
  if (urgent.length === 0) return [];
  const pressing = urgent.length < ROWS_A_MEMBER_MAX ? [] : await pressingOf.all(tx, member);
  const news = await waitingNewsOf.all(tx, { memberId, limit: NEWS_A_MEMBER_MAX });
  const rows = new Map([...urgent, ...pressing, ...news].map((row) => [row.sequence, row]));
  return [...rows.values()].toSorted((one, other) => one.sequence - other.sequence);
}

const claimRow = compiled((db, claim: { id: string; leader: string; via: 'reply' | 'push'; now: number }) =>
  db
    .updateTable('outbox')
    .set((eb) => ({
      state: sql.lit('sending' as const),
      sent_with: claim.leader,
      sent_via: claim.via,
      attempts: eb('attempts', '+', sql.lit(1)),
      first_attempt_at: eb.fn.coalesce('first_attempt_at', eb.val(claim.now)),
    }))
    .where('id', '=', claim.id),
);

/** Written before the call goes out: after a crash it is known that there was an attempt, of which rows, and how. */
export async function claimRows(
  tx: Transaction<Database>,
  ids: readonly string[],
  claim: { leader: string; via: 'reply' | 'push'; now: number },
): Promise<void> {
  for (const id of ids) await claimRow.run(tx, { id, ...claim });
}

const markRowSent = compiled((db, sent: { id: string; now: number; requestId: string | null }) =>
  db
    .updateTable('outbox')
    .set({
      state: sql.lit('sent' as const),
      sent_at: sent.now,
      request_id: sent.requestId,
      error: null,
      notice_sealed: null,
      reply_token: null,
    })
    .where('id', '=', sent.id),
);

export async function markSent(
  tx: Transaction<Database>,
  ids: readonly string[],
  sent: { now: number; requestId: string | undefined },
): Promise<void> {
  for (const id of ids) await markRowSent.run(tx, { id, now: sent.now, requestId: sent.requestId ?? null });
}

const forgetToken = compiled((db, { memberId, token }: { memberId: string; token: string }) =>
  db
    .updateTable('outbox')
    .set({ reply_token: null, reply_until: null })
    .where('member_id', '=', memberId)
    .where('state', 'in', UNSENT)
    .where('reply_token', '=', token),
);

/** The token is spent: what else hoped to ride on it cannot. */
export async function forgetReplyToken(tx: Transaction<Database>, memberId: string, token: string): Promise<void> {
  await forgetToken.run(tx, { memberId, token });
}

/** LINE did not take it: free to be sent in other company, another way. */
export async function putBack(
  tx: Transaction<Database>,
  row: Pick<Row<'outbox'>, 'id' | 'urgency' | 'created_at'>,
  back: { nextAttemptAt: number; error: string | null },
): Promise<void> {
  await tx
    .updateTable('outbox')
    .set({
      state: 'waiting',
      sent_with: null,
      sent_via: null,
      error: back.error,
      next_attempt_at: row.urgency === 'news' ? nextAttemptOfNew('news', row.created_at) : back.nextAttemptAt,
    })
    .where('id', '=', row.id)
    .execute();
}

/** The row gets another id, for this one may be spent as a retry key. */
export async function renewKey(tx: Transaction<Database>, id: string, renewed: string): Promise<void> {
  await tx.updateTable('outbox').set({ sent_with: null }).where('sent_with', '=', id).execute();
  await tx.updateTable('outbox').set({ id: renewed }).where('id', '=', id).execute();
}

/** LINE may have taken it: the same rows go again together, with the same key. */
export async function holdForRepeat(
  tx: Transaction<Database>,
  ids: readonly string[],
  hold: { nextAttemptAt: number; error: string; requestId: string | undefined },
): Promise<void> {
  await tx
    .updateTable('outbox')
    .set({ next_attempt_at: hold.nextAttemptAt, error: hold.error, request_id: hold.requestId ?? null })
    .where('id', 'in', ids)
    .execute();
}

/** Not sent and not tried again: parked for a person to look at, or dropped because it has no meaning any more. */
export async function endUnsent(
  tx: Transaction<Database>,
  ids: readonly string[],
  end: { state: 'parked' | 'dropped'; error: string; requestId?: string | undefined },
): Promise<void> {
  await tx
    .updateTable('outbox')
    .set({ state: end.state, error: end.error, request_id: end.requestId ?? null, notice_sealed: null, reply_token: null })
    .where('id', 'in', ids)
    .execute();
}

/** Keeps the order: nothing of the member comes due before what must go first. */
export async function postponeMember(tx: Transaction<Database>, memberId: string, until: number): Promise<void> {
  await tx
    .updateTable('outbox')
    .set({ next_attempt_at: until })
    .where('member_id', '=', memberId)
    .where('state', 'in', UNSENT)
    .where('urgency', '<>', 'news')
    .where('next_attempt_at', '<', until)
    .execute();
}

export async function dropStaleNews(db: Kysely<Database>, now: number): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ state: 'dropped', error: 'stale', notice_sealed: null })
    .where('state', '=', sql.lit('waiting' as const))
    .where('urgency', '=', sql.lit('news' as const))
    .where('next_attempt_at', '<=', now)
    .execute();
}

/** Errors of these rows begin with this word; when LINE is back they need not wait out their delay. */
export const OUTAGE = 'outage';

export async function bringForwardAfterOutage(db: Kysely<Database>, now: number): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ next_attempt_at: now })
    .where('state', 'in', UNSENT)
    .where('urgency', '<>', 'news')
    .where('error', 'like', `${OUTAGE}%`)
    .where('next_attempt_at', '>', now)
    .execute();
}

export async function hasWaitingNotice(tx: Transaction<Database>, memberId: string, kind: Notice['kind']): Promise<boolean> {
  const row = await tx
    .selectFrom('outbox')
    .select('id')
    .where('member_id', '=', memberId)
    .where('state', 'in', UNSENT)
    .where('kind', '=', kind)
    .executeTakeFirst();
  return row !== undefined;
}

export interface OutboxCounts {
  waiting: number;
  parked: number;
}

export async function countOutbox(db: Kysely<Database>): Promise<OutboxCounts> {
  const waiting = await db
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('state', 'in', UNSENT)
    .where('urgency', '<>', 'news')
    .executeTakeFirstOrThrow();
  const parked = await db
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('state', '=', sql.lit('parked' as const))
    .where('urgency', '<>', 'news')
    .executeTakeFirstOrThrow();
  return { waiting: Number(waiting.count), parked: Number(parked.count) };
}

/** Requests that LINE counted, one for each group of rows pushed together, and what they bought: from totals, not from rows. */
export async function countPushesAndMeals(db: Kysely<Database>): Promise<{ pushes: number; meals: number }> {
  const { pushes } = await db
    .selectFrom('push_month')
    .select((eb) => eb.fn.sum<number | string | null>('pushes').as('pushes'))
    .executeTakeFirstOrThrow();
  const redeemed = await balancesUnder(db, 'redeemed/');
  return { pushes: Number(pushes ?? 0), meals: redeemed.reduce((sum, { balance }) => sum + balance, 0) };
}

const dropNews = compiled((db, { memberId, kind }: { memberId: string; kind: NoticeKind }) =>
  db
    .updateTable('outbox')
    .set({ state: sql.lit('dropped' as const), notice_sealed: null, error: sql.lit('overtaken') })
    .where('member_id', '=', memberId)
    .where('state', 'in', UNSENT)
    .where('state', '=', sql.lit('waiting' as const))
    .where('urgency', '=', sql.lit('news' as const))
    .where('kind', '=', kind),
);

/** News that something newer has overtaken before it could be told. */
export async function dropOldNews(tx: Transaction<Database>, memberId: string, kinds: readonly NoticeKind[]): Promise<void> {
  for (const kind of kinds) await dropNews.run(tx, { memberId, kind });
}
