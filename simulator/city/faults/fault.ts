import type { City, Trouble } from '../city.ts';

export const FAULT_NAMES = [
  'duplicate',
  'delay',
  'reorder',
  'drop',
  'rate-limit',
  'line-500',
  'lost-answer',
  'refused',
  'quota',
  'crash',
  'crash-in-call',
  'disk-full',
  'busy',
  'clock-jump',
  'second-instance',
] as const;
export type FaultName = (typeof FAULT_NAMES)[number];

/** Something that goes wrong from time to time, until the last day is over. */
export interface Fault {
  /** Plans its first time; each time plans the next. */
  begin: (city: City) => void;
}

export type MutableTrouble = { -readonly [Key in keyof Trouble]: Trouble[Key] };
