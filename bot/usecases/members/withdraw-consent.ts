import { householdOf } from '../../../db/households.ts';
import type { HouseholdSealed } from '../../../db/households.ts';
import type { TxDeps } from '../../deps.ts';
import type { CommandOf, Done } from '../../domain/command.ts';

/**
 * As easy as giving it (PDPA s.19). Without health consent the health facts are forgotten at once; without
 * contact consent door and phone are. Coupons stay: pick-up needs neither.
 */
export async function withdrawConsent(deps: TxDeps, command: CommandOf<'withdraw_consent'>): Promise<Done> {
  await deps.tx
    .updateTable('consent')
    .set({ withdrawn_at: deps.clock.now() })
    .where('member_id', '=', command.by)
    .where('purpose', '=', command.purpose)
    .where('withdrawn_at', 'is', null)
    .execute();
  const household = await householdOf(deps, command.by);
  if (household !== undefined) {
    const details = command.purpose === 'health' ? withoutHealth(household.details) : withoutDoor(household.details);
    await deps.tx
      .updateTable('household')
      .set({ details_sealed: deps.sealer.seal(JSON.stringify(details)), updated_at: deps.clock.now() })
      .where('id', '=', household.id)
      .execute();
  }
  deps.after.touch('resident', command.by);
  return { say: [{ kind: 'consent_withdrawn', purpose: command.purpose }] };
}

function withoutHealth({ quarantineUntil: _until, allergy: _allergy, ...rest }: HouseholdSealed): HouseholdSealed {
  return rest.need === 'quarantine' ? { ...rest, need: 'not_said' } : rest;
}

function withoutDoor({ homePin: _pin, landmark: _landmark, phone: _phone, ...rest }: HouseholdSealed): HouseholdSealed {
  return rest;
}
