import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { Me, PageSettings } from '../bot/liff-api/contract.ts';
import { createApi } from './api.ts';
import { AppContext } from './hooks/use-app.ts';
import { startRouter } from './hooks/use-route.ts';
import { WordsContext } from './hooks/use-words.ts';
import type { Session, Started } from './session.ts';
import { loadWords } from './text/load.ts';
import { th } from './text/th.ts';
import type { Words } from './text/th.ts';
import { CurrentPage } from './ui/current-page.tsx';
import { Foot, Masthead } from './ui/masthead.tsx';
import { Page } from './ui/page.tsx';
import { Skeleton } from './ui/skeleton.tsx';
import { FailureCard, StateCard } from './ui/states.tsx';
import { Button } from './ui/button.tsx';

const TOAST_MS = 6000;

interface AppProps {
  settings: PageSettings;
  session: Session;
}

/** Shell at once; the pages follow as soon as it is known who is asking. */
export function App({ settings, session }: AppProps): JSX.Element {
  const [started, setStarted] = useState<Started>();
  const start = useCallback(() => {
    setStarted(undefined);
    void session.start().then((result) => {
      // LINE has finished with the address: from here on the pages may use it.
      if (result.kind === 'ready') startRouter();
      setStarted(result);
    });
  }, [session]);
  useEffect(start, [start]);

  if (started?.kind === 'ready') return <SignedIn settings={settings} session={session} first={started.me} />;
  return (
    <div class="shell">
      <Masthead />
      <Waiting started={started} onRetry={start} />
    </div>
  );
}

function Waiting({ started, onRetry }: { started: Started | undefined; onRetry: () => void }): JSX.Element {
  if (started?.kind === 'failed') {
    return (
      <Page title={th.home.title}>
        <FailureCard failure={started.failure} onRetry={onRetry} />
      </Page>
    );
  }
  if (started?.kind === 'sign_in_failed') {
    return (
      <Page title={th.home.title}>
        <StateCard icon="lock" needs title={th.fail.signInTitle}>
          <p>{th.fail.signInBody}</p>
          <Button onClick={onRetry}>{th.fail.retry}</Button>
        </StateCard>
      </Page>
    );
  }
  return (
    <main class="page">
      <Skeleton parts={['title', 'card', 'ticket']} />
    </main>
  );
}

function SignedIn({ settings, session, first }: AppProps & { first: Me }): JSX.Element {
  const [me, setMe] = useState(first);
  const [toast, setToast] = useState<string>();
  const words = useWordsOf(me);
  const api = useMemo(() => createApi(() => session.renew()), [session]);
  useEffect(() => {
    if (toast === undefined) return undefined;
    const timer = setTimeout(() => setToast(undefined), TOAST_MS);
    return () => clearTimeout(timer);
  }, [toast]);
  const tools = useMemo(() => ({ settings, session, api, me, setMe, say: setToast }), [settings, session, api, me]);
  return (
    <AppContext.Provider value={tools}>
      <WordsContext.Provider value={words}>
        <div class="shell">
          <Masthead />
          <CurrentPage />
          <Foot />
          <div class="toasts" role="status">
            {toast && <p class="toast">{toast}</p>}
          </div>
        </div>
      </WordsContext.Provider>
    </AppContext.Provider>
  );
}

/** The member's words; until another language has come, the one that was here stays. */
function useWordsOf(me: Me): Words {
  const [words, setWords] = useState<Words>(th);
  useEffect(() => {
    let current = true;
    void loadWords(me.language).then((loaded) => {
      if (!current) return;
      document.documentElement.lang = me.language;
      setWords(loaded);
    });
    return () => {
      current = false;
    };
  }, [me.language]);
  return words;
}
