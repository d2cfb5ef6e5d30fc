import { setImmediate as nextTurn, setTimeout as after } from 'node:timers/promises';

/** Keeps work that can wait out of the way of requests that cannot: both live on one event loop. */
export interface Pace {
  /** A request that is answered fast came in. */
  noteRequest(): void;
  /** The last item of work is done, and the next may begin. Whoever asks first goes first. */
  breathe(): Promise<void>;
  /** Requests come so fast, and go on so long, that an item had better be small. */
  isDeluge(): boolean;
}

/** So many requests within `WINDOW_MS`, or while an item ran, are a flood; fewer leave room for an item in each turn of the loop. */
const FLOOD_REQUESTS = 3;
const WINDOW_MS = 20;
/** More than a city's people can send, who wait for their answers: so many requests within `DELUGE_MS`. */
const DELUGE_REQUESTS = 64;
const DELUGE_MS = 64;
/** In a flood there is an item after each such rest: what was taken in is not left lying, however long it lasts. */
const REST_MS = 20;
/** How often it is asked whether the flood is over. */
const LOOK_MS = 4;

export function createPace(now: () => number = () => performance.now()): Pace {
  const latest = new Float64Array(DELUGE_REQUESTS).fill(-Infinity);
  let oldest = 0;
  /** When the request came that has so many behind it. */
  const sinceLast = (count: number): number => latest[(oldest + DELUGE_REQUESTS - count) % DELUGE_REQUESTS] ?? -Infinity;
  let begunAt = -Infinity;
  let endedAt = -Infinity;
  let line: Promise<void> = Promise.resolve();

  const isFlood = (): boolean => sinceLast(FLOOD_REQUESTS) > Math.min(now() - WINDOW_MS, begunAt);

  async function turn(): Promise<void> {
    await nextTurn();
    while (isFlood() && now() < endedAt + REST_MS) await after(LOOK_MS);
    begunAt = now();
  }

  return {
    isDeluge: () => sinceLast(DELUGE_REQUESTS) > now() - DELUGE_MS,
    noteRequest() {
      latest[oldest] = now();
      oldest = (oldest + 1) % DELUGE_REQUESTS;
    },
    breathe() {
      endedAt = now();
      line = line.then(turn);
      return line;
    },
  };
}
