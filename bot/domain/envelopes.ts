/** Which formula it is; it changes when the formula does, so that old downloads can still be recomputed. */
export const ENVELOPE_RULE = 'envelope-1';

/** The size of the problem in one community, in published numbers. */
export interface Problem {
  community: string;
  /** Households that wait for an answer. */
  waiting: number;
  /** Households that were served in the last whole week. */
  served: number;
}

/**
 * A campaign's money shared over communities by the size of their problem:
 * budget × (waiting + served) of the community / (waiting + served) of all. Whole satang; what rounding leaves goes one
 * by one to the largest remainders, between equals to the first id.
 */
export function envelopes(budgetSatang: number, problems: readonly Problem[]): Map<string, number> {
  const budget = BigInt(budgetSatang);
  const all = BigInt(problems.reduce((sum, { waiting, served }) => sum + waiting + served, 0));
  if (all === 0n) return new Map();
  const shares = problems.map(({ community, waiting, served }) => {
    const product = budget * BigInt(waiting + served);
    return { community, satang: Number(product / all), remainder: product % all };
  });
  const given = shares.reduce((sum, share) => sum + share.satang, 0);
  const byRemainder = shares.toSorted((a, b) =>
    a.remainder === b.remainder ? (a.community < b.community ? -1 : 1) : a.remainder > b.remainder ? -1 : 1,
  );
  const rounded = new Set(byRemainder.slice(0, budgetSatang - given).map(({ community }) => community));
  return new Map(shares.map(({ community, satang }) => [community, satang + (rounded.has(community) ? 1 : 0)]));
}
