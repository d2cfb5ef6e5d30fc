import type { OrderRow } from './changes.ts';
import { UNDER_WAY } from './changes.ts';
import { accountOf } from './chart.ts';
import type { Check, Sight } from './sight.ts';

interface PortionRow {
  grant: string;
  coupons: number;
  faceValue: number;
}

interface MovedRow {
  template: string;
  from: string;
  to: string;
  amount: number;
}

const PORTIONS = `SELECT p.grant_id AS "grant", p.coupons, g.face_value_satang AS faceValue
  FROM order_coupon p JOIN coupon_grant g ON g.id = p.grant_id WHERE p.order_id = ?`;
const END = `SELECT p.template, g.code AS "from", k.code AS "to", t.amount FROM posting p JOIN transfer t ON t.posting_id = p.id
  JOIN account g ON g.id = t.from_account JOIN account k ON k.id = t.to_account WHERE p.key = ?`;
const CARRIER = `SELECT r.id, r.is_paid AS isPaid FROM stop s JOIN trip t ON t.id = s.trip_id JOIN rider r ON r.id = t.rider_id
  WHERE s.order_id = ? AND t.state = 'done'`;

/** The templates that may stand at the end of an order in that state. */
function endsOf({ state, lot }: OrderRow): readonly string[] {
  if (UNDER_WAY.includes(state)) return ['none'];
  if (state === 'handed_over') return [lot === null ? 'meals_handed_over' : 'gift_meals_handed_over'];
  // Given food that was never fetched goes back to its gift, and the coupons to the household.
  if (state === 'failed') return lot === null ? ['meals_wasted'] : ['gift_meals_wasted', 'hold_released'];
  return ['hold_released'];
}

/** What an order holds, how it ended, and what it brought to whom. */
export function checkOrderBooks({ db, expect }: Sight): Check {
  const portionsOf = db.prepare<[string], PortionRow>(PORTIONS);
  const balanceOf = db.prepare<[string], { balance: number }>('SELECT balance FROM account WHERE code = ?');
  const endOf = db.prepare<[string], MovedRow>(END);
  const carrierOf = db.prepare<[string], { id: string; isPaid: number }>(CARRIER);
  const reversalOf = db.prepare<[string], { id: number }>('SELECT r.id FROM posting p JOIN posting r ON r.reverses = p.id WHERE p.key = ?');

  const balance = (code: string): number => balanceOf.get(code)?.balance ?? 0;

  function checkHeld(order: OrderRow, portions: readonly PortionRow[]): void {
    const held = portions.reduce((sum, { grant }) => sum + balance(`order/${order.id}/held/${grant}`), 0);
    const isUnderWay = UNDER_WAY.includes(order.state);
    expect('held', `order ${order.id}`, { expected: isUnderWay ? order.meals : 0, found: held });
    const wanted = portions.reduce((sum, portion) => sum + portion.coupons, 0);
    expect('held', `coupons of order ${order.id}`, { expected: order.meals, found: wanted });
    const boxes = isUnderWay && order.lot !== null ? order.meals : 0;
    expect('boxes', `order ${order.id}`, { expected: boxes, found: balance(`order/${order.id}/boxes`) });
  }

  /** Shop's pay at most the face value, the fee to a paid rider who carried it, the rest back to the fund. */
  function checkOwed(order: OrderRow, portions: readonly PortionRow[], moved: readonly MovedRow[]): void {
    const part = (kind: string): number =>
      moved.filter((move) => accountOf(move.to).kind === kind).reduce((sum, move) => sum + move.amount, 0);
    const where = `order ${order.id}`;
    const carrier = order.mode === 'delivery' ? carrierOf.get(order.id) : undefined;
    const worth = portions.reduce((sum, { coupons, faceValue }) => sum + coupons * faceValue, 0);
    const price = order.lot === null ? (order.price ?? 0) : 0;
    const pay = portions.reduce((sum, { coupons, faceValue }) => sum + coupons * Math.min(price, faceValue), 0);
    expect('owed', `${where} shop`, { expected: pay, found: part('shopOwed') });
    expect('owed', `${where} all`, { expected: worth + order.fee, found: part('shopOwed') + part('riderOwed') + part('free') });
    const fee = carrier?.isPaid === 1 ? order.fee : 0;
    const found = part('riderOwed');
    // A rider who had not set out when the food spoilt carried nothing.
    const isFine = found === fee || (order.state === 'failed' && found === 0);
    if (!isFine) expect('owed', `${where} rider`, { expected: fee, found });
    const others = moved.filter(({ to }) => isSomebodyElse(to, { shop: order.shop, rider: carrier?.id }));
    for (const { to } of others) expect('owed', where, { expected: 'its own shop and rider', found: to });
  }

  function isSomebodyElse(to: string, own: { shop: string | null; rider: string | undefined }): boolean {
    const { kind, shop, rider } = accountOf(to);
    return (kind === 'shopOwed' && shop !== own.shop) || (kind === 'riderOwed' && rider !== own.rider);
  }

  return {
    afterStep({ orders }) {
      for (const order of orders) {
        const key = `order/${order.id}/end`;
        const portions = portionsOf.all(order.id);
        const moved = endOf.all(key);
        const template = moved[0]?.template ?? 'none';
        const legal = endsOf(order);
        if (!legal.includes(template))
          expect('ends', `order ${order.id} ${order.state}`, { expected: legal.join(' or '), found: template });
        if (reversalOf.get(key) !== undefined) continue;
        checkHeld(order, portions);
        if (order.state === 'handed_over' || template.endsWith('_wasted')) checkOwed(order, portions, moved);
      }
    },
  };
}

const REISSUED = `SELECT o.state, o.meals, (SELECT p.template FROM posting p WHERE p.key = 'order/' || o.id || '/end') AS "end" FROM meal_order o WHERE o.id = ?`;

/** Meals that did not come are made good; coupons that went back when an order ended are not given a second time. */
export function checkReissues({ db, expect }: Sight): Check {
  const orderOf = db.prepare<[string], { state: string; meals: number; end: string | null }>(REISSUED);
  return {
    afterStep({ postings, transfers }) {
      for (const { id, key } of postings.filter((posting) => posting.template === 'coupons_reissued')) {
        const order = orderOf.get(key.split('/')[1] ?? '');
        const coupons = transfers.filter((each) => each.posting === id && each.unit === 'MEAL').reduce((sum, each) => sum + each.amount, 0);
        const isLost = order !== undefined && ['failed', 'handed_over'].includes(order.state) && order.end !== 'hold_released';
        expect('reissued', `${key} ${order?.state}`, { expected: isLost ? order.meals : 0, found: coupons });
      }
    },
  };
}
