/** A LINE platform on loopback, for development and tests: the bot cannot tell it from LINE, and it is as strict. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { join } from 'node:path';

import type { messagingApi, webhook } from '@line/bot-sdk';
import express from 'express';
import type { Express } from 'express';

import { apiRouter } from './api-server.ts';
import { buttonsOf, lastMessages, quickReplies, richMenuView } from './chat-view.ts';
import type { Button, RichMenuView } from './chat-view.ts';
import { contentRoutes } from './content-api.ts';
import { controlRouter } from './control-api.ts';
import { faultsSchema } from './faults.ts';
import type { Faults } from './faults.ts';
import { createIdTokens } from './id-tokens.ts';
import type { IdTokenOverrides, IdTokens } from './id-tokens.ts';
import { liffRouter, liffUrl } from './liff-host.ts';
import { loginRoutes } from './login-api.ts';
import { createMemberActions, memberOf } from './member-actions.ts';
import type { MemberActions } from './member-actions.ts';
import { messagingRoutes } from './messaging-api.ts';
import { richMenuRoutes } from './rich-menu-api.ts';
import { createWebhookSender } from './webhook-sender.ts';
import type { RawDelivery, WebhookResult, WebhookSender } from './webhook-sender.ts';
import { addMember, chatOf, createWorld } from './world.ts';
import type { ApiRequest, ChatEntry, LinePlatformOptions, MemberState, SimulatedMember, WebhookDelivery, World } from './world.ts';

export type { Button } from './chat-view.ts';
export type { Faults } from './faults.ts';
export type { LinePlatformOptions, SimulatedMember } from './world.ts';

export interface LinePlatform extends MemberActions {
  /** Base address for LINE's API, its data API and LINE Login alike. */
  readonly url: string;
  /** `destination` of every webhook. */
  readonly botUserId: string;
  setWebhookUrl: (url: string) => void;
  setLiffEndpointUrl: (url: string) => void;
  addMember: (member: SimulatedMember) => MemberState;
  members: () => MemberState[];

  /** Any events, signed as asked for; no faults. */
  deliver: (events: readonly object[], options?: RawDelivery) => Promise<WebhookResult>;
  /** The same event once more, with `isRedelivery`. */
  redeliver: (eventId: string) => Promise<WebhookResult>;
  /** Every event that never got a 2xx, oldest first. */
  redeliverFailed: () => Promise<WebhookResult[]>;
  /** As the console's Verify button: signed, without events. */
  verifyWebhook: () => Promise<WebhookResult>;
  /** An event that was made before, to put several into one delivery. */
  event: (eventId: string) => webhook.Event | undefined;
  deliveries: () => WebhookDelivery[];

  chat: (chatId: string) => ChatEntry[];
  /** The messages of the bot's newest request to this chat. */
  lastMessages: (chatId: string) => messagingApi.Message[];
  quickReplies: (chatId: string) => Button[];
  /** Everything that can be tapped in the chat: quick replies, then the buttons in messages, newest first. */
  buttons: (chatId: string) => Button[];
  richMenuOf: (userId: string) => RichMenuView | undefined;

  requests: () => ApiRequest[];
  /** The requests that were refused because of what was in them. */
  violations: () => ApiRequest[];
  readonly faults: { set: (faults: Faults) => Promise<void>; clear: () => Promise<void> };
  readonly quota: { limit: number; used: number };
  idToken: (userId: string, overrides?: IdTokenOverrides) => Promise<string>;
  /** What a phone opens for a LIFF address or path. */
  liffUrl: (userId: string, target: string) => Promise<string>;
  stop: () => Promise<void>;
}

const PAGE_DIRECTORY = join(import.meta.dirname, 'page');
/** Thai and Burmese letters for machines without them. */
const FONT_DIRECTORIES = ['@fontsource/noto-sans-thai-looped/files', '@expo-google-fonts/noto-sans-myanmar'].map((path) =>
  join(import.meta.dirname, '..', 'node_modules', path),
);

async function listen(app: Express, options: LinePlatformOptions): Promise<{ server: Server; url: string }> {
  const host = options.host ?? '127.0.0.1';
  const server = createServer(app);
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  server.once('error', reject);
  server.listen(options.port ?? 0, host, () => resolve(undefined));
  await promise;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return { server, url: `http://${host}:${address.port}` };
}

async function close(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.close(() => resolve(undefined));
  server.closeAllConnections();
  await promise;
}

interface Parts {
  world: World;
  sender: WebhookSender;
  idTokens: IdTokens;
}

async function setFaults({ world, sender }: Parts, faults: Faults): Promise<void> {
  world.faults = structuredClone(faultsSchema.parse(faults));
  if (world.faults.webhook?.outOfOrder !== true) await sender.release();
}

function createPlatform(parts: Parts, stop: () => Promise<void>): LinePlatform {
  const { world, sender, idTokens } = parts;
  return {
    ...createMemberActions(world, sender),
    url: world.url,
    botUserId: world.botUserId,
    quota: world.quota,
    setWebhookUrl: (url) => void (world.webhookUrl = url),
    setLiffEndpointUrl: (url) => void (world.liffEndpointUrl = url),
    addMember: (member) => addMember(world, member),
    members: () => [...world.members.values()],
    deliver: (events, options) => sender.deliver(events, options),
    redeliver: (eventId) => sender.redeliver(eventId),
    redeliverFailed: () => sender.redeliverFailed(),
    verifyWebhook: () => sender.deliver([]),
    event: (eventId) => world.events.get(eventId),
    deliveries: () => [...world.deliveries],
    chat: (chatId) => [...chatOf(world, chatId).entries],
    lastMessages: (chatId) => lastMessages(world, chatId),
    quickReplies: (chatId) => quickReplies(world, chatId),
    buttons: (chatId) => buttonsOf(world, chatId),
    richMenuOf: (userId) => richMenuView(world, userId),
    requests: () => [...world.requests],
    violations: () => world.requests.filter((request) => request.problems !== undefined),
    faults: { set: (faults) => setFaults(parts, faults), clear: () => setFaults(parts, {}) },
    idToken: (userId, overrides) => idTokens.sign(userId, overrides),
    liffUrl: async (userId, target) => liffUrl(world, idTokens, { userId: memberOf(world, userId).userId, target }),
    stop,
  };
}

export async function startLinePlatform(options: LinePlatformOptions): Promise<LinePlatform> {
  const world = createWorld(options);
  const sender = createWebhookSender(world);
  const parts = { world, sender, idTokens: await createIdTokens(world) };
  const app = express().disable('x-powered-by');
  const { server, url } = await listen(app, options);
  world.url = url;
  const platform = createPlatform(parts, async () => {
    sender.stop();
    await close(server);
  });
  const routes = [
    ...messagingRoutes(world, sender),
    ...contentRoutes(world),
    ...richMenuRoutes(world),
    ...loginRoutes(world, parts.idTokens),
  ];
  app.use('/sim/api', controlRouter(world, platform));
  app.use('/liff', liffRouter(parts));
  app.use(apiRouter(world, routes));
  for (const directory of FONT_DIRECTORIES) app.use('/fonts', express.static(directory, { immutable: true, maxAge: '1d' }));
  app.use(express.static(options.pageDirectory ?? PAGE_DIRECTORY));
  return platform;
}
