import type { LiveTopic, Wake } from './deps.ts';

type WorkerName = 'inbox' | 'outbox' | 'deadlines' | 'pictures';
type PageListener = (topic: LiveTopic, memberId: string | undefined) => void;

export interface WakeHub {
  wake: Wake;
  onWork(name: WorkerName, listener: () => void): void;
  /** Returns how to stop listening. */
  onPage(listener: PageListener): () => void;
}

/** Joins those who changed something with the workers and open pages that should look again. */
export function createWakeHub(): WakeHub {
  const workers = new Map<WorkerName, () => void>();
  const pages = new Set<PageListener>();
  const call = (name: WorkerName) => () => workers.get(name)?.();
  return {
    wake: {
      inbox: call('inbox'),
      outbox: call('outbox'),
      deadlines: call('deadlines'),
      pictures: call('pictures'),
      page: (topic, memberId) => {
        for (const listener of pages) listener(topic, memberId);
      },
    },
    onWork: (name, listener) => void workers.set(name, listener),
    onPage: (listener) => {
      pages.add(listener);
      return () => void pages.delete(listener);
    },
  };
}
