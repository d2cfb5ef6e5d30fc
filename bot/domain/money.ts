/** Whole satang (1 baht = 100 satang). Money is never a float: see docs/ledger.md. */
export type Satang = number & { readonly unit: 'satang' };

/** Whole coupons; one coupon is one meal serving. */
export type Coupons = number & { readonly unit: 'coupons' };

/** Largest amount a single transfer may carry: 100 million baht, far below 2^53 satang. */
const SATANG_MAX = 10_000_000_000;

/** Throws on fractions, negatives and amounts over the bound: such a number is a bug, never an answer. */
export function satang(value: number): Satang {
  if (!Number.isSafeInteger(value) || value < 0 || value > SATANG_MAX) {
    throw new RangeError(`not a whole, bounded amount of satang: ${String(value)}`);
  }
  return value as Satang;
}

export function coupons(value: number): Coupons {
  if (!Number.isSafeInteger(value) || value < 0 || value > 1_000_000) {
    throw new RangeError(`not a whole, bounded number of coupons: ${String(value)}`);
  }
  return value as Coupons;
}

export function times(price: Satang, count: Coupons): Satang {
  return satang(price * count);
}

export function minus(from: Satang, amount: Satang): Satang {
  return satang(from - amount);
}
