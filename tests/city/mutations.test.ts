import BetterSqlite3 from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Posting } from '../../bot/domain/postings.ts';
import type * as Postings from '../../bot/domain/postings.ts';
import type * as Limits from '../../bot/limits.ts';
import type * as LineClient from '../../bot/line/client.ts';
import type * as HearEvent from '../../bot/usecases/hear-event.ts';
import type * as EndOrder from '../../bot/usecases/orders/end-order.ts';
import type * as CarryTrip from '../../bot/usecases/riders/carry-trip.ts';
import type * as Inbox from '../../db/inbox.ts';
import type * as RiderView from '../../db/pages/rider-view.ts';
import { isOver } from '../../simulator/city/city.ts';
import type { City } from '../../simulator/city/city.ts';
import { RULES } from '../../simulator/city/checks/rules.ts';
import type { Rule } from '../../simulator/city/checks/rules.ts';
import type { FaultName } from '../../simulator/city/faults/all-faults.ts';
import { populationOf } from '../../simulator/city/population.ts';
import type { Inhabitant } from '../../simulator/city/population.ts';
import { collectRun } from '../../simulator/city/report/collect-run.ts';
import { runCity } from '../../simulator/city/run-city.ts';
import { SCALES } from '../../simulator/city/scales.ts';
import { createTemplate } from '../../simulator/city/template.ts';
import type { Template } from '../../simulator/city/template.ts';

/*
 * Who watches the checks? Faults are put into the service on purpose, one at a time, and the checks must see each of
 * them in a small city. The service knows nothing of it: statements are twisted on their way into the database, or one
 * module is put in the place of another.
 */

/** The mutation of the run; undefined in the city as it is. */
const mutated = vi.hoisted(() => ({ by: undefined as string | undefined }));

const HANDED_OVER_UNPAID = 'the shop is not paid for a meal';
const FACE_VALUE = 'the shop is paid more than its price';
const NEW_KEY = 'a repeated push has a new retry key';
const LATE_STORE = 'a webhook is answered before it is stored';
const DONE_FIRST = 'an event is ended in another transaction than its effects';
const MADE_GOOD_TWICE = 'coupons go back and are made good as well';
const DOOR_TOLD = 'a rider is told the door with the offer';
const ANY_CODE = 'a door opens to any code';
const LONG_CLOCK = 'cooked food may stand for a day';

vi.mock('../../bot/domain/postings.ts', async (importActual) => {
  const actual = await importActual<typeof Postings>();
  const withoutShop = (posting: Posting): Posting => ({
    ...posting,
    transfers: posting.transfers.filter(({ to }) => !to.startsWith('shop/')),
  });
  return {
    ...actual,
    mealsHandedOver(end: Parameters<typeof actual.mealsHandedOver>[0]) {
      if (mutated.by === HANDED_OVER_UNPAID) return withoutShop(actual.mealsHandedOver(end));
      const price = mutated.by === FACE_VALUE ? (end.portions[0]?.faceValue ?? end.price) : end.price;
      return actual.mealsHandedOver({ ...end, price });
    },
  };
});

vi.mock('../../bot/line/client.ts', async (importActual) => {
  const actual = await importActual<typeof LineClient>();
  return {
    ...actual,
    createLinePort(...given: Parameters<typeof actual.createLinePort>) {
      const port = actual.createLinePort(...given);
      const tried = new Map<string, number>();
      return {
        ...port,
        push(to: string, messages: Parameters<typeof port.push>[1], key: string) {
          const times = tried.get(key) ?? 0;
          tried.set(key, times + 1);
          const isNew = mutated.by === NEW_KEY && times > 0;
          return port.push(to, messages, isNew ? `${key.slice(0, -2)}${String(times).padStart(2, '0')}` : key);
        },
      };
    },
  };
});

vi.mock('../../db/inbox.ts', async (importActual) => {
  const actual = await importActual<typeof Inbox>();
  const kept: Parameters<typeof actual.storeEvents>[1][] = [];
  return {
    ...actual,
    async storeEvents(db: Parameters<typeof actual.storeEvents>[0], events: Parameters<typeof actual.storeEvents>[1]) {
      if (mutated.by !== LATE_STORE) return actual.storeEvents(db, events);
      kept.push(events);
      const before = kept.length > 1 ? kept.shift() : undefined;
      return before === undefined ? 0 : actual.storeEvents(db, before);
    },
  };
});

vi.mock('../../bot/usecases/hear-event.ts', async (importActual) => {
  const actual = await importActual<typeof HearEvent>();
  const { finishEvent } = await import('../../db/inbox.ts');
  return {
    ...actual,
    async hearEvent(...[deps, event]: Parameters<typeof actual.hearEvent>) {
      const now = deps.clock.now();
      if (mutated.by === DONE_FIRST) await deps.db.transaction().execute((tx) => finishEvent(tx, event.eventId, { state: 'done', now }));
      await actual.hearEvent(deps, event);
    },
  };
});

vi.mock('../../bot/usecases/orders/end-order.ts', async (importActual) => {
  const actual = await importActual<typeof EndOrder>();
  return {
    ...actual,
    async releaseOrder(...given: Parameters<typeof actual.releaseOrder>) {
      if (mutated.by === MADE_GOOD_TWICE) await actual.reissueCoupons(given[0], given[1]);
      return actual.releaseOrder(...given);
    },
  };
});

vi.mock('../../db/pages/rider-view.ts', async (importActual) => {
  const actual = await importActual<typeof RiderView>();
  const { openHousehold } = await import('../../db/households.ts');
  return {
    ...actual,
    async riderOfferView(...given: Parameters<typeof actual.riderOfferView>) {
      const offer = await actual.riderOfferView(...given);
      if (mutated.by !== DOOR_TOLD) return offer;
      const [{ db, sealer }, trip] = given;
      const row = await db
        .selectFrom('household')
        .innerJoin('meal_order', 'meal_order.household_id', 'household.id')
        .innerJoin('stop', 'stop.order_id', 'meal_order.id')
        .selectAll('household')
        .where('stop.trip_id', '=', trip)
        .executeTakeFirstOrThrow();
      return { ...offer, communityName: `${offer.communityName} ${openHousehold(sealer, row).details.firstName}` };
    },
  };
});

vi.mock('../../bot/usecases/riders/carry-trip.ts', async (importActual) => {
  const actual = await importActual<typeof CarryTrip>();
  return {
    ...actual,
    async riderHandOver(...[deps, command]: Parameters<typeof actual.riderHandOver>) {
      if (mutated.by !== ANY_CODE || !('code' in command.proof)) return actual.riderHandOver(deps, command);
      const order = await deps.tx
        .selectFrom('meal_order')
        .innerJoin('stop', 'stop.order_id', 'meal_order.id')
        .select('hand_over_code')
        .where('stop.trip_id', '=', command.trip)
        .executeTakeFirst();
      return actual.riderHandOver(deps, { ...command, proof: { code: order?.hand_over_code ?? command.proof.code } });
    },
  };
});

vi.mock('../../bot/limits.ts', async (importActual) => {
  const actual = await importActual<typeof Limits>();
  const { COOKED_FOOD_TIME: usual, ...others } = actual;
  return {
    ...others,
    get COOKED_FOOD_TIME() {
      return mutated.by === LONG_CLOCK ? actual.DAY : usual;
    },
  };
});

/** A statement on its way into the database: another text, or nothing at all when its values are these. */
interface Twist {
  text?: (text: string) => string;
  skips?: (text: string, values: readonly unknown[]) => boolean;
}

type Statement = ReturnType<BetterSqlite3.Database['prepare']>;

function twisted(statement: Statement, text: string, skips: NonNullable<Twist['skips']>): Statement {
  const answers = { run: { changes: 1, lastInsertRowid: 0 }, all: [], get: undefined };
  return new Proxy(statement, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown;
      if (typeof value !== 'function') return value;
      if (name !== 'run' && name !== 'all' && name !== 'get') return value.bind(target) as unknown;
      return (values: unknown[] = []): unknown => (skips(text, values) ? answers[name] : Reflect.apply(value, target, [values]));
    },
  });
}

/** The checks look through a connection of their own, which writes nothing and is left as it is. */
function twistStatements({ text: rewrite = (text) => text, skips }: Twist): void {
  const prepare = BetterSqlite3.prototype.prepare as (this: BetterSqlite3.Database, text: string) => Statement;
  vi.spyOn(BetterSqlite3.prototype, 'prepare').mockImplementation(function prepareTwisted(this: BetterSqlite3.Database, text: string) {
    if (this.readonly) return prepare.call(this, text);
    const statement = prepare.call(this, rewrite(text));
    return skips === undefined ? statement : twisted(statement, text, skips);
  });
}

interface Mutation {
  name: string;
  twist?: Twist;
  faults?: readonly FaultName[];
  /** The process dies far more often than the fault `crash` kills it. */
  kills?: true;
  /** Of so many calls that send something one is taken without an answer, or meets an error. */
  line?: { loses?: number; breaks?: number };
  /** Riders guess the code at every door. */
  guesses?: true;
  /** One of these sees it; what is broken by it may be seen by others too. */
  caughtBy: readonly Rule[];
}

/** Nobody knows how the attempt ended. */
const HELD = /^update "outbox" set "next_attempt_at" = \?, "error" = \?, "request_id" = \? where/u;
const inserts = (text: string, table: string): boolean => text.startsWith(`insert into "${table}"`);

const MUTATIONS: readonly Mutation[] = [
  {
    name: 'an event that comes again is heard again',
    twist: {
      text: (text) =>
        inserts(text, 'inbox')
          ? text.replace('do nothing', `do update set "state" = 'waiting', "body_sealed" = excluded."body_sealed"`)
          : text,
    },
    faults: ['duplicate'],
    caughtBy: ['effectOnce', 'endedOnce'],
  },
  { name: LATE_STORE, caughtBy: ['stored'] },
  { name: DONE_FIRST, kills: true, caughtBy: ['effectOnce'] },
  {
    name: 'there are no transactions',
    twist: { skips: (text) => /^(?:begin|commit|rollback|savepoint|release)/u.test(text) },
    kills: true,
    // Half of what belongs together stands in the tables: which rule sees it first is chance.
    caughtBy: Object.keys(RULES) as Rule[],
  },
  {
    name: 'an entry is forgotten',
    // The third column is the amount: what the taker gets is left out.
    twist: {
      text: (text) => (inserts(text, 'entry') ? `${text.replace(' values ', ' select * from (values ')}) where column3 < 0` : text),
    },
    caughtBy: ['entries'],
  },
  {
    name: 'a balance is not written',
    twist: { skips: (text) => text.startsWith('update "account" set "balance"') },
    caughtBy: ['chain', 'balances'],
  },
  { name: HANDED_OVER_UNPAID, caughtBy: ['covered', 'owed'] },
  { name: FACE_VALUE, caughtBy: ['owed'] },
  { name: MADE_GOOD_TWICE, caughtBy: ['reissued'] },
  {
    name: 'the clock of cooked food is not wound',
    twist: { skips: (text, values) => inserts(text, 'deadline') && values.includes('eat_by') },
    caughtBy: ['live'],
  },
  {
    name: 'the silence of a shop is not noticed',
    twist: { skips: (text, values) => inserts(text, 'deadline') && values.includes('shop_answer') },
    caughtBy: ['asked'],
  },
  { name: LONG_CLOCK, caughtBy: ['clock'] },
  {
    name: 'a step of an order is not noted',
    twist: { skips: (text, values) => inserts(text, 'order_event') && values.includes('shop_accepts') },
    caughtBy: ['history'],
  },
  {
    name: 'any kitchen is asked for a halal meal',
    twist: { text: (text) => text.replaceAll(/"halal(?:_until)?" (?:<>|>=) \+?\?/gu, '(1 or $&)') },
    caughtBy: ['kitchens'],
  },
  { name: ANY_CODE, guesses: true, caughtBy: ['codes'] },
  { name: DOOR_TOLD, caughtBy: ['names'] },
  { name: 'who reads a case is not noted', twist: { skips: (text) => inserts(text, 'access_log') }, caughtBy: ['logged'] },
  { name: NEW_KEY, line: { loses: 3 }, caughtBy: ['toWhom'] },
  {
    name: 'a notice that met an error of LINE is taken for sent',
    twist: {
      text: (text) => (HELD.test(text) ? text.replace(' where', `, "state" = 'sent', "sent_at" = 1 where`) : text),
    },
    line: { breaks: 3 },
    caughtBy: ['told'],
  },
  {
    name: 'a notice that LINE may have taken goes on in other company',
    twist: {
      text: (text) => (HELD.test(text) ? text.replace(' where', `, "state" = 'waiting', "sent_with" = null where`) : text),
    },
    line: { loses: 1 },
    caughtBy: ['told'],
  },
  {
    name: 'nobody is told of what went wrong',
    twist: { skips: (text, values) => inserts(text, 'outbox') && values.includes('incident') },
    caughtBy: ['owned'],
  },
];

const SEEDS = [1, 2, 3] as const;
/** A machine with other things to do needs a multiple of the seconds that this takes. */
const PATIENCE = 180_000;
/** From the first breakfast until lunch is eaten. */
const DAYS = 0.4;

let people: Inhabitant[];
let template: Template;

beforeAll(async () => {
  people = await populationOf(SCALES.small, DAYS);
  template = await createTemplate(SCALES.small, people);
});
afterAll(() => template.remove());
afterEach(() => {
  mutated.by = undefined;
});

/** Steps between two deaths, and within how many statements death comes: some events end before it, some do not. */
const KILLED_EVERY = 11;
const STATEMENTS_LEFT_MAX = 60;

type Trials = Pick<Mutation, 'faults' | 'kills' | 'line' | 'guesses'>;

/** What the city is put through beside its usual faults, so that a short run meets it. */
function prepare(city: City, { line, guesses }: Trials): void {
  if (guesses) for (const person of city.people.values()) if (person.role === 'rider') person.temper.cheats = 1;
  let calls = 0;
  city.trouble.onCall((call) => {
    if (line === undefined || isOver(city) || !call.path.includes('/message/')) return undefined;
    calls += 1;
    if (line.loses !== undefined && calls % line.loses === 0) return { match: 'any', acceptThenTimeout: true };
    return line.breaks !== undefined && calls % line.breaks === 0 ? { match: 'any', status: 500 } : undefined;
  });
}

interface Outcome {
  seen: Rule[];
  meals: number;
}

async function run(seed: number, trials: Trials): Promise<Outcome> {
  const { faults = [], kills } = trials;
  const result = await runCity({
    seed,
    days: DAYS,
    scale: SCALES.small,
    faults,
    people,
    template,
    onStep(_done, city) {
      if (city.step === 1) prepare(city, trials);
      if (kills && !isOver(city) && city.step % KILLED_EVERY === 0)
        city.host.killBeforeStatement(1 + ((7 * city.step) % STATEMENTS_LEFT_MAX));
    },
  });
  const { mealsHandedOver: meals } = collectRun(result);
  await result.remove();
  return { seen: (Object.keys(RULES) as Rule[]).filter((rule) => result.problems.some((problem) => problem.rule === RULES[rule])), meals };
}

test.for(MUTATIONS)('it is seen when $name', { timeout: PATIENCE }, async (mutation, { annotate }) => {
  mutated.by = mutation.name;
  if (mutation.twist !== undefined) twistStatements(mutation.twist);
  let seen: Rule[] = [];
  for (const seed of SEEDS) {
    ({ seen } = await run(seed, mutation));
    if (seen.length > 0) break;
  }
  await annotate(seen.map((rule) => RULES[rule]).join('; '), 'caught by');
  expect(seen.filter((rule) => mutation.caughtBy.includes(rule))).not.toEqual([]);
});

test('the city as it is breaks no rule with these seeds, whatever it is put through, and eats', { timeout: PATIENCE }, async () => {
  const faults = [...new Set(MUTATIONS.flatMap((mutation) => mutation.faults ?? []))];
  let eaten = 0;
  for (const seed of SEEDS) {
    const { seen, meals } = await run(seed, { faults, kills: true, line: { loses: 3, breaks: 4 }, guesses: true });
    expect(seen).toEqual([]);
    eaten += meals;
  }
  // Rules hold easily where nothing happens.
  expect(eaten).toBeGreaterThan(0);
});
