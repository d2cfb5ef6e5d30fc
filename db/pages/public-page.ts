import { bangkokDay, startOfDay, weekOf } from '../../bot/domain/days.ts';
import { accounts } from '../../bot/domain/postings.ts';
import type { TaxStatus } from '../../bot/domain/words.ts';
import { balanceOf } from '../ledger.ts';
import type { Row } from '../schema.ts';
import type { Reader } from './reader.ts';

/** What anyone may know of a campaign: sums of money and meals, and what it was opened for. */
export interface PublicCampaign {
  campaign: string;
  name: string;
  purpose: string;
  permitNo: string | null;
  taxStatus: TaxStatus;
  startsOn: string;
  endsOn: string;
  targetSatang: number | null;
  receivedSatang: number;
  /** Carried over from campaigns that were over; below zero when this one's rest went on. */
  carriedSatang: number;
  freeSatang: number;
  committedSatang: number;
  owedSatang: number;
  paidSatang: number;
  shopsSatang: number;
  ridersSatang: number;
  meals: number;
}

/** One campaign in one community in one week, as counted: small numbers are still in it. */
export interface ServedCell {
  campaign: string;
  community: string;
  communityName: string;
  week: string;
  meals: number;
  households: number;
  spentSatang: number;
}

type Served = Pick<ServedCell, 'campaign' | 'meals' | 'households' | 'spentSatang'>;

/**
 * Changes whenever a page made of the totals could look different: with each transfer, campaign and day. Reads the
 * end of an index, whatever the number of transfers.
 */
export async function publicVersion(reader: Reader): Promise<string> {
  const last = await reader.db.selectFrom('transfer').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst();
  const newest = await reader.db
    .selectFrom('campaign')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .executeTakeFirst();
  return [last?.id ?? 0, newest?.count ?? 0, bangkokDay(reader.clock.now())].join('/');
}

/** All campaigns, newest first. */
export async function publicCampaigns(reader: Reader): Promise<PublicCampaign[]> {
  const rows = await reader.db
    .selectFrom('campaign')
    .leftJoin('campaign_total', 'campaign_total.campaign_id', 'campaign.id')
    .selectAll('campaign')
    .select(['received_satang', 'shops_satang', 'riders_satang', 'owed_satang', 'carried_satang'])
    .orderBy('starts_on', 'desc')
    .orderBy('campaign.id', 'desc')
    .execute();
  const campaigns: PublicCampaign[] = [];
  for (const row of rows) campaigns.push(await viewOf(reader, row));
  return campaigns;
}

type CampaignRow = Row<'campaign'> & {
  received_satang: number | null;
  shops_satang: number | null;
  riders_satang: number | null;
  owed_satang: number | null;
  carried_satang: number | null;
};

async function viewOf({ db }: Reader, row: CampaignRow): Promise<PublicCampaign> {
  const shops = row.shops_satang ?? 0;
  const riders = row.riders_satang ?? 0;
  const owed = row.owed_satang ?? 0;
  return {
    campaign: row.id,
    name: row.name,
    purpose: row.purpose,
    permitNo: row.permit_no,
    taxStatus: row.tax_status,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    targetSatang: row.target_satang,
    receivedSatang: row.received_satang ?? 0,
    carriedSatang: row.carried_satang ?? 0,
    freeSatang: await balanceOf(db, accounts.free(row.id)),
    committedSatang: await balanceOf(db, accounts.committed(row.id)),
    owedSatang: owed,
    paidSatang: shops + riders - owed,
    shopsSatang: shops,
    ridersSatang: riders,
    meals: await balanceOf(db, accounts.redeemed(row.id)),
  };
}

/** What was counted in weeks that are over, newest week first. */
export async function servedInWholeWeeks(reader: Reader): Promise<ServedCell[]> {
  return reader.db
    .selectFrom('served_week')
    .innerJoin('community', 'community.id', 'served_week.community_id')
    .select([
      'campaign_id as campaign',
      'community_id as community',
      'community.name as communityName',
      'week',
      'meals',
      'households',
      'spent_satang as spentSatang',
    ])
    .where('week', '<', weekOf(bangkokDay(reader.clock.now())))
    .orderBy('week', 'desc')
    .orderBy('campaign_id')
    .orderBy('community_id')
    .execute();
}

/** The week that still runs, all communities together: nobody can watch a community's number grow. */
export async function servedThisWeek(reader: Reader): Promise<Served[]> {
  const rows = await reader.db
    .selectFrom('served_week')
    .select((eb) => [
      'campaign_id as campaign',
      eb.fn.sum<number | string>('meals').as('meals'),
      eb.fn.sum<number | string>('households').as('households'),
      eb.fn.sum<number | string>('spent_satang').as('spent'),
    ])
    .where('week', '=', weekOf(bangkokDay(reader.clock.now())))
    .groupBy('campaign_id')
    .execute();
  return rows.map(({ campaign, meals, households, spent }) => ({
    campaign,
    meals: Number(meals),
    households: Number(households),
    spentSatang: Number(spent),
  }));
}

export interface WaitingCell {
  community: string;
  communityName: string;
  households: number;
}

/** Households that waited for an answer when this week began; a number that stays for the week. */
export async function waitingAtWeekStart(reader: Reader): Promise<WaitingCell[]> {
  const monday = startOfDay(weekOf(bangkokDay(reader.clock.now())));
  const rows = await reader.db
    .selectFrom('screening')
    .innerJoin('household', 'household.id', 'screening.household_id')
    .innerJoin('community', 'community.id', 'household.community_id')
    .select((eb) => [
      'community.id as community',
      'community.name as communityName',
      eb.fn.count<number | string>('screening.household_id').distinct().as('households'),
    ])
    .where('asked_at', '<', monday)
    .where((eb) => eb.or([eb('decided_at', 'is', null), eb('decided_at', '>=', monday)]))
    .groupBy(['community.id', 'community.name'])
    .orderBy('community.id')
    .execute();
  return rows.map((row) => ({ ...row, households: Number(row.households) }));
}

export async function pushesEver(reader: Reader): Promise<number> {
  const { pushes } = await reader.db
    .selectFrom('push_month')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number | string>('pushes'), eb.lit(0)).as('pushes'))
    .executeTakeFirstOrThrow();
  return Number(pushes);
}

/** Days whose books are sealed, newest first, each with the head that proves it. */
export async function sealedDays(reader: Reader): Promise<{ day: string; transfers: number; head: string }[]> {
  return reader.db.selectFrom('seal').select(['day', 'transfers', 'head']).orderBy('day', 'desc').execute();
}
