import { useEffect, useState } from 'preact/hooks';

const BASE = '/liff';

export interface Place {
  /** Path below /liff, always with a leading slash and without a trailing one. */
  path: string;
  /** How many pages were opened since the start; 0 is the page that the browser opened. */
  visits: number;
  /** The step within a page of several questions. */
  step: number;
  /** How many pages of ours lie behind this one. */
  depth: number;
}

let place: Place = { path: '/', visits: 0, step: 0, depth: 0 };
const listeners = new Set<(place: Place) => void>();

function pathOf(pathname: string): string {
  const below = pathname.startsWith(BASE) ? pathname.slice(BASE.length) : pathname;
  const bare = below.replace(/\/+$/u, '');
  return bare === '' ? '/' : bare;
}

function here(visits: number): Place {
  const kept: { step?: number; depth?: number } | null = history.state;
  return { path: pathOf(location.pathname), visits, step: kept?.step ?? 0, depth: kept?.depth ?? 0 };
}

function moved(): void {
  place = here(place.visits + 1);
  for (const listener of listeners) listener(place);
}

/** Where the browser is. LINE may still be busy with the address before the router starts, so it is only read. */
export function pathHere(): string {
  return pathOf(location.pathname);
}

/** The address inside the app of one of its pages. */
export function addressOf(path: string): string {
  return path === '/' ? `${BASE}/` : BASE + path;
}

export function navigate(path: string, how: 'push' | 'replace' = 'push', step = 0): void {
  if (how === 'push') history.pushState({ step, depth: place.depth + 1 }, '', addressOf(path));
  else history.replaceState({ step, depth: place.depth }, '', addressOf(path));
  moved();
  window.scrollTo(0, 0);
}

/** Starts reading and writing the address: only after LINE has finished with it. */
export function startRouter(): void {
  place = here(0);
  window.addEventListener('popstate', moved);
  document.addEventListener('click', (event) => {
    const path = pathOfLink(event);
    if (path === undefined) return;
    event.preventDefault();
    navigate(path);
  });
}

function isPlainClick(event: MouseEvent): boolean {
  const withKey = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  return !event.defaultPrevented && event.button === 0 && !withKey;
}

function pathOfLink(event: MouseEvent): string | undefined {
  if (!isPlainClick(event)) return undefined;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || link.target || link.origin !== location.origin || !link.pathname.startsWith(BASE)) return undefined;
  if (link.hash && link.pathname === location.pathname) return undefined;
  return pathOf(link.pathname);
}

export function useRoute(): Place {
  const [now, setNow] = useState(place);
  useEffect(() => {
    setNow(place);
    listeners.add(setNow);
    return () => {
      listeners.delete(setNow);
    };
  }, []);
  return now;
}
