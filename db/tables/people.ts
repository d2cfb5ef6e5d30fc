import type { Generated } from 'kysely';
import type { ConsentPurpose, DeclineReason, Language, Municipality, Role } from '../../bot/domain/words.ts';
import type { Flag } from './flag.ts';

export interface CommunityTable {
  id: string;
  municipality: Municipality;
  zone: string;
  name: string;
  subdistrict_code: string;
  latitude: number;
  longitude: number;
  approximate: Flag;
  source: string;
}

export interface MemberTable {
  id: string;
  line_user_id: string;
  language: Generated<Language>;
  is_friend: Generated<Flag>;
  created_at: number;
  menu_role: string | null;
  menu_language: string | null;
}

export interface MemberRoleTable {
  id: string;
  member_id: string;
  role: Role;
  granted_by: string | null;
  granted_at: number;
  revoked_at: number | null;
}

export interface ConsentTable {
  id: string;
  member_id: string;
  purpose: ConsentPurpose;
  notice_version: string;
  text_hash: string;
  channel: 'chat' | 'liff';
  given_at: number;
  withdrawn_at: number | null;
}

export interface AccessLogTable {
  id: string;
  reader_id: string;
  reader_role: Role;
  household_id: string;
  what: string;
  reason: string;
  at: number;
}

export interface HouseholdTable {
  id: string;
  member_id: string;
  community_id: string;
  people: number;
  diets: string;
  is_proxy: Flag;
  details_sealed: string;
  created_at: number;
  updated_at: number;
}

export interface ScreeningTable {
  id: string;
  household_id: string;
  state: 'waiting' | 'waiting_funds' | 'approved' | 'declined' | 'withdrawn';
  is_again: Flag;
  decline_reason: DeclineReason | null;
  asked_at: number;
  decided_at: number | null;
  decided_by: string | null;
}
