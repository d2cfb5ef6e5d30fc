import type { WebhookRecord } from '../record.ts';
import type { NoticeRow } from './changes.ts';
import type { Check, Sight } from './sight.ts';

interface InboxRow {
  row: number;
  eventId: string;
  state: string;
  why: string | null;
  receivedAt: number;
  doneAt: number | null;
  attempts: number;
}

const INBOX = `SELECT rowid AS row, event_id AS eventId, state, why, received_at AS receivedAt, done_at AS doneAt, attempts FROM inbox`;
/** Finished events are forgotten after a week (docs/decisions/0005): younger ones are all there. */
const KEPT = 6 * 86_400_000;
/** Attempts before an event is given up; each must have met a fault. */
const ATTEMPTS = 5;
/** A fault shows a little before or after what it broke. */
const FAULTS_BEFORE = 5 * 60_000;

/** When the answers of a member were written, and when the member's events ended: the two go together. */
interface Moments {
  answers: Set<number>;
  ends: Set<number>;
}

interface Effects {
  noteEnd: (row: InboxRow, webhook: WebhookRecord) => void;
  /** Takes in what was written; what it gives back is to be called when the ends of the same step are known. */
  noteAnswers: (notices: readonly NoticeRow[]) => () => void;
}

function createEffects({ db, expect }: Sight): Effects {
  const lineIdOf = db.prepare<[string], { lineUserId: string }>('SELECT line_user_id AS lineUserId FROM member WHERE id = ?');
  const momentsOf = new Map<string, Moments>();

  function moments(lineUserId: string): Moments {
    const found = momentsOf.get(lineUserId);
    if (found !== undefined) return found;
    const fresh = { answers: new Set<number>(), ends: new Set<number>() };
    momentsOf.set(lineUserId, fresh);
    return fresh;
  }

  return {
    noteEnd({ eventId, state, doneAt, why }, { kind, chatId }) {
      const where = `event ${eventId} ${kind}`;
      if (state === 'ignored') expect('effectOnce', where, { expected: 'a reason', found: why === null ? 'none' : 'a reason' });
      if (state !== 'done' || doneAt === null) return;
      const { answers, ends } = moments(chatId);
      // Everything that is said gets an answer; a tap on a menu's tab, a farewell or a message taken back need none.
      if (kind === 'message' && !answers.has(doneAt)) expect('effectOnce', where, { expected: 'an answer', found: 'none' });
      ends.add(doneAt);
    },
    noteAnswers(notices) {
      // A plain sentence may follow later, when LINE refused the answer.
      const written = notices
        .filter((each) => each.urgency === 'answer' && each.kind !== 'plain_fallback')
        .map(({ member, createdAt }) => ({ lineUserId: lineIdOf.get(member)?.lineUserId ?? '', at: createdAt }));
      for (const { lineUserId, at } of written) moments(lineUserId).answers.add(at);
      return () => {
        for (const { lineUserId, at } of written) {
          const isEnd = moments(lineUserId).ends.has(at);
          expect('effectOnce', `answer to ${lineUserId} at ${at}`, {
            expected: 'an event ended',
            found: isEnd ? 'an event ended' : 'none',
          });
        }
      };
    },
  };
}

/** What LINE delivered is on disk, ends once, and takes effect in that very moment. */
export function checkEvents(sight: Sight): Check {
  const { db, record, expect, now } = sight;
  const rowOf = db.prepare<[string], InboxRow>(`${INBOX} WHERE event_id = ?`);
  const rowsAfter = db.prepare<[number], InboxRow>(`${INBOX} WHERE rowid > ? ORDER BY rowid`);
  const waiting = db.prepare<[], InboxRow>(`${INBOX} WHERE state = 'waiting' LIMIT 20`);
  const effects = createEffects(sight);
  const known = new Map<string, WebhookRecord>();
  const open = new Set<string>();
  const ended = new Map<string, number | null>();
  let lastRow = 0;

  /** Faults that the world knows of while the event waited. */
  function faultsAround({ receivedAt }: InboxRow, doneAt: number): number {
    return record.crashes.filter((crash) => crash.at >= receivedAt - FAULTS_BEFORE && crash.at <= doneAt + FAULTS_BEFORE).length;
  }

  function noteEnd(row: InboxRow): void {
    const webhook = known.get(row.eventId);
    ended.set(row.eventId, row.doneAt);
    if (row.doneAt === null || webhook === undefined)
      return expect('endedOnce', `event ${row.eventId}`, { expected: 'a time', found: null });
    if (row.state === 'failed' && faultsAround(row, row.doneAt) < ATTEMPTS)
      expect('failed', `event ${row.eventId} ${webhook.kind}`, { expected: 'done', found: `failed: ${row.why}` });
    effects.noteEnd(row, webhook);
  }

  function noteNew(row: InboxRow): void {
    lastRow = row.row;
    open.add(row.eventId);
    const isDelivered = (known.get(row.eventId)?.deliveries ?? 0) > 0;
    expect('heardOnly', `event ${row.eventId}`, { expected: 'delivered', found: isDelivered ? 'delivered' : 'never' });
  }

  function checkOpen(): void {
    for (const eventId of open) {
      const row = rowOf.get(eventId);
      if (row?.state === 'waiting') continue;
      open.delete(eventId);
      if (row === undefined) expect('stored', `event ${eventId}`, { expected: 'a row', found: 'none' });
      else noteEnd(row);
    }
  }

  return {
    afterStep({ webhooks, answered, notices }) {
      for (const webhook of webhooks) known.set(webhook.eventId, webhook);
      for (const row of rowsAfter.all(lastRow)) noteNew(row);
      for (const { eventId, kind, at } of answered) {
        const isThere = ended.has(eventId) || now() - at > KEPT || rowOf.get(eventId) !== undefined;
        expect('stored', `event ${eventId} ${kind}`, { expected: 'a row', found: isThere ? 'a row' : 'none' });
      }
      const checkAnswers = effects.noteAnswers(notices);
      checkOpen();
      checkAnswers();
    },
    atRest() {
      for (const row of waiting.all()) expect('inboxDrains', `event ${row.eventId}`, { expected: 'ended', found: row.state });
      for (const [eventId, doneAt] of ended) {
        const row = rowOf.get(eventId);
        if (row !== undefined) expect('endedOnce', `event ${eventId}`, { expected: doneAt, found: row.doneAt });
      }
    },
  };
}
