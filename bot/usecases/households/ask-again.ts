import { grantsLeft, householdOf, lastScreening } from '../../../db/households.ts';
import type { TxDeps } from '../../deps.ts';
import { bangkokDay } from '../../domain/days.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { openScreening } from './open-screening.ts';

/** A household whose coupons are used up, or that was declined, asks to be looked at once more. */
export async function askAgain(deps: TxDeps, command: CommandOf<'ask_again'>): Promise<Done | Refusal> {
  const household = await householdOf(deps, command.by);
  if (household === undefined) return refuse('not_registered');
  const today = bangkokDay(deps.clock.now());
  const { need, quarantineUntil } = household.details;
  if (need === 'quarantine' && quarantineUntil !== undefined && quarantineUntil < today) return refuse('quarantine_over');
  const last = await lastScreening(deps.tx, household.id);
  if (last?.state === 'waiting' || last?.state === 'waiting_funds') return { say: [{ kind: 'registration_state', state: last.state }] };
  const grants = await grantsLeft(deps.tx, household.id, today);
  const left = grants.reduce((sum, grant) => sum + grant.left, 0);
  if (left > 0) return refuse('already_registered', { left });
  await openScreening(deps, { householdId: household.id, again: true });
  deps.after.touch('resident', command.by);
  const community = await deps.tx.selectFrom('community').select('name').where('id', '=', household.communityId).executeTakeFirstOrThrow();
  return { say: [{ kind: 'registration_received', communityName: community.name, again: true }] };
}
