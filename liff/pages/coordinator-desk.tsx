import type { JSX } from 'preact';
import type { CoordinatorPage } from '../../bot/liff-api/contract.ts';
import { useApp } from '../hooks/use-app.ts';
import { usePagesWords, useStaffWords } from '../hooks/use-more-words.ts';
import { useWords } from '../hooks/use-words.ts';
import { dayOf } from '../text/times.ts';
import { Card, Chip } from '../ui/card.tsx';
import { FundTotals } from '../ui/fund-totals.tsx';
import { NewCampaign } from './campaign-form.tsx';
import { StaffCard } from './coordinator-staff.tsx';

type Show = (page: CoordinatorPage) => void;

/** What is not a queue: campaigns and the team. */
export function Desk({ data, onChange }: { data: CoordinatorPage; onChange: Show }): JSX.Element {
  return (
    <div class="case-cards">
      <div class="stack">
        <Campaigns campaigns={data.campaigns} />
        <StaffCard staff={data.staff} onChange={onChange} />
      </div>
      <NewCampaign onChange={onChange} />
    </div>
  );
}

function Campaigns({ campaigns }: { campaigns: CoordinatorPage['campaigns'] }): JSX.Element {
  const pages = usePagesWords();
  const { coordinator: words } = useStaffWords();
  const { units } = useWords();
  const { me } = useApp();
  return (
    <Card title={words.campaignsTitle}>
      {campaigns.map((campaign) => (
        <div key={campaign.campaign} class="stack stack--tight">
          <FundTotals
            totals={campaign.totals}
            words={{ ...words, meals: `${words.handedOver} ${units.meals(campaign.totals.mealsHandedOver)}`, baht: pages.baht }}
          />
          <div class="row">
            <Chip icon={campaign.open ? 'tick' : 'lock'} {...(campaign.open ? { tone: 'leaf' as const } : {})}>
              {campaign.open ? words.campaignOpen : words.campaignClosed}
            </Chip>
            <span class="soft small">
              {dayOf(campaign.startsOn, me.language)} – {dayOf(campaign.endsOn, me.language)}
            </span>
          </div>
        </div>
      ))}
      <p>
        <a href={`/public/?lang=${me.language === 'th' ? 'th' : 'en'}`}>{words.envelopes}</a>
      </p>
    </Card>
  );
}
