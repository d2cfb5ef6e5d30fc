import { grantRole, hasRole } from '../../../db/members.ts';
import type { TxDeps } from '../../deps.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { tell } from '../tell.ts';

export async function decideShop(deps: TxDeps, command: CommandOf<'decide_shop'>): Promise<Done | Refusal> {
  const { tx } = deps;
  if (!(await hasRole(tx, command.by, 'coordinator'))) return refuse('not_allowed', { role: 'coordinator' });
  const shop = await tx.selectFrom('shop').selectAll().where('id', '=', command.shop).executeTakeFirst();
  if (shop === undefined) return refuse('not_found');
  if (shop.state !== 'applied') return refuse('already_decided', { state: shop.state });
  if (shop.member_id === command.by) return refuse('same_person');
  await tx
    .updateTable('shop')
    .set({ state: command.approved ? 'active' : 'declined', decided_by: command.by, decided_at: deps.clock.now() })
    .where('id', '=', shop.id)
    .execute();
  if (command.approved) await grantRole(deps, { memberId: shop.member_id, role: 'shop', by: command.by });
  await tell(
    deps,
    { memberId: shop.member_id, urgency: 'arrived' },
    { kind: 'application_decided', of: 'shop', approved: command.approved },
  );
  deps.after.touch('coordinator');
  deps.after.touch('shop', shop.member_id);
  return { say: [{ kind: 'application_done', of: 'shop', name: shop.name, approved: command.approved }] };
}
