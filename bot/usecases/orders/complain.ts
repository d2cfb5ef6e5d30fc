import type { TxDeps } from '../../deps.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { openIncident } from '../incidents.ts';
import { noteAnswer, ownOrder } from './own-order.ts';

/** The food did not come, was bad, or went to another door: a coordinator looks at it now. */
export async function complain(deps: TxDeps, command: CommandOf<'complain'>): Promise<Done | Refusal> {
  const order = await ownOrder(deps, command.by, command.order);
  if (order === undefined) return refuse('not_found');
  if (order.state === 'placed' || order.state === 'accepted' || order.state === 'cooking')
    return refuse('order_changed', { state: order.state });
  if (command.about === 'not_received' && order.state === 'handed_over') await noteAnswer(deps, order, 'not_received');
  await openIncident(deps, { kind: command.about, orderId: order.id, householdId: order.household_id, openedBy: command.by });
  deps.after.touch('resident', command.by);
  return { say: [{ kind: 'incident_opened', incidentKind: command.about }] };
}
