import { HISTORY_PAGE_MAX } from '../../bot/limits.ts';
import { campaignsWithTotals } from './coordinator-page.ts';
import { pledgesToConfirm } from './money-views.ts';
import type { Reader } from './reader.ts';

/** The newest slip of a pledge whose picture could be kept. */
async function slipOf(reader: Reader, pledgeId: string) {
  const row = await reader.db
    .selectFrom('slip')
    .innerJoin('picture', 'picture.id', 'slip.picture_id')
    .select(['slip.id', 'slip.sent_at'])
    .where('slip.pledge_id', '=', pledgeId)
    .where('picture.state', '=', 'kept')
    .orderBy('slip.sent_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? {} : { slip: { url: `/api/slips/${row.id}`, sentAt: row.sent_at } };
}

/** Money and totals, and no resident at all. */
export async function treasurerPage(reader: Reader) {
  const pledges = [];
  for (const pledge of await pledgesToConfirm(reader)) pledges.push({ ...pledge, ...(await slipOf(reader, pledge.pledge)) });
  const receipts = await reader.db
    .selectFrom('money_receipt')
    .innerJoin('campaign', 'campaign.id', 'money_receipt.campaign_id')
    .select(['money_receipt.recorded_at', 'money_receipt.amount_satang', 'money_receipt.bank_reference', 'campaign.name'])
    .orderBy('money_receipt.recorded_at', 'desc')
    .orderBy('money_receipt.id', 'desc')
    .limit(HISTORY_PAGE_MAX)
    .execute();
  return {
    pledges,
    campaigns: (await campaignsWithTotals(reader)).map(({ open: _open, ...campaign }) => campaign),
    receipts: receipts.map((row) => ({
      at: row.recorded_at,
      amountSatang: row.amount_satang,
      bankReference: row.bank_reference,
      campaignName: row.name,
    })),
  };
}

/** The kept picture of a slip, opened; undefined when there is none or it was forgotten. */
export async function slipPicture(reader: Reader, slipId: string): Promise<{ contentType: string; bytes: Uint8Array } | undefined> {
  const row = await reader.db
    .selectFrom('slip')
    .innerJoin('picture', 'picture.id', 'slip.picture_id')
    .select(['picture.content_type', 'picture.bytes_sealed'])
    .where('slip.id', '=', slipId)
    .where('picture.state', '=', 'kept')
    .executeTakeFirst();
  if (row?.bytes_sealed === undefined || row.bytes_sealed === null) return undefined;
  return { contentType: row.content_type ?? '', bytes: reader.sealer.openBytes(row.bytes_sealed) };
}
