import { seededRandom } from './seeded-chance.ts';

/** The chance of the world outside the service: who is hungry, who is slow, what breaks. */
export interface Random {
  /** 0 ≤ n < 1 */
  fraction(): number;
  /** A whole number, 0 ≤ n < limit. */
  below(limit: number): number;
  between(low: number, high: number): number;
  happens(probability: number): boolean;
  pick<T>(list: readonly T[]): T | undefined;
  /** A waiting time: half are shorter than the median, a few much longer. */
  wait(median: number): number;
}

export function createRandom(seed: number): Random {
  const fraction = seededRandom(seed);
  const between = (low: number, high: number): number => low + fraction() * (high - low);
  const below = (limit: number): number => Math.floor(fraction() * limit);
  return {
    fraction,
    below,
    between,
    happens: (probability) => fraction() < probability,
    pick: (list) => list[below(list.length)],
    wait(median) {
      const normal = Math.sqrt(-2 * Math.log(1 - fraction())) * Math.cos(2 * Math.PI * fraction());
      return Math.round(median * Math.exp(0.8 * Math.max(-3, Math.min(3, normal))));
    },
  };
}
