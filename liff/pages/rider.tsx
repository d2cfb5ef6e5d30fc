import type { JSX } from 'preact';
import type { RiderPage } from '../../bot/liff-api/contract.ts';
import { useAct } from '../hooks/use-act.ts';
import { usePage } from '../hooks/use-page.ts';
import { usePagesWords } from '../hooks/use-more-words.ts';
import { useWords } from '../hooks/use-words.ts';
import { bahtOf, kilometresOf } from '../text/format.ts';
import { clockOf } from '../text/times.ts';
import { Button } from '../ui/button.tsx';
import { Card, Chip } from '../ui/card.tsx';
import { GuardedPage } from '../ui/guarded-page.tsx';
import { Page } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { StaleNote, StateCard } from '../ui/states.tsx';
import { Switch } from '../ui/stepper.tsx';
import { RiderJob } from './rider-job.tsx';
import './rider.css';

/** The rider's screen: the job in hand, or the offers, or a rest. */
export function Rider(): JSX.Element {
  const { rider } = usePagesWords();
  const page = usePage('/api/rider', 'rider');
  return (
    <GuardedPage page={page} title={rider.title} skeleton={['row', 'card']} forbidden={rider.forbidden} notFound={rider.forbidden}>
      {(data) =>
        data.job ? (
          <RiderJob job={data.job} stale={<StaleNote page={page} />} onChange={page.show} />
        ) : (
          <Page title={rider.title}>
            <StaleNote page={page} />
            <Duty data={data} onChange={page.show} />
            <Offers data={data} onChange={page.show} />
            <p class="row row--apart soft">
              <span>{rider.doneToday(data.doneToday)}</span>
              <Owed satang={data.owedSatang} />
            </p>
          </Page>
        )
      }
    </GuardedPage>
  );
}

function Owed({ satang }: { satang: number }): JSX.Element {
  const words = usePagesWords();
  return (
    <span>
      {words.rider.owed} <span class="strong">{words.baht(bahtOf(satang))}</span>
    </span>
  );
}

function Duty({ data, onChange }: { data: RiderPage; onChange: (page: RiderPage) => void }): JSX.Element {
  const { rider } = usePagesWords();
  const act = useAct();
  return (
    <Card tone="plain">
      <Switch
        label={rider.duty}
        hint={data.onDuty ? rider.dutyOn : rider.dutyOff}
        on={data.onDuty}
        busy={act.busy}
        onChange={(on) => void act.run('/api/rider/duty', { on }, onChange)}
      />
      <Problem words={act.problem} />
    </Card>
  );
}

function Offers({ data, onChange }: { data: RiderPage; onChange: (page: RiderPage) => void }): JSX.Element {
  const { rider } = usePagesWords();
  if (!data.onDuty) {
    return (
      <StateCard icon="clock" title={rider.offTitle}>
        <p>{rider.offBody}</p>
      </StateCard>
    );
  }
  if (data.offers.length === 0) {
    return (
      <StateCard icon="riding" title={rider.waitTitle}>
        <p role="status">{rider.waitBody}</p>
      </StateCard>
    );
  }
  return (
    <section class="stack" aria-labelledby="offers-title">
      <h2 id="offers-title">{rider.offersTitle}</h2>
      <ul class="stack" aria-live="polite">
        {data.offers.map((offer) => (
          <Offer key={offer.trip} offer={offer} onChange={onChange} />
        ))}
      </ul>
    </section>
  );
}

function Offer({ offer, onChange }: { offer: RiderPage['offers'][number]; onChange: (page: RiderPage) => void }): JSX.Element {
  const words = usePagesWords();
  const { units } = useWords();
  const { rider } = words;
  const act = useAct();
  const answer = (how: 'accept' | 'decline') => void act.run(`/api/rider/trips/${offer.trip}/${how}`, {}, onChange);
  return (
    <li class="card card--needs">
      <p class="rider-way">
        <span class="strong">{offer.giftWords === undefined ? offer.shopName : words.foodPoint(offer.giftWords)}</span>
        <span aria-hidden="true">→</span>
        <span class="strong">{offer.communityName}</span>
      </p>
      <div class="row">
        <Chip icon="ready">{rider.boxes(offer.boxes)}</Chip>
        <Chip icon="pin">{words.km(kilometresOf(offer.distanceKm))}</Chip>
        <Chip icon="money" tone="leaf">
          {offer.feeSatang === 0 ? rider.volunteer : rider.fee(words.baht(bahtOf(offer.feeSatang)))}
        </Chip>
        <Chip icon="clock">{rider.eatBy(units.clock(clockOf(offer.eatBy)))}</Chip>
      </div>
      <p class="soft small">{rider.answerBy(units.clock(clockOf(offer.answerBy)))}</p>
      <Problem words={act.problem} />
      <div class="shop-order__moves">
        <Button icon="tick" busy={act.busy} onClick={() => answer('accept')}>
          {rider.accept}
        </Button>
        <Button kind="secondary" busy={act.busy} onClick={() => answer('decline')}>
          {rider.decline}
        </Button>
      </div>
    </li>
  );
}
