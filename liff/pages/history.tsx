import type { JSX } from 'preact';
import { usePage } from '../hooks/use-page.ts';
import { addressOf } from '../hooks/use-route.ts';
import { usePagesWords } from '../hooks/use-more-words.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { HistoryList } from '../ui/history-list.tsx';
import { Page } from '../ui/page.tsx';
import { PageOf, StaleNote, StateCard } from '../ui/states.tsx';

/** All meals that were asked for, newest first. */
export function History(): JSX.Element {
  const { history } = usePagesWords();
  const page = usePage('/api/resident', 'resident');
  return (
    <PageOf page={page} title={history.title} skeleton={['row', 'row', 'row']}>
      {(data) => (
        <Page title={history.title}>
          <StaleNote page={page} />
          {data.history.length === 0 ? (
            <StateCard icon="received">
              <p>{history.empty}</p>
              <ButtonLink href={addressOf('/order')}>{history.ask}</ButtonLink>
            </StateCard>
          ) : (
            <Card>
              <HistoryList history={data.history} />
            </Card>
          )}
        </Page>
      )}
    </PageOf>
  );
}
