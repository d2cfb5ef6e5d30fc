import { hasRole } from '../../../db/members.ts';
import type { TxDeps } from '../../deps.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { tell } from '../tell.ts';

/** A coordinator writes back to the person behind an incident; the incident stays open until it is decided. */
export async function replyIncident(deps: TxDeps, command: CommandOf<'reply_incident'>): Promise<Done | Refusal> {
  if (!(await hasRole(deps.tx, command.by, 'coordinator'))) return refuse('not_allowed', { role: 'coordinator' });
  const incident = await deps.tx
    .selectFrom('incident')
    .leftJoin('household', 'household.id', 'incident.household_id')
    .select(['incident.state', 'incident.opened_by', 'household.member_id'])
    .where('incident.id', '=', command.incident)
    .executeTakeFirst();
  if (incident === undefined) return refuse('not_found');
  if (incident.state === 'closed') return refuse('already_decided', { state: 'noted' });
  const memberId = incident.opened_by ?? incident.member_id;
  if (memberId === null) return refuse('not_found');
  await tell(deps, { memberId, urgency: 'act' }, { kind: 'coordinator_says', words: command.words });
  return { say: [{ kind: 'incident_replied' }] };
}
