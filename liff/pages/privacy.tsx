import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { PrivacyPage } from '../../bot/liff-api/contract.ts';
import type { ConsentPurpose, Diet } from '../../bot/domain/words.ts';
import { useAct } from '../hooks/use-act.ts';
import { useApp } from '../hooks/use-app.ts';
import { say } from '../hooks/use-said.ts';
import { usePage } from '../hooks/use-page.ts';
import { usePagesWords } from '../hooks/use-more-words.ts';
import { useWords } from '../hooks/use-words.ts';
import type { PagesWords } from '../text/pages/th.ts';
import { clockOf, dayOf } from '../text/times.ts';
import { Card, Note } from '../ui/card.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Facts } from '../ui/facts.tsx';
import { Page } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { PageOf, StaleNote } from '../ui/states.tsx';
import { Switch } from '../ui/stepper.tsx';

const PURPOSES: ConsentPurpose[] = ['contact', 'health'];

/** What may be kept, what is kept, and who looked at it. */
export function Privacy(): JSX.Element {
  const { privacy } = usePagesWords();
  const page = usePage('/api/privacy');
  return (
    <PageOf page={page} title={privacy.title} skeleton={['card', 'row']}>
      {(data) => (
        <Page title={privacy.title} lead={privacy.lead}>
          <StaleNote page={page} />
          <Card title={privacy.consentTitle}>
            {PURPOSES.map((purpose) => (
              <Consent key={purpose} purpose={purpose} data={data} onChange={page.show} />
            ))}
          </Card>
          <Kept data={data} />
          <Reads reads={data.reads} />
          <Note icon="chat">
            <p>{privacy.erase}</p>
          </Note>
        </Page>
      )}
    </PageOf>
  );
}

function Consent({
  purpose,
  data,
  onChange,
}: {
  purpose: ConsentPurpose;
  data: PrivacyPage;
  onChange: (page: PrivacyPage) => void;
}): JSX.Element {
  const { privacy } = usePagesWords();
  const { me } = useApp();
  const act = useAct();
  const [asking, setAsking] = useState(false);
  const latest = data.consents.filter((consent) => consent.purpose === purpose).sort((one, other) => other.givenAt - one.givenAt)[0];
  const on = latest !== undefined && latest.withdrawnAt === undefined;
  const body = purpose === 'contact' ? privacy.contactBody : privacy.healthBody;
  const when = !latest
    ? privacy.never
    : latest.withdrawnAt === undefined
      ? privacy.given(dayOf(latest.givenAt, me.language))
      : privacy.withdrawn(dayOf(latest.withdrawnAt, me.language));
  const set = (given: boolean) =>
    void act.run('/api/me/consent', { purpose, given }, (page) => {
      setAsking(false);
      say(privacy.savedToast);
      onChange(page);
    });
  return (
    <div class="stack stack--tight">
      <Switch
        label={privacy[purpose]}
        hint={on ? privacy.on : privacy.off}
        on={on}
        busy={act.busy}
        onChange={(given) => (given ? set(true) : setAsking(true))}
      />
      <p>{body}</p>
      <p class="soft small">{when}</p>
      {!asking && <Problem words={act.problem} />}
      {asking && (
        <Confirm
          danger
          title={privacy.offTitle}
          body={body}
          yes={privacy.offYes}
          busy={act.busy}
          problem={act.problem}
          onYes={() => set(false)}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}

function Kept({ data }: { data: PrivacyPage }): JSX.Element {
  const words = usePagesWords();
  const { me } = useApp();
  const { privacy } = words;
  const { household } = data;
  if (!household) {
    return (
      <Card title={privacy.dataTitle}>
        <p class="soft">{privacy.noData}</p>
      </Card>
    );
  }
  const facts: [string, string | undefined][] = [
    [privacy.firstName, household.firstName],
    [privacy.community, household.communityName],
    [privacy.people, words.people(household.people)],
    [privacy.diets, household.diets.map((diet) => dietWord(diet, words.diets)).join(' · ')],
    [privacy.landmark, household.landmark],
    [privacy.phone, household.phone],
    [privacy.allergy, household.allergy],
    [privacy.quarantine, household.quarantineUntil && dayOf(household.quarantineUntil, me.language)],
  ];
  return (
    <Card title={privacy.dataTitle}>
      <Facts facts={facts} />
    </Card>
  );
}

function dietWord(diet: string, words: Record<Diet, string>): string {
  const known: Record<string, string> = words;
  return known[diet] ?? diet;
}

function Reads({ reads }: { reads: PrivacyPage['reads'] }): JSX.Element {
  const { privacy } = usePagesWords();
  const { units } = useWords();
  const { me } = useApp();
  return (
    <Card title={privacy.readsTitle}>
      {reads.length === 0 ? (
        <p class="soft">{privacy.readsNone}</p>
      ) : (
        <ul class="list">
          {reads.map((read, index) => (
            <li key={index} class="list__line">
              <span class="stack stack--tight">
                <span class="strong">{privacy.roles[read.byRole]}</span>
                <span>{whatWord(read.what, privacy.what)}</span>
              </span>
              <span class="soft small">
                {dayOf(read.at, me.language)} {units.clock(clockOf(read.at))}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function whatWord(what: string, words: PagesWords['privacy']['what']): string {
  const known: Record<string, string> = words;
  return known[what] ?? words.other;
}
