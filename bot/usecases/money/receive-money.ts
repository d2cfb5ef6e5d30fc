import { voidDeadlinesOf } from '../../../db/deadlines.ts';
import { balanceOf, post } from '../../../db/ledger.ts';
import { dropOldNews } from '../../../db/outbox.ts';
import { campaignTotals, pledgeView } from '../../../db/pages/money-views.ts';
import { freeBankReference, issueReceipt } from '../../../db/receipts.ts';
import type { Row } from '../../../db/schema.ts';
import type { TxDeps } from '../../deps.ts';
import { satang } from '../../domain/money.ts';
import { accounts, moneyReceived } from '../../domain/postings.ts';
import { readerOf } from '../reader.ts';
import { tell, tellRole } from '../tell.ts';
import { planNextPledge } from './monthly-pledge.ts';
import { clocksOf } from '../clocks.ts';

export interface MoneySeen {
  campaign: string;
  pledge?: Row<'pledge'>;
  amountSatang: number;
  bankReference: string;
  recordedBy: string;
  /** When it came into the account. */
  happenedAt: number;
}

/**
 * Money becomes a fact, whoever saw it in the account: the row, the posting, a receipt with the next number, and the
 * donor's thanks. Answers with the id of the money.
 */
export async function receiveMoney(deps: TxDeps, seen: MoneySeen): Promise<string> {
  const { tx } = deps;
  const { campaign, pledge, amountSatang } = seen;
  const id = deps.chance.newId('rct');
  const now = deps.clock.now();
  await tx
    .insertInto('money_receipt')
    .values({
      id,
      campaign_id: campaign,
      pledge_id: pledge?.id ?? null,
      amount_satang: amountSatang,
      bank_reference: await freeBankReference(tx, seen.bankReference),
      recorded_by: seen.recordedBy,
      recorded_at: now,
      community_id: pledge?.community_id ?? null,
    })
    .execute();
  const community = pledge?.community_id ?? undefined;
  const restriction = community === undefined ? {} : { community };
  await post(tx, moneyReceived({ receipt: id, campaign, amount: satang(amountSatang), ...restriction }), {
    ...clocksOf(deps),
    happenedAt: seen.happenedAt,
  });
  const isNamed = pledge?.is_anonymous === 0;
  await issueReceipt(tx, { money: id, donorNameSealed: isNamed ? pledge.donor_name_sealed : null, at: now });
  if (pledge !== undefined) await thankDonor(deps, pledge);
  for (const topic of ['treasurer', 'coordinator', 'donor'] as const) deps.after.touch(topic);
  return id;
}

async function thankDonor(deps: TxDeps, pledge: Row<'pledge'>): Promise<void> {
  await deps.tx.updateTable('pledge').set({ state: 'received', changed_at: deps.clock.now() }).where('id', '=', pledge.id).execute();
  await voidDeadlinesOf(deps.tx, pledge.id);
  await planNextPledge(deps, pledge);
  await dropOldNews(deps.tx, pledge.member_id, ['slip_not_taken']);
  const reader = readerOf(deps);
  await tell(
    deps,
    { memberId: pledge.member_id, urgency: 'news' },
    { kind: 'donor_thanks', pledge: await pledgeView(reader, pledge.id), totals: await campaignTotals(reader, pledge.campaign_id) },
  );
  deps.after.touch('donor', pledge.member_id);
}

/** Households that wait for money can be approved again; the coordinators hear it once for all that came in together. */
export async function tellOfMoneyInFund(deps: TxDeps, campaignId: string): Promise<void> {
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
