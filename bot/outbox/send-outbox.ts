import type { Transaction } from 'kysely';
import { memberById } from '../../db/members.ts';
import { inOneCommit } from '../../db/one-commit.ts';
import {
  bringForwardAfterOutage,
  claimRows,
  dropStaleNews,
  endUnsent,
  membersToTell,
  postponeMember,
  unsentRows,
} from '../../db/outbox.ts';
import type { Database, Row } from '../../db/schema.ts';
import type { Deps } from '../deps.ts';
import type { Notice } from '../domain/notice.ts';
import type { Language } from '../domain/words.ts';
import type { LineMessage, LinePort, SendOutcome } from '../line/port.ts';
import { MESSAGES_A_REQUEST_MAX, MINUTE, OUTBOX_BATCH_MAX, RIDER_SEES_DOOR_AFTER, SECOND } from '../limits.ts';
import type { Metrics } from '../metrics.ts';
import { createWorker } from '../worker.ts';
import type { Worker } from '../worker.ts';
import { planDelivery } from './plan-delivery.ts';
import type { Delivery, OutboxRow, RenderedRow } from './plan-delivery.ts';
import { parkRows, settleDelivery } from './settle-delivery.ts';

export interface OutboxParts {
  line: LinePort;
  /** Pure: the same notice, said at the same time in the same language, gives the same messages, within LINE's limits. */
  render: (notice: Notice, said: { language: Language; at: number }) => LineMessage[];
  /** Brings what goes out together within LINE's limits. */
  fit: (messages: LineMessage[]) => LineMessage[];
  metrics: Metrics;
}

/**
 * Members who are told at the same time: half of them are written down while LINE has the others. Enough for thousands
 * of replies a second, few enough for LINE and for memory.
 */
const MEMBERS_AT_ONCE_MAX = 32;

/** While nothing can be written (a full disk, a held file) nobody is claimed: the same members would be due again at once. */
const UNWRITABLE_DELAY = SECOND;

/** After a bug or a failing database; others go on meanwhile. */
const FAILED_MEMBER_DELAY = MINUTE / 2;

/** What a member is sent next, written down as begun. */
interface Claimed {
  member: Row<'member'>;
  delivery: Delivery;
}

type Rendered = RenderedRow | { row: OutboxRow; failure: string };

function renderRow(deps: Deps, parts: OutboxParts, told: { row: OutboxRow; language: Language }): Rendered {
  const { row, language } = told;
  try {
    const notice: Notice = JSON.parse(deps.sealer.open(row.notice_sealed ?? ''));
    const messages = parts.render(notice, { language, at: row.created_at }).slice(0, MESSAGES_A_REQUEST_MAX);
    return messages.length > 0 ? { row, messages } : { row, failure: 'nothing to say' };
  } catch (error) {
    deps.log.error({ outboxId: row.id, kind: row.kind, err: error }, 'message could not be rendered');
    return { row, failure: 'not rendered' };
  }
}

/** Whose door it is may be told until two hours after the handover (docs/decisions/0005); the ride was told about before it. */
function tellsTooLate({ kind, created_at: createdAt }: OutboxRow, now: number): boolean {
  return kind === 'rider_job' && now - createdAt > RIDER_SEES_DOOR_AFTER;
}

/** What waits for the member, as messages; what cannot be said is parked. */
async function renderAll(deps: Deps, parts: OutboxParts, { tx, member, now, unsent }: Claiming): Promise<RenderedRow[]> {
  const rendered: RenderedRow[] = [];
  for (const row of unsent) {
    if (tellsTooLate(row, now)) {
      await endUnsent(tx, [row.id], { state: 'dropped', error: 'too late' });
      continue;
    }
    const one = renderRow(deps, parts, { row, language: member.language });
    if ('messages' in one) rendered.push(one);
    else
      await parkRows({ deps, metrics: parts.metrics, tx, memberId: member.id, now }, [row], {
        reason: 'render',
        error: one.failure,
        fallback: true,
      });
  }
  return rendered;
}

interface Claiming {
  tx: Transaction<Database>;
  member: Row<'member'>;
  unsent: readonly OutboxRow[];
  now: number;
}

/** Plans one member's next delivery and writes the claim down before anything leaves the house. */
async function claimPlanned(deps: Deps, parts: OutboxParts, claiming: Claiming): Promise<Delivery | 'dropped' | undefined> {
  const { tx, member, now } = claiming;
  const plan = planDelivery(await renderAll(deps, parts, claiming), { now, mayPush: member.is_friend === 1 });
  switch (plan.kind) {
    case 'nothing':
      return undefined;
    case 'wait':
      await postponeMember(tx, member.id, plan.until);
      return undefined;
    case 'drop': {
      const ids = plan.rows.map((row) => row.id);
      await endUnsent(tx, ids, { state: 'dropped', error: 'blocked' });
      return 'dropped';
    }
    case 'send': {
      const { leader, ids } = identityOf(plan);
      await claimRows(tx, ids, { leader, via: plan.via, now });
      return plan;
    }
  }
}

/** Undefined when nothing is due to the member now. */
async function claimNext(
  deps: Deps,
  parts: OutboxParts,
  next: { tx: Transaction<Database>; memberId: string },
): Promise<Claimed | undefined> {
  const { tx, memberId } = next;
  const now = deps.clock.now();
  for (;;) {
    const unsent = await unsentRows(tx, { memberId, now });
    if (unsent.length === 0) return undefined;
    const member = await memberById(tx, memberId);
    const delivery = await claimPlanned(deps, parts, { tx, member, unsent, now });
    if (delivery === undefined) return undefined;
    if (delivery !== 'dropped') return { member, delivery };
  }
}

/** The row whose id is the retry key. News only rides along, so it never lends its id. */
function identityOf(delivery: Delivery): { leader: string; ids: string[] } {
  const rows = delivery.rows.map((each) => each.row);
  const first = rows.find((row) => row.urgency !== 'news') ?? rows[0];
  if (first === undefined) throw new Error('a delivery without rows');
  const leader = delivery.isRepeat ? (first.sent_with ?? first.id) : first.id;
  return { leader, ids: rows.map((row) => row.id) };
}

async function send(parts: OutboxParts, member: Row<'member'>, delivery: Delivery): Promise<SendOutcome> {
  const [only, ...others] = delivery.rows;
  // What one row says fits by itself.
  const messages = only !== undefined && others.length === 0 ? only.messages : parts.fit(delivery.rows.flatMap((each) => each.messages));
  if (delivery.token !== undefined) return await parts.line.reply(delivery.token, messages);
  return await parts.line.push(member.line_user_id, messages, identityOf(delivery).leader);
}

/** When a call gets through after others did not, what waits because of them comes due. */
function outageWatch(deps: Deps): (outcome: SendOutcome) => Promise<void> {
  let isOutage = false;
  let mayBringForwardAt = 0;
  return async (outcome) => {
    if (outcome.kind === 'unknown' || outcome.kind === 'not_reached') isOutage = true;
    const now = deps.clock.now();
    // At most once a minute: while LINE comes and goes, delays must still grow.
    if (outcome.kind !== 'sent' || !isOutage || now < mayBringForwardAt) return;
    isOutage = false;
    mayBringForwardAt = now + MINUTE;
    await bringForwardAfterOutage(deps.db, now);
  };
}

/**
 * Sends what the outbox holds: one member's messages in their order, up to 32 members at once. Reply while the
 * token is fresh, push otherwise, each attempt written down before it is made (docs/decisions/0004-reply-or-push.md).
 */
export function createOutboxWorker(deps: Deps, parts: OutboxParts): Worker {
  const busy = new Map<string, Promise<void>>();
  const watchOutage = outageWatch(deps);
  let newsDroppedAt = -Infinity;
  let restsUntil = -Infinity;

  /** How a delivery ended and what goes out next is one commit: a crash finds the member before it or after it. */
  async function settleAndClaim(sent: { claimed: Claimed; outcome: SendOutcome }, stopping: () => boolean): Promise<Claimed | undefined> {
    const { member, delivery } = sent.claimed;
    return await inOneCommit(deps.db, async (tx) => {
      await settleDelivery({ deps, metrics: parts.metrics, tx }, member.id, { delivery, outcome: sent.outcome });
      return stopping() ? undefined : await claimNext(deps, parts, { tx, memberId: member.id });
    });
  }

  /** Until nothing is due to this member. */
  async function serve(memberId: string, stopping: () => boolean): Promise<void> {
    try {
      if (stopping()) return;
      let claimed = await inOneCommit(deps.db, (tx) => claimNext(deps, parts, { tx, memberId }));
      while (claimed !== undefined) {
        const outcome = await send(parts, claimed.member, claimed.delivery);
        claimed = await settleAndClaim({ claimed, outcome }, stopping);
        await watchOutage(outcome);
      }
    } catch (error) {
      // What was claimed stays claimed and is taken up again as an attempt of unknown end.
      deps.log.error({ memberId, err: error }, 'outbox failed for a member');
      await inOneCommit(deps.db, (tx) => postponeMember(tx, memberId, deps.clock.now() + FAILED_MEMBER_DELAY));
    }
  }

  async function begin(memberId: string, stopping: () => boolean): Promise<void> {
    try {
      await serve(memberId, stopping);
      busy.delete(memberId);
      worker.wake();
    } catch (error) {
      // The database fails: neither woken nor looked at before the next poll, which sets the pace.
      busy.delete(memberId);
      restsUntil = deps.clock.now() + UNWRITABLE_DELAY;
      deps.log.error({ memberId, err: error }, 'outbox could not postpone a member');
    }
  }

  const worker: Worker = createWorker({
    name: 'outbox',
    log: deps.log,
    pace: deps.pace,
    async pass(stopping) {
      const now = deps.clock.now();
      if (now < restsUntil && restsUntil - now <= UNWRITABLE_DELAY) return 0;
      if (now - newsDroppedAt >= MINUTE) {
        newsDroppedAt = now;
        await dropStaleNews(deps.db, now);
      }
      const room = MEMBERS_AT_ONCE_MAX - busy.size;
      if (room <= 0 || stopping()) return 0;
      const members = await membersToTell(deps.db, { now, limit: Math.min(room, OUTBOX_BATCH_MAX), except: new Set(busy.keys()) });
      for (const memberId of members) busy.set(memberId, begin(memberId, stopping));
      return members.length;
    },
    async settle() {
      while (busy.size > 0) await Promise.all(busy.values());
    },
  });
  return worker;
}
