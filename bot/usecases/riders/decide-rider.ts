import { grantRole, hasRole } from '../../../db/members.ts';
import type { TxDeps } from '../../deps.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { tell } from '../tell.ts';

export async function decideRider(deps: TxDeps, command: CommandOf<'decide_rider'>): Promise<Done | Refusal> {
  const { tx } = deps;
  if (!(await hasRole(tx, command.by, 'coordinator'))) return refuse('not_allowed', { role: 'coordinator' });
  const rider = await tx.selectFrom('rider').selectAll().where('id', '=', command.rider).executeTakeFirst();
  if (rider === undefined) return refuse('not_found');
  if (rider.state !== 'applied') return refuse('already_decided', { state: rider.state });
  if (rider.member_id === command.by) return refuse('same_person');
  await tx
    .updateTable('rider')
    .set({ state: command.approved ? 'active' : 'declined', decided_by: command.by, decided_at: deps.clock.now() })
    .where('id', '=', rider.id)
    .execute();
  if (command.approved) await grantRole(deps, { memberId: rider.member_id, role: 'rider', by: command.by });
  await tell(
    deps,
    { memberId: rider.member_id, urgency: 'arrived' },
    { kind: 'application_decided', of: 'rider', approved: command.approved },
  );
  deps.after.touch('coordinator');
  deps.after.touch('rider', rider.member_id);
  return { say: [{ kind: 'application_done', of: 'rider', name: deps.sealer.open(rider.name_sealed), approved: command.approved }] };
}
