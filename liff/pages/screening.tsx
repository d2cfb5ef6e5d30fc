import type { JSX } from 'preact';
import type { ScreeningCase } from '../../bot/liff-api/contract.ts';
import { useApp } from '../hooks/use-app.ts';
import { say } from '../hooks/use-said.ts';
import { remember, usePage } from '../hooks/use-page.ts';
import { navigate } from '../hooks/use-route.ts';
import { usePagesWords, useStaffWords } from '../hooks/use-more-words.ts';
import type { PageProps } from '../routes.ts';
import { bahtOf } from '../text/format.ts';
import { dayOf } from '../text/times.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Card, Note } from '../ui/card.tsx';
import { Facts } from '../ui/facts.tsx';
import { directionsTo } from '../ui/map-link.ts';
import { GuardedPage } from '../ui/guarded-page.tsx';
import { Page } from '../ui/page.tsx';
import { ScreeningDecision } from './screening-decision.tsx';
import './coordinator.css';

/** One household's case in full: why, what was asked, what the rule says, and the decision. Not live: each reading is logged. */
export function Screening({ id }: PageProps): JSX.Element {
  const { forbidden, errors } = usePagesWords();
  const { coordinator } = useStaffWords();
  const page = usePage(`/api/coordinator/screenings/${id}`);
  return (
    <GuardedPage
      page={page}
      title={coordinator.openCase}
      desk
      skeleton={['row', 'card']}
      forbidden={forbidden.coordinator}
      notFound={errors.not_found}
    >
      {(data) => <Case data={data} />}
    </GuardedPage>
  );
}

function Case({ data }: { data: ScreeningCase }): JSX.Element {
  const { coordinator, screening: words } = useStaffWords();
  return (
    <Page desk title={words.title(data.firstName)}>
      <Note icon="eye">
        <p>{words.logged}</p>
      </Note>
      <div class="case-cards">
        <Asked data={data} />
        <div class="stack">
          <Card title={words.rule}>
            <Rule rule={data.rule} />
            <ScreeningDecision
              screening={data}
              onDone={(page) => {
                remember('/api/coordinator', page);
                say(coordinator.decidedToast);
                navigate('/coordinator', 'replace');
              }}
            />
          </Card>
          <Previous previous={data.previous} />
        </div>
      </div>
    </Page>
  );
}

function Rule({ rule }: { rule: ScreeningCase['rule'] }): JSX.Element {
  const pages = usePagesWords();
  const { screening: words } = useStaffWords();
  const { me } = useApp();
  if (!rule) {
    return (
      <Note icon="alert" tone="needs">
        <p>{words.noRule}</p>
      </Note>
    );
  }
  return (
    <Facts
      facts={[
        [words.ruleValue, pages.baht(bahtOf(rule.faceValueSatang))],
        [words.ruleDays, words.days(rule.grantDays)],
        [words.ruleEnds, dayOf(rule.endsOn, me.language)],
      ]}
    />
  );
}

function Asked({ data }: { data: ScreeningCase }): JSX.Element {
  const pages = usePagesWords();
  const { coordinator, screening: words } = useStaffWords();
  const { me } = useApp();
  return (
    <Card title={words.asked}>
      <Facts
        facts={[
          [words.why, coordinator.needs[data.need]],
          [words.quarantine, data.quarantineUntil && dayOf(data.quarantineUntil, me.language)],
          [words.community, `${data.communityName} · ${coordinator.areas[data.municipality]}`],
          [words.people, pages.people(data.people)],
          [words.diets, data.diets.map((diet) => pages.diets[diet]).join(' · ') || words.none],
          [words.allergy, data.allergy],
          [words.landmark, data.landmark],
          [words.phone, data.phone],
          [words.campaign, data.campaignName],
          [words.coupons, coordinator.coupons(data.coupons)],
        ]}
      />
      {data.homePin && (
        <ButtonLink kind="secondary" icon="pin" href={directionsTo(data.homePin)}>
          {words.map}
        </ButtonLink>
      )}
    </Card>
  );
}

function Previous({ previous }: { previous: ScreeningCase['previous'] }): JSX.Element {
  const { screening: words } = useStaffWords();
  const { me } = useApp();
  const known: Record<string, string> = words.decisions;
  return (
    <Card title={words.previous} tone="plain">
      {previous.length === 0 ? (
        <p class="soft">{words.previousNone}</p>
      ) : (
        <ul class="list">
          {previous.map((decision) => (
            <li key={decision.at} class="list__line">
              <span>{known[decision.decision] ?? words.decisions.other}</span>
              <span class="soft small">{dayOf(decision.at, me.language)}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
