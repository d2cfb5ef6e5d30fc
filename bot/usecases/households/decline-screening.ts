import { householdById } from '../../../db/households.ts';
import { hasRole } from '../../../db/members.ts';
import type { TxDeps } from '../../deps.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { tell } from '../tell.ts';

/** Says no with a reason; the household can ask to be looked at again. */
export async function declineScreening(deps: TxDeps, command: CommandOf<'decline_screening'>): Promise<Done | Refusal> {
  const { tx } = deps;
  if (!(await hasRole(tx, command.by, 'coordinator'))) return refuse('not_allowed', { role: 'coordinator' });
  const screening = await tx.selectFrom('screening').selectAll().where('id', '=', command.screening).executeTakeFirst();
  if (screening === undefined) return refuse('not_found');
  if (screening.state !== 'waiting' && screening.state !== 'waiting_funds') return refuse('already_decided', { state: screening.state });
  const household = await householdById(deps, screening.household_id);
  if (household.memberId === command.by) return refuse('same_person');
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
