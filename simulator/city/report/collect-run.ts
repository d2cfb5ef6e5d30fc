/** What one run leaves behind, in numbers that can be added to those of other runs and sent to another process. */
import BetterSqlite3 from 'better-sqlite3';
import type { CityRecord, CityRole } from '../record.ts';
import { MISHAPS, ORDER_STATES, ROLES, WAITS } from './report.ts';
import type { MishapName, StateName, WaitName } from './report.ts';

export interface RunNumbers {
  events: number;
  byState: Record<StateName, number>;
  byHour: number[];
  mealsHandedOver: number;
  waitsMs: Record<WaitName, number[]>;
  pushesByRole: Record<(typeof ROLES)[number], number>;
  replies: number;
  mealsRidden: number;
  riddenMs: number;
  shopsSatang: number;
  ridersSatang: number;
  mishaps: Record<MishapName, number>;
}

const ORDERS = 'SELECT state, count(*) AS orders, sum(meals) AS meals FROM meal_order GROUP BY state';
const HOURS = `SELECT CAST(strftime('%H', (placed_at + 25200000) / 1000, 'unixepoch') AS INTEGER) AS hour, count(*) AS orders
  FROM meal_order GROUP BY 1`;
/** Food for a meal time is asked for hours before: only what was wanted at once tells how long people wait. */
const STEPS = `SELECT o.placed_at AS placedAt, o.meal_time AS mealTime, e.event, min(e.at) AS at FROM meal_order o JOIN order_event e ON e.order_id = o.id
  WHERE o.mode <> 'counter' GROUP BY o.id, e.event`;
const RIDES = `SELECT o.meals, f.answered_at AS tookAt, h.at FROM handover h JOIN meal_order o ON o.id = h.order_id
  JOIN stop s ON s.order_id = o.id JOIN rider_offer f ON f.trip_id = s.trip_id AND f.state = 'accepted'`;
const OWED = "SELECT coalesce(sum(balance), 0) AS satang FROM account WHERE code LIKE ? || '/%/owed'";

const WAIT_OF: Readonly<Record<string, WaitName>> = {
  shop_accepts: 'accepted',
  gift_takes: 'accepted',
  cooked: 'ready',
  picked_up: 'picked_up',
  handed_over: 'at_the_door',
};
/** An event that was answered so much later than it was sent met something on its way. */
const LATE_MS = 10_000;

function isWhole<Name extends string>(counts: Partial<Record<Name, number>>, names: readonly Name[]): counts is Record<Name, number> {
  return names.every((name) => counts[name] !== undefined);
}

function zeros<Name extends string>(names: readonly Name[]): Record<Name, number> {
  const counts: Partial<Record<Name, number>> = {};
  for (const name of names) counts[name] = 0;
  if (!isWhole(counts, names)) throw new Error('a count was left out');
  return counts;
}

function isState(name: string): name is StateName {
  return ORDER_STATES.some((state) => state === name);
}

function waitsIn(db: BetterSqlite3.Database): Record<WaitName, number[]> {
  const waits: Record<WaitName, number[]> = { accepted: [], ready: [], picked_up: [], at_the_door: [] };
  const steps = db.prepare<[], { placedAt: number; mealTime: string; event: string; at: number }>(STEPS).all();
  for (const { placedAt, mealTime, event, at } of steps) {
    const name = WAIT_OF[event];
    if (name !== undefined && (name === 'accepted' || mealTime === 'now')) waits[name].push(at - placedAt);
  }
  return waits;
}

type TableNumbers = Omit<RunNumbers, 'events' | 'pushesByRole' | 'replies' | 'mishaps'>;

function numbersOfTables(db: BetterSqlite3.Database): TableNumbers {
  const byState = zeros(ORDER_STATES);
  let mealsHandedOver = 0;
  for (const { state, orders, meals } of db.prepare<[], { state: string; orders: number; meals: number }>(ORDERS).all()) {
    if (isState(state)) byState[state] = orders;
    if (state === 'handed_over') mealsHandedOver = meals;
  }
  const byHour = Array.from({ length: 24 }, () => 0);
  for (const { hour, orders } of db.prepare<[], { hour: number; orders: number }>(HOURS).all()) byHour[hour] = orders;
  const rides = db.prepare<[], { meals: number; tookAt: number; at: number }>(RIDES).all();
  const owed = db.prepare<[string], { satang: number }>(OWED);
  return {
    byState,
    byHour,
    mealsHandedOver,
    waitsMs: waitsIn(db),
    mealsRidden: rides.reduce((sum, ride) => sum + ride.meals, 0),
    riddenMs: rides.reduce((sum, ride) => sum + Math.max(0, ride.at - ride.tookAt), 0),
    shopsSatang: owed.get('shop')?.satang ?? 0,
    ridersSatang: owed.get('rider')?.satang ?? 0,
  };
}

/** Somebody with several roles is counted with the one in which most is asked of them. */
function roleOf(roles: ReadonlySet<CityRole> | undefined): (typeof ROLES)[number] {
  const working = ['coordinator', 'treasurer', 'shop', 'rider', 'donor'] as const;
  return working.find((role) => roles?.has(role) === true) ?? 'resident';
}

function pushesIn({ sends, people }: CityRecord): Record<(typeof ROLES)[number], number> {
  const pushes = zeros(ROLES);
  for (const send of sends) if (send.via === 'push' && send.accepted) pushes[roleOf(people.get(send.to)?.roles)] += 1;
  return pushes;
}

function mishapsIn({ webhooks, sends, apiCalls, crashes }: CityRecord): Record<MishapName, number> {
  const counts = zeros(MISHAPS);
  counts.killed = crashes.length;
  counts.delivered_again = webhooks.filter((webhook) => webhook.deliveries > 1).length;
  counts.delivered_late = webhooks.filter(({ at, answered200At }) => answered200At !== undefined && answered200At - at > LATE_MS).length;
  counts.line_refused = sends.filter(({ accepted, status }) => !accepted && (status === 0 || status === 429 || status >= 500)).length;
  counts.answer_lost = sends.filter((send) => send.accepted && send.answerLost).length;
  counts.request_unanswered = apiCalls.filter((call) => call.status === 0 || call.status >= 500).length;
  counts.blocked = webhooks.filter((webhook) => webhook.kind === 'unfollow').length;
  return counts;
}

/** Reads the run's database: to be called before that is removed. */
export function collectRun({ record, databasePath }: { record: CityRecord; databasePath: string }): RunNumbers {
  const db = new BetterSqlite3(databasePath, { readonly: true, fileMustExist: true });
  try {
    return {
      ...numbersOfTables(db),
      events: record.webhooks.length + record.sends.length + record.apiCalls.length,
      pushesByRole: pushesIn(record),
      replies: record.sends.filter((send) => send.via === 'reply' && send.accepted).length,
      mishaps: mishapsIn(record),
    };
  } finally {
    db.close();
  }
}

/** Adds one run to what others have left. */
export function addRun(sum: RunNumbers | undefined, run: RunNumbers): RunNumbers {
  if (sum === undefined) return run;
  const both = <Name extends string>(names: readonly Name[], of: (numbers: RunNumbers) => Record<Name, number>): Record<Name, number> => {
    const counts = zeros(names);
    for (const name of names) counts[name] = of(sum)[name] + of(run)[name];
    return counts;
  };
  const waitsMs: Record<WaitName, number[]> = { accepted: [], ready: [], picked_up: [], at_the_door: [] };
  for (const name of WAITS) waitsMs[name] = [...sum.waitsMs[name], ...run.waitsMs[name]];
  return {
    events: sum.events + run.events,
    byState: both(ORDER_STATES, (numbers) => numbers.byState),
    byHour: sum.byHour.map((orders, hour) => orders + (run.byHour[hour] ?? 0)),
    mealsHandedOver: sum.mealsHandedOver + run.mealsHandedOver,
    waitsMs,
    pushesByRole: both(ROLES, (numbers) => numbers.pushesByRole),
    replies: sum.replies + run.replies,
    mealsRidden: sum.mealsRidden + run.mealsRidden,
    riddenMs: sum.riddenMs + run.riddenMs,
    shopsSatang: sum.shopsSatang + run.shopsSatang,
    ridersSatang: sum.ridersSatang + run.ridersSatang,
    mishaps: both(MISHAPS, (numbers) => numbers.mishaps),
  };
}

export function noNumbers(): RunNumbers {
  return {
    events: 0,
    byState: zeros(ORDER_STATES),
    byHour: Array.from({ length: 24 }, () => 0),
    mealsHandedOver: 0,
    waitsMs: { accepted: [], ready: [], picked_up: [], at_the_door: [] },
    pushesByRole: zeros(ROLES),
    replies: 0,
    mealsRidden: 0,
    riddenMs: 0,
    shopsSatang: 0,
    ridersSatang: 0,
    mishaps: zeros(MISHAPS),
  };
}
