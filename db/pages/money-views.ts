import { sql } from 'kysely';
import { bangkokDay } from '../../bot/domain/days.ts';
import type { CampaignTotals, CampaignView, PledgeToConfirm, PledgeView } from '../../bot/domain/notice.ts';
import { accounts } from '../../bot/domain/postings.ts';
import { QUEUE_PAGE_MAX } from '../../bot/limits.ts';
import { compiled } from '../compiled.ts';
import { balanceOf } from '../ledger.ts';
import type { Row } from '../schema.ts';
import type { Reader } from './reader.ts';

const runningOn = compiled((db, { day }: { day: string }) =>
  db
    .selectFrom('campaign')
    .selectAll()
    .where('starts_on', '<=', day)
    .where('ends_on', '>=', day)
    .orderBy('starts_on')
    .orderBy('created_at')
    .orderBy('id'),
);

/** Campaigns that run on the day, the one that started first in front: it pays first. */
export async function openCampaigns(reader: Reader, today: string): Promise<Row<'campaign'>[]> {
  return runningOn.all(reader.db, { day: today });
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

const namedWithTotal = compiled((db, { id }: { id: string }) =>
  db
    .selectFrom('campaign')
    .leftJoin('campaign_total', 'campaign_total.campaign_id', 'campaign.id')
    .select(['campaign.name', 'campaign_total.received_satang'])
    .where('campaign.id', '=', id),
);

/** From what is kept as money moves: summing all receipts would make each one dearer than the one before. */
export async function campaignTotals(reader: Reader, campaignId: string): Promise<CampaignTotals> {
  const { db } = reader;
  const campaign = await namedWithTotal.first(db, { id: campaignId });
  if (campaign === undefined) throw new Error(`there is no campaign ${campaignId}`);
  return {
    campaignName: campaign.name,
    receivedSatang: campaign.received_satang ?? 0,
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

/** A word and not a value: only so does SQLite see that the index of what waits will do. */
const WAITING = sql.lit('waiting' as const);

function pledges(reader: Reader) {
  return reader.db
    .selectFrom('pledge')
    .innerJoin('campaign', 'campaign.id', 'pledge.campaign_id')
    .leftJoin('community', 'community.id', 'pledge.community_id')
    .leftJoin('deadline', (join) =>
      join.onRef('deadline.subject_id', '=', 'pledge.id').on('deadline.kind', '=', 'pledge_monthly').on('deadline.state', '=', WAITING),
    )
    .selectAll('pledge')
    .select(['campaign.name as campaign_name', 'community.name as community_name', 'deadline.due_at as next_at']);
}

type PledgeRow = Row<'pledge'> & { campaign_name: string; community_name: string | null; next_at: number | null };

function viewOfPledge(row: PledgeRow): PledgeView {
  return {
    pledge: row.id,
    reference: row.reference,
    ...(row.meals === null ? {} : { meals: row.meals }),
    amountSatang: row.amount_satang,
    campaignName: row.campaign_name,
    state: row.state,
    ...(row.community_name === null ? {} : { communityName: row.community_name }),
    ...(row.is_monthly === 1 ? { isMonthly: true } : {}),
    ...(row.next_at === null ? {} : { nextOn: bangkokDay(row.next_at) }),
  };
}

/** A member's own promises, newest first, with what the page needs beside the view. */
export async function pledgesOf(reader: Reader, memberId: string, limit: number): Promise<{ row: Row<'pledge'>; view: PledgeView }[]> {
  const rows = await pledges(reader)
    .where('pledge.member_id', '=', memberId)
    .orderBy('pledge.made_at', 'desc')
    .orderBy('pledge.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ row, view: viewOfPledge(row) }));
}

export async function pledgeView(reader: Reader, pledgeId: string): Promise<PledgeView> {
  return viewOfPledge(await pledges(reader).where('pledge.id', '=', pledgeId).executeTakeFirstOrThrow());
}

/** Promises without confirmed money: first those whose donor sent a slip, then the rest, each oldest first. */
export async function pledgesToConfirm(reader: Reader): Promise<(PledgeToConfirm & { madeAt: number })[]> {
  const rows = await pledges(reader)
    .where('pledge.state', 'in', ['claimed', 'pledged'])
    .orderBy('pledge.state')
    .orderBy('pledge.made_at')
    .orderBy('pledge.id')
    .limit(QUEUE_PAGE_MAX)
    .execute();
  const references = await slipReferences(
    reader,
    rows.map((row) => row.id),
  );
  return rows.map((row) => {
    const bankReference = references.get(row.id);
    return { ...viewOfPledge(row), madeAt: row.made_at, ...(bankReference === undefined ? {} : { bankReference }) };
  });
}

/** What the slips of promises name; the newest where there are several. */
export async function slipReferences(reader: Reader, pledgeIds: readonly string[]): Promise<Map<string, string>> {
  if (pledgeIds.length === 0) return new Map();
  const rows = await reader.db
    .selectFrom('slip')
    .select(['pledge_id', 'transaction_reference'])
    .where('pledge_id', 'in', pledgeIds)
    .where('transaction_reference', 'is not', null)
    .orderBy('sent_at')
    .execute();
  return new Map(
    rows.flatMap((row) =>
      row.pledge_id === null || row.transaction_reference === null ? [] : [[row.pledge_id, row.transaction_reference]],
    ),
  );
}

/** What the books owe a shop or a rider; `accounts.shopOwed` and `accounts.riderOwed` name the account. */
export async function owedTo(reader: Reader, accountCode: string): Promise<number> {
  return balanceOf(reader.db, accountCode);
}
