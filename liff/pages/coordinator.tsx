import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CoordinatorPage } from '../../bot/liff-api/contract.ts';
import { useInView } from '../hooks/use-in-view.ts';
import { useNow } from '../hooks/use-now.ts';
import { usePage } from '../hooks/use-page.ts';
import { usePagesWords, useStaffWords } from '../hooks/use-more-words.ts';
import { useWords } from '../hooks/use-words.ts';
import { Icon } from '../ui/icon.tsx';
import { GuardedPage } from '../ui/guarded-page.tsx';
import { Page } from '../ui/page.tsx';
import { StaleNote } from '../ui/states.tsx';
import { CaseDetail } from './coordinator-case.tsx';
import { caseKey, casesOf, lineOf, VIEWS } from './coordinator-cases.ts';
import type { Case, View } from './coordinator-cases.ts';
import { Desk } from './coordinator-desk.tsx';
import './coordinator.css';

const MINUTE_MS = 60_000;

/** The coordinators' desk: what went wrong first, then who waits, two panes on a wide screen. */
export function Coordinator(): JSX.Element {
  const { forbidden } = usePagesWords();
  const { coordinator: words } = useStaffWords();
  const page = usePage('/api/coordinator', 'coordinator');
  return (
    <GuardedPage
      page={page}
      title={words.title}
      desk
      skeleton={['row', 'card']}
      forbidden={forbidden.coordinator}
      notFound={forbidden.coordinator}
    >
      {(data) => (
        <Page desk title={words.title}>
          <StaleNote page={page} />
          <Counts counts={data.counts} />
          <Queues data={data} onChange={page.show} />
        </Page>
      )}
    </GuardedPage>
  );
}

function Counts({ counts }: { counts: CoordinatorPage['counts'] }): JSX.Element {
  const { coordinator: words } = useStaffWords();
  const shown: [string, string | number][] = [
    [words.mealsToday, counts.mealsToday],
    [words.shopsOpen, counts.shopsOpen],
    [words.ridersOnDuty, counts.ridersOnDuty],
    [words.pushesPerMeal, counts.pushesPerMeal.toFixed(1)],
  ];
  return (
    <dl class="counts">
      {shown.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Queues({ data, onChange }: { data: CoordinatorPage; onChange: (page: CoordinatorPage) => void }): JSX.Element {
  const { coordinator: words } = useStaffWords();
  const [chosenView, setView] = useState<View>();
  const [open, setOpen] = useState<string>();
  const view = chosenView ?? VIEWS.find((key) => casesOf(data, key).length > 0) ?? 'incidents';
  const cases = casesOf(data, view);
  const at = cases.findIndex((item) => caseKey(item) === open);
  useKeys(cases, at, setOpen);
  const shown = cases[at];
  const row = useInView('[aria-pressed=true]', view);
  return (
    <>
      <nav ref={row} class="views" aria-label={words.views}>
        {VIEWS.map((key) => (
          <button
            key={key}
            type="button"
            aria-pressed={key === view}
            onClick={() => {
              setView(key);
              setOpen(undefined);
            }}
          >
            {words[key]}
            {key !== 'more' && (
              <span class={`count${key === 'incidents' && casesOf(data, key).length > 0 ? ' count--needs' : ''}`}>
                {casesOf(data, key).length}
              </span>
            )}
          </button>
        ))}
      </nav>
      {view === 'more' ? (
        <Desk data={data} onChange={onChange} />
      ) : (
        <div class={`panes${shown ? ' panes--open' : ''}`}>
          <CaseList view={view} cases={cases} open={open} onOpen={setOpen} />
          <div class="panes__case">
            {shown ? (
              <CaseDetail key={open} item={shown} onChange={onChange} onClose={() => setOpen(undefined)} />
            ) : (
              cases.length > 0 && <p class="soft empty">{words.choose}</p>
            )}
          </div>
        </div>
      )}
    </>
  );
}

/** J and K walk the list on a keyboard, wherever nobody is typing. */
function useKeys(cases: Case[], at: number, onOpen: (key: string) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLElement && event.target.closest('input, select, textarea, dialog')) return;
      const move = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0;
      const next = cases[Math.max(0, at + move)];
      if (move !== 0 && next && !event.ctrlKey && !event.metaKey && !event.altKey) onOpen(caseKey(next));
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [cases, at, onOpen]);
}

interface CaseListProps {
  view: Exclude<View, 'more'>;
  cases: Case[];
  open: string | undefined;
  onOpen: (key: string) => void;
}

function CaseList({ view, cases, open, onOpen }: CaseListProps): JSX.Element {
  const { coordinator: words } = useStaffWords();
  const { units } = useWords();
  const now = useNow(MINUTE_MS);
  return (
    <div class="panes__list stack">
      {cases.length === 0 ? (
        <p class="soft empty">{words.empty[view]}</p>
      ) : (
        <ul class="cases" aria-label={words[view]}>
          {cases.map((item) => {
            const line = lineOf(item, { words, units, now });
            return (
              <li key={caseKey(item)}>
                <button
                  type="button"
                  class={`case${line.needs ? ' case--needs' : ''}`}
                  {...(caseKey(item) === open ? { 'aria-current': true } : {})}
                  onClick={() => onOpen(caseKey(item))}
                >
                  <Icon name={line.icon} />
                  <span class="case__words">
                    <span class="strong">{line.title}</span>
                    <span class="soft small">{line.detail}</span>
                  </span>
                  {line.since && <span class="small">{line.since}</span>}
                </button>
              </li>
            );
          })}
        </ul>
      )}
      <p class="soft small keys">{words.keys}</p>
    </div>
  );
}
