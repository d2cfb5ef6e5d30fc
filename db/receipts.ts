import { expressionBuilder } from 'kysely';
import type { ExpressionWrapper, Kysely, SqlBool, Transaction } from 'kysely';
import { bangkokDay } from '../bot/domain/days.ts';
import type { Database } from './schema.ts';

type Tx = Transaction<Database>;
type Read = Kysely<Database> | Tx;

/** The Buddhist era counts 543 years more. */
const BUDDHIST_YEARS = 543;
const DIGITS = 6;

interface NewReceipt {
  money: string;
  donorNameSealed: string | null;
  at: number;
  replaces?: string;
}

function yearOf(at: number): number {
  return Number(bangkokDay(at).slice(0, 4)) + BUDDHIST_YEARS;
}

/**
 * Gives the next number of the Buddhist year. Inside the caller's transaction: with a rollback the number is free again,
 * so there is never a gap; where two transactions run at once the key on year and sequence lets only one commit.
 */
export async function issueReceipt(tx: Tx, { money, donorNameSealed, at, replaces }: NewReceipt): Promise<string> {
  const year = yearOf(at);
  const last = await tx
    .selectFrom('receipt')
    .select((eb) => eb.fn.max<number | null>('sequence').as('sequence'))
    .where('year', '=', year)
    .executeTakeFirstOrThrow();
  const sequence = Number(last.sequence ?? 0) + 1;
  const number = `${year}-${String(sequence).padStart(DIGITS, '0')}`;
  await tx
    .insertInto('receipt')
    .values({
      money_receipt_id: money,
      number,
      year,
      sequence,
      donor_name_sealed: donorNameSealed,
      issued_at: at,
      replaces: replaces ?? null,
    })
    .execute();
  return number;
}

/** The receipt of this money that is in force, if any. */
export async function liveReceiptOf(db: Read, money: string) {
  return db
    .selectFrom('receipt')
    .leftJoin('receipt_cancellation as gone', 'gone.number', 'receipt.number')
    .selectAll('receipt')
    .where('receipt.money_receipt_id', '=', money)
    .where('gone.number', 'is', null)
    .executeTakeFirst();
}

interface Cancellation {
  number: string;
  reasonSealed: string;
  askedBy: string;
  approvedBy: string;
  at: number;
}

export async function cancelReceipt(tx: Tx, { number, reasonSealed, askedBy, approvedBy, at }: Cancellation): Promise<void> {
  await tx
    .insertInto('receipt_cancellation')
    .values({ number, reason: reasonSealed, asked_by: askedBy, approved_by: approvedBy, at })
    .execute();
}

/** The posting that booked this money, and whether it was undone. */
export async function moneyPosting(db: Read, money: string): Promise<{ id: number; isReversed: boolean } | undefined> {
  const posting = await db.selectFrom('posting').select('id').where('key', '=', `receipt/${money}`).executeTakeFirst();
  if (posting === undefined) return undefined;
  const undone = await db.selectFrom('posting').select('id').where('reverses', '=', posting.id).executeTakeFirst();
  return { id: posting.id, isReversed: undone !== undefined };
}

/** Of `money_receipt`: booked, and not taken back. */
export function isInBooks(): ExpressionWrapper<Database, 'money_receipt', SqlBool> {
  const eb = expressionBuilder<Database, 'money_receipt'>();
  const key = eb.fn<string>('concat', [eb.val('receipt/'), eb.ref('money_receipt.id')]);
  return eb.not(
    eb.exists(
      eb
        .selectFrom('posting as first')
        .innerJoin('posting as undone', 'undone.reverses', 'first.id')
        .select('first.id')
        .where((inner) => inner('first.key', '=', key)),
    ),
  );
}

/** True while money with this reference stands in the books. */
export async function isBankReferenceUsed(db: Read, bankReference: string): Promise<boolean> {
  return (await moneyWithReference(db, bankReference)).some(({ isReversed }) => !isReversed);
}

/** Money that was reversed keeps its row: the same bank line, booked anew, gets a count behind its reference. */
export async function freeBankReference(db: Read, bankReference: string): Promise<string> {
  const before = await moneyWithReference(db, bankReference);
  return before.length === 0 ? bankReference : `${bankReference}/${before.length + 1}`;
}

async function moneyWithReference(db: Read, bankReference: string): Promise<{ isReversed: boolean }[]> {
  const rows = await db
    .selectFrom('money_receipt')
    .select('id')
    .where((eb) =>
      eb.or([
        eb('bank_reference', '=', bankReference),
        eb.and([eb('bank_reference', '>', `${bankReference}/`), eb('bank_reference', '<', `${bankReference}/:`)]),
      ]),
    )
    .execute();
  const found = [];
  for (const { id } of rows) found.push({ isReversed: (await moneyPosting(db, id))?.isReversed ?? false });
  return found;
}
