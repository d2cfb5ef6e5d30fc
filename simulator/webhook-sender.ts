/** Sends events to the bot the way LINE does: signed, with a deadline, and with whatever faults are set. */
import { setTimeout as wait } from 'node:timers/promises';

import type { webhook } from '@line/bot-sdk';

import { must, objectAt, textAt } from './json.ts';
import { WEBHOOK_DEADLINE_MS, bodyOf, post, signatureOf } from './webhook-post.ts';
import { pushBounded, setBounded } from './world.ts';
import type { WebhookStatus, World } from './world.ts';

/** A redelivered token is good again, but not for an event older than this. */
const REDELIVERED_TOKEN_MAX_AGE_MS = 20 * 60_000;
/** LINE does not say how often it tries; a bot that is restarted within these is found again. */
const REDELIVERY_DELAYS_MS = [250, 500, 1_000, 2_000, 4_000] as const;

export interface WebhookResult {
  status: WebhookStatus;
  elapsedMs: number;
  eventId: string;
  /** Of the message or group that the action made. */
  id?: string;
  /** Where a uri action leads. */
  opens?: string;
}

export interface RawDelivery {
  secret?: string;
  signature?: string;
  rawBody?: Buffer;
}

export interface WebhookSender {
  /** Faults apply. */
  send: (event: webhook.Event) => Promise<WebhookResult>;
  /** Exactly these, once; no faults. */
  deliver: (events: readonly object[], options?: RawDelivery) => Promise<WebhookResult>;
  redeliver: (eventId: string) => Promise<WebhookResult>;
  /** Every event that never got a 2xx, oldest first. */
  redeliverFailed: () => Promise<WebhookResult[]>;
  /** What `outOfOrder` still holds back. */
  release: () => Promise<void>;
  stop: () => void;
}

/** Starts, or on a redelivery starts again, the life of the event's reply token. */
export function startReplyToken(world: World, event: object): void {
  const token = textAt(event, 'replyToken');
  const source = objectAt(event, 'source');
  const chatId = textAt(source, 'groupId') ?? textAt(source, 'roomId') ?? textAt(source, 'userId');
  if (token === undefined || chatId === undefined) return;
  const known = world.replyTokens.get(token);
  if (known === undefined) {
    const at = world.now();
    setBounded(world.replyTokens, [token, { chatId, eventAt: at, deliveredAt: at, used: false }]);
  } else if (!known.used && world.now() - known.eventAt <= REDELIVERED_TOKEN_MAX_AGE_MS) {
    known.deliveredAt = world.now();
  }
}

const isDone = (result: WebhookResult): boolean => typeof result.status === 'number' && result.status >= 200 && result.status < 300;

interface SenderState {
  world: World;
  /** Events that never got a 2xx, oldest first. */
  failed: Set<string>;
  /** Kept back by `outOfOrder`. */
  held: webhook.Event | undefined;
  stopping: AbortController;
}

async function deliver(world: World, events: readonly object[], options: RawDelivery = {}): Promise<WebhookResult> {
  const eventIds = events.map((event) => textAt(event, 'webhookEventId') ?? '');
  const eventId = eventIds[0] ?? '';
  if (world.webhookUrl === undefined) return { status: 'refused', elapsedMs: 0, eventId };
  for (const event of events) startReplyToken(world, event);
  const body = options.rawBody ?? bodyOf(world, events);
  const signature = options.signature ?? signatureOf(options.secret ?? world.options.channelSecret, body);
  const at = world.now();
  const deadlineMs = world.options.webhookDeadlineMs ?? WEBHOOK_DEADLINE_MS;
  const answer = await post(world.webhookUrl, body, { signature, deadlineMs });
  pushBounded(world.deliveries, { at, eventIds, ...answer });
  return { ...answer, eventId };
}

async function deliverKnown({ world, failed }: SenderState, event: webhook.Event): Promise<WebhookResult> {
  const result = await deliver(world, [event]);
  if (isDone(result)) failed.delete(event.webhookEventId);
  else failed.add(event.webhookEventId);
  return result;
}

async function redeliver(state: SenderState, eventId: string): Promise<WebhookResult> {
  const event = must(state.world.events.get(eventId), `event ${eventId}`);
  return deliverKnown(state, { ...event, deliveryContext: { isRedelivery: true } });
}

async function redeliverFailed(state: SenderState): Promise<WebhookResult[]> {
  const results: WebhookResult[] = [];
  for (const eventId of state.failed) results.push(await redeliver(state, eventId));
  return results;
}

async function keepTrying(state: SenderState, eventId: string): Promise<void> {
  for (const delayMs of REDELIVERY_DELAYS_MS) {
    await wait(delayMs, undefined, { signal: state.stopping.signal, ref: false });
    if (!state.failed.has(eventId) || isDone(await redeliver(state, eventId))) return;
  }
}

async function release(state: SenderState): Promise<void> {
  const event = state.held;
  state.held = undefined;
  if (event !== undefined) await deliverKnown(state, event);
}

/** The faults that keep an event from being sent at all, for now. */
function keptBack(state: SenderState, event: webhook.Event): 'dropped' | 'held' | undefined {
  const faults = state.world.faults.webhook ?? {};
  if (faults.dropNext !== undefined && faults.dropNext > 0) {
    faults.dropNext -= 1;
    state.failed.add(event.webhookEventId);
    return 'dropped';
  }
  if (faults.outOfOrder !== true || state.held !== undefined) return undefined;
  state.held = event;
  return 'held';
}

async function send(state: SenderState, event: webhook.Event): Promise<WebhookResult> {
  const { world } = state;
  const eventId = event.webhookEventId;
  setBounded(world.events, [eventId, event]);
  const status = keptBack(state, event);
  if (status !== undefined) return { status, elapsedMs: 0, eventId };
  const { delayMs = 0, duplicate = 0, redeliverAfterFailure = false } = world.faults.webhook ?? {};
  if (delayMs > 0) await wait(delayMs, undefined, { signal: state.stopping.signal });
  const result = await deliverKnown(state, event);
  await release(state);
  for (let copy = 0; copy < duplicate; copy += 1) await deliver(world, [event]);
  if (redeliverAfterFailure && !isDone(result)) keepTrying(state, eventId).catch(() => undefined);
  return result;
}

export function createWebhookSender(world: World): WebhookSender {
  const state: SenderState = { world, failed: new Set(), held: undefined, stopping: new AbortController() };
  return {
    send: (event) => send(state, event),
    deliver: (events, options) => deliver(world, events, options),
    redeliver: (eventId) => redeliver(state, eventId),
    redeliverFailed: () => redeliverFailed(state),
    release: () => release(state),
    stop: () => state.stopping.abort(),
  };
}
