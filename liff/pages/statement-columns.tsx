import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { StatementColumnsBody, StatementReport } from '../../bot/liff-api/contract.ts';
import { usePagesWords, useStaffWords } from '../hooks/use-more-words.ts';
import { Button } from '../ui/button.tsx';
import { SelectField } from '../ui/field.tsx';

const COLUMNS = ['date', 'time', 'deposit', 'amount', 'reference', 'words'] as const;
type Column = (typeof COLUMNS)[number];
const NONE = '';

interface FormProps {
  report: StatementReport;
  columns: StatementColumnsBody | undefined;
  busy: boolean;
  onChange: (columns: StatementColumnsBody | undefined) => void;
  onLook: (columns: StatementColumnsBody) => void;
}

type Said = { [Each in Column]?: number | undefined };

/** Complete when there is a date, a reference, and one column of money. */
function completed({ date, reference, deposit, amount, time, words }: Said): StatementColumnsBody | undefined {
  if (date === undefined || reference === undefined || (deposit ?? amount) === undefined) return undefined;
  return {
    date,
    reference,
    ...(deposit === undefined ? { amount } : { deposit }),
    ...(time === undefined ? {} : { time }),
    ...(words === undefined ? {} : { words }),
  };
}

/** What the heads say can be corrected; the first lines stand below to compare. */
export function StatementColumnsForm({ report, columns, busy, onChange, onLook }: FormProps): JSX.Element {
  const pages = usePagesWords();
  const { books: words } = useStaffWords();
  const [said, setSaid] = useState<Said>(columns ?? {});
  const whole = completed(said);
  const choose = (column: Column, value: string) => {
    const { [column]: _before, ...others } = said;
    const next: Said = value === NONE ? others : { ...others, [column]: Number(value) };
    // Money in has one column: choosing the one lets go of the other.
    if (column === 'deposit' && value !== NONE) delete next.amount;
    if (column === 'amount' && value !== NONE) delete next.deposit;
    setSaid(next);
    onChange(completed(next));
  };
  const heads = report.heads.map((head, at) => ({ value: String(at), words: head === '' ? `${at + 1}` : head }));
  const choices = [{ value: NONE, words: words.noColumn }, ...heads];
  return (
    <details open={!report.columns}>
      <summary class="strong">{words.columnsTitle}</summary>
      <div class="stack">
        {!report.columns && <p>{words.columnsUnsure}</p>}
        <div class="two">
          {COLUMNS.map((column) => (
            <SelectField
              key={column}
              id={`column-${column}`}
              label={words.columns[column]}
              value={said[column] === undefined ? NONE : String(said[column])}
              choices={choices}
              onChoose={(value) => choose(column, value)}
            />
          ))}
        </div>
        <Sample report={report} />
        {whole && (
          <Button kind="secondary" busy={busy} onClick={() => onLook(whole)}>
            {words.look}
          </Button>
        )}
        {!whole && <p class="soft">{pages.problemTitle}</p>}
      </div>
    </details>
  );
}

function Sample({ report }: { report: StatementReport }): JSX.Element {
  const { books: words } = useStaffWords();
  return (
    <div class="table-scroll" tabIndex={0} role="group" aria-label={words.preview}>
      <table class="table table--as-it-is">
        <caption class="soft small">{words.preview}</caption>
        <thead>
          <tr>
            {report.heads.map((head, at) => (
              <th key={at} scope="col">
                {head === '' ? at + 1 : head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.sample.map((cells, row) => (
            <tr key={row}>
              {report.heads.map((_, at) => (
                <td key={at}>{cells[at] ?? ''}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
