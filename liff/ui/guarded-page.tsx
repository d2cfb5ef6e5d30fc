import type { JSX } from 'preact';
import type { Failure } from '../api.ts';
import { addressOf } from '../hooks/use-route.ts';
import { useWays } from '../hooks/use-more-words.ts';
import { ButtonLink } from './button.tsx';
import { Page } from './page.tsx';
import { PageOf, StateCard } from './states.tsx';
import type { PageOfProps } from './states.tsx';

interface GuardedPageProps<Data> extends PageOfProps<Data> {
  /** Said when the page is not for this person. */
  forbidden?: string;
  notFound?: string;
}

function statusOf(failure: Failure | undefined): number {
  return failure?.kind === 'refused' ? failure.status : 0;
}

/** A page that is not for everybody, or may be gone: what was seen of it is taken away with the permission. */
export function GuardedPage<Data>({ forbidden, notFound, ...shown }: GuardedPageProps<Data>): JSX.Element {
  const { data, failure } = shown.page;
  const status = statusOf(failure);
  const closed = status === 403 ? (forbidden ?? notFound) : status === 404 && !data ? (notFound ?? forbidden) : undefined;
  if (closed === undefined) return <PageOf {...shown} />;
  return (
    <Page title={shown.title} desk={shown.desk ?? false}>
      <ClosedCard words={closed} />
    </Page>
  );
}

function ClosedCard({ words }: { words: string }): JSX.Element {
  const { homeLink } = useWays();
  return (
    <StateCard icon="lock">
      <p>{words}</p>
      <ButtonLink href={addressOf('/')}>{homeLink}</ButtonLink>
    </StateCard>
  );
}
