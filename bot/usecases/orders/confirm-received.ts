import { grantsLeft } from '../../../db/households.ts';
import { dropOldNews } from '../../../db/outbox.ts';
import type { TxDeps } from '../../deps.ts';
import { bangkokDay } from '../../domain/days.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { noteAnswer, ownOrder } from './own-order.ts';

/** The resident says that the food came. Saying it twice is fine. */
export async function confirmReceived(deps: TxDeps, command: CommandOf<'confirm_received'>): Promise<Done | Refusal> {
  const order = await ownOrder(deps, command.by, command.order);
  if (order === undefined) return refuse('not_found');
  if (order.state !== 'handed_over') return refuse('order_changed', { state: order.state });
  if (order.received_answer === null) await noteAnswer(deps, order, 'received');
  // Whoever says that it came need not hear that it came.
  await dropOldNews(deps.tx, command.by, ['order_arrived']);
  deps.after.touch('resident', command.by);
  const grants = await grantsLeft(deps.tx, order.household_id, bangkokDay(deps.clock.now()));
  return { say: [{ kind: 'received_thanks', left: grants.reduce((sum, grant) => sum + grant.left, 0) }] };
}
