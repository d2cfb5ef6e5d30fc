import { setDeadline, voidDeadline } from '../../../db/deadlines.ts';
import type { Row } from '../../../db/schema.ts';
import type { TxDeps } from '../../deps.ts';
import { bangkokDay, monthAfter, startOfDay } from '../../domain/days.ts';

/** The next promise of a series is due at the same time of day a month later. */
export async function planNextPledge(deps: TxDeps, pledge: Row<'pledge'>): Promise<void> {
  if (pledge.is_monthly === 0) return;
  const now = deps.clock.now();
  const today = bangkokDay(now);
  const dueAt = startOfDay(monthAfter(today)) + (now - startOfDay(today));
  await setDeadline(deps, { kind: 'pledge_monthly', subject: pledge.id, dueAt });
}

/** False when no next promise was waiting: the series has ended or gone on already. */
export async function endMonthly(deps: TxDeps, pledge: Row<'pledge'>): Promise<boolean> {
  const next = await deps.tx
    .selectFrom('deadline')
    .select('id')
    .where('kind', '=', 'pledge_monthly')
    .where('subject_id', '=', pledge.id)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  if (next === undefined) return false;
  await voidDeadline(deps.tx, 'pledge_monthly', pledge.id);
  await deps.tx.updateTable('pledge').set({ is_monthly: 0 }).where('id', '=', pledge.id).execute();
  deps.after.touch('donor', pledge.member_id);
  return true;
}
