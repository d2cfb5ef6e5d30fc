import type { Problem } from './record.ts';
export interface Checks { afterStep(): Problem[]; atRest(): Problem[]; close(): void }
export function createChecks(_options: object): Checks {
  return { afterStep: () => [], atRest: () => [], close: () => undefined };
}
