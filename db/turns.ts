import { setImmediate as nextTurn } from 'node:timers/promises';

/** Well below what anybody notices, and long enough that giving way costs nothing. */
const WORK_A_TURN_MS = 8;

/** Awaited again and again by work that is long. */
export type Turn = () => Promise<void>;

/**
 * For loops over many rows, awaited after each item: when the time of a turn is used up, the event loop has the next one.
 * Work on the embedded database and in plain code never leaves the processor by itself.
 */
export function createTurns(): Turn {
  let until = performance.now() + WORK_A_TURN_MS;
  return async () => {
    if (performance.now() < until) return;
    await nextTurn();
    until = performance.now() + WORK_A_TURN_MS;
  };
}
