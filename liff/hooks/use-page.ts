import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { LiveTopic } from '../../bot/liff-api/contract.ts';
import { request } from '../api.ts';
import type { Failure, Reads } from '../api.ts';
import { useApp } from './use-app.ts';
import { useLive } from './use-live.ts';

/** What was last seen of each page: going back shows it at once, and it is asked for again behind it. */
const seen = new Map<keyof Reads, string>();
const SEEN_MAX = 20;
/** Asked for before the page was there; says whether it came. */
const early = new Map<keyof Reads, Promise<boolean>>();

export interface Page<Data> {
  data: Data | undefined;
  failure: Failure | undefined;
  reload: () => void;
  /** An action's answer is the new page. */
  show: (data: Data) => void;
}

/** Also the answer of another page's action, so that the next page opens with it. */
export function remember<Path extends keyof Reads>(path: Path, data: Reads[Path]): void {
  seen.delete(path);
  seen.set(path, JSON.stringify(data));
  for (const oldest of seen.keys()) {
    if (seen.size <= SEEN_MAX) break;
    seen.delete(oldest);
  }
}

function recall<Path extends keyof Reads>(path: Path): Reads[Path] | undefined {
  const kept = seen.get(path);
  if (kept === undefined) return undefined;
  const data: Reads[Path] = JSON.parse(kept);
  return data;
}

/** Asks for a page before it opens. What goes wrong here the page finds out and says itself. */
export function askEarly(path: keyof Reads): Promise<boolean> {
  const asking = request<Reads[typeof path]>(path).then((outcome) => {
    if (outcome.ok) remember(path, outcome.value);
    return outcome.ok;
  });
  early.set(path, asking);
  return asking;
}

export function usePage<Path extends keyof Reads>(path: Path, topic?: LiveTopic): Page<Reads[Path]> {
  const { api } = useApp();
  const [data, setData] = useState(() => recall(path));
  const [failure, setFailure] = useState<Failure>();
  const asked = useRef(0);

  const show = useCallback(
    (fresh: Reads[Path]) => {
      // An answer that is still on its way is older than this one.
      asked.current += 1;
      remember(path, fresh);
      setData(fresh);
      setFailure(undefined);
    },
    [path],
  );
  const reload = useCallback(() => {
    asked.current += 1;
    const mine = asked.current;
    void api.get(path).then((outcome) => {
      if (mine !== asked.current) return;
      if (outcome.ok) show(outcome.value);
      else setFailure(outcome.failure);
    });
  }, [api, path, show]);

  useEffect(() => {
    const asking = early.get(path);
    early.delete(path);
    if (!asking) reload();
    void asking?.then((came) => (came ? setData((now) => now ?? recall(path)) : reload()));
  }, [path, reload]);
  useLive(topic, reload);
  return { data, failure, reload, show };
}
