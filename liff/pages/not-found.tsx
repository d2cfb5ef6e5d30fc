import type { JSX } from 'preact';
import { addressOf } from '../hooks/use-route.ts';
import { usePagesWords, useWays } from '../hooks/use-more-words.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { StateCard } from '../ui/states.tsx';

export function NotFound(): JSX.Element {
  const { notFound } = usePagesWords();
  const { homeLink } = useWays();
  return (
    <Page title={notFound.title}>
      <StateCard icon="received">
        <p>{notFound.body}</p>
        <ButtonLink href={addressOf('/')}>{homeLink}</ButtonLink>
      </StateCard>
    </Page>
  );
}
