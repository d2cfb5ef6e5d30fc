import { hasEnded } from './order-machine.ts';
import type { OrderState } from './order-machine.ts';
import type { IncidentKind, Resolution } from './words.ts';

/** What of the order matters for the choice. `counter` orders were handed over when they were made. */
export interface OrderOfIncident {
  state: OrderState;
  mode: 'delivery' | 'pickup' | 'counter';
}

/** What a coordinator can decide about an incident while its order is in this state; the likeliest first. */
export function resolutionsFor(kind: IncidentKind, order: OrderOfIncident | undefined): Resolution[] {
  if (order === undefined) return ['noted'];
  const { state } = order;
  switch (kind) {
    case 'no_shop':
      return state === 'placed' ? ['try_again', 'cancel_order'] : ['noted'];
    case 'no_rider':
      return state === 'ready' ? ['try_again', 'to_pickup', 'fail_order'] : ['noted'];
    case 'rider_problem':
    case 'wrong_address':
      return state === 'ready' || state === 'on_the_way' ? ['try_again', 'fail_order', 'noted'] : ['noted'];
    case 'too_late':
      if (state === 'ready' || state === 'on_the_way') return ['fail_order', 'noted'];
      return hasEnded(state) ? ['noted'] : ['cancel_order', 'noted'];
    case 'not_received':
    case 'bad_food':
    case 'not_collected':
      return state === 'handed_over' || state === 'failed' ? ['reissue', 'noted'] : ['noted'];
    case 'fund_short':
    case 'help_wanted':
    case 'emergency':
      return ['noted'];
  }
}
