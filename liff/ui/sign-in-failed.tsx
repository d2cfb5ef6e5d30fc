import type { JSX } from 'preact';
import { useWords } from '../hooks/use-words.ts';
import type { WaysWords } from '../text/ways/th.ts';
import { Button } from './button.tsx';
import { Page } from './page.tsx';
import { StateCard } from './states.tsx';

/** Signing in again did not help: a person decides what happens next. */
export function SignInFailed({ ways, onRetry }: { ways: WaysWords; onRetry: () => void }): JSX.Element {
  const { fail, home } = useWords();
  return (
    <Page title={home.title}>
      <StateCard icon="lock" needs title={ways.signInTitle}>
        <p>{ways.signInBody}</p>
        <Button onClick={onRetry}>{fail.retry}</Button>
      </StateCard>
    </Page>
  );
}
