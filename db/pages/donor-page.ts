import type { CampaignTotals } from '../../bot/domain/notice.ts';
import { HISTORY_PAGE_MAX } from '../../bot/limits.ts';
import { openCampaignTotals, viewOfPledge } from './money-views.ts';
import type { Reader } from './reader.ts';

/** A count below this points at persons and is not told outside (docs/decisions/0005). */
const CELL_MIN = 5;

function publicTotals({ mealsHandedOver, ...totals }: CampaignTotals) {
  return mealsHandedOver > 0 && mealsHandedOver < CELL_MIN ? totals : { ...totals, mealsHandedOver };
}

/** The member's own pledges and the totals of the funds. `qrToken` comes with those that still wait for money. */
export async function donorPage(reader: Reader, memberId: string) {
  const rows = await reader.db
    .selectFrom('pledge')
    .innerJoin('campaign', 'campaign.id', 'pledge.campaign_id')
    .selectAll('pledge')
    .select('campaign.name as campaign_name')
    .where('pledge.member_id', '=', memberId)
    .orderBy('pledge.made_at', 'desc')
    .orderBy('pledge.id', 'desc')
    .limit(HISTORY_PAGE_MAX)
    .execute();
  const { given } = await reader.db
    .selectFrom('money_receipt')
    .innerJoin('pledge', 'pledge.id', 'money_receipt.pledge_id')
    .select((eb) => eb.fn.sum<number | string | null>('money_receipt.amount_satang').as('given'))
    .where('pledge.member_id', '=', memberId)
    .executeTakeFirstOrThrow();
  return {
    pledges: rows.map((row) => ({
      ...viewOfPledge(row),
      madeAt: row.made_at,
      ...(row.state === 'pledged' ? { qrToken: row.qr_token } : {}),
    })),
    campaigns: (await openCampaignTotals(reader)).map(publicTotals),
    givenSatang: Number(given ?? 0),
  };
}
