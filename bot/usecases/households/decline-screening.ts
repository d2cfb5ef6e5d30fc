import type { TxDeps } from '../../deps.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { screeningToDecide } from './screening-to-decide.ts';
import { tell } from '../tell.ts';

/** Says no with a reason; the household can ask to be looked at again. */
export async function declineScreening(deps: TxDeps, command: CommandOf<'decline_screening'>): Promise<Done | Refusal> {
  const { tx } = deps;
  const decided = await screeningToDecide(deps, command);
  if ('refused' in decided) return decided;
  const { screening, household } = decided;
  await tx
    .updateTable('screening')
    .set({ state: 'declined', decline_reason: command.reason, decided_at: deps.clock.now(), decided_by: command.by })
    .where('id', '=', screening.id)
    .execute();
  await tell(deps, { memberId: household.memberId, urgency: 'arrived' }, { kind: 'screening_declined', reason: command.reason });
  deps.after.touch('coordinator');
  deps.after.touch('resident', household.memberId);
  return { say: [{ kind: 'screening_declined_done', firstName: household.details.firstName }] };
}
