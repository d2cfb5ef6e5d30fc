import { householdById } from '../../../db/households.ts';
import type { Household } from '../../../db/households.ts';
import { hasRole } from '../../../db/members.ts';
import type { Row } from '../../../db/schema.ts';
import type { TxDeps } from '../../deps.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';

/** The screening that waits for this coordinator's yes or no; nobody decides about their own household, or twice. */
export async function screeningToDecide(
  deps: TxDeps,
  { by, screening: id }: { by: string; screening: string },
): Promise<{ screening: Row<'screening'>; household: Household } | Refusal> {
  const { tx } = deps;
  if (!(await hasRole(tx, by, 'coordinator'))) return refuse('not_allowed', { role: 'coordinator' });
  const screening = await tx.selectFrom('screening').selectAll().where('id', '=', id).executeTakeFirst();
  if (screening === undefined) return refuse('not_found');
  if (screening.state !== 'waiting' && screening.state !== 'waiting_funds') return refuse('already_decided', { state: screening.state });
  const household = await householdById(deps, screening.household_id);
  return household.memberId === by ? refuse('same_person') : { screening, household };
}
