import { plainReference } from '../domain/statement.ts';
import type { BadLine, BankLine } from '../domain/statement.ts';
import { STATEMENT_AMOUNT_MAX_SATANG, STATEMENT_WORDS_MAX } from '../limits.ts';
import { dayFrom, minuteFrom, satangFrom } from './read-cells.ts';
import type { StatementColumns, StatementTable } from './read-table.ts';

export interface StatementLines {
  lines: BankLine[];
  bad: BadLine[];
  /** Lines on which money left, or none moved: nothing of ours. */
  notIn: number;
}

/** As long as a reference may be that a person types. */
const REFERENCE = /^[\u0021-\u007e]{4,40}$/u;

type Row = StatementTable['rows'][number];

interface Reading {
  columns: StatementColumns;
  /** The day after which a date is a misread one. */
  lastDay: string;
  /** Awaited before each line. */
  turn: () => Promise<void>;
}

/** The lines with money in, each checked. */
export async function readLines(table: StatementTable, { columns, lastDay, turn }: Reading): Promise<StatementLines> {
  const found: StatementLines = { lines: [], bad: [], notIn: 0 };
  for (const row of table.rows) {
    await turn();
    const read = readLine(row, columns, lastDay);
    if (read === 'not_in') found.notIn += 1;
    else if ('why' in read) found.bad.push(read);
    else found.lines.push(read);
  }
  return found;
}

function readLine({ line, cells }: Row, columns: StatementColumns, lastDay: string): BankLine | BadLine | 'not_in' {
  const cell = (at: number | undefined): string => (at === undefined ? '' : (cells[at] ?? '').trim());
  const amount = satangFrom(cell(columns.deposit ?? columns.amount));
  if (isNotIn(amount, columns, cell)) return 'not_in';
  const day = dayFrom(cell(columns.date));
  const bankReference = plainReference(cell(columns.reference));
  const why = whyBad({ amount, day, bankReference, lastDay });
  if (why !== undefined || day === undefined || typeof amount !== 'number') return { line, why: why ?? 'date' };
  const minute = minuteFrom(cell(columns.time ?? columns.date));
  const words = cell(columns.words).replaceAll(/\s+/gu, ' ').slice(0, STATEMENT_WORDS_MAX);
  return {
    line,
    day,
    ...(minute === undefined ? {} : { minute }),
    amountSatang: amount,
    bankReference,
    ...(words === '' ? {} : { words }),
  };
}

type Amount = ReturnType<typeof satangFrom>;

/** An empty deposit is money that left; without a date it is a line of the bank's own. */
function isNotIn(amount: Amount, columns: StatementColumns, cell: (at: number) => string): boolean {
  if (amount === 'none') return columns.deposit !== undefined || cell(columns.date) === '';
  return amount !== undefined && amount <= 0;
}

interface Cells {
  amount: Amount;
  day: string | undefined;
  bankReference: string;
  lastDay: string;
}

function whyBad({ amount, day, bankReference, lastDay }: Cells): BadLine['why'] | undefined {
  if (day === undefined) return 'date';
  if (typeof amount !== 'number' || amount > STATEMENT_AMOUNT_MAX_SATANG) return 'amount';
  if (day > lastDay) return 'future';
  return REFERENCE.test(bankReference) ? undefined : 'reference';
}
