import { useCallback, useRef, useState } from 'preact/hooks';
import type { ApiError } from '../../bot/liff-api/contract.ts';
import type { Failure, Outcome, Writes } from '../api.ts';
import { newKey, post } from '../post.ts';
import { loadPagesWords } from '../text/load-pages.ts';
import { useApp } from './use-app.ts';
import { useWays } from './use-more-words.ts';

export interface Act {
  busy: boolean;
  /** The sentence to show when the last action did not work. */
  problem: string | undefined;
  /** Why, when the service said so: a form puts it at the field that it is about. */
  refused: ApiError['error'] | undefined;
  forget: () => void;
  run: <Path extends keyof Writes>(
    path: Path,
    body: Writes[Path]['body'],
    then: (answer: Writes[Path]['answer']) => void,
  ) => Promise<boolean>;
}

/** Runs one action at a time; a repeated tap after a lost signal carries the key of the first. */
export function useAct(): Act {
  const { api, me } = useApp();
  const { offlineKept } = useWays();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [refused, setRefused] = useState<ApiError['error']>();
  const running = useRef(false);
  const tap = useRef<{ of: string; key: string } | undefined>(undefined);

  const run: Act['run'] = async (path, body, then) => {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setProblem(undefined);
    setRefused(undefined);
    const of = path + (body instanceof Blob ? body.size : JSON.stringify(body));
    if (tap.current?.of !== of) tap.current = { of, key: newKey() };
    const outcome = await post(api, { path, body, key: tap.current.key });
    if (!isUnsure(outcome)) tap.current = undefined;
    running.current = false;
    setBusy(false);
    if (outcome.ok) then(outcome.value);
    else {
      setProblem(outcome.failure.kind === 'offline' ? offlineKept : await sentenceFor(outcome.failure, me.language));
      if (outcome.failure.kind === 'refused') setRefused(outcome.failure.error.error);
    }
    return outcome.ok;
  };
  const forget = useCallback(() => {
    setProblem(undefined);
    setRefused(undefined);
  }, []);
  return { busy, problem, refused, run, forget };
}

/** Nobody knows whether the action happened: only the same key makes asking again harmless. */
function isUnsure(outcome: Outcome<unknown>): boolean {
  return !outcome.ok && (outcome.failure.kind === 'offline' || outcome.failure.status >= 500);
}

async function sentenceFor(
  failure: Extract<Failure, { kind: 'refused' }>,
  language: Parameters<typeof loadPagesWords>[0],
): Promise<string> {
  const { errors } = await loadPagesWords(language);
  return errors[failure.error.error] ?? errors.broken;
}
