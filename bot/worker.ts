import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Log } from './deps.ts';
import { SECOND } from './limits.ts';
import type { Pace } from './pace.ts';

export interface Worker {
  start(): void;
  /** Looks at once instead of at the next poll. */
  wake(): void;
  /** Finishes what has been begun and begins nothing more. */
  stop(): Promise<void>;
  /** Works until nothing is due, without giving way, and returns how much it did; never beside the running worker's pass. */
  runUntilIdle(): Promise<number>;
  readonly isRunning: boolean;
}

export interface WorkerOptions {
  name: string;
  log: Log;
  /**
   * One bounded pass; returns how much it did. `stopping()` turns true when it should not begin another item, and
   * `breathe()` is awaited between items: work on the embedded database hardly ever leaves the processor by itself.
   */
  pass: (stopping: () => boolean, breathe: () => Promise<void>) => Promise<number>;
  /** Gives way to requests; without it each item only waits for the next turn of the event loop. */
  pace?: Pace | undefined;
  /** Waits for what passes have left running in the background. */
  settle?: () => Promise<void>;
}

/** A lost wake-up costs at most this; timed work is found no later. */
const POLL_INTERVAL = SECOND;

async function untilIdle(pass: () => Promise<number>): Promise<number> {
  let total = 0;
  for (;;) {
    const done = await pass();
    if (done === 0) return total;
    total += done;
  }
}

/** A loop around `pass`: again while there is work, else asleep until woken or polled. */
export function createWorker(options: WorkerOptions): Worker {
  let started = false;
  let stopped = false;
  let woken = false;
  let looping = false;
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<unknown> = Promise.resolve();

  const breathe = (hasWorked: boolean): Promise<void> => options.pace?.breathe(hasWorked) ?? nextTurn();

  /** Passes queue up behind one another. */
  function onePass(rest: () => Promise<void>): Promise<number> {
    const pass = current.then(() => options.pass(() => stopped, rest));
    current = pass.catch(() => undefined);
    return pass;
  }

  function logFailure(error: unknown): number {
    options.log.error({ worker: options.name, err: error }, 'worker pass failed');
    return 0;
  }

  async function loop(): Promise<void> {
    let done = 0;
    do {
      await breathe(done > 0);
      if (stopped) break;
      woken = false;
      done = await onePass(() => breathe(true)).catch(logFailure);
    } while (done > 0 || woken);
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
    runUntilIdle: () =>
      untilIdle(async () => {
        const done = await onePass(nextTurn);
        await options.settle?.();
        return done;
      }),
  };
}
