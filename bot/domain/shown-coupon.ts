/** A one-time code that a shop scans or types. */
export interface ShownCoupon {
  code: string;
  meals: number;
  expiresAt: number;
}
