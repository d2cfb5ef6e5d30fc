import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { Failure } from '../api.ts';
import { addressOf } from '../hooks/use-route.ts';
import type { Page as PageData } from '../hooks/use-page.ts';
import { useWords } from '../hooks/use-words.ts';
import { Button, ButtonLink } from './button.tsx';
import { Note } from './card.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';
import { Page } from './page.tsx';
import { Skeleton } from './skeleton.tsx';
import type { SkeletonPart } from './skeleton.tsx';

/** A state that fills its place: what happened, what is safe, what to do next. */
export function StateCard({
  icon,
  needs,
  title,
  children,
}: {
  icon: IconName;
  needs?: boolean;
  title?: string;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <section class="card state">
      <span class={`state__sign${needs ? ' state__sign--needs' : ''}`}>
        <Icon name={icon} size={44} />
      </span>
      {title && <h2>{title}</h2>}
      {children}
    </section>
  );
}

export function FailureCard({ failure, onRetry }: { failure: Failure; onRetry: () => void }): JSX.Element {
  const { fail } = useWords();
  const offline = failure.kind === 'offline';
  // With the signal the page comes back by itself; listening starts before the words are seen, so that none is missed.
  useLayoutEffect(() => {
    if (!offline) return undefined;
    window.addEventListener('online', onRetry);
    return () => window.removeEventListener('online', onRetry);
  }, [offline, onRetry]);
  return (
    <StateCard icon={offline ? 'cloud' : 'alert'} needs title={offline ? fail.offlineTitle : fail.brokenTitle}>
      <p>{offline ? fail.offlineBody : fail.brokenBody}</p>
      <Button onClick={onRetry}>{fail.retry}</Button>
    </StateCard>
  );
}

interface PageOfProps<Data> {
  page: PageData<Data>;
  title: string;
  desk?: boolean;
  skeleton: SkeletonPart[];
  /** Said when the page is not for this person. */
  forbidden?: string;
  notFound?: string;
  children: (data: Data) => JSX.Element;
}

function statusOf(failure: Failure | undefined): number {
  return failure?.kind === 'refused' ? failure.status : 0;
}

/** A page in all its states: coming, there, there but old, offline, not yours, gone, broken. */
export function PageOf<Data>({ page, title, desk = false, skeleton, forbidden, notFound, children }: PageOfProps<Data>): JSX.Element {
  const { data, failure, reload } = page;
  const forbids = statusOf(failure) === 403;
  if (failure && (!data || forbids)) {
    const closed = forbids ? (forbidden ?? notFound) : (notFound ?? forbidden);
    return (
      <Page title={title} desk={desk}>
        {closed && (forbids || statusOf(failure) === 404) ? (
          <ClosedCard words={closed} />
        ) : (
          <FailureCard failure={failure} onRetry={reload} />
        )}
      </Page>
    );
  }
  if (!data) {
    return (
      <Page title={title} desk={desk}>
        <Skeleton parts={skeleton} />
      </Page>
    );
  }
  return children(data);
}

function ClosedCard({ words }: { words: string }): JSX.Element {
  const { app } = useWords();
  return (
    <StateCard icon="lock">
      <p>{words}</p>
      <ButtonLink href={addressOf('/')}>{app.homeLink}</ButtonLink>
    </StateCard>
  );
}

/** Over a page whose last answer is old. */
export function StaleNote({ page }: { page: Pick<PageData<unknown>, 'failure' | 'reload'> }): JSX.Element | null {
  const { fail } = useWords();
  if (!page.failure) return null;
  return (
    <Note icon="cloud" tone="needs">
      <p role="status">{fail.staleNote}</p>
      <Button kind="quiet" small onClick={page.reload}>
        {fail.retry}
      </Button>
    </Note>
  );
}

/** The sentence of an action that did not work, beside the action. */
export function Problem({ words }: { words: string | undefined }): JSX.Element {
  return (
    <div role="alert">
      {words && (
        <Note icon="alert" tone="red">
          <p>{words}</p>
        </Note>
      )}
    </div>
  );
}
