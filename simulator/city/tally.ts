import type { Counts } from './play-seed.ts';

/** How far all seeds together have come. */
export interface Tally {
  step(seed: number, so: { done: number; counts: Counts }): void;
  over(seed: number, counts: Counts): void;
  /** Of all seeds, 0 to 1. */
  done(): number;
  counts(): Counts;
}

const NONE: Counts = { steps: 0, webhooks: 0, messages: 0, crashes: 0 };

function sum(one: Counts, other: Counts): Counts {
  return {
    steps: one.steps + other.steps,
    webhooks: one.webhooks + other.webhooks,
    messages: one.messages + other.messages,
    crashes: one.crashes + other.crashes,
  };
}

export function createTally(seeds: number): Tally {
  const playing = new Map<number, { done: number; counts: Counts }>();
  const over = new Set<number>();
  let past = NONE;
  return {
    step(seed, so) {
      // The search for the shortest prefix plays a seed again that was counted.
      if (!over.has(seed)) playing.set(seed, so);
    },
    over(seed, counts) {
      playing.delete(seed);
      over.add(seed);
      past = sum(past, counts);
    },
    done: () => [...playing.values()].reduce((all, { done }) => all + done, over.size) / seeds,
    counts: () => [...playing.values()].reduce((all, { counts }) => sum(all, counts), past),
  };
}
