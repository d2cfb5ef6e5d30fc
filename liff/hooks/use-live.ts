import { useEffect } from 'preact/hooks';
import type { LiveTopic } from '../../bot/liff-api/contract.ts';

/** Where the live line is broken for good, a page this old is asked for again. */
const POLL_MS = 20_000;

type Listener = (topic: LiveTopic | 'all') => void;

const listeners = new Set<Listener>();
let source: EventSource | undefined;
let poll: ReturnType<typeof setInterval> | undefined;

function tell(topic: LiveTopic | 'all'): void {
  for (const listener of listeners) listener(topic);
}

function connect(): void {
  if (source || typeof EventSource === 'undefined') return;
  let broke = false;
  const line = new EventSource('/api/events');
  source = line;
  line.addEventListener('open', () => {
    stopPolling();
    // What happened while the line was down was not heard.
    if (broke) tell('all');
    broke = false;
  });
  line.addEventListener('changed', (event: MessageEvent<string>) => {
    const { topic }: { topic: LiveTopic } = JSON.parse(event.data);
    tell(topic);
  });
  line.addEventListener('error', () => {
    broke = true;
    if (line.readyState === EventSource.CLOSED) source = undefined;
    startPolling();
  });
}

function startPolling(): void {
  poll ??= setInterval(() => {
    if (document.visibilityState !== 'visible') return;
    connect();
    tell('all');
  }, POLL_MS);
}

function stopPolling(): void {
  clearInterval(poll);
  poll = undefined;
}

/** Calls `onChange` when the topic moved, after a broken line, and when the signal or the person comes back. */
export function useLive(topic: LiveTopic | undefined, onChange: () => void): void {
  useEffect(() => {
    if (topic === undefined) return undefined;
    const listener: Listener = (heard) => {
      if (heard === 'all' || heard === topic) onChange();
    };
    const onVisible = () => {
      if (document.visibilityState === 'visible') onChange();
    };
    listeners.add(listener);
    document.addEventListener('visibilitychange', onVisible);
    window.addEventListener('online', onChange);
    connect();
    if (!source) startPolling();
    return () => {
      listeners.delete(listener);
      document.removeEventListener('visibilitychange', onVisible);
      window.removeEventListener('online', onChange);
    };
  }, [topic, onChange]);
}
