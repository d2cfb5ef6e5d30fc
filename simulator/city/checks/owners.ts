import type { NoticeRow } from './changes.ts';
import type { Check, Sight } from './sight.ts';

interface WaitingRow {
  row: number;
  id: string;
  at: number;
}

interface Queue {
  /** What waits, newest last: `row`, `id`, `at` the moment in which it began to wait. */
  rows: string;
  /** The notice that tells of it, and who may hear it. */
  notice: string;
  roles: readonly string[];
}

/** Whoever waits for a person: in the moment in which the waiting began somebody was told. */
const QUEUES: readonly Queue[] = [
  { rows: 'SELECT rowid AS row, id, asked_at AS at FROM screening', notice: 'screening_waiting', roles: ['coordinator'] },
  { rows: 'SELECT rowid AS row, id, applied_at AS at FROM shop', notice: 'shop_applied', roles: ['coordinator'] },
  { rows: 'SELECT rowid AS row, id, applied_at AS at FROM rider', notice: 'rider_applied', roles: ['coordinator'] },
  { rows: 'SELECT rowid AS row, id, opened_at AS at FROM incident', notice: 'incident', roles: ['coordinator'] },
  {
    // Who has a shop here is taken at their word: such a gift waits for nobody.
    rows: `SELECT l.rowid AS row, l.id, l.offered_at AS at FROM gift_lot l
      WHERE NOT EXISTS (SELECT 1 FROM shop s WHERE s.member_id = l.member_id AND s.state <> 'declined')`,
    notice: 'gift_offered',
    roles: ['coordinator'],
  },
  {
    rows: `SELECT s.rowid AS row, s.pledge_id AS id, s.sent_at AS at FROM slip s WHERE s.pledge_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM slip e WHERE e.pledge_id = s.pledge_id AND e.rowid < s.rowid)`,
    notice: 'slip_waiting',
    roles: ['treasurer'],
  },
  { rows: 'SELECT rowid AS row, id, asked_at AS at FROM four_eyes', notice: 'approval_wanted', roles: ['treasurer', 'coordinator'] },
];

/** Moments that are remembered: a step is over long before so many notices have been written. */
const MOMENTS_KEPT = 5000;

export function checkOwners({ db, expect }: Sight): Check {
  const queues = QUEUES.map((queue) => ({
    ...queue,
    // The words are ours, the number is bound.
    after: db.prepare<[number], WaitingRow>(`SELECT * FROM (${queue.rows}) WHERE row > ? ORDER BY row`),
    last: 0,
  }));
  const hasRole = db.prepare<[string, string], { id: string }>('SELECT id FROM member_role WHERE member_id = ? AND role = ?');
  const toldAt = new Map<string, string[]>();

  function note({ kind, createdAt, member }: NoticeRow): void {
    const moment = `${kind} ${createdAt}`;
    const told = toldAt.get(moment);
    if (told === undefined) toldAt.set(moment, [member]);
    else told.push(member);
  }

  /** Only after the look for which they were noted: the first one sees all that was before the run. */
  function forgetOldest(): void {
    for (const moment of toldAt.keys()) {
      if (toldAt.size <= MOMENTS_KEPT) return;
      toldAt.delete(moment);
    }
  }

  const isStaff = (member: string, roles: readonly string[]): boolean => roles.some((role) => hasRole.get(member, role) !== undefined);

  return {
    afterStep({ notices }) {
      for (const notice of notices) note(notice);
      for (const queue of queues) {
        for (const { row, id, at } of queue.after.all(queue.last)) {
          queue.last = row;
          const isTold = toldAt.get(`${queue.notice} ${at}`)?.some((member) => isStaff(member, queue.roles)) === true;
          expect('owned', `${queue.notice} ${id}`, { expected: 'somebody told', found: isTold ? 'somebody told' : 'nobody' });
        }
      }
      forgetOldest();
    },
  };
}
