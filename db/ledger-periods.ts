import type { Kysely, Transaction } from 'kysely';
import type { Database } from './schema.ts';
import { createTurns } from './turns.ts';

type Read = Kysely<Database> | Transaction<Database>;

export interface Moved {
  /** Of the event itself, where it was undone too. */
  template: string;
  isReversal: boolean;
  from: string;
  to: string;
  amount: number;
}

/** Read in one query: some thousand transfers of a city at its busiest. */
const PIECE_MS = 3_600_000;

/** What moved between accounts in a time, summed by the hour; a reversal carries the accounts of what it undid. */
export async function movedIn(db: Read, period: { from: number; until: number }): Promise<Moved[]> {
  const turn = createTurns();
  const moved: Moved[] = [];
  for (let from = period.from; from < period.until; from += PIECE_MS) {
    moved.push(...(await movedInPiece(db, { from, until: Math.min(from + PIECE_MS, period.until) })));
    await turn();
  }
  return moved;
}

async function movedInPiece(db: Read, period: { from: number; until: number }): Promise<Moved[]> {
  const rows = await db
    .selectFrom('posting')
    .innerJoin('transfer', 'transfer.posting_id', 'posting.id')
    .innerJoin('account as giver', 'giver.id', 'transfer.from_account')
    .innerJoin('account as taker', 'taker.id', 'transfer.to_account')
    .leftJoin('posting as undone', 'undone.id', 'posting.reverses')
    .select((eb) => [
      'giver.code as giver',
      'taker.code as taker',
      'posting.template as template',
      'undone.template as undone',
      eb.fn.sum<number | string>('transfer.amount').as('amount'),
    ])
    .where('posting.recorded_at', '>=', period.from)
    .where('posting.recorded_at', '<', period.until)
    .groupBy(['giver.code', 'taker.code', 'posting.template', 'undone.template'])
    .execute();
  return rows.map(({ giver, taker, template, undone, amount }) => {
    const isReversal = undone !== null;
    return {
      template: undone ?? template,
      isReversal,
      from: isReversal ? taker : giver,
      to: isReversal ? giver : taker,
      amount: Number(amount),
    };
  });
}

/** What an account held at the end of the last moment before. */
export async function balanceBefore(db: Read, code: string, until: number): Promise<number> {
  const row = await db
    .selectFrom('entry')
    .innerJoin('account', 'account.id', 'entry.account_id')
    .innerJoin('transfer', 'transfer.id', 'entry.transfer_id')
    .innerJoin('posting', 'posting.id', 'transfer.posting_id')
    .select('entry.balance_after')
    .where('account.code', '=', code)
    .where('posting.recorded_at', '<', until)
    .orderBy('entry.transfer_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.balance_after ?? 0;
}
