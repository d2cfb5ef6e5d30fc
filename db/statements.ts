import type { Kysely, Transaction } from 'kysely';
import { addDays, atMinute, startOfDay } from '../bot/domain/days.ts';
import { plainReference } from '../bot/domain/statement.ts';
import type { BadLine, BankLine, MatchedBy, StatementPlan } from '../bot/domain/statement.ts';
import { QUERY_VALUES_MAX, STATEMENT_NEAR } from '../bot/limits.ts';
import { compiled } from './compiled.ts';
import { isBankReferenceUsed } from './receipts.ts';
import type { Database, NewRow, Row } from './schema.ts';
import type { Turn } from './turns.ts';

type Read = Kysely<Database> | Transaction<Database>;

interface Candidate {
  id: string;
  reference: string;
  amountSatang: number;
  /** When its money may be looked for: the promise and the slips. */
  moments: number[];
  /** What its slips say the bank calls the transfer. */
  slips: string[];
}

/** Slip references are long; shorter ones could stand in any sentence. */
const SLIP_REFERENCE_MIN = 10;
/** The signs that references of pledges are made of, and their length. */
const WORD = /[A-Z0-9]{4,12}/gu;

/**
 * What would become of the lines, read only. Whatever was counted before is known, so that files may overlap in any
 * way; a reference finds its pledge at any time, an amount only when it and the pledge have nobody else.
 */
export async function planStatement(db: Read, lines: BankLine[], turn: Turn): Promise<StatementPlan> {
  const { fresh, known, bad } = await sortOut(db, lines, turn);
  const candidates = await candidatesFor(db, fresh, turn);
  const found = new Map<BankLine, { candidate: Candidate; by: MatchedBy }>();
  const taken = new Set<string>();
  const take = (line: BankLine, candidate: Candidate | undefined, by: MatchedBy): void => {
    if (candidate === undefined || found.has(line) || taken.has(candidate.id)) return;
    found.set(line, { candidate, by });
    taken.add(candidate.id);
  };
  const named = Map.groupBy(candidates, ({ reference }) => reference);
  for (const line of fresh) {
    take(line, byReference(line, named), 'pledge_reference');
    await turn();
  }
  const withSlips = candidates.filter(({ slips }) => slips.length > 0);
  for (const line of fresh) {
    take(line, bySlip(line, withSlips), 'slip');
    await turn();
  }
  const open = candidates.filter(({ id, moments }) => !taken.has(id) && moments.length > 0);
  const left = fresh.filter((line) => !found.has(line));
  for (const line of left) {
    take(line, byAmount(line, open, left), 'amount');
    await turn();
  }
  return {
    matched: fresh.flatMap((line) => {
      const match = found.get(line);
      return match === undefined ? [] : [{ line, pledge: match.candidate.id, pledgeReference: match.candidate.reference, by: match.by }];
    }),
    unmatched: fresh.filter((line) => !found.has(line)),
    known,
    bad,
  };
}

interface Sorted {
  fresh: BankLine[];
  known: BankLine[];
  bad: BadLine[];
}

async function sortOut(db: Read, lines: BankLine[], turn: Turn): Promise<Sorted> {
  const counted = await countedLines(db, lines, turn);
  const sorted: Sorted = { fresh: [], known: [], bad: [] };
  const seen = new Map<string, BankLine>();
  for (const line of lines) {
    await turn();
    const before = counted.get(line.bankReference) ?? seen.get(line.bankReference);
    if (before === undefined) {
      seen.set(line.bankReference, line);
      sorted.fresh.push(line);
    } else if (before.amountSatang === line.amountSatang) sorted.known.push(line);
    else sorted.bad.push({ line: line.line, why: 'reference_conflict' });
  }
  return sorted;
}

/** Lines of earlier files that still count, and money recorded by hand, by their reference. */
async function countedLines(db: Read, lines: BankLine[], turn: Turn): Promise<Map<string, { amountSatang: number }>> {
  const counted = new Map<string, { amountSatang: number }>();
  const references = [...new Set(lines.map((line) => line.bankReference))];
  for (const some of inParts(references)) {
    await turn();
    const earlier = await db
      .selectFrom('statement_line')
      .select(['bank_reference', 'amount_satang'])
      .where('bank_reference', 'in', some)
      .where('state', '<>', 'undone')
      .execute();
    const byHand = await db
      .selectFrom('money_receipt')
      .select(['bank_reference', 'amount_satang'])
      .where('bank_reference', 'in', some)
      .execute();
    for (const row of earlier) counted.set(row.bank_reference, { amountSatang: row.amount_satang });
    for (const row of byHand) {
      const stands = !counted.has(row.bank_reference) && (await isBankReferenceUsed(db, row.bank_reference));
      if (stands) counted.set(row.bank_reference, { amountSatang: row.amount_satang });
    }
  }
  return counted;
}

function inParts<Value>(values: Value[]): Value[][] {
  const parts: Value[][] = [];
  for (let at = 0; at < values.length; at += QUERY_VALUES_MAX) parts.push(values.slice(at, at + QUERY_VALUES_MAX));
  return parts;
}

/** Every promise that still waits, and those given up for late whose reference a line names. */
async function candidatesFor(db: Read, lines: BankLine[], turn: Turn): Promise<Candidate[]> {
  const rows = new Map<string, Row<'pledge'>>();
  const open = await db
    .selectFrom('pledge')
    .selectAll()
    .where('state', 'in', ['pledged', 'claimed'])
    .orderBy('made_at')
    .orderBy('id')
    .execute();
  for (const row of open) rows.set(row.id, row);
  const words = new Set<string>();
  for (const line of lines) {
    for (const word of wordsOf(line)) words.add(word);
    await turn();
  }
  for (const some of inParts([...words])) {
    await turn();
    const named = await db.selectFrom('pledge').selectAll().where('reference', 'in', some).where('state', '=', 'failed').execute();
    for (const row of named) rows.set(row.id, row);
  }
  const slips = new Map<string, Row<'slip'>[]>();
  for (const some of inParts([...rows.keys()])) {
    await turn();
    for (const slip of await db.selectFrom('slip').selectAll().where('pledge_id', 'in', some).execute()) {
      const pledge = slip.pledge_id ?? '';
      slips.set(pledge, [...(slips.get(pledge) ?? []), slip]);
    }
  }
  return [...rows.values()].map((row) => candidateOf(row, slips.get(row.id) ?? []));
}

function candidateOf(row: Row<'pledge'>, slips: Row<'slip'>[]): Candidate {
  return {
    id: row.id,
    reference: row.reference,
    amountSatang: row.amount_satang,
    // A promise that was given up is found by its reference alone.
    moments: row.state === 'failed' ? [] : [row.made_at, ...slips.map((slip) => slip.sent_at)],
    slips: slips.flatMap((slip) => (slip.transaction_reference === null ? [] : [plainReference(slip.transaction_reference)])),
  };
}

/** Built once: a statement has thousands. A line that was undone with its file comes back in place, its reference is in the table once, for ever. */
export const writeStatementLine = compiled((db, line: NewRow<'statement_line'>) => {
  const row = {
    import_id: line.import_id,
    line: line.line,
    day: line.day,
    minute: line.minute,
    amount_satang: line.amount_satang,
    words_sealed: line.words_sealed,
    state: line.state,
    receipt_id: line.receipt_id,
    reason_sealed: line.reason_sealed,
    decided_by: line.decided_by,
    decided_at: line.decided_at,
  };
  return db
    .insertInto('statement_line')
    .values({ id: line.id, bank_reference: line.bank_reference, ...row })
    .onConflict((conflict) => conflict.column('bank_reference').doUpdateSet(row));
});

function textOf({ words = '', bankReference }: BankLine): string {
  return `${words.toUpperCase()} ${bankReference}`;
}

function wordsOf(line: BankLine): string[] {
  return textOf(line).match(WORD) ?? [];
}

function only<Value>(values: Value[]): Value | undefined {
  return values.length === 1 ? values[0] : undefined;
}

function byReference(line: BankLine, named: Map<string, Candidate[]>): Candidate | undefined {
  return only([...new Set(wordsOf(line))].flatMap((word) => named.get(word) ?? []));
}

function bySlip(line: BankLine, candidates: Candidate[]): Candidate | undefined {
  const text = textOf(line).replaceAll(/\s+/gu, '');
  const isNamed = (slip: string) => slip === line.bankReference || (slip.length >= SLIP_REFERENCE_MIN && text.includes(slip));
  return only(candidates.filter(({ slips }) => slips.some(isNamed)));
}

function byAmount(line: BankLine, candidates: Candidate[], lines: BankLine[]): Candidate | undefined {
  const fits = (one: BankLine, { amountSatang, moments }: Candidate) =>
    amountSatang === one.amountSatang && moments.some((at) => isNear(one, at));
  const candidate = only(candidates.filter((each) => fits(line, each)));
  // Two lines that fit one promise: a person looks which of them it was.
  return candidate !== undefined && lines.filter((each) => fits(each, candidate)).length === 1 ? candidate : undefined;
}

function isNear({ day, minute }: BankLine, at: number): boolean {
  if (minute !== undefined) return Math.abs(atMinute(day, minute) - at) <= STATEMENT_NEAR;
  return at >= startOfDay(addDays(day, -1)) && at < startOfDay(addDays(day, 2));
}
