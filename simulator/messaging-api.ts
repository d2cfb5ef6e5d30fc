/** Sending, quota, profiles and the webhook's address. https://developers.line.biz/en/reference/messaging-api/ */
import type { messagingApi } from '@line/bot-sdk';

import { NOT_FOUND, OK, invalidBody, refusal } from './api-call.ts';
import type { ApiAnswer, ApiCall, ApiRoute } from './api-call.ts';
import { isObject, listAt, textAt } from './json.ts';
import { checkShape } from './rules/schema-rules.ts';
import { validateRequest } from './rules/validate.ts';
import type { RequestKind } from './rules/validate.ts';
import type { WebhookSender } from './webhook-sender.ts';
import { addEntry, changed, chatOf, isReachable, receiversOf, setBounded } from './world.ts';
import type { BotEntry, World } from './world.ts';

/** https://developers.line.biz/en/reference/messaging-api/#send-reply-message-reply-token */
const REPLY_TOKEN_LIFE_MS = 60_000;
/** https://developers.line.biz/en/docs/messaging-api/retrying-api-request/ */
const RETRY_KEY_LIFE_MS = 24 * 3_600_000;
const LOADING_DEFAULT_S = 20;
const FOLLOWERS_PAGE_MAX = 1000;
const QUOTABLE = new Set<messagingApi.Message['type']>(['text', 'textV2', 'sticker', 'image', 'video', 'template', 'flex']);

interface Sending {
  chatIds: string[];
  via: BotEntry['via'];
  requestId: string;
}

/** Puts the messages into the chats where they arrive; LINE gives ids for those that do not, too. */
function show(world: World, sending: Sending, messages: messagingApi.Message[]): messagingApi.SentMessage[] {
  const { via, requestId } = sending;
  const at = world.now();
  const sent = messages.map((message): messagingApi.SentMessage => {
    const id = world.ids.messageId();
    return QUOTABLE.has(message.type) ? { id, quoteToken: world.ids.token(64) } : { id };
  });
  for (const chatId of sending.chatIds) {
    if (receiversOf(world, chatId).length === 0) continue;
    for (const [index, message] of messages.entries()) {
      addEntry(world, chatId, { id: sent[index]?.id ?? '', from: 'bot', at, via, requestId, message });
    }
  }
  return sent;
}

function unusable(world: World, kind: RequestKind, body: unknown): ApiAnswer | undefined {
  if (body === undefined) return refusal(400, 'The request body could not be parsed as JSON (line: -, column: -)');
  const { allowLoopbackHttp } = world.options;
  const problems = validateRequest(kind, body, allowLoopbackHttp === undefined ? {} : { allowLoopbackHttp });
  if (problems.length === 0) return undefined;
  const answer = invalidBody(problems);
  return { ...answer, log: { ...answer.log, ...whatWasSent(body) } };
}

function whatWasSent(body: unknown): { to?: string[]; messageCount: number } {
  const to = isObject(body) ? body['to'] : undefined;
  const messageCount = listAt(body, 'messages').length;
  if (typeof to === 'string') return { to: [to], messageCount };
  return Array.isArray(to) ? { to: to.map(String), messageCount } : { messageCount };
}

function reply(world: World, call: ApiCall): ApiAnswer {
  const refused = unusable(world, 'reply', call.body);
  if (refused !== undefined) return refused;
  const shape = checkShape('reply', call.body);
  if (!shape.ok) return invalidBody(shape.problems);
  const { replyToken, messages } = shape.value;
  const token = world.replyTokens.get(replyToken);
  const log = { messageCount: messages.length, ...(token === undefined ? {} : { to: [token.chatId] }) };
  if (token === undefined || token.used || world.now() - token.deliveredAt > REPLY_TOKEN_LIFE_MS) {
    return { ...refusal(400, 'Invalid reply token'), log };
  }
  token.used = true;
  const sentMessages = show(world, { chatIds: [token.chatId], via: 'reply', requestId: call.requestId }, messages);
  return { status: 200, body: { sentMessages }, log };
}

/** The second request under a key is answered with what the first one did. */
function alreadyAccepted(world: World, call: ApiCall): ApiAnswer | undefined {
  const accepted = call.retryKey === undefined ? undefined : world.acceptedRequests.get(call.retryKey);
  if (accepted === undefined || world.now() - accepted.acceptedAt > RETRY_KEY_LIFE_MS) return undefined;
  const { requestId, sentMessages } = accepted;
  const message = 'The retry key is already accepted';
  return {
    status: 409,
    body: sentMessages === undefined ? { message } : { message, sentMessages },
    headers: { 'x-line-accepted-request-id': requestId },
    log: whatWasSent(call.body),
  };
}

/** Push and multicast: both cost quota, by the number of people. */
function sendCounted(world: World, call: ApiCall, via: 'push' | 'multicast'): ApiAnswer {
  const refused = unusable(world, via, call.body) ?? alreadyAccepted(world, call);
  if (refused !== undefined) return refused;
  const shape = checkShape(via, call.body);
  if (!shape.ok) return invalidBody(shape.problems);
  const log = whatWasSent(call.body);
  const chatIds = [...new Set([shape.value.to].flat())];
  if (via === 'push' && !chatIds.every((id) => world.members.has(id) || world.groups.has(id))) {
    return { ...refusal(400, 'Failed to send messages'), log };
  }
  const receivers = new Set(chatIds.flatMap((chatId) => receiversOf(world, chatId)));
  if (world.quota.used + receivers.size > world.quota.limit) {
    return { ...refusal(429, 'You have reached your monthly limit.'), log };
  }
  world.quota.used += receivers.size;
  const sent = show(world, { chatIds, via, requestId: call.requestId }, shape.value.messages);
  const sentMessages = via === 'push' ? sent : undefined;
  if (call.retryKey !== undefined) {
    const accepted = { acceptedAt: world.now(), requestId: call.requestId, sentMessages };
    world.acceptedRequests.delete(call.retryKey);
    setBounded(world.acceptedRequests, [call.retryKey, accepted]);
  }
  return { status: 200, body: sentMessages === undefined ? {} : { sentMessages }, log };
}

function startLoading(world: World, call: ApiCall): ApiAnswer {
  const refused = unusable(world, 'loading', call.body);
  if (refused !== undefined) return refused;
  const shape = checkShape('loading', call.body);
  if (!shape.ok) return invalidBody(shape.problems);
  const { chatId, loadingSeconds } = shape.value;
  chatOf(world, chatId).loadingUntil = world.now() + (loadingSeconds ?? LOADING_DEFAULT_S) * 1_000;
  changed(world, chatId);
  return { status: 202, body: {} };
}

function profile(world: World, userId: string): ApiAnswer {
  const member = world.members.get(userId);
  if (member === undefined || !isReachable(world, userId)) return NOT_FOUND;
  const { displayName, language } = member;
  return { status: 200, body: { userId, displayName, ...(language === undefined ? {} : { language }) } };
}

function followers(world: World, call: ApiCall): ApiAnswer {
  if (world.options.verifiedAccount !== true) return refusal(403, 'Access to this API is not available for your account');
  const limit = Math.min(Number(call.query.get('limit') ?? 300), FOLLOWERS_PAGE_MAX);
  const start = Number(call.query.get('start') ?? 0);
  const userIds = [...world.members.values()].filter((member) => member.relation === 'friend').map((member) => member.userId);
  const next = start + limit;
  return { status: 200, body: { userIds: userIds.slice(start, next), ...(next < userIds.length ? { next: String(next) } : {}) } };
}

const TEST_REASONS: Readonly<Record<string, string>> = { timeout: 'REQUEST_TIMEOUT', refused: 'COULD_NOT_CONNECT' };

/** https://developers.line.biz/en/reference/messaging-api/#test-webhook-endpoint */
async function testWebhook(world: World, sender: WebhookSender): Promise<ApiAnswer> {
  const { status } = await sender.deliver([]);
  const success = typeof status === 'number' && status >= 200 && status < 300;
  const reason = TEST_REASONS[status] ?? (success ? 'OK' : 'ERROR_STATUS_CODE');
  const statusCode = typeof status === 'number' ? status : 0;
  const timestamp = new Date(world.now()).toISOString();
  return { status: 200, body: { success, timestamp, statusCode, reason, detail: String(status) } };
}

function setEndpoint(world: World, call: ApiCall): ApiAnswer {
  const refused = unusable(world, 'webhookEndpoint', call.body);
  if (refused === undefined) world.webhookUrl = textAt(call.body, 'endpoint');
  return refused ?? OK;
}

function linkToken(world: World, userId: string): ApiAnswer {
  return isReachable(world, userId) ? { status: 200, body: { linkToken: world.ids.token(32) } } : NOT_FOUND;
}

export function messagingRoutes(world: World, sender: WebhookSender): ApiRoute[] {
  const validate = (call: ApiCall): ApiAnswer => unusable(world, 'validate', call.body) ?? OK;
  return [
    { method: 'POST', path: '/v2/bot/message/reply', handle: (call) => reply(world, call) },
    { method: 'POST', path: '/v2/bot/message/push', retryable: true, handle: (call) => sendCounted(world, call, 'push') },
    { method: 'POST', path: '/v2/bot/message/multicast', retryable: true, handle: (call) => sendCounted(world, call, 'multicast') },
    { method: 'POST', path: '/v2/bot/message/validate/reply', handle: validate },
    { method: 'POST', path: '/v2/bot/message/validate/push', handle: validate },
    { method: 'POST', path: '/v2/bot/message/validate/multicast', handle: validate },
    { method: 'POST', path: '/v2/bot/chat/loading/start', handle: (call) => startLoading(world, call) },
    { method: 'POST', path: '/v2/bot/chat/markAsRead', handle: (call) => unusable(world, 'markAsRead', call.body) ?? OK },
    { method: 'GET', path: '/v2/bot/message/quota', handle: () => ({ status: 200, body: { type: 'limited', value: world.quota.limit } }) },
    { method: 'GET', path: '/v2/bot/message/quota/consumption', handle: () => ({ status: 200, body: { totalUsage: world.quota.used } }) },
    { method: 'GET', path: '/v2/bot/profile/:userId', handle: (call) => profile(world, call.params['userId'] ?? '') },
    { method: 'GET', path: '/v2/bot/followers/ids', handle: (call) => followers(world, call) },
    { method: 'POST', path: '/v2/bot/user/:userId/linkToken', handle: (call) => linkToken(world, call.params['userId'] ?? '') },
    { method: 'GET', path: '/v2/bot/info', handle: () => botInfo(world) },
    { method: 'PUT', path: '/v2/bot/channel/webhook/endpoint', handle: (call) => setEndpoint(world, call) },
    { method: 'GET', path: '/v2/bot/channel/webhook/endpoint', handle: () => endpoint(world) },
    { method: 'POST', path: '/v2/bot/channel/webhook/test', handle: () => testWebhook(world, sender) },
  ];
}

function botInfo(world: World): ApiAnswer {
  const { botUserId: userId } = world;
  return { status: 200, body: { userId, basicId: '@000simul', displayName: 'Simulated account', chatMode: 'bot', markAsReadMode: 'auto' } };
}

function endpoint(world: World): ApiAnswer {
  return world.webhookUrl === undefined ? NOT_FOUND : { status: 200, body: { endpoint: world.webhookUrl, active: true } };
}
