/** LINE's side of the webhook: each event is delivered, delivered again when it was not answered 200, and remembered. */
import type { webhook } from '@line/bot-sdk';
import { objectAt, textAt } from '../json.ts';
import { bodyOf } from '../webhook-post.ts';
import { startReplyToken } from '../webhook-sender.ts';
import type { WebhookResult, WebhookSender } from '../webhook-sender.ts';
import { setBounded } from '../world.ts';
import type { City } from './city.ts';
import { MINUTE, SECOND } from './clock.ts';
import type { WebhookRecord } from './record.ts';

/** LINE does not say how often it tries: for hours, ever more slowly. */
const REDELIVERY_DELAYS = [10 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE] as const;
const REDELIVERIES_MAX = 60;
/** From the phone to LINE to us. */
const USUAL_DELAY = 300;

const NOT_SENT: WebhookResult = { status: 'none', elapsedMs: 0, eventId: '' };

function chatIdOf(event: webhook.Event): string {
  const source = objectAt(event, 'source');
  return textAt(source, 'groupId') ?? textAt(source, 'userId') ?? '';
}

function wordsOf(event: webhook.Event): Pick<WebhookRecord, 'words'> {
  const words = textAt(objectAt(event, 'message'), 'text');
  return words === undefined ? {} : { words };
}

async function deliver(city: City, event: webhook.Event, noted: WebhookRecord): Promise<void> {
  const isRedelivery = noted.deliveries > 0;
  const sent = isRedelivery ? { ...event, deliveryContext: { isRedelivery } } : event;
  startReplyToken(city.world, sent);
  noted.deliveries += 1;
  const status = await city.host.deliverWebhook(bodyOf(city.world, [sent]));
  city.trace.note('webhook', event.webhookEventId, noted.deliveries, status);
  if (status === 200) {
    noted.answered200At ??= city.clock.now();
    return;
  }
  if (noted.answered200At !== undefined || noted.deliveries > REDELIVERIES_MAX) return;
  const delay = REDELIVERY_DELAYS[Math.min(noted.deliveries, REDELIVERY_DELAYS.length) - 1] ?? MINUTE;
  plan(city, { event, noted, delay });
}

function plan(city: City, { event, noted, delay }: { event: webhook.Event; noted: WebhookRecord; delay: number }): void {
  city.agenda.add({ at: city.clock.now() + delay, label: `webhook ${event.type}`, run: () => deliver(city, event, noted) });
}

/** Takes what a person did, as the simulator's own sender does, and lets it arrive when its time has come. */
export function createPost(cityOf: () => City): WebhookSender {
  async function send(event: webhook.Event): Promise<WebhookResult> {
    const city = cityOf();
    const noted: WebhookRecord = {
      eventId: event.webhookEventId,
      chatId: chatIdOf(event),
      at: city.clock.now(),
      kind: event.type,
      ...wordsOf(event),
      deliveries: 0,
      answered200At: undefined,
    };
    city.record.webhooks.push(noted);
    setBounded(city.world.events, [event.webhookEventId, event]);
    for (const delay of city.trouble.deliveryDelays(event) ?? [USUAL_DELAY]) plan(city, { event, noted, delay });
    return { ...NOT_SENT, eventId: event.webhookEventId };
  }
  const unused = async (): Promise<WebhookResult> => NOT_SENT;
  return {
    send,
    deliver: unused,
    redeliver: unused,
    redeliverFailed: async () => [],
    release: async () => undefined,
    stop: () => undefined,
  };
}
