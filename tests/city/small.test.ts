import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { FAULT_NAMES } from '../../simulator/city/faults/all-faults.ts';
import { populationOf } from '../../simulator/city/population.ts';
import type { Inhabitant } from '../../simulator/city/population.ts';
import type { Problem } from '../../simulator/city/record.ts';
import { runCity } from '../../simulator/city/run-city.ts';
import type { RunOptions } from '../../simulator/city/run-city.ts';
import { SCALES } from '../../simulator/city/scales.ts';
import { shrink } from '../../simulator/city/shrink.ts';
import { createTemplate } from '../../simulator/city/template.ts';
import type { Template } from '../../simulator/city/template.ts';

/** As many as half a minute has room for; `npm run simulate -- --seeds 1000` plays the others. */
const SEEDS = Array.from({ length: 16 }, (_, index) => index + 1);
const scale = SCALES.small;
/** A machine with other things to do needs a multiple of the second that a day takes. */
const PATIENCE = 180_000;

let people: Inhabitant[];
let template: Template;
beforeAll(async () => {
  people = await populationOf(scale, 1);
  template = await createTemplate(scale, people);
});
afterAll(() => template.remove());

const options = (seed: number, given: Partial<RunOptions> = {}): RunOptions => ({
  seed,
  days: 1,
  scale,
  faults: FAULT_NAMES,
  people,
  template,
  ...given,
});

test.each(SEEDS)(
  'a day of a small city with every fault keeps every rule: seed %i',
  async (seed) => {
    const run = await runCity(options(seed));
    expect(run.problems).toEqual([]);
    await run.remove();
  },
  PATIENCE,
);

test(
  'the same seed is the same city, to the last byte that left it, also on a machine that is busy with something else',
  async () => {
    const [one, another] = [await runCity(options(7)), await runCity(options(8))];
    let passed = 0;
    const busy = vi.spyOn(performance, 'now').mockImplementation(() => (passed += 5));
    const other = await runCity(options(7));
    busy.mockRestore();
    expect(other.hash).toBe(one.hash);
    expect(other.steps).toBe(one.steps);
    expect(another.hash).not.toBe(one.hash);
    for (const run of [one, other, another]) await run.remove();
  },
  PATIENCE,
);

test(
  'a quiet city delivers: nothing breaks, and what was asked for arrives',
  async () => {
    const run = await runCity(options(2, { faults: [] }));
    expect(run.problems).toEqual([]);
    expect(run.record.crashes).toEqual([]);
    expect(run.record.sends.every((send) => send.accepted)).toBe(true);
    expect(run.record.apiCalls.filter((call) => call.path.endsWith('/handed-over') && call.status === 200).length).toBeGreaterThan(0);
    await run.remove();
  },
  PATIENCE,
);

test(
  'a second service on the same file says no, and the first one goes on',
  async () => {
    const run = await runCity(options(3, { faults: ['second-instance'], days: 2 }));
    expect(run.problems).toEqual([]);
    expect(run.refusedInstances).toBeGreaterThan(0);
    await run.remove();
  },
  PATIENCE,
);

test(
  'a run that fails is cut down to the steps that it needs',
  async () => {
    const late: Problem = { rule: 'nobody is ever told anything', where: 'here', expected: '0', found: '1' };
    const rule = (record: { sends: readonly object[] }): Problem[] => (record.sends.length >= 3 ? [late] : []);
    const failing = options(5, { faults: [], alsoCheck: rule });
    const run = await runCity(failing);
    expect(run.problems).toEqual([late]);
    const shortest = await shrink(failing, run);
    expect(shortest.problems).toEqual([late]);
    const steps = Math.min(shortest.failedAt ?? Infinity, shortest.storySteps);
    const before = await runCity({ ...failing, stepsMax: steps - 1 });
    expect(steps).toBeLessThanOrEqual(run.failedAt ?? 0);
    expect(before.failedAt ?? Infinity).toBeGreaterThan(steps - 1);
    for (const each of new Set([run, shortest, before])) await each.remove();
  },
  PATIENCE,
);
