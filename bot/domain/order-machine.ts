/**
 * The one state machine of an order, as data. `moveOrder` in db/orders.ts is the only code that
 * writes a state, and it asks this table first.
 */
export const ORDER_STATES = [
  'placed',
  'accepted',
  'cooking',
  'ready',
  'on_the_way',
  'handed_over',
  'cancelled',
  'refused',
  'expired',
  'failed',
] as const;
export type OrderState = (typeof ORDER_STATES)[number];

export const ORDER_EVENTS = [
  'shop_accepts',
  'gift_takes',
  'shop_gives_up',
  'cooking_starts',
  'cooked',
  'picked_up',
  'handed_over',
  'resident_cancels',
  'coordinator_cancels',
  'no_shop_found',
  'time_runs_out',
  'fails',
  'turned_to_pickup',
] as const;
export type OrderEvent = (typeof ORDER_EVENTS)[number];

type Moves = Partial<Record<OrderEvent, OrderState>>;

const MOVES: Record<OrderState, Moves> = {
  placed: {
    shop_accepts: 'accepted',
    gift_takes: 'accepted',
    resident_cancels: 'cancelled',
    coordinator_cancels: 'cancelled',
    no_shop_found: 'refused',
    time_runs_out: 'expired',
  },
  accepted: {
    cooking_starts: 'cooking',
    cooked: 'ready',
    shop_gives_up: 'placed',
    resident_cancels: 'cancelled',
    coordinator_cancels: 'cancelled',
  },
  cooking: { cooked: 'ready', shop_gives_up: 'placed', coordinator_cancels: 'cancelled' },
  ready: { picked_up: 'on_the_way', handed_over: 'handed_over', fails: 'failed', turned_to_pickup: 'ready' },
  on_the_way: { handed_over: 'handed_over', fails: 'failed' },
  handed_over: {},
  cancelled: {},
  refused: {},
  expired: {},
  failed: {},
};

/** The state after the event, or undefined where the event makes no sense. */
export function nextOrderState(state: OrderState, event: OrderEvent): OrderState | undefined {
  return MOVES[state][event];
}

export function hasEnded(state: OrderState): boolean {
  return Object.keys(MOVES[state]).length === 0;
}
