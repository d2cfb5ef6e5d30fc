import type { LiveTopic } from '../bot/liff-api/contract.ts';
import { connectWith, tell } from './hooks/use-live.ts';

/** Where the live line is broken for good, a page this old is asked for again. */
const POLL_MS = 20_000;

let source: EventSource | undefined;
let poll: ReturnType<typeof setInterval> | undefined;

function isSeen(): boolean {
  return document.visibilityState === 'visible';
}

function connect(): void {
  if (source) return;
  if (typeof EventSource === 'undefined') {
    startPolling();
    return;
  }
  const line = new EventSource('/api/events');
  source = line;
  line.addEventListener('open', () => {
    stopPolling();
    // What happened before the line was open, or while it was down, was not heard.
    tell('all');
  });
  line.addEventListener('changed', (event: MessageEvent<string>) => {
    const { topic }: { topic: LiveTopic } = JSON.parse(event.data);
    tell(topic);
  });
  line.addEventListener('error', () => {
    if (line.readyState === EventSource.CLOSED) source = undefined;
    startPolling();
  });
}

function startPolling(): void {
  poll ??= setInterval(() => {
    if (!isSeen()) return;
    connect();
    tell('all');
  }, POLL_MS);
}

function stopPolling(): void {
  clearInterval(poll);
  poll = undefined;
}

/** Hears what moves from now on, and that the signal or the person has come back. */
export function openLiveLine(): void {
  document.addEventListener('visibilitychange', () => {
    if (isSeen()) tell('all');
  });
  window.addEventListener('online', () => tell('all'));
  connectWith(connect);
}
