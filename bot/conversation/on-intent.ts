import type { Intent } from '../intents/intent.ts';
import type { Facts } from './facts.ts';
import { startForm } from './fill-form.ts';
import {
  menuOf,
  startApplication,
  startCampaign,
  startFood,
  startGift,
  startGiveBack,
  startMoney,
  startPledge,
  startRiderWork,
  startShopWork,
} from './starts.ts';
import type { ConversationState } from './state.ts';
import { doing, looking, sayOnly } from './step.ts';
import type { Step } from './step.ts';

/** What a typed wish means when no question is open. */
export function onIntent(state: ConversationState, facts: Facts, intent: Intent): Step {
  return (
    talk(state, facts, intent) ??
    residentWish(state, facts, intent) ??
    donorWish(state, facts, intent) ??
    workWish(state, facts, intent) ??
    unclear(state, facts)
  );
}

function unclear(state: ConversationState, facts: Facts): Step {
  return sayOnly(state, { kind: 'unclear', roles: facts.roles, registered: facts.registration !== undefined });
}

function talk(state: ConversationState, facts: Facts, intent: Intent): Step | undefined {
  switch (intent.kind) {
    case 'greeting':
    case 'menu':
    case 'yes':
    case 'no':
    case 'skip':
    case 'back':
    case 'stop':
      return sayOnly(state, menuOf(facts, intent.kind === 'greeting'));
    case 'thanks':
      return sayOnly(state, { kind: 'thanks' });
    case 'emoji_only':
      return sayOnly(state, { kind: 'cannot_read', what: 'emoji' });
    case 'ambiguous_hi':
      return sayOnly(state, { kind: 'ambiguous_hi' });
    case 'emergency':
    case 'self_harm': {
      const why = intent.kind === 'self_harm' ? 'self_harm' : 'health';
      return { state, say: [{ kind: 'emergency', why }], command: { kind: 'call_person', by: facts.memberId, why: 'emergency' } };
    }
    case 'human_agent':
      return startForm(state, facts, { form: 'help' });
    case 'language':
      return intent.language === undefined
        ? sayOnly(state, { kind: 'language_choice' })
        : doing(state, { kind: 'set_language', by: facts.memberId, language: intent.language });
    case 'privacy_notice':
    case 'consent_withdraw':
    case 'privacy_delete':
      return looking(state, 'privacy');
    case 'privacy_export':
      return looking(state, 'my_data');
    default:
      return undefined;
  }
}

function residentWish(state: ConversationState, facts: Facts, intent: Intent): Step | undefined {
  switch (intent.kind) {
    case 'request_food':
      if (intent.infant === true) return doing(state, { kind: 'call_person', by: facts.memberId, why: 'help_wanted' });
      return startFood(state, facts, intent);
    case 'hi_register':
      return startFood(state, facts, { quarantine: true });
    case 'diet':
    case 'change_address':
      return startForm(state, facts, { form: 'registration' });
    case 'coupon_balance':
    case 'coupon_show':
      return looking(state, 'coupon_balance');
    case 'give_back':
      return startGiveBack(state, facts);
    case 'shop_list':
      return looking(state, 'shops_near');
    case 'track':
      return looking(state, 'my_order');
    case 'cancel':
    case 'confirm_received':
    case 'complaint_delivery':
    case 'complaint_food':
      return aboutOrder(state, facts, intent.kind);
    default:
      return undefined;
  }
}

/** Typed words about "my order" mean the one under way, or the newest one. */
function aboutOrder(
  state: ConversationState,
  facts: Facts,
  wish: 'cancel' | 'confirm_received' | 'complaint_delivery' | 'complaint_food',
): Step {
  const { order, memberId: by } = facts;
  if (order === undefined) return sayOnly(state, { kind: 'no_order' });
  switch (wish) {
    case 'cancel':
      return order.underWay ? doing(state, { kind: 'cancel_order', by, order: order.order }) : sayOnly(state, { kind: 'no_order' });
    case 'confirm_received':
      return order.state === 'handed_over'
        ? doing(state, { kind: 'confirm_received', by, order: order.order })
        : looking(state, 'my_order');
    case 'complaint_delivery':
      if (order.state === 'placed' || order.state === 'accepted' || order.state === 'cooking') return looking(state, 'my_order');
      return doing(state, { kind: 'complain', by, order: order.order, about: 'not_received' });
    case 'complaint_food':
      return doing(state, { kind: 'complain', by, order: order.order, about: 'bad_food' });
  }
}

function donorWish(state: ConversationState, facts: Facts, intent: Intent): Step | undefined {
  switch (intent.kind) {
    case 'donate':
      return startPledge(state, facts, intent);
    case 'give_food':
      return startGift(state, facts, intent);
    case 'donate_slip':
      return facts.openPledges.length === 0
        ? sayOnly(state, { kind: 'slip_without_pledge' })
        : startForm(state, facts, { form: 'donation_slip' });
    case 'donate_receipt':
      return sayOnly(state, { kind: 'tax_answer' });
    case 'donations':
      return looking(state, 'pledges');
    case 'fund_report':
      return looking(state, 'fund_report');
    default:
      return undefined;
  }
}

function workWish(state: ConversationState, facts: Facts, intent: Intent): Step | undefined {
  return shopWish(state, facts, intent) ?? riderWish(state, facts, intent) ?? staffWish(state, facts, intent);
}

function shopWish(state: ConversationState, facts: Facts, intent: Intent): Step | undefined {
  const { memberId: by } = facts;
  switch (intent.kind) {
    case 'shop_join':
      return startApplication(state, facts, 'shop');
    case 'shop_orders':
      return looking(state, 'shop_orders');
    case 'shop_redeem':
      return intent.code === undefined
        ? startShopWork(state, facts, 'shop_code')
        : doing(state, { kind: 'shop_redeem', by, code: intent.code });
    case 'shop_capacity':
      // "I have thirty boxes" from somebody without a shop is food to give.
      if (facts.shop === undefined && intent.meals !== undefined) return startGift(state, facts, { boxes: intent.meals });
      return intent.meals === undefined || intent.meals < 0
        ? startShopWork(state, facts, 'capacity')
        : doing(state, { kind: 'set_shop_offer', by, capacity: Math.min(intent.meals, 2000) });
    case 'shop_open':
      // Without a shop yet, "open a shop" means joining.
      if (facts.shop === undefined) return startApplication(state, facts, 'shop');
      return doing(state, { kind: 'set_shop_offer', by, open: intent.open });
    case 'settlement':
      return looking(state, 'settlement');
    default:
      return undefined;
  }
}

/** Several offers are shown, none of them taken. */
function acceptOnlyOffer(state: ConversationState, { memberId: by, rider }: Facts): Step {
  const [offer, ...others] = rider?.offers ?? [];
  if (offer === undefined || others.length > 0) return looking(state, 'rider_jobs');
  return doing(state, { kind: 'rider_accept', by, trip: offer });
}

/** "I have the food" says a resident, too, for whom it was brought. */
function withoutTrip(state: ConversationState, facts: Facts): Step {
  if (facts.rider === undefined && facts.order !== undefined) return aboutOrder(state, facts, 'confirm_received');
  return looking(state, 'rider_jobs');
}

function riderWish(state: ConversationState, facts: Facts, intent: Intent): Step | undefined {
  const { memberId: by, rider } = facts;
  const trip = rider?.trip?.id;
  switch (intent.kind) {
    case 'rider_join':
      return startApplication(state, facts, 'rider');
    case 'rider_jobs':
      return looking(state, 'rider_jobs');
    case 'rider_duty':
      return doing(state, { kind: 'set_duty', by, on: intent.on });
    case 'rider_accept':
      return acceptOnlyOffer(state, facts);
    case 'rider_picked_up':
      if (trip === undefined) return withoutTrip(state, facts);
      return intent.code === undefined
        ? startRiderWork(state, facts, { form: 'pick_up_code', trip })
        : doing(state, { kind: 'rider_picked_up', by, trip, code: intent.code });
    case 'rider_delivered':
      if (trip === undefined) return looking(state, 'rider_jobs');
      return intent.code === undefined
        ? startRiderWork(state, facts, { form: 'hand_over_code', trip })
        : doing(state, { kind: 'rider_hand_over', by, trip, proof: { code: intent.code } });
    case 'rider_problem':
      return trip === undefined ? looking(state, 'rider_jobs') : startRiderWork(state, facts, { form: 'rider_problem', trip });
    default:
      return undefined;
  }
}

function staffWish(state: ConversationState, facts: Facts, intent: Intent): Step | undefined {
  switch (intent.kind) {
    case 'queue':
      return looking(state, 'queue');
    case 'new_campaign':
      return startCampaign(state, facts);
    case 'money_queue':
      return looking(state, 'money_queue');
    case 'record_money':
      return startMoney(state, facts);
    default:
      return undefined;
  }
}
