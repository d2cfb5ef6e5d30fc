import { setTimeout as after, setImmediate as nextTurn } from 'node:timers/promises';

/** Keeps work that can wait out of the way of requests that cannot: both live on one event loop. */
export interface Pace {
  /** A request that is answered fast came in. */
  noteRequest(): void;
  /** It was answered. */
  noteAnswer(): void;
  /** Until the next item of work may begin, whoever asks first goes first. `hasWorked`: an item has just been done, not only looked for. */
  breathe(hasWorked: boolean): Promise<void>;
  /** Requests come so fast, and go on so long, that an item had better be small. */
  isFlood(): boolean;
}

/**
 * So many requests within `WINDOW_MS` are a flood. Two thousand a second are more than a city's people send, who wait for
 * their answers: below it the answers come first.
 */
const FLOOD_REQUESTS = 64;
const WINDOW_MS = 32;
/** Whoever sends again as soon as the answer is there needs less time for it; between two people's wishes there is more. */
const PAUSE_MS = 0.3;
/** So many in a row without such a pause are a flood too, however slow the one connection is on which they come. */
const FLOOD_WITHOUT_PAUSE = 4;
/** A flood is over when nothing has spoken for it so long. */
const FLOOD_LASTS_MS = 20;
/** In a flood an item begins this long after the last one ended: what was taken in is not left lying, however long it lasts. */
const REST_MS = 500;
/** So often it is looked whether the rest is over. A loop that only turns would take the processor from whoever sends. */
const LOOK_MS = 1;
/** On a usual day an item waits no longer than this for a pause. */
const WAIT_MS_MAX = 2;

export function createPace(now: () => number = () => performance.now()): Pace {
  const latest = new Float64Array(FLOOD_REQUESTS).fill(-Infinity);
  let oldest = 0;
  let answeredAt = -Infinity;
  let isAnswered = false;
  let withoutPause = 0;
  let floodUntil = -Infinity;
  let workedAt = -Infinity;
  let askedAt = -Infinity;
  let line: Promise<void> = Promise.resolve();

  const isFlood = (): boolean => now() < floodUntil;

  /** A request may be on its way to us from somebody who has just been answered. */
  const isPause = (): boolean => now() - answeredAt >= PAUSE_MS;

  function mayBegin(): boolean {
    return isFlood() ? now() >= workedAt + REST_MS : isPause() || now() >= askedAt + WAIT_MS_MAX;
  }

  async function turn(): Promise<void> {
    do await (isFlood() ? after(LOOK_MS) : nextTurn());
    while (!mayBegin());
  }

  return {
    isFlood,
    noteRequest() {
      const at = now();
      const isFast = at - (latest[oldest] ?? -Infinity) < WINDOW_MS;
      latest[oldest] = at;
      oldest = (oldest + 1) % FLOOD_REQUESTS;
      if (isAnswered) withoutPause = isPause() ? 0 : withoutPause + 1;
      isAnswered = false;
      if (isFast || withoutPause >= FLOOD_WITHOUT_PAUSE) floodUntil = at + FLOOD_LASTS_MS;
    },
    noteAnswer() {
      answeredAt = now();
      isAnswered = true;
    },
    breathe(hasWorked) {
      askedAt = now();
      if (hasWorked) workedAt = askedAt;
      line = line.then(turn);
      return line;
    },
  };
}
