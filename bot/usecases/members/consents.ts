import type { TxDeps } from '../../deps.ts';
import type { ConsentPurpose } from '../../domain/words.ts';

export async function hasConsent(deps: Pick<TxDeps, 'tx'>, memberId: string, purpose: ConsentPurpose): Promise<boolean> {
  const row = await deps.tx
    .selectFrom('consent')
    .select('id')
    .where('member_id', '=', memberId)
    .where('purpose', '=', purpose)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}
