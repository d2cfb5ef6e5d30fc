/**
 * The simulator's own HTTP API: what the chat page, and tests in another process, use. JSON in and out; refusals are
 * `400 {"message": "…"}`, an unknown member or message is 404. A chat is named by a user id, or by a group id (`C…`).
 *
 * GET  /sim/api/members                     [{userId, displayName, role?, label?, language?, relation: friend|stranger|blocked}]
 * POST /sim/api/members                     {displayName, userId?, role?, label?, language?, friend?} → the new person
 * GET  /sim/api/chats/:chatId               {member, entries, quickReplies, buttons, richMenu, loadingUntil, now}
 *        entries       in order, both sides: {id, at, from: 'bot', via, requestId, message: LINE's JSON}
 *                      or {id, at, from: 'member', userId, message, unsent?}; a member's message is
 *                      {type:'text', text, fromButton?} · {type:'sticker', packageId, stickerId} ·
 *                      {type:'image'|'video'|'audio'|'file', contentType, url, durationMs?, fileName?, fileSize?} ·
 *                      {type:'location', latitude, longitude, title?, address?} · {type:'shared', message: LINE's JSON}
 *        quickReplies  to show now: [{label, action, from, messageId}]; empty as soon as anything newer is in the chat
 *        buttons       the same, with all buttons inside messages (flex, template, imagemap), newest first
 *        richMenu      null or {richMenuId, name, chatBarText, selected, size, areas: [{bounds, action}], imageUrl?}
 *        loadingUntil  the "…" animation shows while `now` is less
 * POST /sim/api/members/:userId/actions     does something as this person; answers {status, elapsedMs, eventId, id?, opens?}:
 *        status of the webhook (200, 'timeout', 'refused', 'held', 'dropped', or 'none' if the action sends none);
 *        `opens` is the address a uri action leads to (for a LIFF address ask liff-url)
 *        {kind:'follow'} {kind:'unfollow'} {kind:'say', text} {kind:'sticker', packageId?, stickerId?}
 *        {kind:'image', base64, contentType?} {kind:'video'|'audio', base64, durationMs?} {kind:'file', base64, fileName}
 *        {kind:'location', latitude, longitude, title?, address?}
 *        {kind:'tap', action, params?}  the action object of a button, quick reply or rich menu area, just as it came;
 *                                       camera, cameraRoll and location are not tapped: send the image or location
 *        {kind:'pickDate', action, value}  value as the picker gives it: 2030-01-31, 09:30 or 2030-01-31T09:30
 *        {kind:'unsend', messageId}
 *        {kind:'joinGroup', userIds?} (`id` is the group's) {kind:'leaveGroup', groupId}
 *        {kind:'sayInGroup', groupId, text} {kind:'tapInGroup', groupId, action}
 * GET  /sim/api/events                      server-sent events: `data: {"userId": "…"}` whenever that chat changes
 * GET  /sim/api/content/:messageId          the bytes of an image, sound or file that a person sent
 * GET  /sim/api/rich-menu-images/:id        the bytes of a rich menu's image
 * GET  /sim/api/slip-code?reference=        the small QR of a bank slip, as a PNG; the reference is letters and digits
 * GET  /sim/api/liff-url?userId=&path=      {url} to open in the phone frame; path is /a?b#c or a whole https://liff.line.me/… address
 * GET  /sim/api/state                       {botUserId, webhookUrl, liffId, liffEndpointUrl, quota, requests (newest 200), violations,
 *                                           counts: {replies, pushes} (messages since the start), deliveries (newest 200), faults, now}
 * POST /sim/api/faults                      sets the faults (see faults.ts); {} clears them
 * PUT  /sim/api/settings                    {webhookUrl?, liffEndpointUrl?, quotaLimit?, quotaUsed?}
 * POST /sim/api/id-tokens                   {userId, overrides?} → {idToken}
 * POST /sim/api/webhooks                    {kind:'redeliver', eventId} {kind:'redeliverFailed'} {kind:'verify'}
 *                                           {kind:'deliver', events, secret?, signature?, rawBodyBase64?}
 */
import express from 'express';
import type { ErrorRequestHandler, Request, Response, Router } from 'express';
import { slipVerify } from 'promptparse/generate';
import QRCode from 'qrcode';
import * as z from 'zod';

import { faultsSchema } from './faults.ts';
import { must } from './json.ts';
import type { LinePlatform } from './platform.ts';
import type { StoredContent, World } from './world.ts';

const BODY_MAX = '16mb';
const TAIL = 200;

/** A bank's number that the slip's code carries; the slip itself says that it is of no bank. */
const SAMPLE_BANK = '004';
const slipReference = z.string().regex(/^[A-Z0-9]{10,25}$/u);

const anyAction = z.record(z.string(), z.unknown());
const base64 = z.string().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));

const actionBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['follow', 'unfollow']) }),
  z.object({ kind: z.literal('say'), text: z.string().min(1) }),
  z.object({ kind: z.literal('sticker'), packageId: z.string().default('446'), stickerId: z.string().default('1988') }),
  z.object({ kind: z.literal('image'), base64, contentType: z.string().default('image/jpeg') }),
  z.object({ kind: z.enum(['video', 'audio']), base64, durationMs: z.int().min(1).default(1_000) }),
  z.object({ kind: z.literal('file'), base64, fileName: z.string().min(1) }),
  z.object({
    kind: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    title: z.string().exactOptional(),
    address: z.string().exactOptional(),
  }),
  z.object({ kind: z.literal('tap'), action: anyAction, params: z.record(z.string(), z.string()).optional() }),
  z.object({ kind: z.literal('pickDate'), action: anyAction, value: z.string() }),
  z.object({ kind: z.literal('unsend'), messageId: z.string() }),
  z.object({ kind: z.literal('joinGroup'), userIds: z.array(z.string()).default([]) }),
  z.object({ kind: z.literal('leaveGroup'), groupId: z.string() }),
  z.object({ kind: z.literal('sayInGroup'), groupId: z.string(), text: z.string().min(1) }),
  z.object({ kind: z.literal('tapInGroup'), groupId: z.string(), action: anyAction }),
]);

const memberBody = z.object({
  displayName: z.string().min(1),
  userId: z.string().exactOptional(),
  role: z.string().exactOptional(),
  label: z.string().exactOptional(),
  language: z.string().exactOptional(),
  friend: z.boolean().exactOptional(),
});

const settingsBody = z.object({
  webhookUrl: z.url().optional(),
  liffEndpointUrl: z.url().optional(),
  quotaLimit: z.int().min(0).optional(),
  quotaUsed: z.int().min(0).optional(),
});

const idTokenBody = z.object({
  userId: z.string(),
  overrides: z
    .object({
      aud: z.string().optional(),
      iss: z.string().optional(),
      exp: z.int().optional(),
      iat: z.int().optional(),
      kid: z.string().optional(),
      alg: z.enum(['ES256', 'HS256', 'none']).optional(),
      badSignature: z.boolean().optional(),
    })
    .default({}),
});

const webhookBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('redeliver'), eventId: z.string() }),
  z.object({ kind: z.enum(['redeliverFailed', 'verify']) }),
  z.object({
    kind: z.literal('deliver'),
    events: z.array(anyAction),
    secret: z.string().exactOptional(),
    signature: z.string().exactOptional(),
    rawBodyBase64: z.string().optional(),
  }),
]);

async function act(platform: LinePlatform, userId: string, raw: unknown): Promise<unknown> {
  const body = actionBody.parse(raw);
  switch (body.kind) {
    case 'follow':
      return platform.follow(userId);
    case 'unfollow':
      return platform.unfollow(userId);
    case 'say':
      return platform.say(userId, body.text);
    case 'sticker':
      return platform.sticker(userId, { packageId: body.packageId, stickerId: body.stickerId });
    case 'image':
      return platform.image(userId, body.base64, body.contentType);
    case 'video':
      return platform.video(userId, body.base64, body.durationMs);
    case 'audio':
      return platform.audio(userId, body.base64, body.durationMs);
    case 'file':
      return platform.file(userId, body.base64, body.fileName);
    case 'location': {
      const { kind: _, ...place } = body;
      return platform.location(userId, place);
    }
    case 'tap':
      return platform.tap(userId, body.action, body.params);
    case 'pickDate':
      return platform.pickDate(userId, body.action, body.value);
    case 'unsend':
      return platform.unsend(userId, body.messageId);
    case 'joinGroup':
      return platform.joinGroup([userId, ...body.userIds]);
    case 'leaveGroup':
      return platform.leaveGroup(body.groupId);
    case 'sayInGroup':
      return platform.sayInGroup(body.groupId, userId, body.text);
    case 'tapInGroup':
      return platform.tapInGroup(body.groupId, userId, body.action);
  }
}

async function sendWebhook(platform: LinePlatform, raw: unknown): Promise<unknown> {
  const body = webhookBody.parse(raw);
  switch (body.kind) {
    case 'redeliver':
      return platform.redeliver(body.eventId);
    case 'redeliverFailed':
      return platform.redeliverFailed();
    case 'verify':
      return platform.verifyWebhook();
    case 'deliver': {
      const { kind: _, events, rawBodyBase64, ...signing } = body;
      const rawBody = rawBodyBase64 === undefined ? {} : { rawBody: Buffer.from(rawBodyBase64, 'base64') };
      return platform.deliver(events, { ...signing, ...rawBody });
    }
  }
}

function chatView(world: World, platform: LinePlatform, chatId: string): object {
  must(world.members.get(chatId) ?? world.groups.get(chatId), `chat ${chatId}`);
  return {
    member: world.members.get(chatId) ?? null,
    entries: platform.chat(chatId),
    quickReplies: platform.quickReplies(chatId),
    buttons: platform.buttons(chatId),
    richMenu: platform.richMenuOf(chatId) ?? null,
    loadingUntil: world.chats.get(chatId)?.loadingUntil ?? 0,
    now: world.now(),
  };
}

/** Message objects that LINE took, by the way they went. */
function messageCounts({ requests }: World): { replies: number; pushes: number } {
  const counts = { replies: 0, pushes: 0 };
  for (const { path, messageCount, status, fault } of requests) {
    if (status !== 200 && fault !== 'acceptThenTimeout') continue;
    if (path === '/v2/bot/message/reply') counts.replies += messageCount;
    if (path === '/v2/bot/message/push' || path === '/v2/bot/message/multicast') counts.pushes += messageCount;
  }
  return counts;
}

function stateView(world: World, platform: LinePlatform): object {
  const { botUserId, webhookUrl, liffEndpointUrl, quota, faults } = world;
  return {
    botUserId,
    webhookUrl: webhookUrl ?? null,
    liffId: world.options.liffId,
    liffEndpointUrl: liffEndpointUrl ?? null,
    quota,
    requests: world.requests.slice(-TAIL),
    violations: platform.violations().slice(-TAIL),
    counts: messageCounts(world),
    deliveries: world.deliveries.slice(-TAIL),
    faults,
    now: world.now(),
  };
}

function sendContent(response: Response, content: StoredContent | undefined): void {
  if (content?.state === 'ready')
    response
      .type(content.contentType)
      .set({ 'x-content-type-options': 'nosniff', 'content-security-policy': 'sandbox' })
      .end(content.bytes);
  else response.status(404).json({ message: 'not here' });
}

function streamChanges(world: World, response: Response): void {
  response.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  response.flushHeaders();
  response.write(': open\n\n');
  const listener = (chatId: string): void => void response.write(`data: ${JSON.stringify({ userId: chatId })}\n\n`);
  world.listeners.add(listener);
  response.on('close', () => world.listeners.delete(listener));
}

function applySettings(world: World, platform: LinePlatform, raw: unknown): object {
  const settings = settingsBody.parse(raw);
  if (settings.webhookUrl !== undefined) platform.setWebhookUrl(settings.webhookUrl);
  if (settings.liffEndpointUrl !== undefined) platform.setLiffEndpointUrl(settings.liffEndpointUrl);
  if (settings.quotaLimit !== undefined) world.quota.limit = settings.quotaLimit;
  if (settings.quotaUsed !== undefined) world.quota.used = settings.quotaUsed;
  return { ok: true };
}

const errorHandler: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  const message = error instanceof z.ZodError ? z.prettifyError(error) : String(error instanceof Error ? error.message : error);
  response.status(message.endsWith('is missing') ? 404 : 400).json({ message });
};

const queryOf = (request: Request, name: string): string => {
  const value = request.query[name];
  return typeof value === 'string' ? value : '';
};

function readRoutes(router: Router, world: World, platform: LinePlatform): void {
  router.get('/members', (_request, response) => void response.json([...world.members.values()]));
  router.get('/chats/:chatId', (request, response) => void response.json(chatView(world, platform, request.params.chatId)));
  router.get('/events', (_request, response) => streamChanges(world, response));
  router.get('/content/:messageId', (request, response) => sendContent(response, world.contents.get(request.params.messageId)));
  router.get('/rich-menu-images/:id', (request, response) => sendContent(response, world.richMenus.get(request.params.id)?.image));
  router.get('/state', (_request, response) => void response.json(stateView(world, platform)));
  router.get('/slip-code', async (request, response) => {
    const code = slipVerify({ sendingBank: SAMPLE_BANK, transRef: slipReference.parse(queryOf(request, 'reference')) });
    response.type('image/png').end(await QRCode.toBuffer(code, { margin: 2, scale: 4 }));
  });
  router.get('/liff-url', async (request, response) => {
    response.json({ url: await platform.liffUrl(queryOf(request, 'userId'), queryOf(request, 'path')) });
  });
}

export function controlRouter(world: World, platform: LinePlatform): Router {
  const router = express.Router();
  router.use(express.json({ limit: BODY_MAX }));
  readRoutes(router, world, platform);
  router.post('/members', (request, response) => {
    const body = memberBody.parse(request.body);
    response.status(201).json(platform.addMember({ ...body, userId: body.userId ?? `U${world.ids.hex(32)}` }));
  });
  router.post('/members/:userId/actions', async (request, response) => {
    response.json(await act(platform, request.params.userId, request.body));
  });
  router.post('/faults', async (request, response) => {
    await platform.faults.set(faultsSchema.parse(request.body));
    response.json(world.faults);
  });
  router.put('/settings', (request, response) => void response.json(applySettings(world, platform, request.body)));
  router.post('/id-tokens', async (request, response) => {
    const { userId, overrides } = idTokenBody.parse(request.body);
    response.json({ idToken: await platform.idToken(userId, overrides) });
  });
  router.post('/webhooks', async (request, response) => void response.json(await sendWebhook(platform, request.body)));
  router.use((_request, response) => void response.status(404).json({ message: 'not here' }));
  router.use(errorHandler);
  return router;
}
