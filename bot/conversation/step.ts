import type { Notice } from '../domain/notice.ts';
import type { RefusalCode } from '../domain/refusal.ts';
import type { Command } from '../domain/command.ts';
import type { ConversationState } from './state.ts';

/** Things to look up and show; nothing changes. */
export type Query =
  | 'coupon_balance'
  | 'my_order'
  | 'shops_near'
  | 'pledges'
  | 'fund_report'
  | 'shop_orders'
  | 'rider_jobs'
  | 'queue'
  | 'money_queue'
  | 'privacy'
  | 'my_data'
  | 'settlement';

/** What follows from what was heard: the new state, what to say first, and what to do or look up. */
export interface Step {
  state: ConversationState;
  say: Notice[];
  command?: Command;
  query?: Query;
  /** The state to keep when the command is refused with one of the codes: the same question stays open. */
  ifRefused?: { codes: RefusalCode[]; state: ConversationState };
}

export function sayOnly(state: ConversationState, ...say: Notice[]): Step {
  return { state, say };
}

export function doing(state: ConversationState, command: Command): Step {
  return { state, say: [], command };
}

export function looking(state: ConversationState, query: Query): Step {
  return { state, say: [], query };
}
