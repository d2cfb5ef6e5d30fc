import { useEffect, useState } from 'preact/hooks';
import type { Language } from '../../bot/domain/words.ts';
import type { Rest } from '../rest.tsx';
import type { WaysWords } from '../text/ways/th.ts';

interface Came {
  rest?: Rest;
  ways?: WaysWords;
  /** True where it did not come; it is asked for again with the signal, and with the next page. */
  lost?: boolean;
}

export function fetchRest(): Promise<Rest> {
  return import('../rest.tsx').then((module) => module.rest);
}

/** Runs after what has just been rendered is on the screen. */
function painted(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

interface Wanted {
  path: string;
  language: Language;
  /** The home is seen before any of this is fetched. */
  after?: Promise<unknown> | undefined;
}

/** All beside the first view. */
export function useRest({ path, language, after }: Wanted): Came {
  const [came, setCame] = useState<Came>({});
  const isHere = came.rest !== undefined;
  useEffect(() => {
    let current = true;
    const ask = () => {
      (path === '/' ? Promise.resolve(after).then(painted) : Promise.resolve())
        .then(fetchRest)
        .then(async (rest) => {
          const ways = await rest.loadWords(language);
          if (current) setCame({ rest, ways });
        })
        .catch(() => current && setCame((before) => ({ ...before, lost: true })));
    };
    ask();
    window.addEventListener('online', ask);
    return () => {
      current = false;
      window.removeEventListener('online', ask);
    };
  }, [language, isHere || path]);
  return came;
}
