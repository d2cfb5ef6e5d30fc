import { communities } from '../../db/communities.ts';
import { grantRole, memberByLineId, membersWithRole } from '../../db/members.ts';
import type { Deps, TxDeps } from '../deps.ts';
import { inTransaction } from './handle.ts';

/** What must be there before anybody writes: the communities of both cities and the first two of the staff. */
export async function prepareDatabase(deps: Deps): Promise<void> {
  const places = await communities();
  await inTransaction(deps, async (txDeps) => {
    for (const place of places) {
      await txDeps.tx
        .insertInto('community')
        .values(place)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    }
    await firstOfRole(txDeps, 'coordinator', deps.settings.firstCoordinatorLineUserId);
    await firstOfRole(txDeps, 'treasurer', deps.settings.firstTreasurerLineUserId);
  });
}

/** Only while nobody holds the role: later changes of staff are the coordinators' own. */
async function firstOfRole(deps: TxDeps, role: 'coordinator' | 'treasurer', lineUserId: string): Promise<void> {
  if ((await membersWithRole(deps.tx, role)).length > 0) return;
  const member = await memberByLineId(deps, lineUserId);
  await grantRole(deps, { memberId: member.id, role, by: undefined });
}
