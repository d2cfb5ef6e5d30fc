import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parse } from 'csv-parse';
import type { Options } from 'csv-parse';
import { STATEMENT_LINES_MAX } from '../limits.ts';
import { COLUMN_WORDS } from './column-words.ts';
import { dayFrom } from './read-cells.ts';

export type Encoding = 'utf-8' | 'windows-874';

/** Which column holds what, counted from 0. Money in is a column of its own (`deposit`) or has a sign (`amount`). */
export interface StatementColumns {
  date: number;
  time?: number | undefined;
  amount?: number | undefined;
  deposit?: number | undefined;
  reference: number;
  words?: number | undefined;
}

interface TableRow {
  /** As an editor counts. */
  line: number;
  cells: string[];
}

export interface StatementTable {
  encoding: Encoding;
  heads: string[];
  rows: TableRow[];
  /** What the heads say, where they say enough. */
  guess?: StatementColumns;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** Banks put names and account numbers above the table. */
const ROWS_BEFORE_HEADS_MAX = 30;
const COLUMNS_MAX = 40;

/** UTF-8 is strict enough that Thai in the old encoding never passes for it. */
function decode(bytes: Uint8Array): { text: string; encoding: Encoding } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return { text: new TextDecoder('windows-874').decode(bytes), encoding: 'windows-874' };
  }
}

/** The sign that divides the most lines. */
function delimiterOf(text: string): string {
  const lines = text.split('\n', ROWS_BEFORE_HEADS_MAX * 2);
  const dividing = (sign: string) => lines.reduce((sum, line) => sum + Math.min(line.split(sign).length - 1, COLUMNS_MAX), 0);
  return DELIMITERS.reduce((best, sign) => (dividing(sign) > dividing(best) ? sign : best));
}

/** Read between two turns of the event loop: a millisecond, and some in the first minutes of a process. */
const BYTES_A_TURN = 8 * 1024;

/** Rejects for what is no table. */
async function recordsOf(text: string, options: Options): Promise<string[][]> {
  const records: string[][] = [];
  const parser = parse(options);
  parser.on('data', (record: string[]) => records.push(record));
  const ended = once(parser, 'end');
  // Looked at below, after the last turn.
  ended.catch(() => undefined);
  const bytes = Buffer.from(text);
  // It ends by itself when there are more lines than wanted.
  for (let at = 0; at < bytes.length && !parser.writableEnded && !parser.destroyed; at += BYTES_A_TURN) {
    parser.write(bytes.subarray(at, at + BYTES_A_TURN));
    await nextTurn();
  }
  if (!parser.writableEnded && !parser.destroyed) parser.end();
  await ended;
  return records;
}

async function rowsOf(text: string, turn: () => Promise<void>): Promise<TableRow[]> {
  const options = { bom: true, relax_column_count: true, relax_quotes: true, delimiter: delimiterOf(text) };
  const records = await recordsOf(text, { ...options, to: STATEMENT_LINES_MAX + 1 });
  const rows: TableRow[] = [];
  let line = 1;
  for (const record of records) {
    await turn();
    const cells = record.slice(0, COLUMNS_MAX);
    if (cells.some((cell) => cell.trim() !== '')) rows.push({ line, cells });
    // A quoted cell may hold line breaks of its own.
    line += 1 + record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
  }
  return rows;
}

function guessColumns(heads: string[]): StatementColumns | undefined {
  const find = (what: keyof typeof COLUMN_WORDS): number | undefined => {
    const at = heads.findIndex((head) => COLUMN_WORDS[what].test(head));
    return at === -1 ? undefined : at;
  };
  const [date, reference, deposit, amount] = [find('date'), find('reference'), find('deposit'), find('amount')];
  if (date === undefined || reference === undefined || (deposit ?? amount) === undefined) return undefined;
  const money = deposit === undefined ? { amount } : { deposit };
  return { date, reference, ...money, time: find('time'), words: find('words') };
}

/** The row of heads: the first that names a date and money, else the one above the first row that holds a day. */
function headsAt(rows: TableRow[]): number {
  const first = rows.slice(0, ROWS_BEFORE_HEADS_MAX);
  const named = first.findIndex(
    ({ cells }) =>
      cells.length > 2 &&
      cells.some((cell) => COLUMN_WORDS.date.test(cell)) &&
      cells.some((cell) => COLUMN_WORDS.deposit.test(cell) || COLUMN_WORDS.amount.test(cell)),
  );
  if (named !== -1) return named;
  const dated = first.findIndex(({ cells }) => cells.some((cell) => dayFrom(cell) !== undefined));
  return Math.max(0, dated - 1);
}

/**
 * The table in the bytes of a CSV file; undefined for what is none (a spreadsheet file, a picture), or is too long. `turn` is
 * awaited before each row.
 */
export async function readTable(bytes: Uint8Array, turn: () => Promise<void>): Promise<StatementTable | undefined> {
  if (bytes.includes(0)) return undefined;
  const { text, encoding } = decode(bytes);
  let rows: TableRow[];
  try {
    rows = await rowsOf(text, turn);
  } catch {
    return undefined;
  }
  const at = headsAt(rows);
  const heads = rows[at]?.cells.map((cell) => cell.trim());
  if (heads === undefined || heads.length < 3 || rows.length > STATEMENT_LINES_MAX) return undefined;
  const guess = guessColumns(heads);
  return { encoding, heads, rows: rows.slice(at + 1), ...(guess === undefined ? {} : { guess }) };
}
