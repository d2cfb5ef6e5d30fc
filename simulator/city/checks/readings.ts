import { isObject, listAt, textAt } from '../../json.ts';
import type { ApiCallRecord } from '../record.ts';
import type { NoticeRow } from './changes.ts';
import { dayIn } from './ledger-postings.ts';
import type { Check, Sight } from './sight.ts';

const QUEUE = /^(?:\/api)?\/coordinator$/u;
const CASE = /^(?:\/api)?\/coordinator\/screenings\/(?<screening>\w+)$/u;
const READINGS = `SELECT l.what, l.at FROM screening s JOIN access_log l ON l.household_id = s.household_id
  JOIN member m ON m.id = l.reader_id WHERE s.id = ? AND m.line_user_id = ?`;
/** A case counts each time it is opened; a list is fetched again and again, and counts once a day (docs/decisions/0005). */
const CLOCKS_APART = 15 * 60_000;

/** Staff who are shown a home stand in the log that the home can read. */
export function checkReadings({ db, expect }: Sight): Check {
  const readings = db.prepare<[string, string], { what: string; at: number }>(READINGS);
  const readingAt = db.prepare<[string, number], { what: string }>(
    "SELECT what FROM access_log WHERE reader_id = ? AND at = ? AND what = 'case' LIMIT 1",
  );

  function expectRow(where: string, isLogged: boolean): void {
    expect('logged', where, { expected: 'a row in the access log', found: isLogged ? 'a row in the access log' : 'none' });
  }

  function checkQueue(call: ApiCallRecord): void {
    for (const line of listAt(call.body, 'screenings').filter(isObject)) {
      const screening = textAt(line, 'screening') ?? '';
      const rows = readings.all(screening, call.lineUserId);
      expectRow(
        `${screening} in the queue at ${call.at}`,
        rows.some(({ at }) => dayIn(at) === dayIn(call.at)),
      );
    }
  }

  function checkCall(call: ApiCallRecord): void {
    if (call.method !== 'GET' || call.status !== 200) return;
    if (QUEUE.test(call.path)) checkQueue(call);
    const screening = CASE.exec(call.path)?.groups?.['screening'];
    if (screening === undefined) return;
    const rows = readings.all(screening, call.lineUserId).filter(({ what }) => what === 'case');
    expectRow(
      `${screening} at ${call.at}`,
      rows.some(({ at }) => Math.abs(at - call.at) <= CLOCKS_APART),
    );
  }

  function checkNotice({ kind, member, createdAt, sequence }: NoticeRow): void {
    if (kind === 'screening_case') expectRow(`notice ${sequence} to ${member}`, readingAt.get(member, createdAt) !== undefined);
  }

  return {
    afterStep({ apiCalls, notices }) {
      for (const call of apiCalls) checkCall(call);
      for (const notice of notices) checkNotice(notice);
    },
  };
}
