/** Latin words that stand beside a code and are none. */
export const CODE_WORDS =
  'code, coupon, redeem, delivered, picked, up, the, is, my, kupon, kod, otp, pin, pickup, scan, qr, please, kode, number, deliver, done, order';
