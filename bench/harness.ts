/** One side of a comparison: ours, or the yardstick. */
export interface Side {
  name: string;
  /** One slice of work; answers a figure in the comparison's unit. */
  measure(): Promise<number>;
}

export interface Spread {
  median: number;
  min: number;
  max: number;
}

/** What a figure must come to: `atLeast` for rates, `atMost` for costs. */
export type Reach = { atLeast: number } | { atMost: number };

/** One line of the table in docs/performance.md. */
export interface Figure {
  what: string;
  yardstick: string;
  unit: string;
  ours: Spread;
  against?: Spread;
  /** Ours by the yardstick, paired by round; without a yardstick the figure itself is held against `reach`. */
  ratio?: Spread;
  reach: Reach;
  reached: boolean;
  /** Sizes, percentiles, what was counted: a short sentence each. */
  notes: string[];
}

export interface Bench {
  name: string;
  /** Prepares, measures and cleans up; `say` tells a person what is going on. */
  run(say: (line: string) => void): Promise<Figure[]>;
}

export interface Comparison {
  what: string;
  unit: string;
  ours: Side;
  yardstick: Side;
  reach: Reach;
  rounds: number;
  notes?: () => string[];
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
  return { median, min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN };
}

/** The value below which that share of the sorted values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

function isReached(value: number, reach: Reach): boolean {
  return 'atLeast' in reach ? value >= reach.atLeast : value <= reach.atMost;
}

/**
 * Measures both sides in turns, one slice each a round, the order changing from round to round, so that whatever else
 * the machine does meets both. One round before it warms up and is not counted.
 */
export async function compare(comparison: Comparison): Promise<Figure> {
  const { ours, yardstick, rounds, reach } = comparison;
  const measured: { ours: number; yardstick: number }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const first = round % 2 === 0 ? ours : yardstick;
    const one = await first.measure();
    const other = await (first === ours ? yardstick : ours).measure();
    if (round > 0) measured.push(first === ours ? { ours: one, yardstick: other } : { ours: other, yardstick: one });
  }
  const ratio = spreadOf(measured.map((each) => each.ours / each.yardstick));
  return {
    what: comparison.what,
    yardstick: yardstick.name,
    unit: comparison.unit,
    ours: spreadOf(measured.map((each) => each.ours)),
    against: spreadOf(measured.map((each) => each.yardstick)),
    ratio,
    reach,
    reached: isReached(ratio.median, reach),
    notes: comparison.notes?.() ?? [],
  };
}

/** A figure that is held against a number of its own. */
export function alone(figure: { what: string; unit: string; values: readonly number[]; reach: Reach; notes?: string[] }): Figure {
  const ours = spreadOf(figure.values);
  return {
    what: figure.what,
    yardstick: '–',
    unit: figure.unit,
    ours,
    reach: figure.reach,
    reached: isReached(ours.median, figure.reach),
    notes: figure.notes ?? [],
  };
}
