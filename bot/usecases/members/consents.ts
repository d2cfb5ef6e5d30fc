import { compiled } from '../../../db/compiled.ts';
import type { TxDeps } from '../../deps.ts';
import type { ConsentPurpose } from '../../domain/words.ts';

const inForce = compiled((db, { memberId, purpose }: { memberId: string; purpose: ConsentPurpose }) =>
  db.selectFrom('consent').select('id').where('member_id', '=', memberId).where('purpose', '=', purpose).where('withdrawn_at', 'is', null),
);

export async function hasConsent(deps: Pick<TxDeps, 'tx'>, memberId: string, purpose: ConsentPurpose): Promise<boolean> {
  return (await inForce.first(deps.tx, { memberId, purpose })) !== undefined;
}
