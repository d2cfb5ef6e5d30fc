import type { City } from '../city.ts';
import type { Fault } from './fault.ts';
import { line500, lostAnswer, quota, rateLimit, refused } from './line-faults.ts';
import { busy, clockJump, crash, crashInCall, diskFull, secondInstance } from './machine-faults.ts';
import { delay, drop, duplicate, reorder } from './webhook-faults.ts';

/** Every fault by the name of its switch. People who block and leave are no fault: they are people. */
export const FAULTS = {
  duplicate,
  delay,
  reorder,
  drop,
  'rate-limit': rateLimit,
  'line-500': line500,
  'lost-answer': lostAnswer,
  refused,
  quota,
  crash,
  'crash-in-call': crashInCall,
  'disk-full': diskFull,
  busy,
  'clock-jump': clockJump,
  'second-instance': secondInstance,
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof FAULTS;

export const FAULT_NAMES = Object.keys(FAULTS).filter((name): name is FaultName => name in FAULTS);

export function startFaults(city: City, names: readonly FaultName[]): void {
  for (const name of names) FAULTS[name].begin(city);
}
