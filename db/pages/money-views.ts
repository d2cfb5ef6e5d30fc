import { bangkokDay } from '../../bot/domain/days.ts';
import type { CampaignTotals, CampaignView, PledgeView } from '../../bot/domain/notice.ts';
import { accounts } from '../../bot/domain/postings.ts';
import { QUEUE_PAGE_MAX } from '../../bot/limits.ts';
import { balanceOf } from '../ledger.ts';
import type { Row } from '../schema.ts';
import type { Reader } from './reader.ts';

/** Campaigns that run on the day, the one that started first in front: it pays first. */
export async function openCampaigns(reader: Reader, today: string): Promise<Row<'campaign'>[]> {
  return reader.db
    .selectFrom('campaign')
    .selectAll()
    .where('starts_on', '<=', today)
    .where('ends_on', '>=', today)
    .orderBy('starts_on')
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

/** The campaign that pays for a grant made on the day, if any is open. */
export async function chooseCampaign(reader: Reader, today: string): Promise<Row<'campaign'> | undefined> {
  return (await openCampaigns(reader, today))[0];
}

export function viewOfCampaign(row: Row<'campaign'>): CampaignView {
  return {
    campaign: row.id,
    name: row.name,
    faceValueSatang: row.face_value_satang,
    couponsPerGrant: row.coupons_per_grant,
    deliveryFeeSatang: row.delivery_fee_satang,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
  };
}

export async function campaignTotals(reader: Reader, campaignId: string): Promise<CampaignTotals> {
  const { db } = reader;
  const campaign = await db.selectFrom('campaign').select('name').where('id', '=', campaignId).executeTakeFirstOrThrow();
  const { received } = await db
    .selectFrom('money_receipt')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number | string>('amount_satang'), eb.lit(0)).as('received'))
    .where('campaign_id', '=', campaignId)
    .where(({ not, exists, selectFrom, fn, val }) =>
      not(
        exists(
          selectFrom('posting as first')
            .innerJoin('posting as undone', 'undone.reverses', 'first.id')
            .select('first.id')
            .whereRef('first.key', '=', fn<string>('concat', [val('receipt/'), 'money_receipt.id'])),
        ),
      ),
    )
    .executeTakeFirstOrThrow();
  return {
    campaignName: campaign.name,
    receivedSatang: Number(received),
    freeSatang: await balanceOf(db, accounts.free(campaignId)),
    committedSatang: await balanceOf(db, accounts.committed(campaignId)),
    mealsHandedOver: await balanceOf(db, accounts.redeemed(campaignId)),
  };
}

export async function openCampaignTotals(reader: Reader): Promise<CampaignTotals[]> {
  const totals: CampaignTotals[] = [];
  for (const campaign of await openCampaigns(reader, bangkokDay(reader.clock.now())))
    totals.push(await campaignTotals(reader, campaign.id));
  return totals;
}

function pledges(reader: Reader) {
  return reader.db
    .selectFrom('pledge')
    .innerJoin('campaign', 'campaign.id', 'pledge.campaign_id')
    .selectAll('pledge')
    .select('campaign.name as campaign_name');
}

export function viewOfPledge(row: Row<'pledge'> & { campaign_name: string }): PledgeView {
  return {
    pledge: row.id,
    reference: row.reference,
    ...(row.meals === null ? {} : { meals: row.meals }),
    amountSatang: row.amount_satang,
    campaignName: row.campaign_name,
    state: row.state,
  };
}

export async function pledgeView(reader: Reader, pledgeId: string): Promise<PledgeView> {
  return viewOfPledge(await pledges(reader).where('pledge.id', '=', pledgeId).executeTakeFirstOrThrow());
}

/** Promises without confirmed money: first those whose donor sent a slip, then the rest, each oldest first. */
export async function pledgesToConfirm(reader: Reader): Promise<(PledgeView & { madeAt: number })[]> {
  const rows = await pledges(reader)
    .where('pledge.state', 'in', ['claimed', 'pledged'])
    .orderBy('pledge.state')
    .orderBy('pledge.made_at')
    .orderBy('pledge.id')
    .limit(QUEUE_PAGE_MAX)
    .execute();
  return rows.map((row) => ({ ...viewOfPledge(row), madeAt: row.made_at }));
}

/** What the books owe a shop or a rider; `accounts.shopOwed` and `accounts.riderOwed` name the account. */
export async function owedTo(reader: Reader, accountCode: string): Promise<number> {
  return balanceOf(reader.db, accountCode);
}
