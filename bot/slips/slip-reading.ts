/** What the code of a slip says: which transfer, never how much, to whom or when. A claim, not money. */
export type SlipCode =
  /** `bank` is the sending bank's three digits. */
  | { kind: 'read'; bank: string; transactionReference: string }
  /** The e-wallet's own form of the code, without a bank. */
  | { kind: 'truemoney'; eventType: string; transactionReference: string };

export type TooLarge = { kind: 'too_large'; why: 'bytes' | 'pixels' | 'memory' };

export type SlipReading =
  | SlipCode
  | { kind: 'no_code' }
  /** A QR, but not a slip's: a bill to pay, an address of the web. */
  | { kind: 'other_code' }
  /** Several transfers in one picture: we do not choose for the donor. */
  | { kind: 'several' }
  /** Neither a JPEG nor a PNG, or one that cannot be decoded. */
  | { kind: 'not_a_picture' }
  | TooLarge
  /** Our side, not the picture's sender: try again, or let a treasurer look. */
  | { kind: 'gave_up'; why: 'busy' | 'timeout' | 'crash' | 'closed' };
