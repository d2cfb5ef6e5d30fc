import type { Button } from '../domain/button.ts';
import { DECLINE_REASONS, LANGUAGES, RESOLUTIONS } from '../domain/words.ts';
import type { Role } from '../domain/words.ts';
import { buildIntent } from '../intents/build-intent.ts';
import type { Intent } from '../intents/intent.ts';
import type { Label, LabelAction } from '../intents/labels.ts';
import type { Facts } from './facts.ts';
import type { Query } from './step.ts';

/** What a typed label can mean for this member at this moment. */
export interface Meant {
  /** Whose button it is; nobody else can mean it. */
  role?: Role;
  /** The buttons that the member could tap now and that bear the label. */
  buttons: Button[];
  /** Where the button names a thing: what shows all such things, for when there is none or more than one. */
  list?: Query;
  /** True where somebody's case is decided: never when the label can mean anything else. */
  decides?: true;
  /** For links of cards: the wish that the card with the link answers. */
  wish?: Intent;
}

type Means = (facts: Facts, label: Label) => Meant;

type PlainAction = { [A in LabelAction & Button['action']]: { action: A } extends Button ? A : never }[LabelAction & Button['action']];

function plain(action: PlainAction, role?: Role): Means {
  return () => ({ buttons: [{ action }], ...(role === undefined ? {} : { role }) });
}

type OrdersInState = keyof NonNullable<Facts['shopOrders']>;
type ShopAction = 'shop_accept' | 'shop_reject' | 'shop_cooking' | 'shop_ready' | 'shop_give_up';

function shopOrder(action: ShopAction, states: readonly OrdersInState[]): Means {
  return ({ shopOrders }) => ({
    role: 'shop',
    buttons: states.flatMap((state) => (shopOrders?.[state] ?? []).map((order) => ({ action, order }))),
    list: 'shop_orders',
  });
}

function offered(action: 'rider_accept' | 'rider_reject'): Means {
  return ({ rider }) => ({ role: 'rider', buttons: (rider?.offers ?? []).map((trip) => ({ action, trip })), list: 'rider_jobs' });
}

type TripAction = 'rider_give_back' | 'rider_picked_up' | 'rider_hand_over' | 'rider_left_at_door' | 'rider_problem';

function onTrip(action: TripAction): Means {
  return ({ rider }) => ({
    role: 'rider',
    buttons: rider?.trip === undefined ? [] : [{ action, trip: rider.trip.id }],
    list: 'rider_jobs',
  });
}

type OrderAction = 'cancel_order' | 'order_received' | 'order_not_received' | 'order_bad_food';

/** The order under way or the newest one, while the button fits its state. */
function ownOrder(action: OrderAction, fits: (order: NonNullable<Facts['order']>) => boolean): Means {
  return ({ order }) => ({
    buttons: order !== undefined && fits(order) ? [{ action, order: order.order }] : [],
    list: 'my_order',
  });
}

function application(of: 'shop' | 'rider', approved: boolean): Means {
  return ({ waiting }) => {
    const things = of === 'shop' ? (waiting?.shops ?? []) : (waiting?.riders ?? []);
    const buttons = things.map((id): Button => {
      if (of === 'shop') return { action: approved ? 'shop_approve' : 'shop_decline', shop: id };
      return { action: approved ? 'rider_approve' : 'rider_decline', rider: id };
    });
    return { role: 'coordinator', buttons, list: 'queue', decides: true };
  };
}

function offeredGift(action: 'gift_approve' | 'gift_decline'): Means {
  return ({ waiting }) => ({
    role: 'coordinator',
    buttons: (waiting?.gifts ?? []).map((gift): Button => ({ action, gift })),
    list: 'queue',
    decides: true,
  });
}

/** The meals on the label must be those that would be granted: another number was meant for somebody else. */
const approveScreening: Means = ({ waiting }, { number }) => ({
  role: 'coordinator',
  buttons:
    waiting === undefined || waiting.couponsEach !== number
      ? []
      : waiting.screenings.map((screening) => ({ action: 'screening_approve', screening })),
  list: 'queue',
  decides: true,
});

const declineScreening: Means = ({ waiting }, { value }) => ({
  role: 'coordinator',
  buttons: (waiting?.screenings ?? []).flatMap((screening) =>
    DECLINE_REASONS.filter((reason) => reason === value).map((reason) => ({ action: 'screening_decline', screening, reason })),
  ),
  list: 'queue',
  decides: true,
});

/** A coordinator who waits for food may mean the own order when something is to be cancelled. */
const resolveIncident: Means = ({ waiting, order }, { value }) => {
  const mayBeOwn = value === 'cancel_order' && order?.underWay === true;
  const buttons = (waiting?.incidents ?? []).flatMap(({ incident, resolutions }) =>
    resolutions
      .filter((resolution) => resolution === value && RESOLUTIONS.includes(resolution))
      .map((resolution): Button => ({ action: 'incident_resolve', incident, resolution })),
  );
  return { role: 'coordinator', buttons: mayBeOwn ? [] : buttons, list: 'queue', decides: true };
};

const page: Means = (facts, { value }) => {
  const wishes: Record<string, Meant> = {
    shop: { role: 'shop', buttons: [], wish: { kind: 'shop_orders' } },
    rider: { role: 'rider', buttons: [], wish: { kind: 'rider_jobs' } },
    coordinator: { role: 'coordinator', buttons: [], wish: { kind: 'queue' } },
    treasurer: { role: 'treasurer', buttons: [], wish: { kind: 'money_queue' } },
    map: { buttons: [], wish: { kind: facts.rider?.trip === undefined ? 'track' : 'rider_jobs' } },
    qr: { buttons: [], wish: { kind: facts.openPledges.length > 0 ? 'donations' : 'coupon_show' } },
  };
  const ownOrder: Meant = facts.order === undefined ? { buttons: [] } : { buttons: [], wish: { kind: 'track' } };
  return wishes[value] ?? ownOrder;
};

/** Labels that belong to the question that is open, and mean nothing without one. */
const OF_QUESTIONS = ['back', 'stop', 'skip'];

/** Every label's action with what it stands for; a role is checked again by the use case. */
export const MEANT_BY: Record<LabelAction, Means> = {
  menu: plain('menu'),
  ask_food: plain('ask_food'),
  my_coupons: plain('my_coupons'),
  give_back: ({ couponsLeft }) => ({ buttons: couponsLeft > 0 ? [{ action: 'give_back' }] : [] }),
  my_order: plain('my_order'),
  donate: plain('donate'),
  donate_meals: (_facts, { number }) => ({ buttons: [{ action: 'donate_meals', meals: String(number) }] }),
  give_food: plain('give_food'),
  gift_withdraw: ({ ownGifts }) => ({ buttons: (ownGifts ?? []).slice(0, 1).map((gift): Button => ({ action: 'gift_withdraw', gift })) }),
  gift_approve: offeredGift('gift_approve'),
  gift_decline: offeredGift('gift_decline'),
  join_shop: plain('join_shop'),
  join_rider: plain('join_rider'),
  talk_to_person: plain('talk_to_person'),
  privacy: plain('privacy'),
  withdraw_consent: (_facts, { value }) => ({ buttons: [{ action: 'withdraw_consent', purpose: value }] }),
  register: plain('register'),
  ask_again: plain('ask_again'),
  slip_help: plain('slip_help'),
  language: (_facts, { value }) => ({
    buttons: LANGUAGES.filter((to) => to === value).map((to) => ({ action: 'language', to })),
  }),
  cancel_order: ownOrder('cancel_order', (order) => order.underWay),
  order_received: ownOrder('order_received', (order) => order.state === 'handed_over'),
  order_not_received: ownOrder('order_not_received', ({ state }) => !['placed', 'accepted', 'cooking'].includes(state)),
  order_bad_food: ownOrder('order_bad_food', () => true),
  pledge_withdraw: ({ openPledges, monthlyPledges }, { value }) => ({
    buttons: (value === 'monthly' ? monthlyPledges : openPledges).map((pledge) => ({ action: 'pledge_withdraw', pledge })),
    list: 'pledges',
  }),
  new_campaign: plain('new_campaign', 'coordinator'),
  queue: plain('queue', 'coordinator'),
  screening_show: ({ waiting }) => ({
    role: 'coordinator',
    buttons: (waiting?.screenings ?? []).map((screening) => ({ action: 'screening_show', screening })),
    list: 'queue',
  }),
  screening_approve: approveScreening,
  screening_decline: declineScreening,
  shop_approve: application('shop', true),
  shop_decline: application('shop', false),
  rider_approve: application('rider', true),
  rider_decline: application('rider', false),
  incident_resolve: resolveIncident,
  incident_reply: ({ waiting }) => ({
    role: 'coordinator',
    buttons: (waiting?.incidents ?? []).filter(({ canReply }) => canReply).map(({ incident }) => ({ action: 'incident_reply', incident })),
    list: 'queue',
  }),
  record_money: plain('record_money', 'treasurer'),
  money_queue: plain('money_queue', 'treasurer'),
  confirm_money: ({ pledgesToConfirm }) => ({
    role: 'treasurer',
    buttons: pledgesToConfirm.map((pledge) => ({ action: 'confirm_money', pledge })),
    list: 'money_queue',
    decides: true,
  }),
  shop_orders: plain('shop_orders', 'shop'),
  shop_hand_over: (facts) => ({ ...(facts.givesFood === true ? {} : { role: 'shop' as const }), buttons: [{ action: 'shop_hand_over' }] }),
  shop_capacity: plain('shop_capacity', 'shop'),
  shop_open: (_facts, { value }) => ({ role: 'shop', buttons: [{ action: 'shop_open', open: value }] }),
  shop_accept: shopOrder('shop_accept', ['asked']),
  shop_reject: shopOrder('shop_reject', ['asked']),
  shop_cooking: shopOrder('shop_cooking', ['accepted']),
  shop_ready: shopOrder('shop_ready', ['accepted', 'cooking']),
  shop_give_up: shopOrder('shop_give_up', ['accepted', 'cooking']),
  rider_duty: (_facts, { value }) => ({ role: 'rider', buttons: [{ action: 'rider_duty', on: value }] }),
  rider_jobs: plain('rider_jobs', 'rider'),
  rider_accept: offered('rider_accept'),
  rider_reject: offered('rider_reject'),
  rider_give_back: onTrip('rider_give_back'),
  rider_picked_up: onTrip('rider_picked_up'),
  rider_hand_over: onTrip('rider_hand_over'),
  rider_left_at_door: onTrip('rider_left_at_door'),
  rider_problem: onTrip('rider_problem'),
  page,
  says: (_facts, { value }) => (OF_QUESTIONS.includes(value) ? { buttons: [] } : { buttons: [], wish: buildIntent(value, '', new Set()) }),
};
