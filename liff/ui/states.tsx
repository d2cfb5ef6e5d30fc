import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { Failure } from '../api.ts';
import type { Page as PageData } from '../hooks/use-page.ts';
import { useWords } from '../hooks/use-words.ts';
import { Button } from './button.tsx';
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

/** In the place of a page whose code did not come. One of an older release is gone: only the whole page brings the new one. */
export function Lost(): JSX.Element {
  const { fail } = useWords();
  return (
    <Page title={fail.offlineTitle}>
      <FailureCard failure={{ kind: 'offline' }} onRetry={() => location.reload()} />
    </Page>
  );
}

export interface PageOfProps<Data> {
  page: PageData<Data>;
  title: string;
  desk?: boolean;
  skeleton: SkeletonPart[];
  children: (data: Data) => JSX.Element;
}

/** A page in all its states: coming, there, there but old, offline, broken. */
export function PageOf<Data>({ page, title, desk = false, skeleton, children }: PageOfProps<Data>): JSX.Element {
  const { data, failure, reload } = page;
  if (failure && !data) {
    return (
      <Page title={title} desk={desk}>
        <FailureCard failure={failure} onRetry={reload} />
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
