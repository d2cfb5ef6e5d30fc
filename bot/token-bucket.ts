import type { Clock } from './deps.ts';
import { CALLERS_KEPT, MINUTE, SECOND } from './limits.ts';

export interface TokenBucket {
  /** Undefined when the call may go on, else after how many whole seconds to come again. */
  take(caller: string): number | undefined;
}

/**
 * So many calls a minute for each caller, saved up to one minute's worth. In memory: a restart forgives, and of too many
 * callers the one unseen for longest is forgotten, which gives it a full bucket again.
 */
export function createTokenBucket(clock: Clock, callsPerMinute: number): TokenBucket {
  const buckets = new Map<string, { left: number; at: number }>();
  const refillTime = MINUTE / callsPerMinute;
  return {
    take(caller) {
      const now = clock.now();
      const known = buckets.get(caller) ?? { left: callsPerMinute, at: now };
      // A clock that was set back takes nothing away.
      const left = Math.min(callsPerMinute, known.left + Math.max(0, now - known.at) / refillTime);
      // Written anew at the end of the map, so that its order is the order of last use.
      buckets.delete(caller);
      buckets.set(caller, { left: left < 1 ? left : left - 1, at: now });
      const [oldest] = buckets.keys();
      if (buckets.size > CALLERS_KEPT && oldest !== undefined) buckets.delete(oldest);
      return left < 1 ? Math.ceil(((1 - left) * refillTime) / SECOND) : undefined;
    },
  };
}
