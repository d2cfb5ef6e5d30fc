import { riderApplicationView } from '../../../db/pages/staff-views.ts';
import type { TxDeps } from '../../deps.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { readerOf } from '../reader.ts';
import { tellRole } from '../tell.ts';

export async function applyRider(deps: TxDeps, command: CommandOf<'apply_rider'>): Promise<Done | Refusal> {
  const { tx, clock } = deps;
  const known = await tx
    .selectFrom('rider')
    .select('state')
    .where('member_id', '=', command.by)
    .where('state', '<>', 'declined')
    .executeTakeFirst();
  if (known !== undefined) return refuse('already_registered', { state: known.state });
  const { rider } = command;
  const id = deps.chance.newId('rdr');
  await tx
    .insertInto('rider')
    .values({
      id,
      member_id: command.by,
      name_sealed: deps.sealer.seal(rider.name),
      vehicle: rider.vehicle,
      boxes: rider.boxes,
      area: rider.area,
      is_paid: rider.paid ? 1 : 0,
      state: 'applied',
      applied_at: clock.now(),
      decided_by: null,
      decided_at: null,
    })
    .execute();
  await tellRole(
    deps,
    { role: 'coordinator', urgency: 'act' },
    { kind: 'rider_applied', rider: await riderApplicationView(readerOf(deps), id) },
  );
  deps.after.touch('coordinator');
  return { say: [{ kind: 'application_received', of: 'rider' }] };
}
