import { vi } from 'vitest';
import type { LinePlatform } from '../../simulator/platform.ts';
import type { Lives } from './lives.ts';

/** As LINE: several connections at once, several events in a request, some twice, and again whatever got no 200. */
export interface LineSender {
  /** Resolves when the event was answered with 200. */
  say(userId: string, text: string): Promise<void>;
  /** As people do who read before they write: resolves when something new from the bot stands in the chat. */
  ask(userId: string, text: string): Promise<void>;
  /** Ids of the events that were answered with 200. */
  readonly taken: readonly string[];
  /** Statuses other than 200 that were really answered. */
  readonly refused: readonly number[];
  /** Deliveries that got no answer: the server was killed under them, or was slower than LINE waits. */
  readonly broken: readonly string[];
  /** Resolves when nothing is on its way any more. */
  close(): Promise<void>;
}

const LOOK_EVERY = 5;
/** Through many lives of the server, on a busy machine. */
export const PATIENCE = 120_000;
const CONNECTIONS = 6;
const EVENTS_A_REQUEST_MAX = 4;
const TWICE_ONE_IN = 8;

interface Waiting {
  event: { webhookEventId: string; deliveryContext: { isRedelivery: boolean } };
  taken: () => void;
}

export function createLineSender(given: { platform: LinePlatform; lives: Lives; random: () => number }): LineSender {
  const { platform, lives, random } = given;
  const queue: Waiting[] = [];
  const taken: string[] = [];
  const refused: number[] = [];
  const broken: string[] = [];
  const lastAt = new Map<string, number>();
  let number = 0;
  let isClosed = false;
  let wake = Promise.withResolvers<undefined>();

  /** Times of one chat never run backwards at LINE, and two of one millisecond have no order. */
  function timeFor(userId: string): number {
    const at = Math.max(Date.now(), (lastAt.get(userId) ?? 0) + 1);
    lastAt.set(userId, at);
    return at;
  }

  function textEvent(userId: string, text: string): Waiting['event'] {
    number += 1;
    const event = {
      type: 'message',
      mode: 'active',
      timestamp: timeFor(userId),
      source: { type: 'user', userId },
      webhookEventId: `01CRASH${String(number).padStart(19, '0')}`,
      deliveryContext: { isRedelivery: false },
      replyToken: number.toString(16).padStart(32, '0'),
      message: { type: 'text', id: String(500_000_000_000 + number), text, quoteToken: 'q', markAsReadToken: 'm' },
    };
    return event;
  }

  async function deliver(batch: readonly Waiting[]): Promise<void> {
    const events = batch.map(({ event }) => event);
    platform.setWebhookUrl(`${await lives.address()}/webhook`);
    const { status } = await platform.deliver(events);
    if (status === 200) {
      lives.answered();
      for (const { event } of batch) taken.push(event.webhookEventId);
      for (const each of batch) each.taken();
      if (random() < 1 / TWICE_ONE_IN) await platform.deliver(events);
      return;
    }
    if (typeof status === 'number') refused.push(status);
    else broken.push(status);
    // In front of the others, as the same events.
    queue.unshift(...batch.map((each) => ({ ...each, event: { ...each.event, deliveryContext: { isRedelivery: true } } })));
  }

  async function connection(): Promise<void> {
    for (;;) {
      const batch = queue.splice(0, 1 + Math.floor(random() * EVENTS_A_REQUEST_MAX));
      if (batch.length > 0) await deliver(batch);
      else if (isClosed) return;
      else await wake.promise;
    }
  }

  function wakeAll(): void {
    wake.resolve(undefined);
    wake = Promise.withResolvers<undefined>();
  }

  const connections = Array.from({ length: CONNECTIONS }, connection);
  function say(userId: string, text: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    queue.push({ event: textEvent(userId, text), taken: () => resolve(undefined) });
    wakeAll();
    return promise;
  }

  const lines = (userId: string): number => platform.chat(userId).length;

  return {
    say,
    async ask(userId, text) {
      const before = lines(userId);
      await say(userId, text);
      await vi.waitUntil(() => lines(userId) > before, { interval: LOOK_EVERY, timeout: PATIENCE });
    },
    taken,
    refused,
    broken,
    async close() {
      isClosed = true;
      wakeAll();
      await Promise.all(connections);
    },
  };
}
