import { setImmediate as nextTurn, setTimeout as after } from 'node:timers/promises';

/** Keeps work that can wait out of the way of requests that cannot: both live on one event loop. */
export interface Pace {
  /** A request that is answered fast came in. */
  noteRequest(): void;
  /** The next item of work may begin. */
  breathe(): Promise<void>;
}

/** So many requests within `WINDOW_MS` are a flood; fewer leave room for an item after each turn of the loop. */
const FLOOD_REQUESTS = 10;
const WINDOW_MS = 20;
/** In a flood work still gets an item this often: what was taken in is not left lying, however long it lasts. */
const REST_MS = 20;
/** How often it is asked whether the flood is over. */
const LOOK_MS = 4;

export function createPace(now: () => number = () => performance.now()): Pace {
  const latest = new Float64Array(FLOOD_REQUESTS).fill(-Infinity);
  let oldest = 0;
  const isFlood = (): boolean => now() - (latest[oldest] ?? -Infinity) < WINDOW_MS;
  return {
    noteRequest() {
      latest[oldest] = now();
      oldest = (oldest + 1) % FLOOD_REQUESTS;
    },
    async breathe() {
      const restedAt = now() + REST_MS;
      await nextTurn();
      while (isFlood() && now() < restedAt) await after(LOOK_MS);
    },
  };
}
