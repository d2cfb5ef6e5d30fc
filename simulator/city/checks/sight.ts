import type BetterSqlite3 from 'better-sqlite3';
import type { CityRecord } from '../record.ts';
import type { Changes } from './changes.ts';
import type { Rule } from './rules.ts';

/** What a rule looks with: the tables, the record of the world outside, the clock. It changes nothing. */
export interface Sight {
  db: BetterSqlite3.Database;
  record: CityRecord;
  now: () => number;
  /** Opens a sealed column. */
  open: (sealed: string) => string;
  /** Reports a difference; equal values are none. */
  expect: (rule: Rule, where: string, values: Difference) => void;
}

export interface Difference {
  expected: string | number | null;
  found: string | number | null | undefined;
}

/** A group of rules. It remembers what it has seen, so that a step costs what has changed in it. */
export interface Check {
  afterStep: (changes: Changes) => void;
  /** Looks at what a step is too short for. All that was ever written has been seen by `afterStep` before. */
  atRest?: () => void;
}

export type CheckOf = (sight: Sight) => Check;
