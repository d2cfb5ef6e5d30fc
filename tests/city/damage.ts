import type { Rule } from '../../simulator/city/checks/rules.ts';
import type { CityRecord } from '../../simulator/city/record.ts';

export interface Damage {
  /** What somebody with a pen could do to the tables, past triggers and checks. */
  sql?: string;
  /** What else the world outside could have seen. */
  record?: (record: CityRecord) => void;
}

/** What it is, and the rules that see it: the first is the rule that it is there for. */
export type SeenDamage = readonly [string, Damage, readonly Rule[]];
