import type { City, Trouble } from '../city.ts';
import type { FaultName } from './fault.ts';

export function noTrouble(): Trouble {
  return { deliveryDelays: () => undefined, mishap: () => undefined, beforeCall: () => undefined, afterCall: () => undefined };
}

export function startFaults(_city: City, _names: readonly FaultName[]): void {
  return undefined;
}
