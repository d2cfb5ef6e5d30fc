import type { messagingApi } from '@line/bot-sdk';

import type { OrderView } from '../domain/notice.ts';
import type { OrderState } from '../domain/order-machine.ts';
import type { Diet } from '../domain/words.ts';
import { cardMessage } from './flex/card.ts';
import type { Line, Step } from './flex/card.ts';
import type { Tone } from './flex/colours.ts';
import { withQuickReplies } from './quick-reply.ts';
import { say } from './text/fill.ts';
import { mapLink, moment, open, plain, plains, press } from './voice.ts';
import type { Voice } from './voice.ts';

/** Which of the four steps an order stands at; an order that ended otherwise has none. */
const STEP_OF: Record<OrderState, { delivery: number; pickup: number } | undefined> = {
  placed: { delivery: 0, pickup: 0 },
  accepted: { delivery: 1, pickup: 1 },
  cooking: { delivery: 1, pickup: 1 },
  ready: { delivery: 1, pickup: 2 },
  on_the_way: { delivery: 2, pickup: 2 },
  handed_over: { delivery: 3, pickup: 3 },
  cancelled: undefined,
  refused: undefined,
  expired: undefined,
  failed: undefined,
};

function isUnderWay(state: OrderState): boolean {
  return STEP_OF[state] !== undefined && state !== 'handed_over';
}

function stepsOf(order: OrderView, voice: Voice): Step[] | undefined {
  const { resident } = voice.words;
  const at = STEP_OF[order.state]?.[order.mode];
  if (at === undefined) return undefined;
  const names = {
    delivery: [resident.stepAsked, resident.stepCooking, resident.stepOnTheWay, resident.stepArrived],
    pickup: [resident.stepAsked, resident.stepCooking, resident.stepReady, resident.stepCollected],
  }[order.mode];
  return names.map((name, index) =>
    index === at ? { at: 'now', words: say(resident.stepNow, { step: name }) } : { at: index < at ? 'done' : 'later', words: name },
  );
}

function whenLines(order: OrderView, voice: Voice): Line[] {
  const { resident } = voice.words;
  const isReady = order.mode === 'pickup' && order.state === 'ready';
  if (!isUnderWay(order.state) || isReady) return [];
  if (order.expectedAt === undefined) return [say(resident.wanted, { time: moment(voice, order.wantedAt) })];
  const sentence = order.mode === 'delivery' ? resident.expectedDelivery : resident.expectedPickup;
  return [say(sentence, { time: moment(voice, order.expectedAt) })];
}

/** The buttons that fit the state: cancel while it can be, tell us when it is there, else a person. */
function leadsOn(
  order: OrderView,
  voice: Voice,
): { primary: messagingApi.Action; secondary: messagingApi.Action; quick: messagingApi.Action[] } {
  const received = press(voice, { action: 'order_received', order: order.order }, 'order_received');
  const missing = press(voice, { action: 'order_not_received', order: order.order }, 'order_not_received');
  const bad = press(voice, { action: 'order_bad_food', order: order.order }, 'order_bad_food');
  const cancel = press(voice, { action: 'cancel_order', order: order.order }, 'cancel_order');
  const details = open(voice, 'open_order', `/orders/${encodeURIComponent(order.order)}`);
  const person = plain(voice, 'talk_to_person');
  switch (order.state) {
    case 'placed':
    case 'accepted':
      return { primary: details, secondary: cancel, quick: [plain(voice, 'my_order'), cancel, person] };
    case 'cooking':
    case 'ready':
      return { primary: details, secondary: person, quick: [plain(voice, 'my_order'), person] };
    case 'on_the_way':
      return { primary: details, secondary: person, quick: [plain(voice, 'my_order'), missing, person] };
    case 'handed_over':
      return { primary: received, secondary: missing, quick: [received, missing, bad, person] };
    case 'cancelled':
    case 'refused':
    case 'expired':
    case 'failed':
      return { primary: plain(voice, 'ask_food'), secondary: details, quick: plains(voice, 'ask_food', 'my_coupons', 'talk_to_person') };
  }
}

interface OrderCard {
  order: OrderView;
  altText: string;
  title: string;
  lines?: Line[];
  strip?: { tone: Tone; word: string };
}

/** The card of one order: where it is, when it comes, and the code that is said at the handover. */
export function orderCard(card: OrderCard, voice: Voice): messagingApi.Message[] {
  const { order } = card;
  const { resident, orderStates } = voice.words;
  const { primary, secondary, quick } = leadsOn(order, voice);
  const steps = stepsOf(order, voice);
  const where = whereToCollect(order, voice);
  const message = cardMessage({
    altText: card.altText,
    strip: card.strip ?? { tone: steps === undefined ? 'rest' : 'go', word: stateWord(order, voice) ?? orderStates[order.state] },
    title: card.title,
    ...(steps === undefined ? {} : { steps }),
    ...(isUnderWay(order.state) ? { big: { label: resident.codeLabel, value: order.handOverCode } } : {}),
    lines: [...whenLines(order, voice), ...where.lines, ...(card.lines ?? [])],
    primary,
    secondary,
    more: where.links,
  });
  return withQuickReplies([message], quick);
}

/** The shop and the way there, while there is something to collect. */
function whereToCollect(
  { mode, state, shopName, shopPin, giftWords }: OrderView,
  voice: Voice,
): { lines: Line[]; links: messagingApi.Action[] } {
  if (mode !== 'pickup' || !isUnderWay(state)) return { lines: [], links: [] };
  return {
    lines: [
      ...(shopName === undefined ? [] : [say(voice.words.resident.atShop, { shop: shopName })]),
      ...(giftWords === undefined ? [] : [say(voice.words.gift.place, { words: giftWords })]),
    ],
    links: shopPin === undefined ? [] : [mapLink(voice, shopPin)],
  };
}

/** A pick-up order that is ready or handed over says so in its own words. */
function stateWord(order: OrderView, voice: Voice): string | undefined {
  if (order.mode !== 'pickup') return undefined;
  if (order.state === 'ready') return voice.words.resident.stepReady;
  return order.state === 'handed_over' ? voice.words.resident.stepCollected : undefined;
}

export function dietWords(diets: Diet[], voice: Voice): string {
  const { choices, units } = voice.words;
  if (diets.length === 0) return choices['choice.diet.none'];
  return diets.map((diet) => choices[`choice.diet.${diet}`]).join(units.comma);
}
