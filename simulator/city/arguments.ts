import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { FAULT_NAMES } from './faults/all-faults.ts';
import type { FaultName } from './faults/all-faults.ts';
import { SCALE_NAMES } from './scales.ts';
import type { ScaleName } from './scales.ts';

export interface Wanted {
  seed: number;
  /** How many seeds, from the first one on. */
  seeds: number;
  days: number;
  scale: ScaleName;
  faults: readonly FaultName[];
  stepsMax: number | undefined;
  /** How many seeds are played at once, each in a process of its own. */
  workers: number;
  /** Where the report goes; nowhere without one. */
  out: string | undefined;
}

export class ArgumentError extends Error {
  override name = 'ArgumentError';
}

const OPTIONS = {
  seed: { type: 'string', default: '1' },
  seeds: { type: 'string', default: '1' },
  days: { type: 'string', default: '1' },
  scale: { type: 'string', default: 'small' },
  faults: { type: 'string', default: 'all' },
  steps: { type: 'string' },
  workers: { type: 'string' },
  out: { type: 'string' },
} as const;

export const USAGE = [
  'npm run simulate -- [--seed 1] [--seeds 1] [--days 1] [--scale small] [--faults all] [--steps N] [--workers N] [--out FOLDER]',
  `  --scale   ${SCALE_NAMES.join(', ')}`,
  `  --faults  all, none, or some of ${FAULT_NAMES.join(', ')}`,
  '  --steps   ends the story after so many steps, to play a failing prefix again',
  '  --workers so many seeds are played at once; without it as many as there are processors',
  '  --out     writes report.txt, report.json and report.html there',
].join('\n');

function numberOf(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < least) throw new ArgumentError(`--${name} takes a number from ${least} on, not "${text}".`);
  return value;
}

function wholeOf(name: string, text: string): number {
  const value = numberOf(name, text, 1);
  if (!Number.isInteger(value)) throw new ArgumentError(`--${name} takes a whole number, not "${text}".`);
  return value;
}

function faultsOf(text: string): readonly FaultName[] {
  if (text === 'all') return FAULT_NAMES;
  if (text === 'none') return [];
  return text.split(',').map((word) => {
    const name = FAULT_NAMES.find((known) => known === word.trim());
    if (name === undefined) throw new ArgumentError(`There is no fault "${word}". There are: ${FAULT_NAMES.join(', ')}.`);
    return name;
  });
}

function scaleOf(text: string): ScaleName {
  const scale = SCALE_NAMES.find((known) => known === text);
  if (scale === undefined) throw new ArgumentError(`There is no scale "${text}". There are: ${SCALE_NAMES.join(', ')}.`);
  return scale;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values;
  } catch (error) {
    throw new ArgumentError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

export function readArguments(args: readonly string[]): Wanted {
  const values = parse(args);
  return {
    seed: wholeOf('seed', values.seed),
    seeds: wholeOf('seeds', values.seeds),
    days: numberOf('days', values.days, 0),
    scale: scaleOf(values.scale),
    faults: faultsOf(values.faults),
    stepsMax: values.steps === undefined ? undefined : wholeOf('steps', values.steps),
    workers: values.workers === undefined ? availableParallelism() : wholeOf('workers', values.workers),
    out: values.out,
  };
}
