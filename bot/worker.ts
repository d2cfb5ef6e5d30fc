import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Log } from './deps.ts';
import { SECOND } from './limits.ts';

export interface Worker {
  start(): void;
  /** Looks at once instead of at the next poll. */
  wake(): void;
  /** Finishes what has been begun and begins nothing more. */
  stop(): Promise<void>;
  /** Works until nothing is due and returns how much it did; the same passes as the running worker's, never two at once. */
  runUntilIdle(): Promise<number>;
  readonly isRunning: boolean;
}

export interface WorkerOptions {
  name: string;
  log: Log;
  /** One bounded pass; returns how much it did. `stopping()` turns true when it should not begin another item. */
  pass: (stopping: () => boolean) => Promise<number>;
  /** Waits for what passes have left running in the background. */
  settle?: () => Promise<void>;
}

/** A lost wake-up costs at most this; timed work is found no later. */
const POLL_INTERVAL = SECOND;

/** A loop around `pass`: again while there is work, else asleep until woken or polled. */
export function createWorker(options: WorkerOptions): Worker {
  let started = false;
  let stopped = false;
  let woken = false;
  let looping = false;
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<unknown> = Promise.resolve();

  /** Passes queue up behind one another. */
  function onePass(): Promise<number> {
    const pass = current.then(() => options.pass(() => stopped));
    current = pass.catch(() => undefined);
    return pass;
  }

  function logFailure(error: unknown): number {
    options.log.error({ worker: options.name, err: error }, 'worker pass failed');
    return 0;
  }

  async function loop(): Promise<void> {
    for (;;) {
      if (stopped) break;
      woken = false;
      const done = await onePass().catch(logFailure);
      // A pass on the embedded database hardly ever leaves the processor: requests get their turn here.
      await nextTurn();
      if (done === 0 && !woken) break;
    }
    looping = false;
  }

  function wake(): void {
    woken = true;
    if (!started || stopped || looping) return;
    looping = true;
    void loop();
  }

  return {
    get isRunning() {
      return started && !stopped;
    },
    wake,
    start() {
      if (started) return;
      started = true;
      timer = setInterval(wake, POLL_INTERVAL).unref();
      wake();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await current;
      await options.settle?.();
    },
    async runUntilIdle() {
      let total = 0;
      for (;;) {
        const done = await onePass();
        await options.settle?.();
        if (done === 0) return total;
        total += done;
      }
    },
  };
}
