import { bangkokDay } from '../../bot/domain/days.ts';
import type { CampaignTotals } from '../../bot/domain/notice.ts';
import type { SlipReadingKind } from '../../bot/domain/words.ts';
import { HISTORY_PAGE_MAX } from '../../bot/limits.ts';
import { ownGifts } from './gift-view.ts';
import { givenBackBy } from './given-back.ts';
import { lineageOf } from './lineage-view.ts';
import { openCampaigns, openCampaignTotals, pledgesOf } from './money-views.ts';
import { isInBooks } from '../receipts.ts';
import { receiptsOf } from './receipt-views.ts';
import type { Reader } from './reader.ts';

/** A count below this points at persons and is not told outside (docs/decisions/0005). */
const CELL_MIN = 5;

function publicTotals({ mealsHandedOver, ...totals }: CampaignTotals) {
  return mealsHandedOver > 0 && mealsHandedOver < CELL_MIN ? totals : { ...totals, mealsHandedOver };
}

/** What the newest slip of each promise turned out to be; `waiting` until it has been looked at. */
async function slipsOf(reader: Reader, pledgeIds: readonly string[]): Promise<Map<string, SlipReadingKind | 'waiting'>> {
  if (pledgeIds.length === 0) return new Map();
  const rows = await reader.db
    .selectFrom('slip')
    .select(['pledge_id', 'reading'])
    .where('pledge_id', 'in', pledgeIds)
    .orderBy('sent_at')
    .orderBy('id')
    .execute();
  return new Map(rows.map((row) => [row.pledge_id ?? '', row.reading ?? 'waiting']));
}

/** The member's own pledges, what became of them, and the totals of the funds. `qrToken` comes with those that still wait for money. */
export async function donorPage(reader: Reader, memberId: string) {
  const pledges = await pledgesOf(reader, memberId, HISTORY_PAGE_MAX);
  const open = pledges.filter(({ row }) => row.state === 'pledged' || row.state === 'claimed');
  const slips = await slipsOf(
    reader,
    open.map(({ row }) => row.id),
  );
  const { given } = await reader.db
    .selectFrom('money_receipt')
    .innerJoin('pledge', 'pledge.id', 'money_receipt.pledge_id')
    .select((eb) => eb.fn.sum<number | string | null>('money_receipt.amount_satang').as('given'))
    .where('pledge.member_id', '=', memberId)
    .where(isInBooks)
    .executeTakeFirstOrThrow();
  const today = bangkokDay(reader.clock.now());
  return {
    pledges: pledges.map(({ row, view }) => {
      const slip = slips.get(row.id);
      return {
        ...view,
        madeAt: row.made_at,
        isNamed: row.is_anonymous === 0,
        ...(slip === undefined ? {} : { slip }),
        ...(row.state === 'pledged' ? { qrToken: row.qr_token } : {}),
      };
    }),
    campaigns: (await openCampaignTotals(reader)).map(publicTotals),
    open: (await openCampaigns(reader, today)).map(({ id, name, face_value_satang: faceValueSatang }) => ({
      campaign: id,
      name,
      faceValueSatang,
    })),
    givenSatang: Number(given ?? 0),
    receipts: await receiptsOf(reader, memberId, HISTORY_PAGE_MAX),
    lineage: await lineageOf(reader, memberId),
    gaveBack: await givenBackBy(reader, memberId),
    gifts: await ownGifts(reader, memberId),
  };
}
