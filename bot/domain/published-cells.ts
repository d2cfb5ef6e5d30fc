/** A count that points at few people is not published; a count that could be had by subtraction is not either. */
export interface Cell {
  key: string;
  /** The counts that may not be small, such as households and meals. */
  counts: readonly number[];
}

export interface Published<C extends Cell> {
  shown: C[];
  /** Small cells that are published only as one sum: at least two of them, and the sum is not small itself. */
  pooled: C[];
  /** Small cells of which nothing is published, because all together are still small or there is one alone. */
  hidden: C[];
}

function isSmall(counts: readonly number[], least: number): boolean {
  return counts.some((count) => count > 0 && count < least);
}

function sizeOf(cell: Cell): number {
  return Math.min(...cell.counts);
}

function sumOf(cells: readonly Cell[]): number[] {
  const [first] = cells;
  return (first?.counts ?? []).map((_, place) => cells.reduce((sum, cell) => sum + (cell.counts[place] ?? 0), 0));
}

/** Smallest first; the key decides between equals, so that the same numbers are always published the same way. */
function bySize(a: Cell, b: Cell): number {
  return sizeOf(a) - sizeOf(b) || (a.key < b.key ? -1 : 1);
}

/**
 * Chooses what of the parts of one total is published, taking the total as known to everybody. One small cell alone
 * would be the total less the others, so it takes the next smallest with it; cells are added until their sum is no
 * longer small. Cells of zero are left out before.
 */
export function publishCells<C extends Cell>(cells: readonly C[], least: number): Published<C> {
  const shown = cells.filter((cell) => !isSmall(cell.counts, least)).sort(bySize);
  const small = cells.filter((cell) => isSmall(cell.counts, least)).sort(bySize);
  if (small.length === 0) return { shown, pooled: [], hidden: [] };
  while (small.length < 2 || isSmall(sumOf(small), least)) {
    const next = shown.shift();
    if (next === undefined) return { shown: [], pooled: [], hidden: small };
    small.push(next);
  }
  return { shown, pooled: small, hidden: [] };
}
