import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { DonorPage } from '../../bot/liff-api/contract.ts';
import { useAct } from '../hooks/use-act.ts';
import { useApp } from '../hooks/use-app.ts';
import { usePage } from '../hooks/use-page.ts';
import { usePagesWords, useWords } from '../hooks/use-words.ts';
import { bahtOf, dayOf, satangFrom } from '../text/format.ts';
import { BigNumber, CodeText } from '../ui/big-number.tsx';
import { Button } from '../ui/button.tsx';
import { Card, Chip } from '../ui/card.tsx';
import type { Tone } from '../ui/card.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Choices, Field } from '../ui/field.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import type { FieldError } from '../ui/error-summary.tsx';
import { FundTotals } from '../ui/fund-totals.tsx';
import type { IconName } from '../ui/icon.tsx';
import { Page } from '../ui/page.tsx';
import { PageOf, Problem, StaleNote } from '../ui/states.tsx';
import { Stepper } from '../ui/stepper.tsx';
import './coupon.css';

const MEALS_MAX = 200;
type PledgeRow = DonorPage['pledges'][number];

const SIGNS: Record<PledgeRow['state'], { icon: IconName; tone?: Tone }> = {
  pledged: { icon: 'clock', tone: 'needs' },
  claimed: { icon: 'eye' },
  received: { icon: 'tick', tone: 'leaf' },
  failed: { icon: 'alert', tone: 'red' },
  withdrawn: { icon: 'cross' },
};

/** What a donor gave, what became of it, and how to give again. */
export function Donor(): JSX.Element {
  const { donor } = usePagesWords();
  const page = usePage('/api/donor', 'donor');
  return (
    <PageOf page={page} title={donor.title} skeleton={['ticket', 'card']}>
      {(data) => (
        <Page title={donor.title} lead={donor.lead}>
          <StaleNote page={page} />
          <Given data={data} />
          <NewPledge onMade={page.show} />
          <Card title={donor.pledgesTitle}>
            {data.pledges.length === 0 ? (
              <p class="soft">{donor.none}</p>
            ) : (
              <ul class="list">
                {data.pledges.map((pledge) => (
                  <Pledge key={pledge.pledge} pledge={pledge} onChange={page.show} />
                ))}
              </ul>
            )}
          </Card>
        </Page>
      )}
    </PageOf>
  );
}

function Given({ data }: { data: DonorPage }): JSX.Element {
  const words = usePagesWords();
  const { units } = useWords();
  const { donor } = words;
  return (
    <>
      {data.givenSatang > 0 && (
        <section class="ticket" aria-labelledby="given-title">
          <h2 id="given-title">{donor.given}</h2>
          <BigNumber value={bahtOf(data.givenSatang)} unit={words.baht('').trim()} />
        </section>
      )}
      {data.campaigns.length > 0 && (
        <Card title={donor.totalsTitle}>
          {data.campaigns.map((campaign) => (
            <FundTotals
              key={campaign.campaignName}
              totals={campaign}
              words={{
                ...donor,
                meals: campaign.mealsHandedOver === undefined ? donor.mealsFew : donor.mealsMade(units.meals(campaign.mealsHandedOver)),
                baht: words.baht,
              }}
            />
          ))}
        </Card>
      )}
    </>
  );
}

function NewPledge({ onMade }: { onMade: (page: DonorPage) => void }): JSX.Element {
  const words = usePagesWords();
  const { donor } = words;
  const [how, setHow] = useState<'meals' | 'money'>('meals');
  const [meals, setMeals] = useState(5);
  const [amount, setAmount] = useState('');
  const [errors, setErrors] = useState<FieldError[]>([]);
  const act = useAct();
  const make = () => {
    const amountSatang = satangFrom(amount);
    if (how === 'money' && (amountSatang === undefined || amountSatang < 100)) {
      setErrors([{ field: 'amount', words: donor.amountWrong }]);
      return;
    }
    setErrors([]);
    const body = how === 'meals' ? { meals } : amountSatang === undefined ? {} : { amountSatang };
    void act.run('/api/pledges', body, (page) => {
      setAmount('');
      onMade(page);
    });
  };
  return (
    <Card title={donor.newTitle}>
      <ErrorSummary title={words.problemTitle} errors={errors} />
      <Choices
        legend={donor.how}
        name="how"
        value={how}
        onChoose={setHow}
        choices={[
          { value: 'meals', words: donor.asMeals },
          { value: 'money', words: donor.asMoney },
        ]}
      />
      {how === 'meals' ? (
        <MealsStepper meals={meals} onChange={setMeals} />
      ) : (
        <Field
          id="amount"
          label={donor.amount}
          hint={donor.amountHint}
          error={errors[0]?.words}
          value={amount}
          inputMode="decimal"
          onInput={setAmount}
        />
      )}
      <Problem words={act.problem} />
      <Button wide icon="heart" busy={act.busy} onClick={make}>
        {donor.make}
      </Button>
    </Card>
  );
}

function MealsStepper({ meals, onChange }: { meals: number; onChange: (meals: number) => void }): JSX.Element {
  const { donor, less, more } = usePagesWords();
  return <Stepper label={donor.meals} value={meals} min={1} max={MEALS_MAX} lessWord={less} moreWord={more} onChange={onChange} />;
}

function Pledge({ pledge, onChange }: { pledge: PledgeRow; onChange: (page: DonorPage) => void }): JSX.Element {
  const words = usePagesWords();
  const { units } = useWords();
  const { me } = useApp();
  const { donor } = words;
  const [asking, setAsking] = useState(false);
  const act = useAct();
  const sign = SIGNS[pledge.state];
  const withdraw = () =>
    void act.run(`/api/pledges/${pledge.pledge}/withdraw`, {}, (page) => {
      setAsking(false);
      onChange(page);
    });
  return (
    <li class="pledge">
      <div class="row row--apart">
        <span class="strong">
          {words.baht(bahtOf(pledge.amountSatang))}
          {pledge.meals !== undefined && <span class="soft"> · {units.meals(pledge.meals)}</span>}
        </span>
        <Chip icon={sign.icon} {...(sign.tone ? { tone: sign.tone } : {})}>
          {donor.states[pledge.state]}
        </Chip>
      </div>
      <p class="soft small">
        {dayOf(pledge.madeAt, me.language)} · {donor.reference} {pledge.reference} · {pledge.campaignName}
      </p>
      {pledge.state === 'pledged' && (
        <>
          {pledge.qrUrl && (
            <div class="qr">
              <img class="qr__picture qr__picture--pay" alt={donor.qr} width="280" height="280" src={pledge.qrUrl} />
              <CodeText small code={pledge.reference} />
            </div>
          )}
          <p>{donor.qrHint}</p>
          <Button kind="quiet" small onClick={() => setAsking(true)}>
            {donor.withdraw}
          </Button>
        </>
      )}
      {asking && (
        <Confirm
          danger
          title={donor.withdrawTitle}
          body={donor.withdrawBody}
          yes={donor.withdraw}
          busy={act.busy}
          problem={act.problem}
          onYes={withdraw}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  );
}
