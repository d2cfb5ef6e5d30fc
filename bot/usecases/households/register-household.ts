import { householdOf, lastScreening } from '../../../db/households.ts';
import type { HouseholdSealed } from '../../../db/households.ts';
import type { TxDeps } from '../../deps.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { CommandOf, Done, HouseholdDetails } from '../../domain/command.ts';
import { hasConsent } from '../members/consents.ts';
import { openScreening } from './open-screening.ts';

/**
 * Writes down a household and puts it into the coordinators' queue; for a household that is known it corrects the
 * details. Without health consent a quarantine or an allergy is refused: the conversation asks before it comes this far.
 */
export async function registerHousehold(deps: TxDeps, command: CommandOf<'register_household'>): Promise<Done | Refusal> {
  const { by, household } = command;
  if (!(await hasConsent(deps, by, 'contact'))) return refuse('consent_missing', { purpose: 'contact' });
  const tellsHealth = household.need === 'quarantine' || household.allergy !== undefined;
  if (tellsHealth && !(await hasConsent(deps, by, 'health'))) return refuse('consent_missing', { purpose: 'health' });
  const community = await deps.tx.selectFrom('community').select(['id', 'name']).where('id', '=', household.community).executeTakeFirst();
  if (community === undefined) return refuse('not_found');
  const householdId = await writeHousehold(deps, by, household);
  const screening = await lastScreening(deps.tx, householdId);
  const needsScreening = screening === undefined || screening.state === 'declined' || screening.state === 'withdrawn';
  if (needsScreening) await openScreening(deps, { householdId, again: screening !== undefined });
  deps.after.touch('resident', by);
  return {
    say: [
      { kind: needsScreening ? 'registration_received' : 'details_saved', communityName: community.name, again: screening !== undefined },
    ],
  };
}

async function writeHousehold(deps: TxDeps, memberId: string, household: HouseholdDetails): Promise<string> {
  const now = deps.clock.now();
  const known = await householdOf(deps, memberId);
  const written = {
    community_id: household.community,
    people: household.people,
    diets: household.diets.join(','),
    is_proxy: household.isProxy ? (1 as const) : (0 as const),
    details_sealed: deps.sealer.seal(JSON.stringify(sealedPart(household))),
    updated_at: now,
  };
  if (known !== undefined) {
    await deps.tx.updateTable('household').set(written).where('id', '=', known.id).execute();
    return known.id;
  }
  const id = deps.chance.newId('hh');
  await deps.tx
    .insertInto('household')
    .values({ id, member_id: memberId, created_at: now, ...written })
    .execute();
  return id;
}

function sealedPart(household: HouseholdDetails): HouseholdSealed {
  const { firstName, need, quarantineUntil, allergy, homePin, landmark, phone } = household;
  return {
    firstName,
    need,
    ...(quarantineUntil === undefined ? {} : { quarantineUntil }),
    ...(allergy === undefined ? {} : { allergy }),
    ...(homePin === undefined ? {} : { homePin }),
    ...(landmark === undefined ? {} : { landmark }),
    ...(phone === undefined ? {} : { phone }),
  };
}
