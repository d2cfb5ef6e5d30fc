import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { Me, PageSettings } from '../bot/liff-api/contract.ts';
import { createApi } from './api.ts';
import { openFirst } from './first-view.ts';
import type { Opened } from './first-view.ts';
import { AppContext } from './hooks/use-app.ts';
import { useRest } from './hooks/use-rest.ts';
import { useRoute } from './hooks/use-route.ts';
import { WordsContext } from './hooks/use-words.ts';
import { Home } from './pages/home.tsx';
import type { Session } from './session.ts';
import { keepLanguage, lastLanguage, loadWords } from './text/load.ts';
import type { Words } from './text/th.ts';
import { Masthead } from './ui/masthead.tsx';
import { Page } from './ui/page.tsx';
import { Skeleton } from './ui/skeleton.tsx';
import { FailureCard, Lost } from './ui/states.tsx';

interface AppProps {
  settings: PageSettings;
  session: Session;
}

/** Opens with what the first view needs; where that did not come, it says so and can ask again. */
export function App({ first, ...given }: AppProps & { first: Opened }): JSX.Element {
  const [opened, setOpened] = useState(first);
  const [again, setAgain] = useState(false);
  const { session } = given;
  const retry = useCallback(() => {
    setAgain(true);
    void openFirst(session)
      .then(setOpened, () => undefined)
      .then(() => setAgain(false));
  }, [session]);
  const { started, words, home } = opened;

  if (started.kind === 'ready') return <SignedIn {...given} first={started.me} words={words} after={home} />;
  return (
    <WordsContext.Provider value={words}>
      <div class="shell">
        <Masthead />
        {again ? (
          <Coming />
        ) : started.kind === 'failed' ? (
          <Page title={words.home.title}>
            <FailureCard failure={started.failure} onRetry={retry} />
          </Page>
        ) : (
          <NotSignedIn onRetry={retry} />
        )}
      </div>
    </WordsContext.Provider>
  );
}

function Coming(): JSX.Element {
  return (
    <main class="page">
      <Skeleton parts={['title', 'card', 'ticket']} />
    </main>
  );
}

function NotSignedIn({ onRetry }: { onRetry: () => void }): JSX.Element {
  const { rest, ways, lost } = useRest({ path: '', language: lastLanguage() });
  return rest && ways ? <rest.SignInFailed ways={ways} onRetry={onRetry} /> : lost ? <Lost /> : <Coming />;
}

interface SignedInProps extends AppProps {
  first: Me;
  words: Words;
  after: Promise<unknown> | undefined;
}

function SignedIn({ settings, session, first, words: firstWords, after }: SignedInProps): JSX.Element {
  const [me, setMe] = useState(first);
  const words = useWordsOf(me, firstWords);
  const { path } = useRoute();
  const { rest, ways, lost } = useRest({ path, language: me.language, after });
  const api = useMemo(() => createApi(() => session.renew()), [session]);
  const tools = useMemo(() => ({ settings, session, api, me, setMe, ways }), [settings, session, api, me, ways]);
  return (
    <AppContext.Provider value={tools}>
      <WordsContext.Provider value={words}>
        <div class="shell">
          <Masthead
            back={rest && path !== '/' && <rest.Back />}
            parts={me.roles.length > 0 && (rest ? <rest.Roles /> : <div class="roles" />)}
          />
          {path === '/' ? <Home /> : rest ? <rest.CurrentPage /> : lost ? <Lost /> : <Coming />}
          {rest && <rest.Foot />}
          {rest && <rest.Toasts />}
        </div>
      </WordsContext.Provider>
    </AppContext.Provider>
  );
}

/** The member's words; until another language has come, the one that was here stays. */
function useWordsOf({ language }: Me, first: Words): Words {
  const [words, setWords] = useState(first);
  useEffect(() => {
    let current = true;
    void loadWords(language).then((loaded) => {
      if (!current) return;
      keepLanguage(language);
      setWords(loaded);
    });
    return () => {
      current = false;
    };
  }, [language]);
  return words;
}
