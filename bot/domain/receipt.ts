import type { TaxStatus } from './words.ts';

export type ReceiptState = 'live' | 'cancelled';

/** A line in a donor's list. */
export interface ReceiptLine {
  number: string;
  amountSatang: number;
  at: number;
  state: ReceiptState;
}

/** All that is printed on a receipt. */
export interface Receipt {
  number: string;
  state: ReceiptState;
  /** The number of the receipt that this one stands for. */
  replaces?: string;
  issuedAt: number;
  receivedAt: number;
  amountSatang: number;
  /** Absent: nobody who wants to be named. */
  donorName?: string;
  campaignName: string;
  permitNo?: string;
  taxStatus: TaxStatus;
}
