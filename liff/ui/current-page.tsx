import type { ComponentChildren, JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Language } from '../../bot/domain/words.ts';
import { useApp } from '../hooks/use-app.ts';
import { useRoute } from '../hooks/use-route.ts';
import { PagesWordsContext, StaffWordsContext } from '../hooks/use-more-words.ts';
import { routeOf } from '../routes.ts';
import type { Catalogue, PageView, Route } from '../routes.ts';
import { loadPagesWords, loadStaffWords } from '../text/load-pages.ts';
import type { PagesWords } from '../text/pages/th.ts';
import type { StaffWords } from '../text/staff/th.ts';
import { Skeleton } from './skeleton.tsx';
import { Lost } from './states.tsx';

interface Loaded {
  route: Route;
  language: string;
  page: PageView;
  pages: PagesWords;
  staff: StaffWords | undefined;
}

/** A page that was open before comes back without waiting; as many as there are routes. */
const kept = new Map<Route, Loaded>();

async function load(route: Route, language: Language): Promise<Loaded> {
  const [page, pages, staff] = await Promise.all([
    route.load(),
    loadPagesWords(language),
    route.catalogue === 'staff' ? loadStaffWords(language) : undefined,
  ]);
  const loaded = { route, language, page, pages, staff };
  kept.set(route, loaded);
  return loaded;
}

/** Fetches what a page of that address needs before it opens; what does not come then is asked for again by the page. */
export function fetchAhead(path: string, language: Language): void {
  load(routeOf(path).route, language).catch(() => undefined);
}

/** The page of the address, with its code and its words fetched side by side. */
export function CurrentPage(): JSX.Element {
  const { path } = useRoute();
  const { me } = useApp();
  const { route, id } = routeOf(path);
  const [arrived, setArrived] = useState<Loaded>();
  const [lost, setLost] = useState(false);
  const fetchPage = useCallback(() => {
    let current = true;
    setLost(false);
    load(route, me.language).then(
      (fresh) => current && setArrived(fresh),
      () => current && setLost(true),
    );
    return () => {
      current = false;
    };
  }, [route, me.language]);
  useEffect(fetchPage, [fetchPage]);

  const before = kept.get(route);
  const loaded = arrived?.route === route ? arrived : before?.language === me.language ? before : undefined;
  if (lost && !loaded) return <Lost />;
  if (!loaded) {
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

function Words({ pages, staff, children }: { pages: PagesWords; staff: StaffWords | undefined; children: ComponentChildren }): JSX.Element {
  return (
    <PagesWordsContext.Provider value={pages}>
      <StaffWordsContext.Provider value={staff}>{children}</StaffWordsContext.Provider>
    </PagesWordsContext.Provider>
  );
}
