import type { ComponentChildren, JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { useApp } from '../hooks/use-app.ts';
import { useRoute } from '../hooks/use-route.ts';
import { PagesWordsContext, StaffWordsContext, useWords } from '../hooks/use-words.ts';
import { routeOf } from '../routes.ts';
import type { Catalogue, PageView, Route } from '../routes.ts';
import { loadPagesWords, loadStaffWords } from '../text/load.ts';
import type { PagesWords } from '../text/pages/th.ts';
import type { StaffWords } from '../text/staff/th.ts';
import { Page } from './page.tsx';
import { Skeleton } from './skeleton.tsx';
import { FailureCard } from './states.tsx';

interface Loaded {
  route: Route;
  language: string;
  page: PageView;
  pages: PagesWords | undefined;
  staff: StaffWords | undefined;
}

async function load(route: Route, language: Parameters<typeof loadPagesWords>[0]): Promise<Loaded> {
  const [page, pages, staff] = await Promise.all([
    route.view.kind === 'here' ? route.view.page : route.view.load(),
    route.catalogue === 'first' ? undefined : loadPagesWords(language),
    route.catalogue === 'staff' ? loadStaffWords(language) : undefined,
  ]);
  return { route, language, page, pages, staff };
}

/** The page of the address, with its code and its words fetched side by side. */
export function CurrentPage(): JSX.Element {
  const { path } = useRoute();
  const { me } = useApp();
  const { fail } = useWords();
  const { route, id } = routeOf(path);
  const [loaded, setLoaded] = useState<Loaded>();
  const [lost, setLost] = useState(false);
  const fetchPage = useCallback(() => {
    let current = true;
    setLost(false);
    load(route, me.language).then(
      (fresh) => current && setLoaded(fresh),
      () => current && setLost(true),
    );
    return () => {
      current = false;
    };
  }, [route, me.language]);
  useEffect(() => (route.view.kind === 'here' ? undefined : fetchPage()), [route, fetchPage]);

  if (route.view.kind === 'here') {
    const Here = route.view.page;
    return <Here id={id} />;
  }
  if (lost) {
    // A page of an older release is gone from the server: only the whole page brings the new one.
    return (
      <Page title={fail.offlineTitle}>
        <FailureCard failure={{ kind: 'offline' }} onRetry={() => location.reload()} />
      </Page>
    );
  }
  if (loaded?.route !== route) {
    return (
      <main class={`page${isDesk(route.catalogue) ? ' page--desk' : ''}`}>
        <Skeleton parts={['title', 'card', 'ticket']} />
      </main>
    );
  }
  const Later = loaded.page;
  return (
    <Words pages={loaded.pages} staff={loaded.staff}>
      <Later key={path} id={id} />
    </Words>
  );
}

function isDesk(catalogue: Catalogue): boolean {
  return catalogue === 'staff';
}

function Words({
  pages,
  staff,
  children,
}: {
  pages: PagesWords | undefined;
  staff: StaffWords | undefined;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <PagesWordsContext.Provider value={pages}>
      <StaffWordsContext.Provider value={staff}>{children}</StaffWordsContext.Provider>
    </PagesWordsContext.Provider>
  );
}
