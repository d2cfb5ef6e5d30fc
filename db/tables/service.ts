import type { Generated } from 'kysely';
import type { NoticeKind, Urgency } from '../../bot/domain/notice.ts';
import type { DeadlineKind } from '../../bot/domain/deadlines.ts';

export interface DeadlineTable {
  id: string;
  kind: DeadlineKind;
  subject_id: string;
  due_at: number;
  state: 'waiting' | 'done' | 'void';
  attempts: Generated<number>;
}

export interface InboxTable {
  event_id: string;
  line_user_id: string | null;
  event_at: number;
  received_at: number;
  body_sealed: string | null;
  state: 'waiting' | 'done' | 'ignored' | 'failed';
  why: string | null;
  attempts: Generated<number>;
  next_attempt_at: Generated<number>;
  done_at: number | null;
}

export interface ConversationTable {
  member_id: string;
  state_sealed: string;
  updated_at: number;
}

export interface OutboxTable {
  sequence: Generated<number>;
  id: string;
  member_id: string;
  kind: NoticeKind;
  notice_sealed: string | null;
  urgency: Urgency;
  reply_token: string | null;
  reply_until: number | null;
  state: 'waiting' | 'sending' | 'sent' | 'parked' | 'dropped';
  sent_with: string | null;
  sent_via: 'reply' | 'push' | null;
  attempts: Generated<number>;
  next_attempt_at: number;
  first_attempt_at: number | null;
  request_id: string | null;
  error: string | null;
  created_at: number;
  sent_at: number | null;
}

export interface SessionTable {
  id_hash: string;
  member_id: string;
  created_at: number;
  expires_at: number;
}

export interface ApiRequestTable {
  member_id: string;
  key: string;
  request_hash: string;
  status: number;
  answer_sealed: string;
  at: number;
}

export interface SettingTable {
  name: string;
  value: string;
}
