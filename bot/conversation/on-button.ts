import type { Button } from '../domain/button.ts';
import { REFUSAL_CODES } from '../domain/refusal.ts';
import { DECLINE_REASONS, LANGUAGES, RESOLUTIONS } from '../domain/words.ts';
import type { Heard } from '../intents/intent.ts';
import type { Command } from '../domain/command.ts';
import type { Facts } from './facts.ts';
import { answer, ask, startForm, stepBack } from './fill-form.ts';
import {
  menuOf,
  startApplication,
  startCampaign,
  startFood,
  startGift,
  startGiveBack,
  startMoney,
  startPledge,
  startReply,
  startRiderWork,
  startShopWork,
} from './starts.ts';
import type { ConversationState } from './state.ts';
import { doing, looking, sayOnly } from './step.ts';
import type { Query, Step } from './step.ts';

type Tap = Extract<Heard, { kind: 'button' }>;

/** Undefined when the button means nothing any more. Whether the tapper may do it is the use case's to say. */
export function onButton(state: ConversationState, facts: Facts, heard: Tap): Step | undefined {
  const { button } = heard;
  const fresh: ConversationState = { turns: state.turns };
  return formButton(state, facts, heard) ?? opener(fresh, facts, button) ?? lookUp(fresh, button) ?? act(state, facts, button);
}

function formButton(state: ConversationState, facts: Facts, heard: Tap): Step | undefined {
  const { button } = heard;
  const { open } = state;
  if (button.action === 'answer') {
    if (open === undefined || button.turn !== String(open.turn) || button.form !== open.form) return undefined;
    // A second tap on a question that has its answer: the present question is simply shown again.
    return button.field === open.field ? answer(state, facts, heard) : ask(state, facts);
  }
  if (button.action === 'form_back') return open !== undefined && button.turn === String(open.turn) ? stepBack(state, facts) : undefined;
  if (button.action === 'form_stop') {
    return open !== undefined && button.turn === String(open.turn) ? sayOnly({ turns: state.turns }, { kind: 'form_stopped' }) : undefined;
  }
  return undefined;
}

/** Buttons that begin a conversation. */
function opener(state: ConversationState, facts: Facts, button: Button): Step | undefined {
  switch (button.action) {
    case 'menu':
      return sayOnly(state, menuOf(facts, false));
    case 'ask_food':
      return startFood(state, facts, {});
    case 'register':
      return startForm(state, facts, { form: 'registration' });
    case 'donate':
      return startForm(state, facts, { form: 'pledge' });
    case 'give_back':
      return startGiveBack(state, facts);
    case 'donate_meals':
      return startPledge(state, facts, { meals: /^\d{1,5}$/u.test(button.meals) ? Number(button.meals) : 0 });
    case 'give_food':
      return startGift(state, facts, {});
    case 'join_shop':
      return startApplication(state, facts, 'shop');
    case 'join_rider':
      return startApplication(state, facts, 'rider');
    case 'talk_to_person':
      return startForm(state, facts, { form: 'help' });
    case 'new_campaign':
      return startCampaign(state, facts);
    case 'confirm_money':
      return startMoney(state, facts, button.pledge);
    case 'record_money':
      return startMoney(state, facts);
    case 'shop_capacity':
      return startShopWork(state, facts, 'capacity');
    case 'shop_hand_over':
      return startShopWork(state, facts, 'shop_code');
    case 'rider_picked_up':
      return startRiderWork(state, facts, { form: 'pick_up_code', trip: button.trip });
    case 'rider_hand_over':
      return startRiderWork(state, facts, { form: 'hand_over_code', trip: button.trip });
    case 'rider_left_at_door':
      return startRiderWork(state, facts, { form: 'door_photo', trip: button.trip });
    case 'rider_problem':
      return startRiderWork(state, facts, { form: 'rider_problem', trip: button.trip });
    case 'incident_reply':
      return startReply(state, facts, button.incident);
    case 'slip_help':
      return sayOnly(state, { kind: 'slip_how' });
    default:
      return undefined;
  }
}

function lookUp(state: ConversationState, button: Button): Step | undefined {
  const queries: Partial<Record<Button['action'], Query>> = {
    my_coupons: 'coupon_balance',
    my_order: 'my_order',
    privacy: 'privacy',
    queue: 'queue',
    money_queue: 'money_queue',
    shop_orders: 'shop_orders',
    rider_jobs: 'rider_jobs',
  };
  const query = queries[button.action];
  return query === undefined ? undefined : looking(state, query);
}

/** Buttons that do something at once. One that is refused (an old one, mostly) leaves the question that stood open. */
function act(state: ConversationState, facts: Facts, button: Button): Step | undefined {
  const command = residentCommand(facts, button) ?? staffCommand(facts, button) ?? workCommand(facts, button);
  if (command === undefined) return undefined;
  return { ...doing({ turns: state.turns }, command), ifRefused: { codes: [...REFUSAL_CODES], state } };
}

function residentCommand({ memberId: by }: Facts, button: Button): Command | undefined {
  switch (button.action) {
    case 'ask_again':
      return { kind: 'ask_again', by };
    case 'cancel_order':
      return { kind: 'cancel_order', by, order: button.order };
    case 'order_received':
      return { kind: 'confirm_received', by, order: button.order };
    case 'order_not_received':
      return { kind: 'complain', by, order: button.order, about: 'not_received' };
    case 'order_bad_food':
      return { kind: 'complain', by, order: button.order, about: 'bad_food' };
    case 'pledge_withdraw':
      return { kind: 'withdraw_pledge', by, pledge: button.pledge };
    case 'withdraw_consent':
      return button.purpose === 'contact' || button.purpose === 'health'
        ? { kind: 'withdraw_consent', by, purpose: button.purpose }
        : undefined;
    case 'language': {
      const language = LANGUAGES.find((known) => known === button.to);
      return language === undefined ? undefined : { kind: 'set_language', by, language };
    }
    default:
      return undefined;
  }
}

function staffCommand({ memberId: by }: Facts, button: Button): Command | undefined {
  switch (button.action) {
    case 'screening_show':
      return { kind: 'look_at_screening', by, screening: button.screening };
    case 'screening_approve':
      return { kind: 'approve_screening', by, screening: button.screening };
    case 'screening_decline': {
      const reason = DECLINE_REASONS.find((known) => known === button.reason);
      return reason === undefined ? undefined : { kind: 'decline_screening', by, screening: button.screening, reason };
    }
    case 'shop_approve':
      return { kind: 'decide_shop', by, shop: button.shop, approved: true };
    case 'shop_decline':
      return { kind: 'decide_shop', by, shop: button.shop, approved: false };
    case 'gift_withdraw':
      return { kind: 'withdraw_gift', by, gift: button.gift };
    case 'gift_approve':
      return { kind: 'decide_gift', by, gift: button.gift, approved: true };
    case 'gift_decline':
      return { kind: 'decide_gift', by, gift: button.gift, approved: false };
    case 'rider_approve':
      return { kind: 'decide_rider', by, rider: button.rider, approved: true };
    case 'rider_decline':
      return { kind: 'decide_rider', by, rider: button.rider, approved: false };
    case 'incident_resolve': {
      const resolution = RESOLUTIONS.find((known) => known === button.resolution);
      return resolution === undefined ? undefined : { kind: 'resolve_incident', by, incident: button.incident, resolution };
    }
    default:
      return undefined;
  }
}

function workCommand({ memberId: by }: Facts, button: Button): Command | undefined {
  switch (button.action) {
    case 'shop_accept':
      return { kind: 'shop_accept', by, order: button.order };
    case 'shop_reject':
      return { kind: 'shop_decline', by, order: button.order };
    case 'shop_cooking':
      return { kind: 'shop_cooking', by, order: button.order };
    case 'shop_ready':
      return { kind: 'shop_ready', by, order: button.order };
    case 'shop_give_up':
      return { kind: 'shop_give_up', by, order: button.order };
    case 'shop_open':
      return { kind: 'set_shop_offer', by, open: button.open === '1' };
    case 'rider_duty':
      return { kind: 'set_duty', by, on: button.on === '1' };
    case 'rider_accept':
      return { kind: 'rider_accept', by, trip: button.trip };
    case 'rider_reject':
      return { kind: 'rider_decline', by, trip: button.trip };
    case 'rider_give_back':
      return { kind: 'rider_give_back', by, trip: button.trip };
    default:
      return undefined;
  }
}
