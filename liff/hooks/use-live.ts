import { useEffect } from 'preact/hooks';
import type { LiveTopic } from '../../bot/liff-api/contract.ts';

type Listener = (topic: LiveTopic | 'all') => void;

const listeners = new Set<Listener>();
let connect: (() => void) | undefined;

export function tell(topic: LiveTopic | 'all'): void {
  for (const listener of listeners) listener(topic);
}

/** The line itself follows the first view; whoever listens already is connected then. */
export function connectWith(open: () => void): void {
  connect = open;
  if (listeners.size > 0) open();
}

/** Calls `onChange` when the topic moved, after a broken line, and when the signal or the person comes back. */
export function useLive(topic: LiveTopic | undefined, onChange: () => void): void {
  useEffect(() => {
    if (topic === undefined) return undefined;
    const listener: Listener = (heard) => {
      if (heard === 'all' || heard === topic) onChange();
    };
    listeners.add(listener);
    connect?.();
    return () => {
      listeners.delete(listener);
    };
  }, [topic, onChange]);
}
