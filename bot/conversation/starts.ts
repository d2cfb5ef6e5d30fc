import type { Notice } from '../domain/notice.ts';
import type { Role } from '../domain/words.ts';
import { GIFT_BOXES_MAX, MEALS_AN_ORDER_MAX, PLEDGE_MAX_SATANG, PLEDGE_MEALS_MAX, PLEDGE_MIN_SATANG } from '../limits.ts';
import type { Facts } from './facts.ts';
import { startForm } from './fill-form.ts';
import type { Read } from './form.ts';
import type { Answers, ConversationState } from './state.ts';
import { doing, looking, sayOnly } from './step.ts';
import type { Step } from './step.ts';

export function menuOf(facts: Facts, greeting: boolean): Notice {
  return { kind: 'menu', roles: facts.roles, registered: facts.registration !== undefined, greeting };
}

interface FoodWish {
  meals?: number;
  forOther?: boolean;
  quarantine?: boolean;
}

/** Someone is hungry: the shortest way from where they stand to a meal. */
export function startFood(state: ConversationState, facts: Facts, wish: FoodWish): Step {
  if (facts.registration === undefined) {
    const known: Answers = wish.forOther === true ? { isProxy: true } : {};
    return startForm(state, facts, { form: 'registration', answers: known });
  }
  if (facts.order?.underWay === true) return looking(state, 'my_order');
  if (facts.couponsLeft === 0) {
    if (facts.registration !== 'approved') return sayOnly(state, { kind: 'registration_state', state: facts.registration });
    return doing(state, { kind: 'ask_again', by: facts.memberId });
  }
  return startForm(state, facts, { form: 'order', ...countAnswer('meals', wish.meals, Math.min(facts.mealsMax, MEALS_AN_ORDER_MAX)) });
}

/** A number that was said is taken as the answer when it can be one; otherwise the question is asked with a hint. */
function countAnswer(field: string, said: number | undefined, max: number): { answers?: Answers; wrong?: Wrong } {
  if (said === undefined) return {};
  if (said >= 1 && said <= max) return { answers: { [field]: said } };
  return { wrong: { kind: 'problem', problem: 'out_of_range', values: { min: 1, max } } };
}

type Wrong = Extract<Read, { kind: 'problem' }>;

/** What was said of the gift is not asked for again; a number that cannot be is, with what it may be. */
export function startPledge(state: ConversationState, facts: Facts, said: { meals?: number; baht?: number; monthly?: true }): Step {
  const often: Answers = said.monthly === true ? { often: 'monthly' } : {};
  if (said.meals === undefined && said.baht === undefined) return startForm(state, facts, { form: 'pledge', answers: often });
  const kind = said.meals === undefined ? 'baht' : 'meals';
  const { answers, wrong } = kind === 'meals' ? countAnswer('meals', said.meals, PLEDGE_MEALS_MAX) : bahtAnswer(said.baht ?? 0);
  return startForm(state, facts, { form: 'pledge', answers: { kind, ...often, ...answers }, ...(wrong === undefined ? {} : { wrong }) });
}

/** Food itself, not money for it: how many boxes may have been said with it. */
export function startGift(state: ConversationState, facts: Facts, said: { boxes?: number }): Step {
  return startForm(state, facts, { form: 'gift', ...countAnswer('boxes', said.boxes, GIFT_BOXES_MAX) });
}

function bahtAnswer(baht: number): { answers?: Answers; wrong?: Wrong } {
  const satang = Math.round(baht * 100);
  if (satang >= PLEDGE_MIN_SATANG && satang <= PLEDGE_MAX_SATANG) return { answers: { baht: satang } };
  const values = { min: PLEDGE_MIN_SATANG / 100, max: PLEDGE_MAX_SATANG / 100 };
  return { wrong: { kind: 'problem', problem: 'out_of_range', values } };
}

/** Whether the member has the part now: a shop or rider only once it was decided, and while it is not suspended. */
export function hasPart(facts: Facts, role: Role): boolean {
  if (role === 'shop') return facts.shop === 'active';
  return role === 'rider' ? facts.rider?.state === 'active' : facts.roles.includes(role);
}

export function notFor(state: ConversationState, role: Role): Step {
  return sayOnly(state, { kind: 'refused', code: 'not_allowed', detail: { role } });
}

/** Only a coordinator writes back to the person behind an incident. */
export function startReply(state: ConversationState, facts: Facts, incident: string): Step {
  if (facts.roles.includes('coordinator')) return startForm(state, facts, { form: 'incident_reply', subject: incident });
  return sayOnly(state, { kind: 'refused', code: 'not_allowed', detail: { role: 'coordinator' } });
}

/** Who has nothing to give back sees why. */
export function startGiveBack(state: ConversationState, facts: Facts): Step {
  if (facts.couponsLeft === 0) return looking(state, 'coupon_balance');
  return startForm(state, facts, { form: 'give_back' });
}

/** Only a coordinator opens a campaign; anyone else hears so before the first question. */
export function startCampaign(state: ConversationState, facts: Facts): Step {
  return hasPart(facts, 'coordinator') ? startForm(state, facts, { form: 'campaign' }) : notFor(state, 'coordinator');
}

/** Nobody fills in ten questions to hear at the end that they are in already, or still wait. */
export function startApplication(state: ConversationState, facts: Facts, of: 'shop' | 'rider'): Step {
  const known = of === 'shop' ? facts.shop : facts.rider?.state;
  if (known === undefined) return startForm(state, facts, { form: `${of}_application` });
  return sayOnly(state, { kind: 'refused', code: 'already_registered', detail: { state: known } });
}

/** A shop's own questions are asked of shops only; a code is also said to who gives food away. */
export function startShopWork(state: ConversationState, facts: Facts, form: 'capacity' | 'shop_code'): Step {
  const mayAnswer = hasPart(facts, 'shop') || (form === 'shop_code' && facts.givesFood === true);
  return mayAnswer ? startForm(state, facts, { form }) : notFor(state, 'shop');
}

/** Only a treasurer fills in this form; anyone else hears so before the first question. */
export function startMoney(state: ConversationState, facts: Facts, pledge?: string): Step {
  if (!hasPart(facts, 'treasurer')) return notFor(state, 'treasurer');
  if (pledge !== undefined && !facts.pledgeAmounts.has(pledge))
    return sayOnly(state, { kind: 'refused', code: 'pledge_closed', detail: {} });
  if (pledge === undefined && facts.campaigns.length === 0)
    return sayOnly(state, { kind: 'refused', code: 'no_open_campaign', detail: {} });
  return startForm(state, facts, { form: 'money', answers: pledge === undefined ? {} : { pledge } });
}

/** Work on a trip that is not (or no longer) the rider's shows what is. */
export function startRiderWork(
  state: ConversationState,
  facts: Facts,
  work: { form: 'pick_up_code' | 'hand_over_code' | 'door_photo' | 'rider_problem'; trip: string },
): Step {
  if (!hasPart(facts, 'rider')) return notFor(state, 'rider');
  if (facts.rider?.trip?.id !== work.trip) return looking(state, 'rider_jobs');
  return startForm(state, facts, { form: work.form, subject: work.trip });
}
