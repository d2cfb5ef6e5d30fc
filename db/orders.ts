import type { Transaction } from 'kysely';
import type { TxDeps } from '../bot/deps.ts';
import { hasEnded, nextOrderState } from '../bot/domain/order-machine.ts';
import type { OrderEvent, OrderState } from '../bot/domain/order-machine.ts';
import { coupons, satang } from '../bot/domain/money.ts';
import type { Portion } from '../bot/domain/postings.ts';
import type { Database, NewRow, Row } from './schema.ts';

type Tx = Transaction<Database>;
export type Order = Row<'meal_order'>;

const ACTIVE_STATES = ['placed', 'accepted', 'cooking', 'ready', 'on_the_way'] as const satisfies OrderState[];

export async function orderById(tx: Tx, orderId: string): Promise<Order | undefined> {
  return tx.selectFrom('meal_order').selectAll().where('id', '=', orderId).executeTakeFirst();
}

export async function activeOrderOf(tx: Tx, householdId: string): Promise<Order | undefined> {
  return tx
    .selectFrom('meal_order')
    .selectAll()
    .where('household_id', '=', householdId)
    .where('state', 'in', ACTIVE_STATES)
    .executeTakeFirst();
}

/** The newest order, ended or not: what "my order" means when nothing is under way. */
export async function newestOrderOf(tx: Tx, householdId: string): Promise<Order | undefined> {
  return tx
    .selectFrom('meal_order')
    .selectAll()
    .where('household_id', '=', householdId)
    .where('mode', '<>', 'counter')
    .orderBy('placed_at', 'desc')
    .limit(1)
    .executeTakeFirst();
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

async function noteOrderEvent(
  deps: Pick<TxDeps, 'tx' | 'chance' | 'clock'>,
  note: { orderId: string; event: OrderEvent | 'placed'; state: OrderState; by?: string },
): Promise<void> {
  await deps.tx
    .insertInto('order_event')
    .values({
      id: deps.chance.newId('evt'),
      order_id: note.orderId,
      event: note.event,
      state: note.state,
      by_member: note.by ?? null,
      at: deps.clock.now(),
    })
    .execute();
}

type OrderChanges = Partial<Pick<Order, 'shop_id' | 'price_satang' | 'cooked_at' | 'fee_satang' | 'mode' | 'gift_lot_id'>>;

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
  const moved = await deps.tx
    .updateTable('meal_order')
    .set({ ...move.set, state, changed_at: deps.clock.now(), version: order.version + 1 })
    .where('id', '=', order.id)
    .where('version', '=', order.version)
    .returningAll()
    .executeTakeFirst();
  if (moved === undefined) return undefined;
  await noteOrderEvent(deps, { orderId: order.id, event: move.event, state, ...(move.by === undefined ? {} : { by: move.by }) });
  return moved;
}

export function isUnderWay(order: Order): boolean {
  return !hasEnded(order.state);
}

/** Whose coupons an order holds, for the posting templates. */
export async function portionsOf(tx: Tx, order: Pick<Order, 'id' | 'household_id'>): Promise<Portion[]> {
  const rows = await tx
    .selectFrom('order_coupon')
    .innerJoin('coupon_grant', 'coupon_grant.id', 'order_coupon.grant_id')
    .select(['grant_id', 'campaign_id', 'order_coupon.coupons as held', 'face_value_satang'])
    .where('order_id', '=', order.id)
    .orderBy('grant_id')
    .execute();
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
