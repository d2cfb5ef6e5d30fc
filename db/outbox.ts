import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import type { TxDeps } from '../bot/deps.ts';
import type { Notice, NoticeKind, Urgency } from '../bot/domain/notice.ts';
import { MESSAGES_A_REQUEST_MAX, NEWS_MAX_AGE } from '../bot/limits.ts';
import type { Database, Row } from './schema.ts';

export interface ToTell {
  memberId: string;
  notice: Notice;
  urgency: Urgency;
  /** The reply token of what the member just did, and until when it can be used. */
  reply?: { token: string; until: number };
}

/**
 * Writes down what a member must be told; the outbox sends it after the commit. The row's id is LINE's retry
 * key, fixed before the first attempt, so that no crash can tell anything twice.
 */
export async function enqueueNotice(deps: Pick<TxDeps, 'tx' | 'clock' | 'chance' | 'sealer' | 'after'>, told: ToTell): Promise<void> {
  const now = deps.clock.now();
  await deps.tx
    .insertInto('outbox')
    .values({
      id: deps.chance.uuid(),
      member_id: told.memberId,
      kind: told.notice.kind,
      notice_sealed: deps.sealer.seal(JSON.stringify(told.notice)),
      urgency: told.urgency,
      reply_token: told.reply?.token ?? null,
      reply_until: told.reply?.until ?? null,
      state: 'waiting',
      sent_with: null,
      sent_via: null,
      next_attempt_at: nextAttemptOfNew(told.urgency, now),
      first_attempt_at: null,
      request_id: null,
      error: null,
      created_at: now,
      sent_at: null,
    })
    .execute();
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

/** Spelt out in the query, as in the index over unsent rows alone, which is not found by values. */
const UNSENT = [sql.lit<'waiting'>('waiting'), sql.lit<'sending'>('sending')];

/** Members to whom something is due, longest waiting first. */
export async function membersToTell(
  db: Kysely<Database>,
  query: { now: number; limit: number; except: readonly string[] },
): Promise<string[]> {
  const rows = await db
    .selectFrom('outbox')
    .select('member_id')
    .where('state', 'in', UNSENT)
    .where('urgency', '<>', 'news')
    .where('next_attempt_at', '<=', query.now)
    .$if(query.except.length > 0, (builder) => builder.where('member_id', 'not in', query.except))
    // With a plain column SQLite would go through the index by member, all that was ever sent with it, to save itself the grouping.
    .groupBy(sql`+member_id`)
    .orderBy((eb) => eb.fn.min('sequence'))
    .limit(query.limit)
    .execute();
  return rows.map((row) => row.member_id);
}

/** What is urgent or under way, and the oldest news: however much news waits, it takes no place from the others. */
export async function unsentRows(tx: Transaction<Database>, memberId: string): Promise<Row<'outbox'>[]> {
  const unsent = tx.selectFrom('outbox').selectAll().where('member_id', '=', memberId).where('state', 'in', UNSENT).orderBy('sequence');
  const urgent = await unsent
    .where((eb) => eb.or([eb('urgency', '<>', 'news'), eb('state', '=', 'sending')]))
    .limit(ROWS_A_MEMBER_MAX)
    .execute();
  const news = await unsent.where('urgency', '=', 'news').where('state', '=', 'waiting').limit(NEWS_A_MEMBER_MAX).execute();
  return [...urgent, ...news].toSorted((one, other) => one.sequence - other.sequence);
}

/** Written before the call goes out: after a crash it is known that there was an attempt, of which rows, and how. */
export async function claimRows(
  tx: Transaction<Database>,
  ids: readonly string[],
  claim: { leader: string; via: 'reply' | 'push'; now: number },
): Promise<void> {
  await tx
    .updateTable('outbox')
    .set((eb) => ({
      state: 'sending' as const,
      sent_with: claim.leader,
      sent_via: claim.via,
      attempts: eb('attempts', '+', 1),
      first_attempt_at: eb.fn.coalesce('first_attempt_at', eb.val(claim.now)),
    }))
    .where('id', 'in', ids)
    .execute();
}

export async function markSent(
  tx: Transaction<Database>,
  ids: readonly string[],
  sent: { now: number; requestId: string | undefined },
): Promise<void> {
  await tx
    .updateTable('outbox')
    .set({ state: 'sent', sent_at: sent.now, request_id: sent.requestId ?? null, error: null, notice_sealed: null, reply_token: null })
    .where('id', 'in', ids)
    .execute();
}

/** The token is spent: what else hoped to ride on it cannot. */
export async function forgetReplyToken(tx: Transaction<Database>, memberId: string, token: string): Promise<void> {
  await tx
    .updateTable('outbox')
    .set({ reply_token: null, reply_until: null })
    .where('member_id', '=', memberId)
    .where('state', 'in', UNSENT)
    .where('reply_token', '=', token)
    .execute();
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
    .where('state', 'in', UNSENT)
    .where('state', '=', 'waiting')
    .where('urgency', '=', 'news')
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
  const rows = await db
    .selectFrom('outbox')
    .select(['state', (eb) => eb.fn.countAll<number | string>().as('count')])
    .where('state', 'in', ['waiting', 'sending', 'parked'])
    .where('urgency', '<>', 'news')
    .groupBy('state')
    .execute();
  const countOf = (state: string): number => Number(rows.find((row) => row.state === state)?.count ?? 0);
  return { waiting: countOf('waiting') + countOf('sending'), parked: countOf('parked') };
}

/** Requests that LINE counted, one for each group of rows pushed together, and what they bought. */
export async function countPushesAndMeals(db: Kysely<Database>): Promise<{ pushes: number; meals: number }> {
  const pushes = await db
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('sent_via', '=', 'push')
    .where('state', '=', 'sent')
    .whereRef('id', '=', 'sent_with')
    .executeTakeFirstOrThrow();
  const meals = await db
    .selectFrom('meal_order')
    .select((eb) => eb.fn.sum<number | string | null>('meals').as('sum'))
    .where('state', '=', 'handed_over')
    .executeTakeFirstOrThrow();
  return { pushes: Number(pushes.count), meals: Number(meals.sum ?? 0) };
}

/** News that something newer has overtaken before it could be told. */
export async function dropOldNews(tx: Transaction<Database>, memberId: string, kinds: readonly NoticeKind[]): Promise<void> {
  await tx
    .updateTable('outbox')
    .set({ state: 'dropped', notice_sealed: null, error: 'overtaken' })
    .where('member_id', '=', memberId)
    .where('urgency', '=', 'news')
    .where('state', '=', 'waiting')
    .where('kind', 'in', kinds)
    .execute();
}
