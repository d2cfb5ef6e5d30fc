import { hasRole } from '../../../db/members.ts';
import { logReads } from '../../../db/pages/access-log.ts';
import { screeningView } from '../../../db/pages/screening-view.ts';
import type { TxDeps } from '../../deps.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { readerOf } from '../reader.ts';

/** Why a household asks, for the coordinator who decides about it. The household can see that it was read, and by which role. */
export async function lookAtScreening(deps: TxDeps, command: CommandOf<'look_at_screening'>): Promise<Done | Refusal> {
  if (!(await hasRole(deps.tx, command.by, 'coordinator'))) return refuse('not_allowed', { role: 'coordinator' });
  const screening = await deps.tx
    .selectFrom('screening')
    .select(['household_id', 'state'])
    .where('id', '=', command.screening)
    .executeTakeFirst();
  if (screening === undefined) return refuse('not_found');
  if (screening.state !== 'waiting' && screening.state !== 'waiting_funds') return refuse('already_decided', { state: screening.state });
  const look = { readerId: command.by, readerRole: 'coordinator', what: 'case', reason: 'screening' } as const;
  await logReads({ ...deps, db: deps.tx }, look, [screening.household_id]);
  return { say: [{ kind: 'screening_case', screening: await screeningView(readerOf(deps), command.screening) }] };
}
