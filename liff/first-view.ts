import { handedOver } from './arrival.ts';
import { askEarly } from './hooks/use-page.ts';
import { fetchRest } from './hooks/use-rest.ts';
import { pathHere, startRouter } from './hooks/use-route.ts';
import type { Session, Started } from './session.ts';
import { keepLanguage, lastLanguage, loadWords } from './text/load.ts';
import type { Words } from './text/th.ts';

export interface Opened {
  started: Started;
  words: Words;
  /** Settles when what the home shows has come, or has not. */
  home?: Promise<unknown> | undefined;
}

/** All that the first view shows, asked for side by side: who this is, their words, and what their page says. */
export async function openFirst(session: Session): Promise<Opened> {
  const home = pathHere() === '/';
  if (!home) fetchRest().catch(() => undefined);
  const asked = home && !handedOver() ? askEarly('/api/resident') : undefined;
  const guess = lastLanguage();
  const guessed = loadWords(guess).catch(() => undefined);
  const started = await session.start();
  if (started.kind !== 'ready') return { started, words: (await guessed) ?? (await loadWords(guess)) };
  // LINE has finished with the address: from here on the pages may use it.
  startRouter();
  const { language } = started.me;
  keepLanguage(language);
  const words = (language === guess ? await guessed : undefined) ?? (await loadWords(language));
  return { started, words, home: asked ?? (pathHere() === '/' ? askEarly('/api/resident') : undefined) };
}
