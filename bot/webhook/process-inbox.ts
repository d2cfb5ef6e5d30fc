import { isDiskTrouble } from '../../db/disk-trouble.ts';
import { dueEvents, finishEvent, postponeEvent, stillWaiting } from '../../db/inbox.ts';
import { inOneCommit } from '../../db/one-commit.ts';
import { memberByLineId } from '../../db/members.ts';
import { enqueueNotice } from '../../db/outbox.ts';
import type { Row } from '../../db/schema.ts';
import { backoffDelay } from '../backoff.ts';
import type { Deps } from '../deps.ts';
import { INBOX_ATTEMPTS_MAX, MINUTE, REPLY_TOKEN_EVENT_MAX_AGE, REPLY_TOKEN_MAX_AGE, SECOND } from '../limits.ts';
import type { Metrics } from '../metrics.ts';
import { inTransaction } from '../usecases/handle.ts';
import type { HeardEvent } from '../usecases/hear-event.ts';
import { createWorker } from '../worker.ts';
import type { Worker } from '../worker.ts';
import { toHeard } from './to-heard.ts';

export interface InboxParts {
  /** Does the event in one transaction, which also ends it; throws when nothing has changed. */
  hear: (deps: Deps, event: HeardEvent) => Promise<void>;
  metrics: Metrics;
}

/** Events heard together; between passes the worker gives way, and looks whether it should stop. */
const INBOX_BATCH_MAX = 50;
/** While webhooks come faster than anybody could answer them, taking them in goes first: one event between two breaths. */
const INBOX_BATCH_IN_FLOOD = 1;
/** All attempts together stay inside the life of the reply token. */
const INBOX_BACKOFF = { firstDelay: SECOND, factor: 3, delayMax: MINUTE };

/**
 * A token that was dead from the beginning is not tried. Where an attempt gets no answer its repeat would be refused as if
 * the attempt had arrived, and the person would hear nothing.
 */
function replyOf(row: Row<'inbox'>, token: string | undefined): Pick<HeardEvent, 'reply'> {
  if (token === undefined) return {};
  return { reply: { token, until: Math.min(row.received_at + REPLY_TOKEN_MAX_AGE, row.event_at + REPLY_TOKEN_EVENT_MAX_AGE) } };
}

/**
 * A group is written down as a member that is no friend: it is answered on the reply token and never pushed to,
 * and news for a person never rides into it.
 */
async function greetGroup(deps: Deps, row: Row<'inbox'>, group: { chatId: string; replyToken: string }): Promise<void> {
  await inTransaction(deps, async (txDeps) => {
    const member = await memberByLineId(txDeps, group.chatId);
    await txDeps.tx.updateTable('member').set({ is_friend: 0 }).where('id', '=', member.id).execute();
    await enqueueNotice(txDeps, {
      memberId: member.id,
      notice: { kind: 'group_hello' },
      urgency: 'answer',
      ...replyOf(row, group.replyToken),
    });
    await finishEvent(txDeps.tx, row.event_id, { state: 'done', now: deps.clock.now() });
  });
}

async function processEvent(deps: Deps, parts: InboxParts, row: Row<'inbox'>): Promise<void> {
  const understood = toHeard(deps.sealer.open(row.body_sealed ?? ''));
  switch (understood.kind) {
    case 'ignored':
      await inOneCommit(deps.db, (tx) => finishEvent(tx, row.event_id, { state: 'ignored', now: deps.clock.now(), why: understood.why }));
      return;
    case 'group_hello':
      await greetGroup(deps, row, understood);
      return;
    case 'heard':
      await parts.hear(deps, {
        eventId: row.event_id,
        lineUserId: understood.lineUserId,
        eventAt: row.event_at,
        heard: understood.heard,
        ...replyOf(row, understood.replyToken),
      });
  }
}

function replyTokenOf(deps: Deps, row: Row<'inbox'>): { lineUserId?: string; replyToken?: string } {
  try {
    const understood = toHeard(deps.sealer.open(row.body_sealed ?? ''));
    return understood.kind === 'heard' ? understood : {};
  } catch {
    return {};
  }
}

/** Gives an event up: it is kept as failed, and the person hears that it did not work. */
async function giveUp(deps: Deps, row: Row<'inbox'>, why: string): Promise<void> {
  const { lineUserId, replyToken } = replyTokenOf(deps, row);
  await inTransaction(deps, async (txDeps) => {
    if (lineUserId !== undefined) {
      const member = await memberByLineId(txDeps, lineUserId);
      await enqueueNotice(txDeps, {
        memberId: member.id,
        notice: { kind: 'plain_fallback' },
        urgency: 'answer',
        ...replyOf(row, replyToken),
      });
    }
    await finishEvent(txDeps.tx, row.event_id, { state: 'failed', now: deps.clock.now(), why });
  });
}

async function afterFailure(deps: Deps, parts: InboxParts, failed: { row: Row<'inbox'>; error: unknown }): Promise<void> {
  const { row, error } = failed;
  const attempts = row.attempts + 1;
  const isLast = attempts >= INBOX_ATTEMPTS_MAX;
  deps.log.error({ eventId: row.event_id, attempts, givenUp: isLast, err: error }, 'event failed');
  try {
    if (isLast) {
      await giveUp(deps, row, error instanceof Error ? error.name : 'unknown');
      parts.metrics.count('panim_events_failed_total');
    } else {
      const delay = backoffDelay(INBOX_BACKOFF, attempts, deps.chance.fraction());
      await postponeEvent(deps.db, row.event_id, { attempts, nextAttemptAt: deps.clock.now() + delay });
    }
  } catch (second) {
    // The database itself fails: the event stays as it is, for the pass after the next poll.
    deps.log.error({ eventId: row.event_id, err: second }, 'event could not be postponed');
    throw second;
  }
}

/**
 * Hears stored events: of one chat strictly one after another, oldest first; one that fails waits and holds back
 * only its own chat. Events of different chats are heard together and share commits. A crash in between repeats the
 * event, whose transaction either was or was not.
 */
export function createInboxWorker(deps: Deps, parts: InboxParts): Worker {
  /** Undefined when the event is over, else what went wrong. */
  async function attempt(row: Row<'inbox'>): Promise<{ row: Row<'inbox'>; error: unknown } | undefined> {
    try {
      await processEvent(deps, parts, row);
      return undefined;
    } catch (error) {
      return { row, error };
    }
  }

  return createWorker({
    name: 'inbox',
    log: deps.log,
    pace: deps.pace,
    async pass(stopping) {
      if (stopping()) return 0;
      const limit = deps.pace?.isFlood() === true ? INBOX_BATCH_IN_FLOOD : INBOX_BATCH_MAX;
      const rows = await dueEvents(deps.db, { now: deps.clock.now(), limit });
      const attempts = await Promise.all(rows.map((row) => attempt(row)));
      const failed = attempts.filter((each) => each !== undefined);
      // Not the events' fault: they stay as they are, for the pass after the next poll.
      const troubled = failed.find(({ error }) => isDiskTrouble(error));
      if (troubled !== undefined) throw troubled.error;
      const waiting = await stillWaiting(deps.db, rows);
      for (const row of rows)
        if (waiting.has(row.event_id) && !failed.some((each) => each.row === row))
          failed.push({ row, error: new Error('the event was heard but not ended') });
      for (const each of failed) await afterFailure(deps, parts, each);
      return rows.length;
    },
  });
}
