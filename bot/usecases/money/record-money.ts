import { voidDeadlinesOf } from '../../../db/deadlines.ts';
import { balanceOf, post } from '../../../db/ledger.ts';
import { hasRole } from '../../../db/members.ts';
import { campaignTotals, pledgeView } from '../../../db/pages/money-views.ts';
import type { Row } from '../../../db/schema.ts';
import type { TxDeps } from '../../deps.ts';
import { satang } from '../../domain/money.ts';
import { accounts, moneyReceived } from '../../domain/postings.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { PLEDGE_MAX_SATANG, PLEDGE_MIN_SATANG } from '../../limits.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { readerOf } from '../reader.ts';
import { tell, tellRole } from '../tell.ts';

/**
 * Money becomes a fact: a treasurer saw it in the account and writes down amount and bank reference. The reference is
 * unique over all money ever recorded, so one bank line cannot be booked twice. Nobody confirms a pledge of their own.
 */
export async function recordMoney(deps: TxDeps, command: CommandOf<'record_money'>): Promise<Done | Refusal> {
  const { tx } = deps;
  if (!(await hasRole(tx, command.by, 'treasurer'))) return refuse('not_allowed', { role: 'treasurer' });
  const { amountSatang } = command;
  if (!Number.isInteger(amountSatang) || amountSatang < PLEDGE_MIN_SATANG || amountSatang > PLEDGE_MAX_SATANG) {
    return refuse('amount_out_of_range', { min_satang: PLEDGE_MIN_SATANG, max_satang: PLEDGE_MAX_SATANG });
  }
  const target = await targetOf(deps, command);
  if ('refused' in target) return target;
  const bankReference = command.bankReference.toUpperCase().replaceAll(/\s+/gu, '');
  const used = await tx.selectFrom('money_receipt').select('id').where('bank_reference', '=', bankReference).executeTakeFirst();
  if (used !== undefined) return refuse('bank_reference_used');
  const id = deps.chance.newId('rct');
  const now = deps.clock.now();
  await tx
    .insertInto('money_receipt')
    .values({
      id,
      campaign_id: target.campaign,
      pledge_id: target.pledge?.id ?? null,
      amount_satang: amountSatang,
      bank_reference: bankReference,
      recorded_by: command.by,
      recorded_at: now,
    })
    .execute();
  await post(tx, moneyReceived({ receipt: id, campaign: target.campaign, amount: satang(amountSatang) }), {
    happenedAt: now,
    recordedAt: now,
  });
  if (target.pledge !== undefined) await thankDonor(deps, target.pledge);
  await tellOfFilledFund(deps, target.campaign);
  for (const topic of ['treasurer', 'coordinator', 'donor'] as const) deps.after.touch(topic);
  return { say: [{ kind: 'money_recorded', amountSatang, totals: await campaignTotals(readerOf(deps), target.campaign) }] };
}

async function targetOf(deps: TxDeps, command: CommandOf<'record_money'>): Promise<{ campaign: string; pledge?: Row<'pledge'> } | Refusal> {
  if (command.pledge !== undefined) {
    const pledge = await deps.tx.selectFrom('pledge').selectAll().where('id', '=', command.pledge).executeTakeFirst();
    if (pledge === undefined) return refuse('not_found');
    if (pledge.member_id === command.by) return refuse('same_person');
    if (pledge.state === 'received' || pledge.state === 'withdrawn') return refuse('pledge_closed', { state: pledge.state });
    return { campaign: pledge.campaign_id, pledge };
  }
  const campaign = await deps.tx
    .selectFrom('campaign')
    .select('id')
    .where('id', '=', command.campaign ?? '')
    .executeTakeFirst();
  return campaign === undefined ? refuse('not_found') : { campaign: campaign.id };
}

async function thankDonor(deps: TxDeps, pledge: Row<'pledge'>): Promise<void> {
  await deps.tx.updateTable('pledge').set({ state: 'received', changed_at: deps.clock.now() }).where('id', '=', pledge.id).execute();
  await voidDeadlinesOf(deps.tx, pledge.id);
  const reader = readerOf(deps);
  await tell(
    deps,
    { memberId: pledge.member_id, urgency: 'news' },
    { kind: 'donor_thanks', pledge: await pledgeView(reader, pledge.id), totals: await campaignTotals(reader, pledge.campaign_id) },
  );
  deps.after.touch('donor', pledge.member_id);
}

/** Households that wait for money can be approved again; the coordinators hear it once per receipt. */
async function tellOfFilledFund(deps: TxDeps, campaignId: string): Promise<void> {
  const waiting = await deps.tx.selectFrom('screening').select('id').where('state', '=', 'waiting_funds').execute();
  if (waiting.length === 0) return;
  const campaign = await deps.tx.selectFrom('campaign').select('name').where('id', '=', campaignId).executeTakeFirstOrThrow();
  const freeSatang = await balanceOf(deps.tx, accounts.free(campaignId));
  await tellRole(
    deps,
    { role: 'coordinator', urgency: 'act' },
    { kind: 'fund_filled', campaignName: campaign.name, waiting: waiting.length, freeSatang },
  );
}
