import { DIETS, LANGUAGES } from '../domain/words.ts';
import type { Intent } from './intent.ts';
import { bahtIn, codeIn, foodSlots, givenMealsIn, mealsIn } from './slots.ts';

/** Intents that carry nothing but themselves. */
const PLAIN: readonly Intent[] = [
  { kind: 'greeting' },
  { kind: 'menu' },
  { kind: 'thanks' },
  { kind: 'hi_register' },
  { kind: 'ambiguous_hi' },
  { kind: 'coupon_balance' },
  { kind: 'coupon_show' },
  { kind: 'give_back' },
  { kind: 'shop_list' },
  { kind: 'track' },
  { kind: 'cancel' },
  { kind: 'change_address' },
  { kind: 'complaint_delivery' },
  { kind: 'complaint_food' },
  { kind: 'confirm_received' },
  { kind: 'donate_slip' },
  { kind: 'donate_receipt' },
  { kind: 'donations' },
  { kind: 'fund_report' },
  { kind: 'shop_join' },
  { kind: 'shop_orders' },
  { kind: 'settlement' },
  { kind: 'rider_join' },
  { kind: 'rider_jobs' },
  { kind: 'rider_accept' },
  { kind: 'rider_problem' },
  { kind: 'queue' },
  { kind: 'new_campaign' },
  { kind: 'money_queue' },
  { kind: 'record_money' },
  { kind: 'human_agent' },
  { kind: 'emergency' },
  { kind: 'self_harm' },
  { kind: 'privacy_export' },
  { kind: 'privacy_delete' },
  { kind: 'consent_withdraw' },
  { kind: 'privacy_notice' },
  { kind: 'yes' },
  { kind: 'no' },
  { kind: 'skip' },
  { kind: 'back' },
  { kind: 'stop' },
  { kind: 'emoji_only' },
  { kind: 'unclear' },
];

type Builder = (raw: string, value: string, concepts: ReadonlySet<string>) => Intent;

function withCode(kind: 'shop_redeem' | 'rider_picked_up' | 'rider_delivered', raw: string): Intent {
  const code = codeIn(raw);
  return { kind, ...(code === undefined ? {} : { code }) };
}

function donation(raw: string, concepts: ReadonlySet<string>): Intent {
  const baht = bahtIn(raw);
  const meals = givenMealsIn(raw);
  const monthly = concepts.has('MONTHLY') ? { monthly: true as const } : {};
  return { kind: 'donate', ...monthly, ...(baht === undefined ? (meals === undefined ? {} : { meals }) : { baht }) };
}

function givenFood(raw: string): Intent {
  const boxes = mealsIn(raw);
  return { kind: 'give_food', ...(boxes === undefined ? {} : { boxes }) };
}

function capacity(raw: string): Intent {
  const meals = mealsIn(raw);
  return { kind: 'shop_capacity', ...(meals === undefined ? {} : { meals }) };
}

function dietOf(value: string): Intent {
  const diet = DIETS.find((known) => known === value);
  return { kind: 'diet', ...(diet === undefined ? {} : { diet }) };
}

function languageOf(value: string): Intent {
  const language = LANGUAGES.find((known) => known === value);
  return { kind: 'language', ...(language === undefined ? {} : { language }) };
}

const BUILDERS = new Map<string, Builder>([
  ['request_food', (raw, _value, concepts) => ({ kind: 'request_food', ...foodSlots(raw, concepts) })],
  ['diet', (_raw, value) => dietOf(value)],
  ['language', (_raw, value) => languageOf(value)],
  ['give_food', (raw) => givenFood(raw)],
  ['donate', (raw, _value, concepts) => donation(raw, concepts)],
  ['shop_capacity', (raw) => capacity(raw)],
  ['shop_open', (_raw, value) => ({ kind: 'shop_open', open: value !== 'closed' })],
  ['rider_duty', (_raw, value) => ({ kind: 'rider_duty', on: value !== 'off' })],
  ['shop_redeem', (raw) => withCode('shop_redeem', raw)],
  ['rider_picked_up', (raw) => withCode('rider_picked_up', raw)],
  ['rider_delivered', (raw) => withCode('rider_delivered', raw)],
]);

/** Turns `kind` or `kind.value` of a rule or phrase into an intent, with the slots that the sentence fills. */
export function buildIntent(name: string, raw: string, concepts: ReadonlySet<string>): Intent {
  const [kind = '', value = ''] = name.split('.');
  const builder = BUILDERS.get(kind);
  if (builder !== undefined) return builder(raw, value, concepts);
  return PLAIN.find((intent) => intent.kind === kind) ?? { kind: 'unclear' };
}
