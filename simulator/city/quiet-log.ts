import type { Log } from '../../bot/deps.ts';

const KEPT_MAX = 200;

/** Keeps the newest lines of warning and above, for a run that fails. */
export function quietLog(kept: string[]): Log {
  const keep = (facts: object, message: string): void => {
    const why = 'err' in facts && facts.err instanceof Error ? `${facts.err.name}: ${facts.err.message}` : '';
    kept.push(`${message} ${why}`.trim());
    if (kept.length > KEPT_MAX) kept.shift();
  };
  return { debug: () => undefined, info: () => undefined, warn: keep, error: keep };
}
