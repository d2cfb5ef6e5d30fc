import type { SqlBool } from 'kysely';
import type { Receipt, ReceiptLine, ReceiptState } from '../../bot/domain/receipt.ts';
import { isInBooks } from '../receipts.ts';
import type { Reader } from './reader.ts';

function receipts({ db }: Reader) {
  return db
    .selectFrom('receipt')
    .innerJoin('money_receipt', 'money_receipt.id', 'receipt.money_receipt_id')
    .leftJoin('receipt_cancellation as gone', 'gone.number', 'receipt.number');
}

/** Money taken back by a command leaves its receipt uncancelled, and yet nothing that it could prove. */
function stateOf({ gone, stands }: { gone: string | null; stands: SqlBool }): ReceiptState {
  return gone === null && Boolean(stands) ? 'live' : 'cancelled';
}

/** The receipts of a donor, the newest first. */
export async function receiptsOf(reader: Reader, memberId: string, limit: number): Promise<ReceiptLine[]> {
  const rows = await receipts(reader)
    .innerJoin('pledge', 'pledge.id', 'money_receipt.pledge_id')
    .select(['receipt.number', 'money_receipt.amount_satang', 'receipt.issued_at', 'gone.number as gone'])
    .select(isInBooks().as('stands'))
    .where('pledge.member_id', '=', memberId)
    .orderBy('receipt.issued_at', 'desc')
    .orderBy('receipt.number', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    number: row.number,
    amountSatang: row.amount_satang,
    at: row.issued_at,
    state: stateOf(row),
  }));
}

/** The money behind a receipt that the asker may see. */
export async function moneyOfReceipt(
  reader: Reader,
  number: string,
  asker: { memberId: string; seesAll: boolean },
): Promise<string | undefined> {
  const row = await receipts(reader)
    .leftJoin('pledge', 'pledge.id', 'money_receipt.pledge_id')
    .select(['money_receipt.id', 'pledge.member_id'])
    .where('receipt.number', '=', number)
    .executeTakeFirst();
  return row !== undefined && (asker.seesAll || row.member_id === asker.memberId) ? row.id : undefined;
}

/** A receipt with all that is printed on it; undefined where there is none that the asker may see. */
export async function receiptFor(
  reader: Reader,
  number: string,
  asker: { memberId: string; seesAll: boolean },
): Promise<Receipt | undefined> {
  const row = await receipts(reader)
    .innerJoin('campaign', 'campaign.id', 'money_receipt.campaign_id')
    .innerJoin('posting', (join) =>
      join.on((eb) => eb('posting.key', '=', eb.fn<string>('concat', [eb.val('receipt/'), eb.ref('money_receipt.id')]))),
    )
    .leftJoin('pledge', 'pledge.id', 'money_receipt.pledge_id')
    .selectAll('receipt')
    .select(isInBooks().as('stands'))
    .select(['money_receipt.amount_satang', 'gone.number as gone', 'posting.happened_at', 'pledge.member_id'])
    .select(['campaign.name as campaign_name', 'campaign.permit_no', 'campaign.tax_status'])
    .where('receipt.number', '=', number)
    .executeTakeFirst();
  if (row === undefined || (!asker.seesAll && row.member_id !== asker.memberId)) return undefined;
  return {
    number: row.number,
    state: stateOf(row),
    ...(row.replaces === null ? {} : { replaces: row.replaces }),
    issuedAt: row.issued_at,
    receivedAt: row.happened_at,
    amountSatang: row.amount_satang,
    ...(row.donor_name_sealed === null ? {} : { donorName: reader.sealer.open(row.donor_name_sealed) }),
    campaignName: row.campaign_name,
    ...(row.permit_no === null ? {} : { permitNo: row.permit_no }),
    taxStatus: row.tax_status,
  };
}
