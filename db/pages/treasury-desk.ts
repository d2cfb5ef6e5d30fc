import { HISTORY_PAGE_MAX, QUEUE_PAGE_MAX } from '../../bot/limits.ts';
import type { Reader } from './reader.ts';

/** Money in the bank that belongs to no pledge yet, oldest first, and what was set aside, newest first. */
export async function statementLines(reader: Reader, state: 'unmatched' | 'set_aside') {
  const rows = await reader.db
    .selectFrom('statement_line')
    .selectAll()
    .where('state', '=', state)
    .orderBy('day', state === 'unmatched' ? 'asc' : 'desc')
    .orderBy('id')
    .limit(QUEUE_PAGE_MAX)
    .execute();
  return rows.map((row) => ({
    line: row.id,
    day: row.day,
    ...(row.minute === null ? {} : { minute: row.minute }),
    amountSatang: row.amount_satang,
    bankReference: row.bank_reference,
    ...(row.words_sealed === null ? {} : { words: reader.sealer.open(row.words_sealed) }),
    ...(row.reason_sealed === null ? {} : { reason: reader.sealer.open(row.reason_sealed) }),
  }));
}

export async function countLines(reader: Reader, state: 'unmatched'): Promise<number> {
  const { lines } = await reader.db
    .selectFrom('statement_line')
    .select((eb) => eb.fn.countAll<number | string>().as('lines'))
    .where('state', '=', state)
    .executeTakeFirstOrThrow();
  return Number(lines);
}

/** The files that were imported, newest first, with what became of their lines. */
export async function statementImports(reader: Reader) {
  const imports = await reader.db
    .selectFrom('statement_import')
    .selectAll()
    .orderBy('imported_at', 'desc')
    .orderBy('id', 'desc')
    .limit(HISTORY_PAGE_MAX)
    .execute();
  const counts = await reader.db
    .selectFrom('statement_line')
    .select((eb) => ['import_id', 'state', eb.fn.countAll<number | string>().as('lines')])
    .where('import_id', 'in', [...imports.map(({ id }) => id), ''])
    .groupBy(['import_id', 'state'])
    .execute();
  const count = (id: string, state: string) => Number(counts.find((each) => each.import_id === id && each.state === state)?.lines ?? 0);
  return imports.map(({ id, imported_at: at, undone_at: undoneAt }) => ({
    import: id,
    at,
    matched: count(id, 'matched'),
    unmatched: count(id, 'unmatched'),
    setAside: count(id, 'set_aside'),
    undone: undoneAt !== null,
  }));
}

/** Money recorded lately, each with the receipt in force; money that was taken back says so. */
export async function moneyRecorded(reader: Reader) {
  const rows = await reader.db
    .selectFrom('money_receipt')
    .innerJoin('campaign', 'campaign.id', 'money_receipt.campaign_id')
    .leftJoin('receipt', (join) =>
      join
        .onRef('receipt.money_receipt_id', '=', 'money_receipt.id')
        .on((eb) => eb.not(eb.exists(eb.selectFrom('receipt_cancellation').select('number').whereRef('number', '=', 'receipt.number')))),
    )
    .leftJoin('posting', (join) =>
      join.on((eb) => eb('posting.key', '=', eb.fn<string>('concat', [eb.val('receipt/'), eb.ref('money_receipt.id')]))),
    )
    .leftJoin('posting as undone', 'undone.reverses', 'posting.id')
    .select(['money_receipt.id', 'money_receipt.recorded_at', 'money_receipt.amount_satang', 'money_receipt.bank_reference'])
    .select(['campaign.name', 'receipt.number', 'undone.id as undone'])
    .orderBy('money_receipt.recorded_at', 'desc')
    .orderBy('money_receipt.id', 'desc')
    .limit(HISTORY_PAGE_MAX)
    .execute();
  return rows.map((row) => ({
    money: row.id,
    at: row.recorded_at,
    amountSatang: row.amount_satang,
    bankReference: row.bank_reference,
    campaignName: row.name,
    ...(row.number === null ? {} : { number: row.number }),
    reversed: row.undone !== null,
  }));
}
