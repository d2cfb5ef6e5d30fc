import BetterSqlite3 from 'better-sqlite3';
import type { CityRecord, SendRecord } from '../../simulator/city/record.ts';
import { people } from '../support/people.ts';
import type { SeenDamage } from './damage.ts';
import type { Watched } from './observe.ts';
import { MALI } from './story.ts';

/** The newest accepted send of that kind to that person. */
function sendTo(record: CityRecord, to: string, via?: SendRecord['via']): SendRecord {
  const send = record.sends.findLast((each) => each.to === to && each.accepted && (via === undefined || each.via === via));
  if (send === undefined) throw new Error('nothing was sent');
  return send;
}

function tells(to: string, text: string): (record: CityRecord) => void {
  return (record) => {
    const send = sendTo(record, to);
    record.sends.push({ ...send, via: 'reply', requestId: 'another', messages: [{ type: 'text', text }] });
  };
}

const { coordinator, treasurer, mali, somjai, noodleShop, ek, oh, wit, wilai } = people;

function screeningIn(databasePath: string): string {
  const db = new BetterSqlite3(databasePath, { readonly: true });
  const row = db.prepare<[], { id: string }>('SELECT min(id) AS id FROM screening').get();
  db.close();
  return row?.id ?? '';
}

/** In events, in notices, and in what anybody is told or shown. */
export const damagesInWords = (watched: () => Watched): readonly SeenDamage[] => [
  ['what was answered 200 is nowhere', { sql: `DELETE FROM inbox WHERE rowid = (SELECT max(rowid) FROM inbox)` }, ['stored']],
  [
    'an event that nobody sent',
    {
      sql: `INSERT INTO inbox SELECT 'ev-x', line_user_id, event_at, received_at, NULL, 'done', NULL, 0, 0, done_at FROM inbox ORDER BY rowid DESC LIMIT 1`,
    },
    ['heardOnly', 'endedOnce'],
  ],
  [
    'an event waits at rest',
    { sql: `UPDATE inbox SET state = 'waiting', done_at = NULL WHERE rowid = (SELECT max(rowid) FROM inbox)` },
    ['inboxDrains'],
  ],
  [
    'an event failed without a fault',
    { sql: `UPDATE inbox SET state = 'failed' WHERE rowid = (SELECT max(rowid) FROM inbox)` },
    ['failed'],
  ],
  [
    'an event ended later than its effect',
    { sql: `UPDATE inbox SET done_at = done_at + 1 WHERE event_id = (SELECT max(event_id) FROM inbox WHERE line_user_id = '${wilai}')` },
    ['effectOnce'],
  ],
  [
    'an event was ignored without a reason',
    { sql: `UPDATE inbox SET state = 'ignored' WHERE rowid = (SELECT max(rowid) FROM inbox)` },
    ['effectOnce'],
  ],
  [
    'a push arrived that is no notice',
    { record: (record) => record.sends.push({ ...sendTo(record, mali, 'push'), retryKey: 'made-up' }) },
    ['toldOnce', 'toWhom'],
  ],
  ['a push arrived twice', { record: (record) => record.sends.push(sendTo(record, mali, 'push')) }, ['toldOnce']],
  ['a push went to somebody else', { record: (record) => void (sendTo(record, mali, 'push').to = wit) }, ['toWhom']],
  ['LINE never took what counts as sent', { record: (record) => void (sendTo(record, mali, 'push').accepted = false) }, ['told']],
  ['a reply was never taken', { record: (record) => void (sendTo(record, mali, 'reply').accepted = false) }, ['told']],
  ['half of what was to be told was sent', { record: (record) => record.sends.forEach((send) => void (send.messages = [])) }, ['told']],
  [
    'less was told than counts as sent, under an answer that was lost',
    { record: (record) => record.sends.forEach((send) => Object.assign(send, { messages: [], answerLost: true })) },
    ['told'],
  ],
  [
    'a notice is on its way again under another key',
    {
      sql: `UPDATE outbox SET id = 'another', sent_with = 'another' WHERE id = (SELECT max(sent_with) FROM outbox WHERE sent_via = 'push')`,
    },
    ['toldOnce', 'told', 'toWhom'],
  ],
  [
    'a notice waits at rest',
    { sql: `UPDATE outbox SET state = 'waiting' WHERE sequence = (SELECT max(sequence) FROM outbox WHERE urgency = 'act')` },
    ['totals', 'outboxDrains'],
  ],
  [
    'a notice was given up',
    {
      sql: `UPDATE outbox SET state = 'parked', error = 'refused 400' WHERE sequence = (SELECT max(sequence) FROM outbox WHERE urgency = 'answer')`,
    },
    ['parked'],
  ],
  [
    'a notice was dropped',
    {
      sql: `UPDATE outbox SET state = 'dropped', error = 'blocked' WHERE sequence = (SELECT max(sequence) FROM outbox WHERE urgency = 'answer')`,
    },
    ['dropped'],
  ],
  ['a notice is gone', { sql: `DELETE FROM outbox WHERE sequence = (SELECT max(sequence) - 3 FROM outbox)` }, ['noticesStay']],
  ['nobody was told of a household', { sql: `UPDATE outbox SET kind = 'queue' WHERE kind = 'screening_waiting'` }, ['owned']],
  [
    'a resident was told of a shop that applied',
    { sql: `UPDATE outbox SET member_id = (SELECT id FROM member WHERE line_user_id = '${somjai}') WHERE kind = 'shop_applied'` },
    ['toWhom', 'owned'],
  ],
  ['a donor was told a name', { record: tells(wit, `ส่งให้คุณ${MALI.name}ค่ะ`) }, ['names']],
  ['a shop was told a name', { record: tells(noodleShop, `ของคุณ${MALI.name}`) }, ['names']],
  ['a shop was told a door', { record: tells(noodleShop, MALI.landmark) }, ['doors']],
  ['another rider was told a phone', { record: tells(oh, `โทร ${MALI.phone}`) }, ['doors']],
  ['the treasurer was told an allergy', { record: tells(treasurer, MALI.allergy) }, ['health']],
  ['a rider was told an allergy', { record: tells(ek, MALI.allergy) }, ['health']],
  [
    'a rider was told a name long after the handover',
    {
      record: (record) => {
        const send = sendTo(record, ek);
        record.sends.push({
          ...send,
          via: 'reply',
          requestId: 'another',
          at: send.at,
          messages: [{ type: 'text', text: 'ส่งให้คุณสมใจ4712' }],
        });
      },
    },
    ['names'],
  ],
  [
    'a page told a rider why somebody asks',
    {
      record: (record) =>
        record.apiCalls.push({
          at: watched().city.clock.now(),
          lineUserId: ek,
          method: 'GET',
          path: '/api/rider',
          status: 200,
          body: { need: 'quarantine' },
        }),
    },
    ['health'],
  ],
  [
    'a page showed another home',
    {
      record: (record) =>
        record.apiCalls.push({
          at: watched().city.clock.now(),
          lineUserId: somjai,
          method: 'GET',
          path: '/api/resident',
          status: 200,
          body: { order: { landmark: MALI.landmark } },
        }),
    },
    ['doors'],
  ],
  [
    'a tap had two answers',
    {
      record: (record) => {
        const call = record.apiCalls.find((each) => each.method === 'POST' && each.status === 200);
        if (call !== undefined) record.apiCalls.push({ ...call, key: 'tap' }, { ...call, key: 'tap', status: 409 });
      },
    },
    ['sameAnswer'],
  ],
  [
    'a case was read and not logged',
    {
      sql: `DELETE FROM access_log`,
      record: (record) =>
        record.apiCalls.push({
          at: watched().city.clock.now(),
          lineUserId: coordinator,
          method: 'GET',
          path: `/api/coordinator/screenings/${screeningIn(watched().city.databasePath)}`,
          status: 200,
          body: {},
        }),
    },
    ['logged'],
  ],
];
