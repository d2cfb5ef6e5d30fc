import BetterSqlite3 from 'better-sqlite3';
import type { LinePlatform } from '../../simulator/platform.ts';
import type { Memory } from './habits.ts';

type Cell = string | number | null;

/** Reads the file with plain SQL: what checks the application is not the application. */
function openFile(path: string) {
  const sqlite = new BetterSqlite3(path, { readonly: true, fileMustExist: true });
  return {
    rows: (query: string, ...values: Cell[]) => sqlite.prepare<Cell[], Record<string, Cell>>(query).all(...values),
    /** Two columns as a map. */
    map(query: string): Map<string, Cell> {
      return new Map(sqlite.prepare<[], [string, Cell]>(query).raw().all());
    },
    close: () => void sqlite.close(),
  };
}
type File = ReturnType<typeof openFile>;

/** Every event that was answered with 200 stands in the inbox, once (its id is the key), and has come to its end. */
function lostEvents(file: File, taken: readonly string[]): string[] {
  const states = file.map('SELECT event_id, state FROM inbox');
  const wrong = taken.filter((id) => states.get(id) !== 'done').map((id) => `event ${id} is ${states.get(id) ?? 'lost'}`);
  const known = new Set(taken);
  const strangers = [...states.keys()].filter((id) => !known.has(id)).map((id) => `event ${id} was never sent`);
  return [...wrong, ...strangers];
}

/** Each conversation that was carried through is one order, each promise one pledge, each reference one receipt. */
function wrongEffects(file: File, memory: Memory): string[] {
  const orders = file.map(
    `SELECT member.line_user_id, count(*) FROM meal_order JOIN household ON household.id = household_id
     JOIN member ON member.id = household.member_id GROUP BY member.id`,
  );
  const wrong = [...memory.ordered].filter(([who, count]) => orders.get(who) !== count);
  const pledges = file.rows(
    'SELECT amount_satang AS satang, line_user_id AS who, count(*) AS times FROM pledge JOIN member ON member.id = member_id GROUP BY amount_satang, member_id',
  );
  const doubled = pledges.filter(({ times, satang, who }) => times !== 1 || memory.promised.get(Number(satang)) !== who);
  const receipts = file.map(`SELECT replace(bank_reference, ' ', ''), sum(amount_satang) FROM money_receipt GROUP BY 1`);
  const unrecorded = [...memory.recorded].filter(([reference, satang]) => receipts.get(reference) !== satang);
  return [
    ...wrong.map(([who, count]) => `${who} ordered ${count} times, there are ${orders.get(who) ?? 0} orders`),
    ...doubled.map(({ satang, times }) => `${satang} satang were promised once, there are ${times} pledges`),
    ...(pledges.length === memory.promised.size ? [] : [`${memory.promised.size} promises, ${pledges.length} pledges`]),
    ...unrecorded.map(([reference, satang]) => `${reference}: ${satang} satang recorded, ${receipts.get(reference) ?? 0} there`),
    // The first money of the town is not the treasurer's of this day.
    ...(receipts.size === memory.recorded.size + 1 ? [] : [`${memory.recorded.size} receipts recorded, ${receipts.size - 1} there`]),
  ];
}

/** All that the state of an order says must have happened to it has happened once. */
function wrongOrders(file: File): string[] {
  const wrong = file.rows(
    `SELECT meal_order.id, state,
       (SELECT count(*) FROM handover WHERE order_id = meal_order.id) AS handovers,
       (SELECT count(*) FROM posting WHERE key LIKE 'order/' || meal_order.id || '/%' AND template = 'meals_handed_over') AS paid
     FROM meal_order WHERE state NOT IN ('handed_over', 'cancelled')
       OR handovers <> (state = 'handed_over') OR paid <> (state = 'handed_over')`,
  );
  return wrong.map((row) => `order ${JSON.stringify(row)}`);
}

/** What LINE showed to each person is what the outbox says it sent: as many requests, none of them twice. */
function wrongMessages(file: File, platform: LinePlatform): string[] {
  const sent = file.map(
    `SELECT line_user_id, count(DISTINCT sent_with) FROM outbox JOIN member ON member.id = member_id WHERE state = 'sent' GROUP BY member.id`,
  );
  const shown = new Map<string, number>();
  for (const { path, status, to } of platform.requests()) {
    if (status !== 200 || !/\/message\/(?:reply|push)$/u.test(path)) continue;
    const [who = ''] = to ?? [];
    shown.set(who, (shown.get(who) ?? 0) + 1);
  }
  const people = new Set([...sent.keys(), ...shown.keys()]);
  const wrong = [...people].filter((who) => sent.get(who) !== shown.get(who));
  // News that nobody picked up waits, or was overtaken by newer news of the same thing.
  const left = file.rows(
    `SELECT id, state, kind FROM outbox WHERE state <> 'sent' AND NOT (state IN ('waiting', 'dropped') AND urgency = 'news')`,
  );
  return [
    ...wrong.map((who) => `${who} was sent ${sent.get(who) ?? 0} times and shown ${shown.get(who) ?? 0}`),
    ...left.map((row) => `message ${JSON.stringify(row)}`),
    ...platform.violations().map((request) => `LINE refused ${request.path}`),
  ];
}

function damage(file: File): string[] {
  const pages = file.rows('PRAGMA integrity_check').map((row) => String(row['integrity_check']));
  const orphans = file.rows('PRAGMA foreign_key_check').map((row) => `an orphan in ${row['table']}`);
  return [...pages.filter((line) => line !== 'ok'), ...orphans];
}

/** Everything that is not as those remember it who were answered. */
export function differences(path: string, known: { taken: readonly string[]; memory: Memory; platform: LinePlatform }): string[] {
  const file = openFile(path);
  try {
    return [
      ...damage(file),
      ...lostEvents(file, known.taken),
      ...wrongEffects(file, known.memory),
      ...wrongOrders(file),
      ...wrongMessages(file, known.platform),
    ];
  } finally {
    file.close();
  }
}
