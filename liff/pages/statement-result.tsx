import type { JSX } from 'preact';
import type { StatementReport } from '../../bot/liff-api/contract.ts';
import { useApp } from '../hooks/use-app.ts';
import { usePagesWords, useStaffWords } from '../hooks/use-more-words.ts';
import { bahtOf } from '../text/format.ts';
import { dayOf } from '../text/times.ts';
import { Button } from '../ui/button.tsx';
import { Card, Chip, Note } from '../ui/card.tsx';

interface ResultProps {
  report: StatementReport;
  busy: boolean;
  onImport: () => void;
}

/** What an import would do, or did: the counts first, then the lines. */
export function StatementResult({ report, busy, onImport }: ResultProps): JSX.Element {
  const { books: words } = useStaffWords();
  const { me } = useApp();
  const { counts } = report;
  const fresh = counts.matched + counts.unmatched;
  if (report.sameFileAt !== undefined) {
    return (
      <Note icon="tick" tone="leaf">
        <p role="status">{words.sameFile(dayOf(report.sameFileAt, me.language))}</p>
      </Note>
    );
  }
  return (
    <Card title={report.imported ? words.resultDone : words.resultDry} tone={report.imported ? 'leaf' : 'plain'}>
      {!report.imported && <p class="soft">{words.lookHint}</p>}
      <dl class="counts">
        {(['matched', 'unmatched', 'known', 'bad', 'notIn'] as const).map((count) => (
          <div key={count}>
            <dt>{words.counts[count]}</dt>
            <dd>{counts[count]}</dd>
          </div>
        ))}
      </dl>
      <Matched report={report} />
      <Unmatched report={report} />
      <Bad report={report} />
      {!report.imported && fresh > 0 && (
        <Button wide icon="money" busy={busy} onClick={onImport}>
          {words.doImport(fresh)}
        </Button>
      )}
      {!report.imported && fresh === 0 && <p role="status">{words.nothingNew}</p>}
    </Card>
  );
}

function Matched({ report }: { report: StatementReport }): JSX.Element | null {
  const pages = usePagesWords();
  const { books: words } = useStaffWords();
  if (report.matched.length === 0) return null;
  return (
    <>
      <h3>{words.counts.matched}</h3>
      <ul class="list">
        {report.matched.map(({ line, pledgeReference, by }) => (
          <li key={line.line} class="row row--apart">
            <span>
              {pages.baht(bahtOf(line.amountSatang))} · {pledgeReference}
              <br />
              <span class="soft small">{line.bankReference}</span>
            </span>
            <Chip icon="tick" tone="leaf">
              {words.by[by]}
            </Chip>
          </li>
        ))}
      </ul>
    </>
  );
}

function Unmatched({ report }: { report: StatementReport }): JSX.Element | null {
  const pages = usePagesWords();
  const { books: words } = useStaffWords();
  const { me } = useApp();
  if (report.unmatched.length === 0) return null;
  return (
    <>
      <h3>{words.counts.unmatched}</h3>
      <ul class="list">
        {report.unmatched.map((line) => (
          <li key={line.line} class="stack stack--tight">
            <span>
              {pages.baht(bahtOf(line.amountSatang))} · {dayOf(line.day, me.language)}
            </span>
            <span class="soft small">
              {line.bankReference} {line.words}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Bad({ report }: { report: StatementReport }): JSX.Element | null {
  const { books: words } = useStaffWords();
  if (report.bad.length === 0) return null;
  return (
    <Note icon="alert" tone="needs">
      <p class="strong">{words.counts.bad}</p>
      <ul>
        {report.bad.map(({ line, why }) => (
          <li key={line}>
            {words.line(line)}: {words.bad[why]}
          </li>
        ))}
      </ul>
    </Note>
  );
}
