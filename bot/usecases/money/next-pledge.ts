import { setDeadline } from '../../../db/deadlines.ts';
import { hasReachedTarget } from '../../../db/public-totals.ts';
import type { TxDeps } from '../../deps.ts';
import { MONTHLY_RETRY_TIME } from '../../limits.ts';
import { tell } from '../tell.ts';
import { campaignFor, writePledge } from './pledges.ts';

/**
 * A month after money came for a monthly promise: the next one, with its QR, as the donor asked for. A month that is
 * not paid ends the series quietly; nobody is reminded for ever. Called by the clock.
 */
export async function nextPledgeDue(deps: TxDeps, pledgeId: string): Promise<void> {
  const last = await deps.tx.selectFrom('pledge').selectAll().where('id', '=', pledgeId).executeTakeFirst();
  if (last === undefined || last.is_monthly === 0 || last.state !== 'received') return;
  const same = await campaignFor(deps, last.campaign_id);
  const isFull = same === undefined || (await hasReachedTarget(deps.tx, same));
  const campaign = isFull ? await campaignFor(deps, undefined) : same;
  if (campaign === undefined) {
    await setDeadline(deps, { kind: 'pledge_monthly', subject: last.id, dueAt: deps.clock.now() + MONTHLY_RETRY_TIME });
    return;
  }
  const made = await writePledge(deps, {
    member_id: last.member_id,
    campaign_id: campaign.id,
    community_id: last.community_id,
    meals: last.meals,
    amount_satang: last.meals === null ? last.amount_satang : last.meals * campaign.face_value_satang,
    is_anonymous: last.is_anonymous,
    donor_name_sealed: last.donor_name_sealed,
    is_monthly: 1,
    follows: last.id,
  });
  await tell(deps, { memberId: last.member_id, urgency: 'act' }, { ...made, again: true });
}
