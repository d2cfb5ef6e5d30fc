import type { JSX } from 'preact';
import { addressOf } from '../hooks/use-route.ts';
import { usePagesWords, useWords } from '../hooks/use-words.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { StateCard } from '../ui/states.tsx';

export function NotFound(): JSX.Element {
  const { notFound } = usePagesWords();
  const { app } = useWords();
  return (
    <Page title={notFound.title}>
      <StateCard icon="received">
        <p>{notFound.body}</p>
        <ButtonLink href={addressOf('/')}>{app.homeLink}</ButtonLink>
      </StateCard>
    </Page>
  );
}
