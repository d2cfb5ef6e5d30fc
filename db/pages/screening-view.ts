import { bangkokDay } from '../../bot/domain/days.ts';
import type { ScreeningLine, ScreeningView } from '../../bot/domain/notice.ts';
import { accounts } from '../../bot/domain/postings.ts';
import { openHousehold } from '../households.ts';
import { balanceOf } from '../ledger.ts';
import { chooseCampaign } from './money-views.ts';
import type { Reader } from './reader.ts';

/** What one grant would be, and what the fund lacks for it today. */
interface GrantAhead {
  coupons: number;
  campaignName: string;
  fundShortSatang: number;
}

/** Without an open campaign nothing can be granted: no coupons, no name. */
async function grantAhead(reader: Reader): Promise<GrantAhead> {
  const campaign = await chooseCampaign(reader, bangkokDay(reader.clock.now()));
  if (campaign === undefined) return { coupons: 0, campaignName: '', fundShortSatang: 0 };
  const free = await balanceOf(reader.db, accounts.free(campaign.id));
  const wanted = campaign.coupons_per_grant * campaign.face_value_satang;
  return { coupons: campaign.coupons_per_grant, campaignName: campaign.name, fundShortSatang: Math.max(0, wanted - free) };
}

function screenings(reader: Reader) {
  return reader.db
    .selectFrom('screening')
    .innerJoin('household', 'household.id', 'screening.household_id')
    .innerJoin('community', 'community.id', 'household.community_id')
    .selectAll('household')
    .select([
      'screening.id as screening_id',
      'screening.is_again',
      'screening.asked_at',
      'community.name as community_name',
      'community.municipality',
    ]);
}

type ScreeningRow = Awaited<ReturnType<ReturnType<typeof screenings>['execute']>>[number];

function toView(reader: Reader, row: ScreeningRow, ahead: GrantAhead): ScreeningView {
  const { details, people, diets } = openHousehold(reader.sealer, row);
  return {
    screening: row.screening_id,
    again: row.is_again === 1,
    firstName: details.firstName,
    need: details.need,
    communityName: row.community_name,
    municipality: row.municipality,
    people,
    diets,
    ...(details.quarantineUntil === undefined ? {} : { quarantineUntil: details.quarantineUntil }),
    ...ahead,
    waitingSince: row.asked_at,
  };
}

function lineOf({ need: _need, quarantineUntil: _until, ...line }: ScreeningView): ScreeningLine {
  return line;
}

export async function screeningLine(reader: Reader, screeningId: string): Promise<ScreeningLine> {
  return lineOf(await screeningView(reader, screeningId));
}

export async function screeningView(reader: Reader, screeningId: string): Promise<ScreeningView> {
  const row = await screenings(reader).where('screening.id', '=', screeningId).executeTakeFirstOrThrow();
  return toView(reader, row, await grantAhead(reader));
}

/** Undecided screenings, whoever waits longest first. Each comes with its household for the access log. */
export async function openScreenings(reader: Reader, limit: number): Promise<(ScreeningLine & { household: string })[]> {
  const rows = await screenings(reader)
    .where('screening.state', 'in', ['waiting', 'waiting_funds'])
    .orderBy('screening.asked_at')
    .orderBy('screening.id')
    .limit(limit)
    .execute();
  const ahead = await grantAhead(reader);
  return rows.map((row) => ({ ...lineOf(toView(reader, row, ahead)), household: row.id }));
}
