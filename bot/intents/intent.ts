import type { Button } from '../domain/button.ts';
import type { Diet, Language } from '../domain/words.ts';

/** What a person can ask for in words. Slots hold what else the sentence said. */
export type Intent =
  | { kind: 'greeting' }
  | { kind: 'menu' }
  | { kind: 'thanks' }
  | { kind: 'request_food'; meals?: number; forOther?: boolean; urgent?: boolean; infant?: boolean }
  | { kind: 'hi_register' }
  | { kind: 'ambiguous_hi' }
  | { kind: 'coupon_balance' }
  | { kind: 'coupon_show' }
  | { kind: 'shop_list' }
  | { kind: 'track' }
  | { kind: 'cancel' }
  | { kind: 'change_address' }
  | { kind: 'complaint_delivery' }
  | { kind: 'complaint_food' }
  | { kind: 'confirm_received' }
  | { kind: 'diet'; diet?: Diet }
  | { kind: 'donate'; meals?: number; baht?: number; monthly?: true }
  | { kind: 'give_back' }
  | { kind: 'give_food'; boxes?: number }
  | { kind: 'donate_slip' }
  | { kind: 'donate_receipt' }
  | { kind: 'donations' }
  | { kind: 'fund_report' }
  | { kind: 'shop_join' }
  | { kind: 'shop_orders' }
  | { kind: 'shop_redeem'; code?: string }
  | { kind: 'shop_capacity'; meals?: number }
  | { kind: 'shop_open'; open: boolean }
  | { kind: 'settlement' }
  | { kind: 'rider_join' }
  | { kind: 'rider_jobs' }
  | { kind: 'rider_duty'; on: boolean }
  | { kind: 'rider_accept' }
  | { kind: 'rider_picked_up'; code?: string }
  | { kind: 'rider_delivered'; code?: string }
  | { kind: 'rider_problem' }
  | { kind: 'queue' }
  | { kind: 'new_campaign' }
  | { kind: 'money_queue' }
  | { kind: 'record_money' }
  | { kind: 'human_agent' }
  | { kind: 'emergency' }
  | { kind: 'self_harm' }
  | { kind: 'privacy_export' }
  | { kind: 'privacy_delete' }
  | { kind: 'consent_withdraw' }
  | { kind: 'privacy_notice' }
  | { kind: 'language'; language?: Language }
  | { kind: 'yes' }
  | { kind: 'no' }
  | { kind: 'skip' }
  | { kind: 'back' }
  | { kind: 'stop' }
  | { kind: 'emoji_only' }
  | { kind: 'unclear' };

/** What the webhook heard, parsed and bounded; the conversation answers exactly these. */
export type Heard =
  | { kind: 'words'; text: string; intent: Intent }
  | { kind: 'too_long' }
  | { kind: 'button'; button: Button; picked?: string }
  | { kind: 'unknown_button' }
  | { kind: 'place'; latitude: number; longitude: number; label?: string }
  | { kind: 'photo'; messageId: string }
  | { kind: 'unreadable'; what: 'sticker' | 'voice' | 'video' | 'file' }
  | { kind: 'followed'; back: boolean }
  | { kind: 'blocked' }
  | { kind: 'unsent'; messageId: string };
