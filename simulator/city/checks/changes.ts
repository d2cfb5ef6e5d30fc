import type { ApiCallRecord, SendRecord, WebhookRecord } from '../record.ts';
import type { Sight } from './sight.ts';

export interface PostingRow {
  id: number;
  template: string;
  key: string;
  requestHash: string;
  happenedAt: number;
  recordedAt: number;
  reverses: number | null;
  reason: string | null;
  salt: string;
}

export interface TransferRow {
  id: number;
  posting: number;
  fromId: number;
  toId: number;
  from: string;
  to: string;
  unit: string;
  toUnit: string;
  amount: number;
  fromPocket: string | null;
  toPocket: string | null;
  chain: string;
}

export interface OrderRow {
  id: string;
  household: string;
  campaign: string;
  meals: number;
  mode: string;
  state: string;
  shop: string | null;
  price: number | null;
  fee: number;
  diets: string;
  lot: string | null;
  cookedAt: number | null;
  wantedAt: number;
  placedAt: number;
  pickUpCode: string;
  handOverCode: string;
}

export interface OrderEventRow {
  row: number;
  order: string;
  event: string;
  state: string;
  at: number;
}

export interface NoticeRow {
  sequence: number;
  id: string;
  member: string;
  kind: string;
  urgency: string;
  createdAt: number;
}

/** What is new since the last look. */
export interface Changes {
  postings: readonly PostingRow[];
  transfers: readonly TransferRow[];
  orderEvents: readonly OrderEventRow[];
  /** Orders that moved, and a few of those under way: what changes an order without moving it is seen a little later. */
  orders: readonly OrderRow[];
  notices: readonly NoticeRow[];
  /** What people have just done; LINE may deliver it later. */
  webhooks: readonly WebhookRecord[];
  answered: readonly WebhookRecord[];
  sends: readonly SendRecord[];
  apiCalls: readonly ApiCallRecord[];
}

const POSTINGS = `SELECT id, template, key, request_hash AS requestHash, happened_at AS happenedAt, recorded_at AS recordedAt, reverses, reason, salt
  FROM posting WHERE id > ? ORDER BY id`;
const TRANSFERS = `SELECT t.id, t.posting_id AS posting, t.from_account AS fromId, t.to_account AS toId, g.code AS "from", k.code AS "to",
    g.unit, k.unit AS toUnit, t.amount, t.from_pocket AS fromPocket, t.to_pocket AS toPocket, t.chain
  FROM transfer t JOIN account g ON g.id = t.from_account JOIN account k ON k.id = t.to_account WHERE t.id > ? ORDER BY t.id`;
const ORDER = `SELECT id, household_id AS household, campaign_id AS campaign, meals, mode, state, shop_id AS shop, price_satang AS price,
    fee_satang AS fee, diets, gift_lot_id AS lot, cooked_at AS cookedAt, wanted_at AS wantedAt, placed_at AS placedAt,
    pick_up_code AS pickUpCode, hand_over_code AS handOverCode
  FROM meal_order WHERE id = ?`;
const ORDER_EVENTS = `SELECT rowid AS row, order_id AS "order", event, state, at FROM order_event WHERE rowid > ? ORDER BY rowid`;
const NOTICES = `SELECT sequence, id, member_id AS member, kind, urgency, created_at AS createdAt FROM outbox WHERE sequence > ? ORDER BY sequence`;

export const UNDER_WAY: readonly string[] = ['placed', 'accepted', 'cooking', 'ready', 'on_the_way'];

/** Of the orders under way that nothing was noted about, so many are looked at in each step, in turn. */
const ORDERS_IN_TURN = 4;

/** Reads on from where it stopped, by the numbers that rows get in the order in which they are written. */
function readingOn<Row>(read: (after: number) => Row[], numberOf: (row: Row) => number): () => Row[] {
  let last = 0;
  return () => {
    const rows = read(last);
    const newest = rows.at(-1);
    if (newest !== undefined) last = numberOf(newest);
    return rows;
  };
}

function orderReader({ db }: Sight): (moved: readonly OrderEventRow[]) => OrderRow[] {
  const orderById = db.prepare<[string], OrderRow>(ORDER);
  const underWay = new Set<string>();
  const nextInTurn = (): string[] => {
    const some: string[] = [];
    for (const id of underWay) {
      if (some.length === ORDERS_IN_TURN) break;
      some.push(id);
    }
    // Sets keep the order of adding: who was looked at goes to the end of the line.
    for (const id of some) {
      underWay.delete(id);
      underWay.add(id);
    }
    return some;
  };
  return (moved) => {
    const ids = new Set([...moved.map((event) => event.order), ...nextInTurn()]);
    const orders = [...ids].flatMap((id) => orderById.get(id) ?? []);
    for (const order of orders) {
      if (UNDER_WAY.includes(order.state)) underWay.add(order.id);
      else underWay.delete(order.id);
    }
    return orders;
  };
}

/** Events are remembered until LINE has their 200; most are at once, those that are dropped stay. */
function answeredReader({ record }: Sight): () => WebhookRecord[] {
  let next = 0;
  const open = new Set<WebhookRecord>();
  return () => {
    for (const webhook of record.webhooks.slice(next)) open.add(webhook);
    next = record.webhooks.length;
    const answered = [...open].filter((webhook) => webhook.answered200At !== undefined);
    for (const webhook of answered) open.delete(webhook);
    return answered;
  };
}

function listReader<Item>(list: readonly Item[]): () => readonly Item[] {
  let next = 0;
  return () => {
    const fresh = list.slice(next);
    next = list.length;
    return fresh;
  };
}

export function createChanges(sight: Sight): () => Changes {
  const { db, record } = sight;
  const postings = db.prepare<[number], PostingRow>(POSTINGS);
  const transfers = db.prepare<[number], TransferRow>(TRANSFERS);
  const orderEvents = db.prepare<[number], OrderEventRow>(ORDER_EVENTS);
  const notices = db.prepare<[number], NoticeRow>(NOTICES);
  const newPostings = readingOn(
    (after) => postings.all(after),
    (row) => row.id,
  );
  const newTransfers = readingOn(
    (after) => transfers.all(after),
    (row) => row.id,
  );
  const newOrderEvents = readingOn(
    (after) => orderEvents.all(after),
    (row) => row.row,
  );
  const newNotices = readingOn(
    (after) => notices.all(after),
    (row) => row.sequence,
  );
  const ordersOf = orderReader(sight);
  const answered = answeredReader(sight);
  const webhooks = listReader(record.webhooks);
  const sends = listReader(record.sends);
  const apiCalls = listReader(record.apiCalls);
  return () => {
    const moved = newOrderEvents();
    return {
      postings: newPostings(),
      transfers: newTransfers(),
      orderEvents: moved,
      orders: ordersOf(moved),
      notices: newNotices(),
      webhooks: webhooks(),
      answered: answered(),
      sends: sends(),
      apiCalls: apiCalls(),
    };
  };
}
