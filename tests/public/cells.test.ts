import fc from 'fast-check';
import { expect, test } from 'vitest';
import { publishCells } from '../../bot/domain/published-cells.ts';
import { envelopes } from '../../bot/domain/envelopes.ts';

const LEAST = 5;
const cellsOf = (counts: [number, number][]) => counts.map((pair, place) => ({ key: `c${String(place).padStart(2, '0')}`, counts: pair }));
const counts = fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 })), { maxLength: 14 });

test('no small number is told, and none can be had by taking the told ones from the total', () => {
  fc.assert(
    fc.property(counts, (pairs) => {
      const cells = cellsOf(pairs);
      const { shown, pooled, hidden } = publishCells(cells, LEAST);
      expect([...shown, ...pooled, ...hidden].map(({ key }) => key).toSorted()).toEqual(cells.map(({ key }) => key));
      for (const cell of shown) expect(Math.min(...cell.counts)).toBeGreaterThanOrEqual(LEAST);
      // What is left of the total: nothing, or several cells whose sum is not small, or all there is.
      const rest = cells.length - shown.length;
      if (rest === 0) return;
      if (hidden.length > 0) {
        expect(shown).toEqual([]);
        expect(pooled).toEqual([]);
        const isSmallTogether = [0, 1].some((place) => hidden.reduce((sum, cell) => sum + (cell.counts[place] ?? 0), 0) < LEAST);
        expect(hidden.length === 1 || isSmallTogether).toBe(true);
      } else {
        expect(pooled.length).toBeGreaterThanOrEqual(2);
        for (const place of [0, 1]) expect(pooled.reduce((sum, cell) => sum + (cell.counts[place] ?? 0), 0)).toBeGreaterThanOrEqual(LEAST);
      }
    }),
  );
});

test('one small community takes the next smallest with it', () => {
  const { shown, pooled } = publishCells(
    cellsOf([
      [9, 20],
      [3, 6],
      [7, 7],
      [12, 30],
    ]),
    LEAST,
  );
  expect(pooled.map(({ key }) => key)).toEqual(['c01', 'c02']);
  expect(shown.map(({ key }) => key)).toEqual(['c00', 'c03']);
});

const problems = fc.array(fc.record({ waiting: fc.nat({ max: 300 }), served: fc.nat({ max: 300 }) }), { minLength: 1, maxLength: 40 });

test('envelopes share the whole budget, more to the larger problem, each within a satang of its part', () => {
  fc.assert(
    fc.property(fc.nat({ max: 10_000_000_000 }), problems, (budget, list) => {
      const communities = list.map((problem, place) => ({ community: `c${place}`, ...problem }));
      const shares = envelopes(budget, communities);
      const all = list.reduce((sum, { waiting, served }) => sum + waiting + served, 0);
      if (all === 0) return expect(shares.size).toBe(0);
      expect([...shares.values()].reduce((sum, share) => sum + share, 0)).toBe(budget);
      for (const a of communities) {
        const sizeOf = (problem: { waiting: number; served: number }): number => problem.waiting + problem.served;
        const share = shares.get(a.community) ?? -1;
        expect(Math.abs(share - (budget * sizeOf(a)) / all)).toBeLessThan(1);
        for (const b of communities) if (sizeOf(a) > sizeOf(b)) expect(share).toBeGreaterThanOrEqual(shares.get(b.community) ?? 0);
      }
    }),
  );
});

test('what rounding leaves goes to the largest remainder, then to the first id', () => {
  const third = { waiting: 1, served: 0 };
  const shares = envelopes(
    100,
    ['b', 'a', 'c'].map((community) => ({ community, ...third })),
  );
  expect(Object.fromEntries(shares)).toEqual({ a: 34, b: 33, c: 33 });
});
