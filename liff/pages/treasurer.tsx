import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { TreasurerPage } from '../../bot/liff-api/contract.ts';
import { useApp } from '../hooks/use-app.ts';
import { useInView } from '../hooks/use-in-view.ts';
import { useAct } from '../hooks/use-act.ts';
import { usePage } from '../hooks/use-page.ts';
import { usePagesWords, useStaffWords } from '../hooks/use-more-words.ts';
import { useWords } from '../hooks/use-words.ts';
import { bahtOf } from '../text/format.ts';
import { clockOf, dayOf } from '../text/times.ts';
import { Button } from '../ui/button.tsx';
import { Card, Chip } from '../ui/card.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { GuardedPage } from '../ui/guarded-page.tsx';
import { Page } from '../ui/page.tsx';
import { StaleNote, StateCard } from '../ui/states.tsx';
import { ApprovalList } from './approvals.tsx';
import { MoneyForm } from './money-form.tsx';
import { TreasurerFunds } from './treasurer-funds.tsx';
import { TreasurerImport } from './treasurer-import.tsx';
import { TreasurerLines } from './treasurer-lines.tsx';
import { TreasurerMonth } from './treasurer-month.tsx';
import { TreasurerRecords } from './treasurer-records.tsx';
import './coordinator.css';

type Pledge = TreasurerPage['pledges'][number];
type Show = (page: TreasurerPage) => void;

/** Money in: each slip beside the bank's own account, then the books. */
export function Treasurer(): JSX.Element {
  const { forbidden } = usePagesWords();
  const { treasurer: words } = useStaffWords();
  const page = usePage('/api/treasurer', 'treasurer');
  return (
    <GuardedPage
      page={page}
      title={words.title}
      desk
      skeleton={['row', 'card']}
      forbidden={forbidden.treasurer}
      notFound={forbidden.treasurer}
    >
      {(data) => (
        <Page desk title={words.title} lead={words.lead}>
          <StaleNote page={page} />
          <Desk data={data} onChange={page.show} />
        </Page>
      )}
    </GuardedPage>
  );
}

const TABS = ['confirm', 'lines', 'import', 'approvals', 'promise', 'month'] as const;
type TabKey = (typeof TABS)[number];

function Desk({ data, onChange }: { data: TreasurerPage; onChange: Show }): JSX.Element {
  const { books: words } = useStaffWords();
  const [at, setAt] = useState<TabKey>('confirm');
  const row = useInView('[aria-pressed=true]', at);
  const counts: Record<TabKey, number> = {
    confirm: data.pledges.filter((pledge) => pledge.state === 'claimed').length,
    lines: data.unmatchedCount,
    import: 0,
    approvals: data.approvals.filter(({ mine }) => !mine).length,
    promise: 0,
    month: 0,
  };
  return (
    <>
      <nav ref={row} class="views no-print" aria-label={words.tabs}>
        {TABS.map((key) => (
          <button key={key} type="button" aria-pressed={key === at} onClick={() => setAt(key)}>
            {words[key]}
            {counts[key] > 0 && <span class="count count--needs">{counts[key]}</span>}
          </button>
        ))}
      </nav>
      <View at={at} data={data} onChange={onChange} />
    </>
  );
}

function View({ at, data, onChange }: { at: TabKey; data: TreasurerPage; onChange: Show }): JSX.Element {
  const { books: words } = useStaffWords();
  switch (at) {
    case 'confirm':
      return <MoneyIn data={data} onChange={onChange} />;
    case 'lines':
      return <TreasurerLines data={data} onChange={onChange} />;
    case 'import':
      return <TreasurerImport data={data} onChange={onChange} />;
    case 'approvals':
      return (
        <>
          <p class="soft">{words.approvalsLead}</p>
          <ApprovalList approvals={data.approvals} onDecided={({ approvals }) => onChange({ ...data, approvals })} />
        </>
      );
    case 'promise':
      return <TreasurerFunds campaigns={data.campaigns} onChange={onChange} />;
    case 'month':
      return <TreasurerMonth />;
  }
}

function MoneyIn({ data, onChange }: { data: TreasurerPage; onChange: Show }): JSX.Element {
  const { treasurer: words } = useStaffWords();
  return (
    <div class="case-cards">
      <div class="stack">
        <Waiting data={data} onChange={onChange} />
      </div>
      <div class="stack">
        <TreasurerRecords receipts={data.receipts} onChange={onChange} />
        <Card title={words.withoutPledge} tone="plain">
          <MoneyForm id="free" campaigns={data.campaigns} onChange={onChange} />
        </Card>
      </div>
    </div>
  );
}

function Waiting({ data, onChange }: { data: TreasurerPage; onChange: Show }): JSX.Element {
  const { treasurer: words } = useStaffWords();
  const claimed = data.pledges.filter((pledge) => pledge.state === 'claimed');
  const promised = data.pledges.filter((pledge) => pledge.state === 'pledged');
  return (
    <>
      <h2 class="row">
        {words.waiting} <span class="count">{claimed.length}</span>
      </h2>
      {claimed.length === 0 && (
        <StateCard icon="tick">
          <p>{words.waitingNone}</p>
        </StateCard>
      )}
      {claimed.map((pledge) => (
        <PledgeCard key={pledge.pledge} pledge={pledge} onChange={onChange} />
      ))}
      {promised.length > 0 && <h2>{words.promised}</h2>}
      {promised.map((pledge) => (
        <PledgeCard key={pledge.pledge} pledge={pledge} onChange={onChange} />
      ))}
    </>
  );
}

function PledgeCard({ pledge, onChange }: { pledge: Pledge; onChange: Show }): JSX.Element {
  const pages = usePagesWords();
  const { treasurer: words } = useStaffWords();
  const { me } = useApp();
  const act = useAct();
  const [open, setOpen] = useState(pledge.slip !== undefined);
  const [failing, setFailing] = useState(false);
  return (
    <article class={`card${pledge.slip ? ' card--needs' : ''}`} aria-labelledby={`pledge-${pledge.pledge}`}>
      <div class="row row--apart">
        <h3 id={`pledge-${pledge.pledge}`}>
          {pages.baht(bahtOf(pledge.amountSatang))}
          {pledge.meals !== undefined && <span class="soft"> · {words.promisedMeals(pledge.meals)}</span>}
        </h3>
        <Chip icon={pledge.slip ? 'eye' : 'clock'} {...(pledge.slip ? { tone: 'needs' as const } : {})}>
          {pledge.slip ? words.slipSent(dayOf(pledge.slip.sentAt, me.language)) : words.noSlip}
        </Chip>
      </div>
      <p class="soft small">
        {pledge.reference} · {pledge.campaignName} · {dayOf(pledge.madeAt, me.language)}
      </p>
      {pledge.slip && (
        <a href={pledge.slip.url} target="_blank" rel="noreferrer">
          <img class="slip" src={pledge.slip.url} alt={`${words.slip} ${pledge.reference}`} width="240" height="360" loading="lazy" />
          {words.openSlip}
        </a>
      )}
      {pledge.slip && <SlipSays slip={pledge.slip} />}
      {open ? (
        <MoneyForm key={pledge.slip?.bankReference ?? ''} id={pledge.pledge} pledge={pledge} onChange={onChange} />
      ) : (
        <Button kind="secondary" onClick={() => setOpen(true)}>
          {words.record}
        </Button>
      )}
      <Button kind="quiet" small onClick={() => setFailing(true)}>
        {words.fail}
      </Button>
      {failing && (
        <Confirm
          danger
          title={words.failTitle}
          body={words.failBody}
          yes={words.fail}
          busy={act.busy}
          problem={act.problem}
          onYes={() =>
            void act.run(`/api/treasurer/pledges/${pledge.pledge}/fail`, {}, (page) => {
              setFailing(false);
              onChange(page);
            })
          }
          onClose={() => setFailing(false)}
        />
      )}
    </article>
  );
}

/** What was read in the slip and what a service said of it, beside the field that it fills in. */
function SlipSays({ slip }: { slip: NonNullable<Pledge['slip']> }): JSX.Element {
  const pages = usePagesWords();
  const { treasurer: words } = useStaffWords();
  const { units } = useWords();
  const { me } = useApp();
  const banks: Partial<Record<string, string>> = words.banks;
  const { bank = '', bankReference, reading, verified } = slip;
  return (
    <>
      {reading !== undefined && <p class="small">{words.slipReadings[reading]}</p>}
      {bankReference !== undefined && <p class="strong">{words.slipNames(banks[bank] ?? bank, bankReference)}</p>}
      {verified !== undefined && (
        <p class="small">
          {words.verified(
            pages.baht(bahtOf(verified.amountSatang)),
            `${dayOf(verified.at, me.language)} ${units.clock(clockOf(verified.at))}`,
            verified.receiver,
          )}{' '}
          {words.verifiedHint}
        </p>
      )}
    </>
  );
}
