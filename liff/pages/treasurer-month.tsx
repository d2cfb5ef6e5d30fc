import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { MonthPage } from '../../bot/liff-api/contract.ts';
import { usePage } from '../hooks/use-page.ts';
import { useApp } from '../hooks/use-app.ts';
import { useStaffWords } from '../hooks/use-more-words.ts';
import { useWords } from '../hooks/use-words.ts';
import { bahtOf, monthOf, todayIn } from '../text/format.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { SelectField } from '../ui/field.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { FailureCard } from '../ui/states.tsx';

const MONTHS_BACK = 24;

/** This month and those before it as YYYY-MM. */
function monthsUntil(today: string): string[] {
  const [year = 0, month = 1] = today.split('-').map(Number);
  return Array.from({ length: MONTHS_BACK }, (_, back) => {
    const months = year * 12 + month - 1 - back;
    return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
  });
}

export function TreasurerMonth(): JSX.Element {
  const { books: words } = useStaffWords();
  const { me } = useApp();
  const [months] = useState(() => monthsUntil(todayIn(Date.now())));
  const [month, setMonth] = useState(months[0] ?? '');
  return (
    <Card title={words.monthTitle(monthOf(month, me.language))}>
      <div class="no-print">
        <SelectField
          id="month"
          label={words.monthChoose}
          value={month}
          choices={months.map((value) => ({ value, words: monthOf(value, me.language) }))}
          onChoose={setMonth}
        />
      </div>
      <Month key={month} month={month} />
    </Card>
  );
}

function Month({ month }: { month: string }): JSX.Element {
  const { books: words } = useStaffWords();
  const id = month.replace('-', '_');
  const page = usePage(`/api/treasurer/months/${id}`, 'treasurer');
  if (page.failure && !page.data) return <FailureCard failure={page.failure} onRetry={page.reload} />;
  if (!page.data) return <Skeleton parts={['row']} />;
  if (page.data.lines.length === 0) return <p>{words.monthNone}</p>;
  return (
    <>
      <MonthTable page={page.data} />
      <p class="soft small">{words.monthNote}</p>
      <div class="row no-print">
        <Button kind="secondary" onClick={() => window.print()}>
          {words.print}
        </Button>
        <a class="button button--secondary" href={`/api/treasurer/months/${id}/table`} download={`pan-im-${month}.csv`}>
          {words.download}
        </a>
      </div>
    </>
  );
}

/** On a phone each figure has a line of its own, with its head in front. */
function Amount({ head, children }: { head: string; children: ComponentChildren }): JSX.Element {
  return (
    <td class="amount" data-head={head}>
      <span>{children}</span>
    </td>
  );
}

function MonthTable({ page }: { page: MonthPage }): JSX.Element {
  const { books: words } = useStaffWords();
  const { units } = useWords();
  const heads = words.monthColumns;
  return (
    <div class="table-scroll" tabIndex={0} role="group" aria-label={words.month}>
      <table class="table table--tall">
        <caption class="hidden-words">{words.month}</caption>
        <thead>
          <tr>
            <th scope="col">{words.campaign}</th>
            {Object.entries(heads).map(([key, head]) => (
              <th key={key} scope="col" class="amount">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {page.lines.map((line) => (
            <tr key={line.campaignName}>
              <th scope="row">{line.campaignName}</th>
              <Amount head={heads.received}>{bahtOf(line.receivedSatang)}</Amount>
              <Amount head={heads.granted}>
                {bahtOf(line.grantedSatang)}
                <br />
                <span class="soft small">{units.meals(line.grantedMeals)}</span>
              </Amount>
              <Amount head={heads.handedOver}>{units.meals(line.handedOverMeals)}</Amount>
              <Amount head={heads.owed}>{bahtOf(line.owedSatang)}</Amount>
              <Amount head={heads.expired}>{bahtOf(line.expiredSatang)}</Amount>
              <Amount head={heads.free}>{bahtOf(line.freeAtEndSatang)}</Amount>
              <Amount head={heads.committed}>{bahtOf(line.committedAtEndSatang)}</Amount>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
