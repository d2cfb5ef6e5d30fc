import type { JSX } from 'preact';
import type { DonorPage } from '../../bot/liff-api/contract.ts';
import { usePage } from '../hooks/use-page.ts';
import { usePagesWords } from '../hooks/use-more-words.ts';
import { useWords } from '../hooks/use-words.ts';
import { bahtOf } from '../text/format.ts';
import { BigNumber } from '../ui/big-number.tsx';
import { Card } from '../ui/card.tsx';
import { FundTotals } from '../ui/fund-totals.tsx';
import { Page } from '../ui/page.tsx';
import { PageOf, StaleNote } from '../ui/states.tsx';
import { DonorGifts } from './donor-gifts.tsx';
import { Lineage } from './donor-lineage.tsx';
import { NewPledge } from './donor-new-pledge.tsx';
import { Pledge } from './donor-pledge.tsx';
import { DonorReceipts } from './donor-receipts.tsx';
import './coupon.css';

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
          <Lineage data={data} />
          <NewPledge open={data.open} onMade={page.show} />
          <DonorGifts gifts={data.gifts} onChange={page.show} />
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
          <DonorReceipts receipts={data.receipts} />
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
