import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { ArgumentError, readArguments } from '../../simulator/city/arguments.ts';
import { FAULT_NAMES } from '../../simulator/city/faults/all-faults.ts';

test('without arguments a day of a small city is played with every fault', () => {
  expect(readArguments([])).toEqual({
    seed: 1,
    seeds: 1,
    days: 1,
    scale: 'small',
    faults: FAULT_NAMES,
    stepsMax: undefined,
    workers: availableParallelism(),
    out: undefined,
  });
});

test('everything can be asked for', () => {
  const words = '--seed 7 --seeds 3 --days 0.5 --scale hatyai --faults crash,busy --steps 90 --workers 4 --out there';
  const asked = { seed: 7, seeds: 3, days: 0.5, scale: 'hatyai', faults: ['crash', 'busy'], stepsMax: 90, workers: 4, out: 'there' };
  expect(readArguments(words.split(' '))).toEqual(asked);
  expect(readArguments(['--faults', 'none']).faults).toEqual([]);
});

test.each([
  ['--scale', 'bangkok'],
  ['--faults', 'crash,flood'],
  ['--seed', 'x'],
  ['--seeds', '0'],
  ['--days', '-1'],
  ['--steps', '1.5'],
  ['--workers', '0'],
  ['--colour', 'blue'],
])('%s %s is answered with one sentence', (name, value) => {
  expect(() => readArguments([name, value])).toThrow(ArgumentError);
});
