import type { messagingApi } from '@line/bot-sdk';

import type { RefusalCode, RefusalDetail } from '../domain/refusal.ts';
import { withQuickReplies } from './quick-reply.ts';
import { hintWords } from './question.ts';
import { baht, day, moment, plains, press, textMessage } from './voice.ts';
import type { PlainAction, Voice } from './voice.ts';

const SATANG = /_?satang$/iu;

/** What a refusal leads on to. Each list ends at a person, so that no answer is a dead end. */
const NEXT: Record<RefusalCode, PlainAction[]> = {
  not_allowed: ['menu'],
  not_found: ['menu', 'my_order'],
  consent_missing: ['register'],
  not_registered: ['register'],
  registration_waiting: ['menu'],
  registration_declined: ['ask_again'],
  already_registered: ['ask_food', 'my_coupons'],
  quarantine_over: ['ask_again'],
  no_coupon_left: ['ask_again', 'my_coupons'],
  not_enough_coupons: ['ask_food', 'my_coupons'],
  meals_out_of_range: ['ask_food'],
  order_active: ['my_order'],
  order_changed: ['my_order', 'menu'],
  cannot_cancel: ['my_order'],
  no_open_campaign: ['menu'],
  fund_short: ['menu', 'donate'],
  fee_short: ['ask_food'],
  capacity_full: ['ask_food', 'menu'],
  shop_closed: ['ask_food', 'menu'],
  already_taken: ['menu'],
  already_answered: ['menu'],
  already_decided: ['queue'],
  wrong_code: ['menu'],
  too_many_tries: ['menu'],
  food_too_old: ['menu'],
  code_used: ['shop_orders'],
  code_expired: ['shop_orders'],
  not_on_duty: ['rider_jobs'],
  busy_with_trip: ['rider_jobs'],
  bank_reference_used: ['money_queue'],
  amount_out_of_range: ['donate', 'menu'],
  pledge_closed: ['donate'],
  target_reached: ['menu'],
  same_person: ['menu'],
  last_of_role: ['menu'],
  name_taken: ['menu'],
  dates_wrong: ['menu'],
  too_far: ['menu'],
  picture_unreadable: ['slip_help', 'menu'],
  approval_waiting: ['menu'],
  money_moved_on: ['menu'],
  statement_unreadable: ['menu'],
  key_reused: ['menu'],
};

export function renderRefused(code: RefusalCode, detail: RefusalDetail, voice: Voice): messagingApi.Message[] {
  const message = textMessage(hintWords(voice.words.refusals[code], factsOf(detail, voice)));
  const duty = code === 'not_on_duty' ? [press(voice, { action: 'rider_duty', on: '1' }, 'duty_on')] : [];
  return withQuickReplies([message], [...duty, ...plains(voice, ...joinOf(code, detail), ...NEXT[code], 'talk_to_person')]);
}

/** Whoever meets a shop's or rider's part without being one may want to become one. */
function joinOf(code: RefusalCode, { role }: RefusalDetail): PlainAction[] {
  if (code !== 'not_allowed') return [];
  if (role === 'shop') return ['join_shop'];
  return role === 'rider' ? ['join_rider'] : [];
}

/** Facts as people read them. A role or state without words is left out, so the plain sentence is said. */
function factsOf(detail: RefusalDetail, voice: Voice): Record<string, string | number> {
  const facts: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(detail)) {
    if (typeof value === 'number' && SATANG.test(key)) facts[key.replace(SATANG, '')] = baht(voice, value);
    else if (typeof value === 'number' && key.endsWith('At')) facts[key.slice(0, -2)] = moment(voice, value);
    else if (typeof value === 'string' && key.endsWith('On')) facts[key.slice(0, -2)] = day(voice, value);
    else if (key === 'role' || key === 'state') {
      const words = wordFor(key, String(value), voice);
      if (words !== undefined) facts[key] = words;
    } else facts[key] = value;
  }
  return facts;
}

function wordFor(kind: 'role' | 'state', value: string, voice: Voice): string | undefined {
  const { roles, orderStates, pledgeStates } = voice.words;
  const list: Partial<Record<string, string>> = kind === 'role' ? roles : { ...pledgeStates, ...orderStates };
  return Object.hasOwn(list, value) ? list[value] : undefined;
}
