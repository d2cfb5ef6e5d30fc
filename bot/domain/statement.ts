/** A line of a bank statement on which money came in, read and checked; `line` counts from 1 as an editor shows the file. */
export interface BankLine {
  line: number;
  /** `YYYY-MM-DD`, A.D. */
  day: string;
  /** Minutes since midnight in Thailand, where the bank tells them. */
  minute?: number;
  amountSatang: number;
  /** Upper case, without blanks: as it is compared. */
  bankReference: string;
  words?: string;
}

/** Why a line of the file cannot be counted. `reference_conflict`: the same reference stands elsewhere with other money. */
export const BAD_LINE_REASONS = ['date', 'future', 'amount', 'reference', 'reference_conflict'] as const;
export type BadLineReason = (typeof BAD_LINE_REASONS)[number];

export interface BadLine {
  line: number;
  why: BadLineReason;
}

/** How a line found its pledge. */
export type MatchedBy = 'pledge_reference' | 'slip' | 'amount';

/** What an import makes, or would make, of the lines of a file. */
export interface StatementPlan {
  matched: { line: BankLine; pledge: string; pledgeReference: string; by: MatchedBy }[];
  unmatched: BankLine[];
  /** Counted before, by another file or by hand. */
  known: BankLine[];
  bad: BadLine[];
}

/** The one form in which references of a bank are compared. */
export function plainReference(typed: string): string {
  return typed.toUpperCase().replaceAll(/\s+/gu, '');
}

/** What needs a second pair of eyes: money that leaves, and a receipt that stops being one. */
export const APPROVAL_KINDS = ['cancel_receipt', 'reverse_money', 'undo_import', 'move_unspent'] as const;
export type ApprovalKind = (typeof APPROVAL_KINDS)[number];

export interface ApprovalWanted {
  what: ApprovalKind;
  /** The number of a receipt, or the id of money received, of an import, or of a campaign that is over. */
  subject: string;
  reason: string;
  /** What the replacing receipt says; absent: as the cancelled one, empty: no name. */
  donorName?: string;
}

/** A campaign in the report of a month; money in satang. */
export interface MonthLine {
  campaignName: string;
  receivedSatang: number;
  grantedSatang: number;
  grantedMeals: number;
  handedOverMeals: number;
  /** What shops and riders earned in the month. */
  owedSatang: number;
  expiredSatang: number;
  freeAtEndSatang: number;
  committedAtEndSatang: number;
}
