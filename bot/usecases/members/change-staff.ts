import { grantRole, hasRole, memberByLineId, membersWithRole, revokeRole } from '../../../db/members.ts';
import type { TxDeps } from '../../deps.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { tell } from '../tell.ts';

/**
 * Adds or removes a coordinator or treasurer. `by` undefined is the command line. Nobody makes themselves treasurer
 * (four eyes), and the last of a role cannot go. Shops and riders come by application, so only removing them is possible.
 */
export async function changeStaff(deps: TxDeps, command: CommandOf<'change_staff'>): Promise<Done | Refusal> {
  const { by, role, add } = command;
  if (by !== undefined && !(await hasRole(deps.tx, by, 'coordinator'))) return refuse('not_allowed', { role: 'coordinator' });
  const member = await memberByLineId(deps, command.lineUserId);
  const refusal = add ? await addRole(deps, member.id, command) : await removeRole(deps, member.id, command);
  if (refusal !== undefined) return refusal;
  deps.after.touch('coordinator');
  return { say: [{ kind: 'staff_changed', role, added: add }] };
}

async function addRole(deps: TxDeps, memberId: string, { by, role }: CommandOf<'change_staff'>): Promise<Refusal | undefined> {
  if (role === 'shop' || role === 'rider') return refuse('not_found');
  if (by === memberId) return refuse('same_person');
  if (await hasRole(deps.tx, memberId, role)) return undefined;
  await grantRole(deps, { memberId, role, by });
  await tell(deps, { memberId, urgency: 'act' }, { kind: 'staff_changed', role, added: true });
  return undefined;
}

async function removeRole(deps: TxDeps, memberId: string, { role }: CommandOf<'change_staff'>): Promise<Refusal | undefined> {
  const holders = await membersWithRole(deps.tx, role);
  if (!holders.includes(memberId)) return refuse('not_found');
  if ((role === 'coordinator' || role === 'treasurer') && holders.length === 1) return refuse('last_of_role', { role });
  await revokeRole(deps, memberId, role);
  await suspend(deps, memberId, role);
  return undefined;
}

async function suspend(deps: TxDeps, memberId: string, role: CommandOf<'change_staff'>['role']): Promise<void> {
  if (role === 'shop') {
    await deps.tx.updateTable('shop').set({ state: 'suspended' }).where('member_id', '=', memberId).where('state', '=', 'active').execute();
  }
  if (role === 'rider') {
    await deps.tx
      .updateTable('rider')
      .set({ state: 'suspended', on_duty: 0 })
      .where('member_id', '=', memberId)
      .where('state', '=', 'active')
      .execute();
  }
}
