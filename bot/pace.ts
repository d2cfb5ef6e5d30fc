import { setImmediate as nextTurn, setTimeout as after } from 'node:timers/promises';

/** Keeps work that can wait out of the way of requests that cannot: both live on one event loop. */
export interface Pace {
  /** A request that is answered fast came in. */
  noteRequest(): void;
  /** The last item of work is done, and the next may begin. Whoever asks first goes first. */
  breathe(): Promise<void>;
  /** Requests come so fast, and go on so long, that an item had better be small. */
  isFlood(): boolean;
}

/**
 * So many requests within `WINDOW_MS`, or while an item ran, are a flood; fewer leave room for an item in each turn of the
 * loop. A thousand a second is more than a city's people send, who wait for their answers: there the answers come first.
 */
const FLOOD_REQUESTS = 64;
const WINDOW_MS = 64;
/** In a flood there is an item after each such rest: what was taken in is not left lying, however long it lasts. */
const REST_MS = 20;
/** How often it is asked whether the flood is over. */
const LOOK_MS = 4;

export function createPace(now: () => number = () => performance.now()): Pace {
  const latest = new Float64Array(FLOOD_REQUESTS).fill(-Infinity);
  let oldest = 0;
  let begunAt = -Infinity;
  let endedAt = -Infinity;
  let line: Promise<void> = Promise.resolve();

  const isFlood = (): boolean => (latest[oldest] ?? -Infinity) > Math.min(now() - WINDOW_MS, begunAt);

  async function turn(): Promise<void> {
    await nextTurn();
    while (isFlood() && now() < endedAt + REST_MS) await after(LOOK_MS);
    begunAt = now();
  }

  return {
    isFlood,
    noteRequest() {
      latest[oldest] = now();
      oldest = (oldest + 1) % FLOOD_REQUESTS;
    },
    breathe() {
      endedAt = now();
      line = line.then(turn);
      return line;
    },
  };
}
