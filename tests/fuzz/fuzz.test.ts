import { expect, test } from 'vitest';
import { entrances } from './entrances.ts';
import { runCases } from './run-cases.ts';

/** Enough that each kind of damage meets each door; `npm run fuzz` tries a million. */
const CASES = 400;

test.each(entrances.map(({ name }) => name))(
  'whatever comes in by %s is answered, and breaks nothing',
  { timeout: 120_000 },
  async (only) => {
    const outcome = await runCases({ cases: CASES, seed: 20_261_122, only, isTimed: false });
    expect(outcome.failures).toEqual([]);
  },
);
