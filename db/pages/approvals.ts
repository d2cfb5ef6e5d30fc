import type { ApprovalView } from '../../bot/domain/notice.ts';
import type { ApprovalKind } from '../../bot/domain/statement.ts';
import { accounts } from '../../bot/domain/postings.ts';
import { QUEUE_PAGE_MAX } from '../../bot/limits.ts';
import { balanceOf } from '../ledger.ts';
import type { Row } from '../schema.ts';
import { openJson } from '../sealed-json.ts';
import type { Reader } from './reader.ts';

/** What is kept sealed beside the question: words of people, and the name of a donor. */
export interface ApprovalDetail {
  reason: string;
  donorName?: string;
}

export async function approvalView(reader: Reader, id: string): Promise<ApprovalView> {
  return viewOf(reader, await reader.db.selectFrom('four_eyes').selectAll().where('id', '=', id).executeTakeFirstOrThrow());
}

async function viewOf(reader: Reader, row: Row<'four_eyes'>): Promise<ApprovalView> {
  const detail = openJson<ApprovalDetail>(reader.sealer, row.detail);
  return {
    approval: row.id,
    ...(await aboutOf(reader, row)),
    reason: detail.reason,
    ...(detail.donorName === undefined ? {} : { donorName: detail.donorName }),
    askedAt: row.asked_at,
  };
}

type About = Pick<ApprovalView, 'what' | 'amountSatang' | 'label' | 'lines'>;

async function aboutOf(reader: Reader, { kind, subject }: Row<'four_eyes'>): Promise<About> {
  if (kind === 'cancel_receipt') return { what: kind, label: subject, amountSatang: await amountOfReceipt(reader, subject) };
  if (kind === 'reverse_money') return { what: kind, ...(await money(reader, subject)) };
  if (kind === 'move_unspent') return { what: kind, ...(await unspent(reader, subject)) };
  return { what: 'undo_import' satisfies ApprovalKind, ...(await importOf(reader, subject)) };
}

async function amountOfReceipt({ db }: Reader, number: string): Promise<number> {
  const row = await db
    .selectFrom('receipt')
    .innerJoin('money_receipt', 'money_receipt.id', 'receipt.money_receipt_id')
    .select('money_receipt.amount_satang')
    .where('receipt.number', '=', number)
    .executeTakeFirstOrThrow();
  return row.amount_satang;
}

async function unspent({ db }: Reader, campaign: string): Promise<{ label: string; amountSatang: number }> {
  const { name } = await db.selectFrom('campaign').select('name').where('id', '=', campaign).executeTakeFirstOrThrow();
  return { label: name, amountSatang: await balanceOf(db, accounts.free(campaign)) };
}

async function money({ db }: Reader, id: string): Promise<{ label: string; amountSatang: number }> {
  const row = await db
    .selectFrom('money_receipt')
    .select(['bank_reference', 'amount_satang'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return { label: row.bank_reference, amountSatang: row.amount_satang };
}

async function importOf({ db }: Reader, id: string): Promise<{ label: string; amountSatang: number; lines: number }> {
  const { lines, amount } = await db
    .selectFrom('statement_line')
    .select((eb) => [
      eb.fn.countAll<number | string>().as('lines'),
      eb.fn.coalesce(eb.fn.sum<number | string>('amount_satang'), eb.lit(0)).as('amount'),
    ])
    .where('import_id', '=', id)
    .where('receipt_id', 'is not', null)
    .executeTakeFirstOrThrow();
  return { label: id, lines: Number(lines), amountSatang: Number(amount) };
}

/** What waits for a second pair of eyes, oldest first; `mine` are those that the reader asked for and cannot decide. */
export async function waitingApprovals(reader: Reader, memberId: string): Promise<(ApprovalView & { mine: boolean })[]> {
  const rows = await reader.db
    .selectFrom('four_eyes')
    .selectAll()
    .where('state', '=', 'asked')
    .orderBy('asked_at')
    .orderBy('id')
    .limit(QUEUE_PAGE_MAX)
    .execute();
  const views = [];
  for (const row of rows) views.push({ ...(await viewOf(reader, row)), mine: row.asked_by === memberId });
  return views;
}
