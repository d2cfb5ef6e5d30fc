export interface Backoff {
  firstDelay: number;
  factor: number;
  delayMax: number;
}

/**
 * How long to wait after the `attempts`th failed attempt: growing, bounded, and spread by up to a fifth, so that
 * many rows that failed together do not come back together.
 */
export function backoffDelay(backoff: Backoff, attempts: number, fraction: number): number {
  const grown = Math.min(backoff.delayMax, backoff.firstDelay * backoff.factor ** (attempts - 1));
  return Math.round(grown * (1 - fraction / 5));
}
