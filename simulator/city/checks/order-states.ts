import type { OrderEventRow, OrderRow } from './changes.ts';
import { UNDER_WAY } from './changes.ts';
import type { Check, Sight } from './sight.ts';

/** The ways of docs/flow.md, in our own words. `ready` to itself: a delivery is turned into a pick-up. */
const WAYS: Readonly<Record<string, readonly string[]>> = {
  placed: ['accepted', 'cancelled', 'refused', 'expired'],
  accepted: ['cooking', 'ready', 'placed', 'cancelled'],
  cooking: ['ready', 'placed', 'cancelled'],
  ready: ['on_the_way', 'handed_over', 'failed', 'ready'],
  on_the_way: ['handed_over', 'failed'],
};

/** The clock that watches over each state, so that no order is forgotten. */
const CLOCKS: Readonly<Record<string, readonly string[]>> = {
  placed: ['cook_by'],
  accepted: ['cook_by', 'gift_ready'],
  cooking: ['cook_by'],
  ready: ['eat_by'],
  on_the_way: ['eat_by'],
};

const NOBODY_WAITS_LONGER = 60 * 60_000;

/** An order's history is a legal way to where it stands, and something will happen to it if nobody does anything. */
export function checkOrderStates({ db, expect, now }: Sight): Check {
  const states = new Map<string, string>();
  const isWaiting = db.prepare<[string, string], { due: number }>(
    "SELECT due_at AS due FROM deadline WHERE kind = ? AND subject_id = ? AND state = 'waiting'",
  );
  const openAsk = db.prepare<[string], { shop: string }>("SELECT shop_id AS shop FROM shop_ask WHERE order_id = ? AND state = 'asked'");
  const activeOf = db.prepare<[string], { orders: number }>(
    `SELECT count(*) AS orders FROM meal_order WHERE household_id = ? AND state IN ('placed', 'accepted', 'cooking', 'ready', 'on_the_way')`,
  );
  const overdue = db.prepare<[number], { kind: string; subject: string; due: number }>(
    "SELECT kind, subject_id AS subject, due_at AS due FROM deadline WHERE state = 'waiting' AND due_at <= ? ORDER BY due_at LIMIT 20",
  );

  function walk({ order, event, state, at }: OrderEventRow): void {
    const before = states.get(order);
    states.set(order, state);
    if (before === undefined) {
      // A coupon shown at the counter is an order that ends as it begins.
      const isFine = event === 'placed' && (state === 'placed' || state === 'handed_over');
      if (!isFine) expect('history', `order ${order}`, { expected: 'placed', found: `${event} to ${state}` });
      return;
    }
    const ways = WAYS[before] ?? [];
    if (!ways.includes(state))
      expect('history', `order ${order} at ${at}`, { expected: `${before} to ${ways.join(' or ')}`, found: state });
  }

  function checkLive(order: OrderRow): void {
    const clocks = CLOCKS[order.state] ?? [];
    const due = clocks.flatMap((kind) => isWaiting.get(kind, order.id)?.due ?? []);
    const where = `order ${order.id} ${order.state}`;
    expect('live', where, { expected: clocks.join(' or '), found: due.length > 0 ? clocks.join(' or ') : 'no deadline' });
    const isAsked = openAsk.get(order.id) !== undefined;
    if (isAsked && isWaiting.get('shop_answer', order.id) === undefined)
      expect('asked', where, { expected: 'shop_answer', found: 'no deadline' });
    expect('oneOrder', `household ${order.household}`, { expected: 1, found: activeOf.get(order.household)?.orders });
  }

  return {
    afterStep({ orderEvents, orders }) {
      for (const event of orderEvents) walk(event);
      for (const order of orders) {
        expect('history', `order ${order.id}`, { expected: states.get(order.id) ?? 'a history', found: order.state });
        if (UNDER_WAY.includes(order.state)) checkLive(order);
      }
    },
    atRest() {
      for (const { kind, subject, due } of overdue.all(now()))
        expect('late', `${kind} of ${subject}`, { expected: 'done', found: `waiting for ${now() - due} ms` });
    },
  };
}

const GRANTS = `SELECT g.id, g.expires_on AS expiresOn, a.balance FROM account a
  JOIN coupon_grant g ON a.code = 'household/' || g.household_id || '/coupons/' || g.id WHERE a.balance > 0`;

/** Whatever has a last day has a deadline on it. */
export function checkExpiries({ db, expect, now }: Sight): Check {
  const isWaiting = db.prepare<[string, string], { due: number }>(
    "SELECT due_at AS due FROM deadline WHERE kind = ? AND subject_id = ? AND state = 'waiting'",
  );
  const grants = db.prepare<[], { id: string; expiresOn: string }>(GRANTS);
  const pledges = db.prepare<[], { id: string }>("SELECT id FROM pledge WHERE state = 'pledged'");
  const lots = db.prepare<[], { id: string }>("SELECT id FROM gift_lot WHERE state IN ('offered', 'accepted')");

  function expectClock(kind: string, id: string): void {
    if (isWaiting.get(kind, id) === undefined) expect('expiries', `${kind} of ${id}`, { expected: 'a deadline', found: 'none' });
  }

  return {
    afterStep: () => undefined,
    atRest() {
      for (const { id, expiresOn } of grants.all()) {
        expectClock('grant_expiry', id);
        const isLongOver = Date.parse(`${expiresOn}T23:59:59+07:00`) + NOBODY_WAITS_LONGER < now();
        if (isLongOver) expect('expiries', `coupons of grant ${id}`, { expected: 0, found: 'some' });
      }
      for (const { id } of pledges.all()) expectClock('pledge_expiry', id);
      for (const { id } of lots.all()) expectClock('gift_over', id);
    },
  };
}
