import { householdOf } from '../../../db/households.ts';
import type { TxDeps } from '../../deps.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { openIncident } from '../incidents.ts';

/** A person is wanted: a coordinator sees it at once, with the words if some were given. */
export async function callPerson(deps: TxDeps, command: CommandOf<'call_person'>): Promise<Done> {
  const household = await householdOf(deps, command.by);
  await openIncident(deps, {
    kind: command.why,
    openedBy: command.by,
    ...(household === undefined ? {} : { householdId: household.id }),
    ...(command.words === undefined ? {} : { words: command.words }),
  });
  return { say: [{ kind: 'person_called' }] };
}
