import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { TreasurerPage } from '../../bot/liff-api/contract.ts';
import { useApp } from '../hooks/use-app.ts';
import { useAct } from '../hooks/use-act.ts';
import { usePage } from '../hooks/use-page.ts';
import { usePagesWords, useStaffWords, useWords } from '../hooks/use-words.ts';
import { bahtOf, clockOf, dayOf } from '../text/format.ts';
import { Button } from '../ui/button.tsx';
import { Card, Chip } from '../ui/card.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { FundTotals } from '../ui/fund-totals.tsx';
import { Page } from '../ui/page.tsx';
import { PageOf, StaleNote, StateCard } from '../ui/states.tsx';
import { MoneyForm } from './money-form.tsx';
import './coordinator.css';

type Pledge = TreasurerPage['pledges'][number];
type Show = (page: TreasurerPage) => void;

/** Money in: each slip beside the bank's own account, then the books. */
export function Treasurer(): JSX.Element {
  const { forbidden } = usePagesWords();
  const { treasurer: words } = useStaffWords();
  const page = usePage('/api/treasurer', 'treasurer');
  return (
    <PageOf page={page} title={words.title} desk skeleton={['row', 'card']} forbidden={forbidden.treasurer} notFound={forbidden.treasurer}>
      {(data) => (
        <Page desk title={words.title} lead={words.lead}>
          <StaleNote page={page} />
          <div class="case-cards">
            <div class="stack">
              <Waiting data={data} onChange={page.show} />
            </div>
            <div class="stack">
              <Totals data={data} />
              <Receipts receipts={data.receipts} />
              <Card title={words.withoutPledge} tone="plain">
                <MoneyForm id="free" campaigns={data.campaigns} onChange={page.show} />
              </Card>
            </div>
          </div>
        </Page>
      )}
    </PageOf>
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
      {open ? (
        <MoneyForm id={pledge.pledge} pledge={pledge} onChange={onChange} />
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

function Totals({ data }: { data: TreasurerPage }): JSX.Element {
  const pages = usePagesWords();
  const { treasurer: words } = useStaffWords();
  const { units } = useWords();
  return (
    <Card title={words.totals}>
      {data.campaigns.map((campaign) => (
        <FundTotals
          key={campaign.campaign}
          totals={campaign.totals}
          words={{ ...words, meals: units.meals(campaign.totals.mealsHandedOver), baht: pages.baht }}
        />
      ))}
    </Card>
  );
}

function Receipts({ receipts }: { receipts: TreasurerPage['receipts'] }): JSX.Element {
  const { treasurer: words } = useStaffWords();
  const { me } = useApp();
  const { units } = useWords();
  if (receipts.length === 0) {
    return (
      <Card title={words.receipts}>
        <p class="soft">{words.receiptsNone}</p>
      </Card>
    );
  }
  return (
    <Card title={words.receipts}>
      <div class="table-scroll" tabIndex={0} role="group" aria-label={words.receipts}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{words.day}</th>
              <th scope="col">{words.bankReference}</th>
              <th scope="col" class="amount">
                {words.money}
              </th>
            </tr>
          </thead>
          <tbody>
            {receipts.map((receipt) => (
              <tr key={receipt.bankReference}>
                <td>
                  {dayOf(receipt.at, me.language)} {units.clock(clockOf(receipt.at))}
                </td>
                <td>
                  {receipt.bankReference}
                  <br />
                  <span class="soft small">{receipt.campaignName}</span>
                </td>
                <td class="amount">{bahtOf(receipt.amountSatang)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
