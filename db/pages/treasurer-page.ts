import { bangkokDay } from '../../bot/domain/days.ts';
import type { SlipVerification } from '../../bot/domain/command.ts';
import { waitingApprovals } from './approvals.ts';
import { campaignsWithTotals } from './coordinator-page.ts';
import { pledgesToConfirm } from './money-views.ts';
import { openJson } from '../sealed-json.ts';
import type { Reader } from './reader.ts';
import { countLines, moneyRecorded, statementImports, statementLines } from './treasury-desk.ts';

/** The newest slip of a pledge whose picture could be kept, with what was read in it. */
async function slipOf(reader: Reader, pledgeId: string) {
  const row = await reader.db
    .selectFrom('slip')
    .innerJoin('picture', 'picture.id', 'slip.picture_id')
    .select(['slip.id', 'slip.sent_at', 'slip.reading'])
    .where('slip.pledge_id', '=', pledgeId)
    .where('picture.state', '=', 'kept')
    .orderBy('slip.sent_at', 'desc')
    .orderBy('slip.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return {};
  const reading = row.reading === null ? {} : { reading: row.reading };
  return { slip: { url: `/api/slips/${row.id}`, sentAt: row.sent_at, ...reading, ...(await transferOf(reader, pledgeId)) } };
}

/** What the newest slip that could be read names, and what a verification service said of it. */
async function transferOf(reader: Reader, pledgeId: string) {
  const row = await reader.db
    .selectFrom('slip')
    .select(['bank', 'transaction_reference', 'verification_sealed'])
    .where('pledge_id', '=', pledgeId)
    .where('transaction_reference', 'is not', null)
    .orderBy('sent_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined || row.bank === null || row.transaction_reference === null) return {};
  const verified = row.verification_sealed === null ? {} : { verified: openJson<SlipVerification>(reader.sealer, row.verification_sealed) };
  return { bank: row.bank, bankReference: row.transaction_reference, ...verified };
}

/** Money and totals, and no resident at all. */
export async function treasurerPage(reader: Reader, memberId: string) {
  const pledges = [];
  for (const pledge of await pledgesToConfirm(reader)) pledges.push({ ...pledge, ...(await slipOf(reader, pledge.pledge)) });
  return {
    pledges,
    campaigns: (await campaignsWithTotals(reader)).map(({ open: _open, ...campaign }) => ({
      ...campaign,
      isOver: campaign.endsOn < bangkokDay(reader.clock.now()),
    })),
    receipts: await moneyRecorded(reader),
    unmatched: await statementLines(reader, 'unmatched'),
    unmatchedCount: await countLines(reader, 'unmatched'),
    setAside: await statementLines(reader, 'set_aside'),
    imports: await statementImports(reader),
    approvals: await waitingApprovals(reader, memberId),
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
