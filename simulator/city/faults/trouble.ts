import type { webhook } from '@line/bot-sdk';
import type { ApiCall } from '../../api-call.ts';
import type { LineMishap } from '../line-in-process.ts';

/** What goes wrong, as the faults that are switched on have it. The first that has something to say about a thing decides. */
export interface Trouble {
  /** When an event arrives, once for each delivery; undefined as usual. */
  deliveryDelays(event: webhook.Event): readonly number[] | undefined;
  /** What happens to a call that the service makes. */
  mishap(call: ApiCall): LineMishap | undefined;
  /** Before LINE sees a call, and after it took it. */
  aroundCall(call: ApiCall): void;
  onDelivery(fault: (event: webhook.Event) => readonly number[] | undefined): void;
  onCall(fault: (call: ApiCall) => LineMishap | undefined): void;
  onAround(fault: (call: ApiCall) => void): void;
}

export function createTrouble(): Trouble {
  const deliveries: ((event: webhook.Event) => readonly number[] | undefined)[] = [];
  const calls: ((call: ApiCall) => LineMishap | undefined)[] = [];
  const around: ((call: ApiCall) => void)[] = [];
  return {
    deliveryDelays(event) {
      for (const fault of deliveries) {
        const delays = fault(event);
        if (delays !== undefined) return delays;
      }
      return undefined;
    },
    mishap(call) {
      for (const fault of calls) {
        const mishap = fault(call);
        if (mishap !== undefined) return mishap;
      }
      return undefined;
    },
    aroundCall: (call) => around.forEach((fault) => fault(call)),
    onDelivery: (fault) => void deliveries.push(fault),
    onCall: (fault) => void calls.push(fault),
    onAround: (fault) => void around.push(fault),
  };
}
