import { balanceOf, post } from '../../../db/ledger.ts';
import { setDeadline } from '../../../db/deadlines.ts';
import type { Household } from '../../../db/households.ts';
import { chooseCampaign } from '../../../db/pages/money-views.ts';
import { screeningLine } from '../../../db/pages/screening-view.ts';
import type { Row } from '../../../db/schema.ts';
import type { TxDeps } from '../../deps.ts';
import { addDays, bangkokDay, startOfDay } from '../../domain/days.ts';
import { coupons, satang } from '../../domain/money.ts';
import { accounts, couponsGranted } from '../../domain/postings.ts';
import { refuse, refuseAndKeep } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { GRANT_DAYS } from '../../limits.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { readerOf } from '../reader.ts';
import { screeningToDecide } from './screening-to-decide.ts';
import { tell, tellRole } from '../tell.ts';
import { clocksOf } from '../clocks.ts';

/**
 * One tap: the household gets the coupons of the campaign, covered by the fund in the same transaction. When the
 * fund is short nothing is granted; the household keeps its place as `waiting_funds` and hears so.
 */
export async function approveScreening(deps: TxDeps, command: CommandOf<'approve_screening'>): Promise<Done | Refusal> {
  const { tx } = deps;
  const decided = await screeningToDecide(deps, command);
  if ('refused' in decided) return decided;
  const { screening, household } = decided;
  const campaign = await chooseCampaign(readerOf(deps), bangkokDay(deps.clock.now()));
  if (campaign === undefined) return refuse('no_open_campaign');
  const grant = grantFor({ household, screening, campaign, deps });
  await tx
    .insertInto('coupon_grant')
    .values({ ...grant, granted_by: command.by })
    .execute();
  const posted = await post(tx, couponsGranted(portionOf(grant, household.communityId)), clocksOf(deps));
  if (posted.kind === 'short') return waitForFunds(deps, { screening, grant, household, missing: posted.missing, by: command.by });
  await tx
    .updateTable('screening')
    .set({ state: 'approved', decided_at: deps.clock.now(), decided_by: command.by })
    .where('id', '=', screening.id)
    .execute();
  await setExpiries(deps, grant, household);
  await tell(
    deps,
    { memberId: household.memberId, urgency: 'arrived' },
    { kind: 'grant_given', coupons: grant.coupons, expiresOn: grant.expires_on },
  );
  deps.after.touch('coordinator');
  deps.after.touch('resident', household.memberId);
  const fundFreeSatang = await balanceOf(tx, accounts.free(campaign.id));
  return { say: [{ kind: 'screening_approved', firstName: household.details.firstName, coupons: grant.coupons, fundFreeSatang }] };
}

type Grant = Omit<Row<'coupon_grant'>, 'granted_by'>;

/** Coupons end with the month, the campaign or the quarantine, whichever comes first; never before tomorrow. */
function grantFor(params: { household: Household; screening: Row<'screening'>; campaign: Row<'campaign'>; deps: TxDeps }): Grant {
  const { household, screening, campaign, deps } = params;
  const today = bangkokDay(deps.clock.now());
  const { need, quarantineUntil } = household.details;
  const ends = [addDays(today, GRANT_DAYS), campaign.ends_on];
  if (need === 'quarantine' && quarantineUntil !== undefined && quarantineUntil > today) ends.push(quarantineUntil);
  return {
    id: deps.chance.newId('grt'),
    household_id: household.id,
    campaign_id: campaign.id,
    screening_id: screening.id,
    coupons: campaign.coupons_per_grant,
    face_value_satang: campaign.face_value_satang,
    expires_on: ends.toSorted()[0] ?? campaign.ends_on,
    granted_at: deps.clock.now(),
  };
}

function portionOf(grant: Grant, community: string) {
  return {
    community,
    household: grant.household_id,
    grant: grant.id,
    campaign: grant.campaign_id,
    coupons: coupons(grant.coupons),
    faceValue: satang(grant.face_value_satang),
  };
}

interface Waiting {
  screening: Row<'screening'>;
  grant: Grant;
  household: Household;
  missing: number;
  by: string;
}

async function waitForFunds(deps: TxDeps, { screening, grant, household, missing, by }: Waiting): Promise<Refusal> {
  const line = await screeningLine(readerOf(deps), screening.id);
  await deps.tx.deleteFrom('coupon_grant').where('id', '=', grant.id).execute();
  await deps.tx.updateTable('screening').set({ state: 'waiting_funds' }).where('id', '=', screening.id).execute();
  if (screening.state === 'waiting') {
    await tell(deps, { memberId: household.memberId, urgency: 'arrived' }, { kind: 'waiting_for_funds' });
    deps.after.touch('resident', household.memberId);
    await tellRole(deps, { role: 'coordinator', urgency: 'act', except: by }, { kind: 'fund_short_for_screening', screening: line });
  }
  deps.after.touch('coordinator');
  return refuseAndKeep('fund_short', { short_satang: missing, campaign: line.campaignName });
}

async function setExpiries(deps: TxDeps, grant: Grant, household: Household): Promise<void> {
  await setDeadline(deps, { kind: 'grant_expiry', subject: grant.id, dueAt: startOfDay(addDays(grant.expires_on, 1)) });
  const { need, quarantineUntil } = household.details;
  if (need === 'quarantine' && quarantineUntil !== undefined) {
    await setDeadline(deps, { kind: 'quarantine_end', subject: household.id, dueAt: startOfDay(addDays(quarantineUntil, 1)) });
  }
}
