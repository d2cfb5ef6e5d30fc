import type { Sealer } from '../bot/deps.ts';

/** Reads back what this service sealed itself as JSON of that type; nobody else can have written it (the seal is checked). */
export function openJson<Value>(sealer: Pick<Sealer, 'open'>, sealed: string): Value {
  const value: unknown = JSON.parse(sealer.open(sealed));
  return value as Value;
}
