import type { Generated } from 'kysely';
import type { TemplateName, Unit } from '../../bot/domain/postings.ts';
import type { SlipReadingKind, TaxStatus } from '../../bot/domain/words.ts';
import type { Flag } from './flag.ts';

export interface CampaignTable {
  id: string;
  name: string;
  face_value_satang: number;
  coupons_per_grant: number;
  delivery_fee_satang: number;
  starts_on: string;
  ends_on: string;
  created_by: string | null;
  created_at: number;
  purpose: Generated<string>;
  permit_no: string | null;
  target_satang: number | null;
  tax_status: Generated<TaxStatus>;
}

export interface CouponGrantTable {
  id: string;
  household_id: string;
  campaign_id: string;
  screening_id: string | null;
  coupons: number;
  face_value_satang: number;
  expires_on: string;
  granted_by: string | null;
  granted_at: number;
}

export interface PledgeTable {
  id: string;
  member_id: string;
  campaign_id: string;
  reference: string;
  qr_token: string;
  meals: number | null;
  amount_satang: number;
  state: 'pledged' | 'claimed' | 'received' | 'failed' | 'withdrawn';
  made_at: number;
  changed_at: number;
  community_id: string | null;
  is_anonymous: Generated<Flag>;
  donor_name_sealed: string | null;
  is_monthly: Generated<Flag>;
  follows: string | null;
}

export interface SlipTable {
  id: string;
  pledge_id: string | null;
  member_id: string;
  picture_id: string;
  sent_at: number;
  bank: string | null;
  transaction_reference: string | null;
  reading: SlipReadingKind | null;
  /** What a verification service said of it: amount, time and receiver. A hint for the treasurer, never money. */
  verification_sealed: string | null;
}

export interface PictureTable {
  id: string;
  member_id: string;
  purpose: 'slip' | 'door';
  subject_id: string;
  message_id: string | null;
  state: 'wanted' | 'kept' | 'gone';
  content_type: string | null;
  sha256: string | null;
  bytes_sealed: Uint8Array | null;
  attempts: Generated<number>;
  next_attempt_at: number;
  created_at: number;
}

export interface MoneyReceiptTable {
  id: string;
  campaign_id: string;
  pledge_id: string | null;
  amount_satang: number;
  bank_reference: string;
  recorded_by: string;
  recorded_at: number;
  /** Money given for one community serves only that community. */
  community_id: string | null;
}

export interface AccountTable {
  id: Generated<number>;
  code: string;
  unit: Unit;
  is_outside: Flag;
  balance: Generated<number>;
}

export interface PostingTable {
  id: Generated<number>;
  template: TemplateName;
  key: string;
  request_hash: string;
  happened_at: number;
  recorded_at: number;
  reverses: number | null;
  reason: string | null;
  salt: Generated<string>;
}

export interface TransferTable {
  id: Generated<number>;
  posting_id: number;
  from_account: number;
  to_account: number;
  amount: number;
  from_pocket: string | null;
  to_pocket: string | null;
  chain: Generated<string>;
}

export interface EntryTable {
  account_id: number;
  transfer_id: number;
  amount: number;
  balance_before: number;
  balance_after: number;
}
