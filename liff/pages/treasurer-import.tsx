import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { StatementColumnsBody, StatementReport, TreasurerPage } from '../../bot/liff-api/contract.ts';
import { useAct } from '../hooks/use-act.ts';
import { useApp } from '../hooks/use-app.ts';
import { say } from '../hooks/use-said.ts';
import { useStaffWords } from '../hooks/use-more-words.ts';
import { useWords } from '../hooks/use-words.ts';
import { clockOf, dayOf } from '../text/times.ts';
import { Button } from '../ui/button.tsx';
import { Card, Chip, Note } from '../ui/card.tsx';
import { Problem } from '../ui/problem.tsx';
import { AskApproval } from './ask-approval.tsx';
import { StatementColumnsForm } from './statement-columns.tsx';
import { StatementResult } from './statement-result.tsx';

/** As the server says: what is larger is not a statement. */
const BYTES_MAX = 1024 * 1024;
type Show = (page: TreasurerPage) => void;

interface Chosen {
  name: string;
  base64: string;
}

/** The file as text that fits into JSON. */
function base64Of(file: File): Promise<string> {
  const reader = new FileReader();
  return new Promise((resolve, reject) => {
    reader.addEventListener('load', () => resolve(typeof reader.result === 'string' ? reader.result.replace(/^[^,]*,/u, '') : ''));
    reader.addEventListener('error', () => reject(new Error('the file cannot be read')));
    reader.readAsDataURL(file);
  });
}

/** A file of the bank: look first, then count; and what was counted before. */
export function TreasurerImport({ data, onChange }: { data: TreasurerPage; onChange: Show }): JSX.Element {
  return (
    <div class="case-cards">
      <div class="stack">
        <ImportForm onChange={onChange} />
      </div>
      <Imports data={data} onChange={onChange} />
    </div>
  );
}

function ImportForm({ onChange }: { onChange: Show }): JSX.Element {
  const { books: words } = useStaffWords();
  const act = useAct();
  const [file, setFile] = useState<Chosen>();
  const [large, setLarge] = useState(false);
  const [columns, setColumns] = useState<StatementColumnsBody>();
  const [report, setReport] = useState<StatementReport>();
  const send = (chosen: Chosen, said: StatementColumnsBody | undefined, dryRun: boolean) => {
    const body = { file: chosen.base64, dryRun, ...(said === undefined ? {} : { columns: said }) };
    void act.run('/api/treasurer/statements', body, (answer) => {
      setReport(answer.report);
      if (answer.report.columns) setColumns(answer.report.columns);
      if (answer.report.imported) say(words.importedToast);
      onChange(answer.page);
    });
  };
  const choose = (picked: File | undefined) => {
    setReport(undefined);
    setColumns(undefined);
    setFile(undefined);
    act.forget();
    setLarge(picked !== undefined && picked.size > BYTES_MAX);
    if (!picked || picked.size > BYTES_MAX) return;
    void base64Of(picked).then((base64) => {
      const chosen = { name: picked.name, base64 };
      setFile(chosen);
      // The heads of most banks say enough, so the first look needs no tap.
      send(chosen, undefined, true);
    });
  };
  return (
    <>
      <Card title={words.import}>
        <FileField large={large} onChoose={choose} />
        <Problem words={act.problem} />
        {file && report && (
          <StatementColumnsForm
            report={report}
            columns={columns}
            busy={act.busy}
            onChange={setColumns}
            onLook={(said) => send(file, said, true)}
          />
        )}
      </Card>
      {file && report?.columns && (
        <StatementResult report={report} busy={act.busy} onImport={() => send(file, columns ?? report.columns, false)} />
      )}
    </>
  );
}

function FileField({ large, onChoose }: { large: boolean; onChoose: (file: File | undefined) => void }): JSX.Element {
  const { books: words } = useStaffWords();
  return (
    <div class={`field${large ? ' field--wrong' : ''}`}>
      <label for="statement-file">{words.file}</label>
      <p id="statement-hint" class="soft small">
        {words.fileHint}
      </p>
      <input
        id="statement-file"
        type="file"
        accept=".csv,.txt,text/csv,text/plain"
        aria-describedby="statement-hint"
        onChange={(event) => onChoose(event.currentTarget.files?.[0])}
      />
      {large && (
        <Note icon="alert" tone="needs">
          <p role="alert">{words.fileLarge}</p>
        </Note>
      )}
    </div>
  );
}

function Imports({ data, onChange }: { data: TreasurerPage; onChange: Show }): JSX.Element {
  const { books: words } = useStaffWords();
  const { units } = useWords();
  const { me } = useApp();
  const [asking, setAsking] = useState<string>();
  return (
    <Card title={words.imports}>
      {data.imports.length === 0 && <p class="soft">{words.importsNone}</p>}
      <ul class="list">
        {data.imports.map((each) => (
          <li key={each.import} class="stack stack--tight">
            <div class="row row--apart">
              <strong>
                {dayOf(each.at, me.language)} {units.clock(clockOf(each.at))}
              </strong>
              {each.undone && <Chip icon="cross">{words.undone}</Chip>}
            </div>
            {!each.undone && (
              <>
                <p class="soft small">{words.importLine(each.matched, each.unmatched)}</p>
                <Button kind="quiet" small onClick={() => setAsking(each.import)}>
                  {words.undo}
                </Button>
              </>
            )}
          </li>
        ))}
      </ul>
      {asking !== undefined && (
        <AskApproval what="undo_import" subject={asking} title={words.undoTitle} onChange={onChange} onClose={() => setAsking(undefined)} />
      )}
    </Card>
  );
}
