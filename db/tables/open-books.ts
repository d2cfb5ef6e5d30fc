import type { Generated } from 'kysely';

import type { HalalGround } from '../../bot/domain/words.ts';

/** What is left of each receipt, and where: an account code, `grant/{id}` or `fee/{order}`. */
export interface PocketTable {
  pocket: string;
  receipt_id: string;
  amount: number;
  community_id: string | null;
}

/** Which receipts the satang of a transfer came from. */
export interface SliceTable {
  transfer_id: number;
  receipt_id: string;
  amount: number;
}

export interface SealTable {
  day: string;
  first_transfer: number;
  last_transfer: number;
  transfers: number;
  root: string;
  /** The running chain after the day's last transfer. */
  chain: string;
  previous_head: string;
  head: string;
  sealed_at: number;
}

export interface StatementImportTable {
  id: string;
  sha256: string;
  imported_by: string;
  imported_at: number;
  undone_at: number | null;
  undone_by: string | null;
}

export interface StatementLineTable {
  id: string;
  import_id: string;
  line: number;
  day: string;
  minute: number | null;
  amount_satang: number;
  bank_reference: string;
  words_sealed: string | null;
  state: 'matched' | 'unmatched' | 'set_aside' | 'undone';
  receipt_id: string | null;
  /** Why it was set aside. */
  reason_sealed: string | null;
  /** The treasurer who gave it a place by hand. */
  decided_by: string | null;
  decided_at: number | null;
}

export interface ReceiptTable {
  money_receipt_id: string;
  number: string;
  year: number;
  sequence: number;
  donor_name_sealed: string | null;
  issued_at: number;
  replaces: string | null;
}

export interface ReceiptCancellationTable {
  number: string;
  reason: string;
  asked_by: string;
  approved_by: string;
  at: number;
}

export interface FourEyesTable {
  id: string;
  kind: string;
  subject: string;
  detail: string;
  asked_by: string;
  asked_at: number;
  state: 'asked' | 'approved' | 'refused';
  decided_by: string | null;
  decided_at: number | null;
}

export interface GiftLotTable {
  id: string;
  member_id: string;
  kind: 'cooked' | 'dry';
  boxes: number;
  words: string;
  /** Diets with a comma between, as on orders. */
  diets: string;
  halal: HalalGround;
  ready_at: number;
  use_by: number;
  latitude: number;
  longitude: number;
  community_id: string | null;
  state: 'offered' | 'accepted' | 'declined' | 'closed';
  offered_at: number;
  decided_by: string | null;
  decided_at: number | null;
}

export interface ServedWeekTable {
  campaign_id: string;
  community_id: string;
  week: string;
  meals: number;
  households: number;
  spent_satang: number;
}

export interface ServedHouseholdTable {
  campaign_id: string;
  community_id: string;
  week: string;
  household_id: string;
}

/** What has come in for a campaign, what its food was made and carried for, and what of that is not paid yet. */
export interface CampaignTotalTable {
  campaign_id: string;
  received_satang: number;
  shops_satang: number;
  riders_satang: number;
  owed_satang: number;
  /** Carried over from campaigns that were over, less what was carried on to others. */
  carried_satang: Generated<number>;
}

/** Pushes that LINE counted, by month (`YYYY-MM` in Bangkok): the outbox forgets its old rows. */
export interface PushMonthTable {
  month: string;
  pushes: number;
}
