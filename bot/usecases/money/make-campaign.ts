import { hasRole } from '../../../db/members.ts';
import { campaignView } from '../../../db/pages/staff-views.ts';
import type { TxDeps } from '../../deps.ts';
import { addDays, bangkokDay } from '../../domain/days.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import {
  CAMPAIGN_DAYS_MAX,
  CAMPAIGN_TARGET_MAX_SATANG,
  COUPONS_PER_GRANT_MAX,
  DELIVERY_FEE_MAX_SATANG,
  FACE_VALUE_MAX_SATANG,
  FACE_VALUE_MIN_SATANG,
} from '../../limits.ts';
import type { CampaignDetails, CommandOf, Done } from '../../domain/command.ts';
import { readerOf } from '../reader.ts';
import { tellRole } from '../tell.ts';

/** A purpose with rules and dates. It can promise nothing until the treasurer has recorded money for it. */
export async function makeCampaign(deps: TxDeps, command: CommandOf<'make_campaign'>): Promise<Done | Refusal> {
  const { tx } = deps;
  if (!(await hasRole(tx, command.by, 'coordinator'))) return refuse('not_allowed', { role: 'coordinator' });
  const refusal = whyNot(command.campaign, bangkokDay(deps.clock.now()));
  if (refusal !== undefined) return refusal;
  const name = command.campaign.name.trim();
  const taken = await tx.selectFrom('campaign').select('id').where('name', '=', name).executeTakeFirst();
  if (taken !== undefined) return refuse('name_taken');
  const id = deps.chance.newId('cam');
  await tx
    .insertInto('campaign')
    .values({
      id,
      name,
      face_value_satang: command.campaign.faceValueSatang,
      coupons_per_grant: command.campaign.couponsPerGrant,
      delivery_fee_satang: command.campaign.deliveryFeeSatang,
      starts_on: command.campaign.startsOn,
      ends_on: command.campaign.endsOn,
      purpose: command.campaign.purpose?.trim() ?? '',
      permit_no: command.campaign.permitNo?.trim() || null,
      target_satang: command.campaign.targetSatang ?? null,
      tax_status: command.campaign.taxStatus ?? 'none',
      created_by: command.by,
      created_at: deps.clock.now(),
    })
    .execute();
  const campaign = await campaignView(readerOf(deps), id);
  await tellRole(deps, { role: 'treasurer', urgency: 'act' }, { kind: 'campaign_needs_money', campaign });
  deps.after.touch('coordinator');
  deps.after.touch('treasurer');
  deps.after.touch('donor');
  return { say: [{ kind: 'campaign_made', campaign }] };
}

/** A target is wished for or not; where it is, it buys at least one meal. */
function isTarget({ targetSatang, faceValueSatang }: CampaignDetails): boolean {
  return targetSatang === undefined || (targetSatang >= faceValueSatang && targetSatang <= CAMPAIGN_TARGET_MAX_SATANG);
}

function whyNot(campaign: CampaignDetails, today: string): Refusal | undefined {
  const { faceValueSatang, couponsPerGrant, deliveryFeeSatang, startsOn, endsOn } = campaign;
  if (faceValueSatang < FACE_VALUE_MIN_SATANG || faceValueSatang > FACE_VALUE_MAX_SATANG) {
    return refuse('amount_out_of_range', { min_satang: FACE_VALUE_MIN_SATANG, max_satang: FACE_VALUE_MAX_SATANG });
  }
  if (couponsPerGrant < 1 || couponsPerGrant > COUPONS_PER_GRANT_MAX)
    return refuse('meals_out_of_range', { min: 1, max: COUPONS_PER_GRANT_MAX });
  if (deliveryFeeSatang < 0 || deliveryFeeSatang > DELIVERY_FEE_MAX_SATANG)
    return refuse('amount_out_of_range', { min_satang: 0, max_satang: DELIVERY_FEE_MAX_SATANG });
  if (!isTarget(campaign)) return refuse('amount_out_of_range', { min_satang: faceValueSatang, max_satang: CAMPAIGN_TARGET_MAX_SATANG });
  if (endsOn < startsOn || endsOn < today || endsOn > addDays(startsOn, CAMPAIGN_DAYS_MAX)) return refuse('dates_wrong');
  return undefined;
}
