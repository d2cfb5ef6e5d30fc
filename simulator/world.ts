/** Everything the simulated platform remembers. */
import type { messagingApi, webhook } from '@line/bot-sdk';

import type { Faults } from './faults.ts';
import { createIds } from './ids.ts';
import type { Ids } from './ids.ts';
import type { Problem } from './rules/validate.ts';

export interface SimulatedMember {
  /** `U` and 32 hexadecimal digits. */
  userId: string;
  displayName: string;
  language?: string;
  role?: string;
  label?: string;
  /** Has added the official account; default true. */
  friend?: boolean;
}

export interface LinePlatformOptions {
  /** 0 takes any free port (default). */
  port?: number;
  host?: string;
  channelSecret: string;
  channelAccessToken: string;
  loginChannelId: string;
  liffId: string;
  liffEndpointUrl?: string;
  webhookUrl?: string;
  members: SimulatedMember[];
  now?: () => number;
  random?: () => number;
  /** Messages a month; default 500. */
  quota?: number;
  /** Static files served at `/`; default `simulator/page`. */
  pageDirectory?: string;
  /** Let `http://127.0.0.1` and `http://localhost` pass where LINE wants https. */
  allowLoopbackHttp?: boolean;
  /** How long the bot may take to answer a webhook; default 2 seconds, as LINE. */
  webhookDeadlineMs?: number;
  /** Only verified accounts may list their followers; default false. */
  verifiedAccount?: boolean;
}

export interface MemberState extends SimulatedMember {
  relation: 'friend' | 'stranger' | 'blocked';
  /** A person who is no friend can be written to for 7 days after they wrote. */
  lastWroteAt?: number;
}

/** What a person sent, in the simulator's own words. */
export type MemberMessage =
  | { type: 'text'; text: string; fromButton?: boolean }
  | { type: 'sticker'; packageId: string; stickerId: string }
  | { type: 'image'; contentType: string; url: string }
  | { type: 'video' | 'audio'; contentType: string; url: string; durationMs: number }
  | { type: 'file'; contentType: string; url: string; fileName: string; fileSize: number }
  | { type: 'location'; latitude: number; longitude: number; title?: string; address?: string }
  /** Sent by a LIFF page with `liff.sendMessages`. */
  | { type: 'shared'; message: messagingApi.Message };

interface EntryBase {
  id: string;
  at: number;
}
interface MemberEntry extends EntryBase {
  from: 'member';
  /** In a group: who wrote. */
  userId: string;
  message: MemberMessage;
  unsent?: true;
}
export interface BotEntry extends EntryBase {
  from: 'bot';
  via: 'reply' | 'push' | 'multicast';
  requestId: string;
  message: messagingApi.Message;
}
export type ChatEntry = MemberEntry | BotEntry;

export interface Chat {
  /** A user id or a group id. */
  chatId: string;
  entries: ChatEntry[];
  /** The newest quick replies were used, without a message that would have pushed them away. */
  quickRepliesUsed: boolean;
  /** The "…" animation shows until then. */
  loadingUntil: number;
}

export interface StoredContent {
  bytes: Uint8Array;
  contentType: string;
  state: 'ready' | 'unsent';
}

interface ReplyToken {
  chatId: string;
  eventAt: number;
  /** The 60 seconds start here. */
  deliveredAt: number;
  used: boolean;
}

interface AcceptedRequest {
  acceptedAt: number;
  requestId: string;
  sentMessages: messagingApi.SentMessage[] | undefined;
}

export interface RichMenu {
  richMenuId: string;
  menu: messagingApi.RichMenuRequest;
  image?: StoredContent;
}

export interface ApiRequest {
  at: number;
  method: string;
  path: string;
  /** 0: the caller got no answer. */
  status: number;
  requestId: string;
  messageCount: number;
  retryKey?: string;
  to?: string[];
  problems?: Problem[];
  fault?: string;
}

export interface WebhookDelivery {
  at: number;
  eventIds: string[];
  status: WebhookStatus;
  elapsedMs: number;
}

/** `timeout`: no answer in 2 seconds. `held`, `dropped`: by a fault. `none`: the action sends no webhook. */
export type WebhookStatus = number | 'timeout' | 'refused' | 'held' | 'dropped' | 'none';

export interface World {
  readonly options: LinePlatformOptions;
  readonly ids: Ids;
  readonly botUserId: string;
  readonly members: Map<string, MemberState>;
  readonly groups: Map<string, Set<string>>;
  readonly chats: Map<string, Chat>;
  readonly contents: Map<string, StoredContent>;
  readonly replyTokens: Map<string, ReplyToken>;
  readonly acceptedRequests: Map<string, AcceptedRequest>;
  readonly quota: { limit: number; used: number };
  readonly richMenus: Map<string, RichMenu>;
  readonly richMenuAliases: Map<string, string>;
  readonly linkedRichMenus: Map<string, string>;
  readonly richMenusCreatedAt: number[];
  readonly requests: ApiRequest[];
  readonly deliveries: WebhookDelivery[];
  readonly events: Map<string, webhook.Event>;
  readonly listeners: Set<(chatId: string) => void>;
  defaultRichMenuId: string | undefined;
  faults: Faults;
  webhookUrl: string | undefined;
  liffEndpointUrl: string | undefined;
  /** Set once the server listens. */
  url: string;
  now: () => number;
}

/** Enough for the longest simulated run; above it the oldest go, so that a demo left running keeps its size. */
const LOG_MAX = 50_000;
const CHAT_ENTRIES_MAX = 2_000;
const USER_ID = /^U[0-9a-f]{32}$/;

export function createWorld(options: LinePlatformOptions): World {
  const ids = createIds(options.random ?? Math.random);
  const world: World = {
    options,
    ids,
    botUserId: `U${ids.hex(32)}`,
    members: new Map(),
    groups: new Map(),
    chats: new Map(),
    contents: new Map(),
    replyTokens: new Map(),
    acceptedRequests: new Map(),
    quota: { limit: options.quota ?? 500, used: 0 },
    richMenus: new Map(),
    richMenuAliases: new Map(),
    linkedRichMenus: new Map(),
    richMenusCreatedAt: [],
    requests: [],
    deliveries: [],
    events: new Map(),
    listeners: new Set(),
    defaultRichMenuId: undefined,
    faults: {},
    webhookUrl: options.webhookUrl,
    liffEndpointUrl: options.liffEndpointUrl,
    url: '',
    now: options.now ?? Date.now,
  };
  for (const member of options.members) addMember(world, member);
  return world;
}

export function addMember(world: World, member: SimulatedMember): MemberState {
  if (!USER_ID.test(member.userId)) throw new Error(`not a LINE user id: ${member.userId}`);
  const state: MemberState = { ...member, relation: member.friend === false ? 'stranger' : 'friend' };
  world.members.set(member.userId, state);
  return state;
}

export function chatOf(world: World, chatId: string): Chat {
  const known = world.chats.get(chatId);
  if (known !== undefined) return known;
  const chat: Chat = { chatId, entries: [], quickRepliesUsed: false, loadingUntil: 0 };
  world.chats.set(chatId, chat);
  return chat;
}

export function changed(world: World, chatId: string): void {
  for (const listener of world.listeners) listener(chatId);
}

export function addEntry(world: World, chatId: string, entry: ChatEntry): void {
  const chat = chatOf(world, chatId);
  pushBounded(chat.entries, entry, CHAT_ENTRIES_MAX);
  chat.quickRepliesUsed = false;
  if (entry.from === 'bot') chat.loadingUntil = 0;
  changed(world, chatId);
}

export function pushBounded<T>(list: T[], item: T, max = LOG_MAX): void {
  list.push(item);
  if (list.length > max) list.splice(0, list.length - max);
}

/** Maps keep the order of insertion, so the first key is the oldest. */
export function setBounded<T>(map: Map<string, T>, [key, value]: readonly [string, T], max = LOG_MAX): void {
  map.set(key, value);
  const oldest = map.size > max ? map.keys().next().value : undefined;
  if (oldest !== undefined) map.delete(oldest);
}

const STRANGER_REACH_MS = 7 * 24 * 3_600_000;

/** Does a message to this person arrive? https://developers.line.biz/en/reference/messaging-api/#send-push-message-conditions */
export function isReachable(world: World, userId: string): boolean {
  const member = world.members.get(userId);
  if (member === undefined || member.relation === 'blocked') return false;
  if (member.relation === 'friend') return true;
  return member.lastWroteAt !== undefined && world.now() - member.lastWroteAt <= STRANGER_REACH_MS;
}

/** The people who would get a message sent to this chat. */
export function receiversOf(world: World, chatId: string): string[] {
  const group = world.groups.get(chatId);
  if (group !== undefined) return [...group];
  return isReachable(world, chatId) ? [chatId] : [];
}
