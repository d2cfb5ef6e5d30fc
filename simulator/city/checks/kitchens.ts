import type { OrderEventRow, OrderRow } from './changes.ts';
import { dayIn } from './ledger-postings.ts';
import type { Check, Sight } from './sight.ts';

interface AskRow {
  row: number;
  order: string;
  shop: string;
  askedAt: number;
  halal: string;
  halalUntil: string | null;
  diets: string;
  wantedAt: number;
  homeDiets: string;
  homeChangedAt: number;
  placedAt: number;
}

interface LotRow {
  diets: string;
  halal: string;
  useBy: number;
}

const ASKS = `SELECT a.rowid AS row, a.order_id AS "order", a.shop_id AS shop, a.asked_at AS askedAt, s.halal, s.halal_until AS halalUntil,
    o.diets, o.wanted_at AS wantedAt, o.placed_at AS placedAt, h.diets AS homeDiets, h.updated_at AS homeChangedAt
  FROM shop_ask a JOIN shop s ON s.id = a.shop_id JOIN meal_order o ON o.id = a.order_id JOIN household h ON h.id = o.household_id
  WHERE a.rowid > ? ORDER BY a.rowid`;
const PROMISED = `SELECT f.shop_id AS shop, f.day, f.used, (SELECT coalesce(sum(o.meals), 0) FROM meal_order o
    WHERE o.shop_id = f.shop_id AND o.mode <> 'counter' AND o.state IN ('accepted', 'cooking', 'ready', 'on_the_way', 'handed_over', 'failed')
      AND date((o.wanted_at + 25200000) / 1000, 'unixepoch') = f.day) AS needed
  FROM shop_offer f`;
/** Other marks that are as good (docs/decisions/0014): what is halal or vegan has no pork in it. */
const AS_GOOD: Readonly<Record<string, readonly string[]>> = { no_pork: ['halal', 'vegan'] };

const wordsIn = (diets: string): string[] => diets.split(',').filter((word) => word !== '');

/** Who is asked to cook, and what is given to whom (docs/decisions/0006 and 0014). */
export function checkKitchens({ db, expect }: Sight): Check {
  const asksAfter = db.prepare<[number], AskRow>(ASKS);
  const lotById = db.prepare<[string], LotRow>('SELECT diets, halal, use_by AS useBy FROM gift_lot WHERE id = ?');
  const homeOf = db.prepare<[string], { diets: string; changedAt: number }>(
    'SELECT diets, updated_at AS changedAt FROM household WHERE id = ?',
  );
  const promised = db.prepare<[], { shop: string; day: string; used: number; needed: number }>(PROMISED);
  let last = 0;

  function checkAsk(ask: AskRow): void {
    last = ask.row;
    const isSameHome = ask.homeChangedAt <= ask.placedAt;
    const needed = [...wordsIn(ask.diets), ...(isSameHome ? wordsIn(ask.homeDiets) : [])];
    if (!needed.includes('halal')) return;
    const isHalal = ask.halal !== 'none' && ask.halalUntil !== null && ask.halalUntil >= dayIn(ask.wantedAt);
    expect('kitchens', `order ${ask.order} asked ${ask.shop}`, {
      expected: 'halal',
      found: isHalal ? 'halal' : `${ask.halal} ${ask.halalUntil}`,
    });
  }

  function checkGift(order: OrderRow): void {
    const lot = order.lot === null ? undefined : lotById.get(order.lot);
    if (lot === undefined) return;
    const marks = wordsIn(lot.diets).filter((mark) => mark !== 'halal' || lot.halal !== 'none');
    const missing = wordsIn(order.diets).filter((need) => ![need, ...(AS_GOOD[need] ?? [])].some((mark) => marks.includes(mark)));
    expect('kitchens', `order ${order.id} from ${order.lot}`, { expected: '', found: missing.join() });
  }

  /** The order carries what the home needs; a guest at the counter chooses the shop. */
  function checkLabels(order: OrderRow, placed: OrderEventRow): void {
    const home = homeOf.get(order.household);
    if (order.mode === 'counter' || home === undefined || home.changedAt > placed.at) return;
    expect('kitchens', `labels of order ${order.id}`, { expected: home.diets, found: order.diets });
  }

  return {
    afterStep({ orders, orderEvents }) {
      for (const ask of asksAfter.all(last)) checkAsk(ask);
      const placed = new Map(orderEvents.filter((event) => event.event === 'placed').map((event) => [event.order, event]));
      for (const order of orders) {
        checkGift(order);
        const event = placed.get(order.id);
        if (event !== undefined) checkLabels(order, event);
      }
    },
    atRest() {
      for (const { shop, day, used, needed } of promised.all()) expect('capacity', `${shop} ${day}`, { expected: needed, found: used });
    },
  };
}
