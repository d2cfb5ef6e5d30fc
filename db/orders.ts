import type { Transaction } from 'kysely';
import type { TxDeps } from '../bot/deps.ts';
import { hasEnded, nextOrderState } from '../bot/domain/order-machine.ts';
import type { OrderEvent, OrderState } from '../bot/domain/order-machine.ts';
import { coupons, satang } from '../bot/domain/money.ts';
import type { Portion } from '../bot/domain/postings.ts';
import { compiled } from './compiled.ts';
import type { Database, NewRow, Row } from './schema.ts';

type Tx = Transaction<Database>;
export type Order = Row<'meal_order'>;

const ACTIVE_STATES = ['placed', 'accepted', 'cooking', 'ready', 'on_the_way'] as const satisfies OrderState[];

const byId = compiled((db, { id }: { id: string }) => db.selectFrom('meal_order').selectAll().where('id', '=', id));

export async function orderById(tx: Tx, orderId: string): Promise<Order | undefined> {
  return byId.first(tx, { id: orderId });
}

const activeOf = compiled((db, { householdId }: { householdId: string }) =>
  db.selectFrom('meal_order').selectAll().where('household_id', '=', householdId).where('state', 'in', ACTIVE_STATES),
);

export async function activeOrderOf(tx: Tx, householdId: string): Promise<Order | undefined> {
  return activeOf.first(tx, { householdId });
}

const newestOf = compiled((db, { householdId }: { householdId: string }) =>
  db
    .selectFrom('meal_order')
    .selectAll()
    .where('household_id', '=', householdId)
    .where('mode', '<>', 'counter')
    .orderBy('placed_at', 'desc')
    .limit(1),
);

/** The newest order, ended or not: what "my order" means when nothing is under way. */
export async function newestOrderOf(tx: Tx, householdId: string): Promise<Order | undefined> {
  return newestOf.first(tx, { householdId });
}

export async function insertOrder(
  deps: Pick<TxDeps, 'tx' | 'chance' | 'clock'>,
  row: NewRow<'meal_order'>,
  portions: Portion[],
): Promise<void> {
  await deps.tx.insertInto('meal_order').values(row).execute();
  for (const portion of portions) {
    await deps.tx.insertInto('order_coupon').values({ order_id: row.id, grant_id: portion.grant, coupons: portion.coupons }).execute();
  }
  await noteOrderEvent(deps, { orderId: row.id, event: 'placed', state: row.state });
}

interface OrderNote {
  id: string;
  orderId: string;
  event: OrderEvent | 'placed';
  state: OrderState;
  by: string | null;
  at: number;
}

const insertNote = compiled((db, { id, orderId, event, state, by, at }: OrderNote) =>
  db.insertInto('order_event').values({ id, order_id: orderId, event, state, by_member: by, at }),
);

async function noteOrderEvent(
  deps: Pick<TxDeps, 'tx' | 'chance' | 'clock'>,
  note: { orderId: string; event: OrderEvent | 'placed'; state: OrderState; by?: string },
): Promise<void> {
  const { orderId, event, state, by = null } = note;
  await insertNote.run(deps.tx, { id: deps.chance.newId('evt'), orderId, event, state, by, at: deps.clock.now() });
}

type OrderChanges = Partial<Pick<Order, 'shop_id' | 'price_satang' | 'cooked_at' | 'fee_satang' | 'mode' | 'gift_lot_id'>>;

type Moved = Pick<
  Order,
  'id' | 'version' | 'state' | 'changed_at' | 'shop_id' | 'price_satang' | 'cooked_at' | 'fee_satang' | 'mode' | 'gift_lot_id'
> & { before: number };

const writeMove = compiled((db, moved: Moved) =>
  db
    .updateTable('meal_order')
    .set({
      state: moved.state,
      changed_at: moved.changed_at,
      version: moved.version,
      shop_id: moved.shop_id,
      price_satang: moved.price_satang,
      cooked_at: moved.cooked_at,
      fee_satang: moved.fee_satang,
      mode: moved.mode,
      gift_lot_id: moved.gift_lot_id,
    })
    .where('id', '=', moved.id)
    .where('version', '=', moved.before)
    .returningAll(),
);

/**
 * The one place where an order changes its state. Undefined when the state machine has no such move, or when
 * somebody else moved it since it was read (version): then nothing was written.
 */
export async function moveOrder(
  deps: Pick<TxDeps, 'tx' | 'chance' | 'clock'>,
  order: Order,
  move: { event: OrderEvent; by?: string; set?: OrderChanges },
): Promise<Order | undefined> {
  const state = nextOrderState(order.state, move.event);
  if (state === undefined) return undefined;
  const { id, version, shop_id, price_satang, cooked_at, fee_satang, mode, gift_lot_id } = { ...order, ...move.set };
  const kept = { shop_id, price_satang, cooked_at, fee_satang, mode, gift_lot_id };
  const moved = await writeMove.first(deps.tx, {
    ...kept,
    id,
    before: version,
    version: version + 1,
    state,
    changed_at: deps.clock.now(),
  });
  if (moved === undefined) return undefined;
  await noteOrderEvent(deps, { orderId: order.id, event: move.event, state, ...(move.by === undefined ? {} : { by: move.by }) });
  return moved;
}

export function isUnderWay(order: Order): boolean {
  return !hasEnded(order.state);
}

const couponsIn = compiled((db, { orderId }: { orderId: string }) =>
  db
    .selectFrom('order_coupon')
    .innerJoin('coupon_grant', 'coupon_grant.id', 'order_coupon.grant_id')
    .select(['grant_id', 'campaign_id', 'order_coupon.coupons as held', 'face_value_satang'])
    .where('order_id', '=', orderId)
    .orderBy('grant_id'),
);

/** Whose coupons an order holds, for the posting templates. */
export async function portionsOf(tx: Tx, order: Pick<Order, 'id' | 'household_id'>): Promise<Portion[]> {
  const rows = await couponsIn.all(tx, { orderId: order.id });
  return rows.map((row) => ({
    household: order.household_id,
    grant: row.grant_id,
    campaign: row.campaign_id,
    coupons: coupons(row.held),
    faceValue: satang(row.face_value_satang),
  }));
}

export async function tripOfOrder(tx: Tx, orderId: string): Promise<Row<'trip'> | undefined> {
  return tx
    .selectFrom('trip')
    .innerJoin('stop', 'stop.trip_id', 'trip.id')
    .selectAll('trip')
    .where('stop.order_id', '=', orderId)
    .where('trip.state', '<>', 'cancelled')
    .orderBy('trip.created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}
