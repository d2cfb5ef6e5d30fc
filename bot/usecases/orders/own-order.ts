import { householdOf } from '../../../db/households.ts';
import { voidDeadline } from '../../../db/deadlines.ts';
import { orderById } from '../../../db/orders.ts';
import type { Order } from '../../../db/orders.ts';
import type { TxDeps } from '../../deps.ts';

/** The order, if it is the member's own; another's is as good as none. */
export async function ownOrder(deps: TxDeps, by: string, orderId: string): Promise<Order | undefined> {
  const household = await householdOf(deps, by);
  const order = await orderById(deps.tx, orderId);
  return household !== undefined && order?.household_id === household.id ? order : undefined;
}

/** What the resident said about an order that was handed over; its question is closed by it. */
export async function noteAnswer(deps: TxDeps, order: Order, answer: 'received' | 'not_received'): Promise<void> {
  await deps.tx
    .updateTable('meal_order')
    .set({ received_answer: answer, version: order.version + 1 })
    .where('id', '=', order.id)
    .execute();
  await voidDeadline(deps.tx, 'confirm_receipt', order.id);
}
