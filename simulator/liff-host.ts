/** How a LIFF page is opened, logged in, and lets a person send messages. https://developers.line.biz/en/docs/liff/opening-liff-app/ */
import express from 'express';
import type { Response, Router } from 'express';
import * as z from 'zod';

import type { IdTokens } from './id-tokens.ts';
import { idTokenProblem } from './login-api.ts';
import { messageTokens } from './events.ts';
import { textAt } from './json.ts';
import { writeMessage } from './member-actions.ts';
import { checkShape } from './rules/schema-rules.ts';
import { validateMessages } from './rules/validate.ts';
import type { Problem } from './rules/validate.ts';
import type { WebhookResult, WebhookSender } from './webhook-sender.ts';
import type { World } from './world.ts';
import type { messagingApi, webhook } from '@line/bot-sdk';

const LIFF_ORIGIN = 'https://liff.line.me/';

/** `https://liff.line.me/{liffId}/orders/1?x=y#z` → `/orders/1?x=y#z`; a path stays as it is. */
function insidePath(world: World, target: string): string {
  const prefix = `${LIFF_ORIGIN}${world.options.liffId}`;
  const inside = target.startsWith(prefix) ? target.slice(prefix.length) : target;
  return inside === '' || /^[/?#]/.test(inside) ? inside : `/${inside}`;
}

/**
 * The primary redirect: the endpoint, the rest of the address in `liff.state`, the person's token in the fragment.
 * (LINE's own app hands over an access token there; the stand-in hands over the ID token.)
 */
export async function liffUrl(world: World, idTokens: IdTokens, open: { userId: string; target: string }): Promise<string> {
  if (world.liffEndpointUrl === undefined) throw new Error('no LIFF endpoint is set');
  const url = new URL(world.liffEndpointUrl);
  const inside = insidePath(world, open.target);
  if (inside !== '') url.searchParams.set('liff.state', inside);
  url.hash = `id_token=${await idTokens.sign(open.userId)}&in_client=1`;
  return url.href;
}

function isUnderEndpoint(world: World, redirect: string): boolean {
  if (world.liffEndpointUrl === undefined || !URL.canParse(redirect)) return false;
  const endpoint = new URL(world.liffEndpointUrl);
  const wanted = new URL(redirect);
  const base = endpoint.pathname.replace(/\/$/, '');
  return wanted.origin === endpoint.origin && (wanted.pathname === base || wanted.pathname.startsWith(`${base}/`));
}

const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function loginPage(world: World, redirect: string): string {
  const people = [...world.members.values()].map(({ userId, displayName, role, label }) => {
    const query = new URLSearchParams({ userId, redirect_uri: redirect });
    const detail = [role, label].filter((part) => part !== undefined).join(', ');
    return `<li><a href="/liff/login/as?${escapeHtml(query.toString())}">${escapeHtml(displayName)}</a> ${escapeHtml(detail)}</li>`;
  });
  return `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Log in as</title>
<style>body{font:1.1rem/1.8 sans-serif;max-width:30rem;margin:2rem auto;padding:0 1rem}</style>
<h1>Log in as</h1><ul>${people.join('')}</ul>`;
}

const sendBody = z.object({ idToken: z.string(), messages: z.array(z.unknown()).min(1).max(5) });
const SENDABLE = new Set<messagingApi.Message['type']>(['text', 'sticker', 'image', 'video', 'audio', 'location', 'template', 'flex']);

/** https://developers.line.biz/en/reference/liff/#send-messages */
function sendingProblems(messages: unknown[]): Problem[] {
  const problems = validateMessages(messages, 'push', { allowLoopbackHttp: true });
  for (const [index, message] of messages.entries()) {
    const property = `messages[${index}]`;
    const shape = checkShape('message', message);
    if (!shape.ok) continue;
    if (!SENDABLE.has(shape.value.type)) problems.push({ property, message: 'cannot be sent from LIFF' });
    if ('quoteToken' in shape.value || 'emojis' in shape.value) problems.push({ property, message: 'no quoteToken or emojis from LIFF' });
    if (hasOtherThanUri(shape.value)) problems.push({ property, message: 'only uri actions can be sent from LIFF' });
  }
  return problems;
}

function hasOtherThanUri(message: messagingApi.Message): boolean {
  if (message.type !== 'template' && message.type !== 'flex') return false;
  return /"type":"(postback|message|datetimepicker|clipboard|camera|cameraRoll|richmenuswitch)"/.test(JSON.stringify(message));
}

/** What the bot hears of it: nothing of templates and Flex, and media only by their address. */
function contentOf(world: World, id: string, message: messagingApi.Message): webhook.MessageContent | undefined {
  const tokens = messageTokens(world);
  switch (message.type) {
    case 'text':
      return { type: 'text', id, text: message.text, ...tokens };
    case 'sticker':
      return { type: 'sticker', id, packageId: message.packageId, stickerId: message.stickerId, stickerResourceType: 'STATIC', ...tokens };
    case 'location': {
      const { title, address, latitude, longitude } = message;
      return { type: 'location', id, title, address, latitude, longitude };
    }
    case 'image':
    case 'video': {
      const { originalContentUrl, previewImageUrl } = message;
      return { type: message.type, id, contentProvider: { type: 'external', originalContentUrl, previewImageUrl }, ...tokens };
    }
    case 'audio': {
      const contentProvider = { type: 'external', originalContentUrl: message.originalContentUrl } as const;
      return { type: 'audio', id, duration: message.duration, contentProvider };
    }
    case 'template':
    case 'flex':
    case 'textV2':
    case 'imagemap':
    case 'coupon':
      return undefined;
  }
}

async function sendOne(
  world: World,
  sender: WebhookSender,
  sent: { userId: string; message: unknown },
): Promise<WebhookResult | undefined> {
  const shape = checkShape('message', sent.message);
  if (!shape.ok) return undefined;
  const message = shape.value;
  return writeMessage(world, sender, {
    origin: { userId: sent.userId },
    make: (id) => ({
      shown: message.type === 'text' ? { type: 'text', text: message.text } : { type: 'shared', message },
      content: contentOf(world, id, message),
    }),
  });
}

async function sendMessages(
  parts: { world: World; idTokens: IdTokens; sender: WebhookSender },
  raw: unknown,
  response: Response,
): Promise<void> {
  const { world, idTokens, sender } = parts;
  const body = sendBody.safeParse(raw);
  if (!body.success) {
    response.status(400).json({ message: 'idToken and 1 to 5 messages are needed' });
    return;
  }
  const claims = await idTokens.read(body.data.idToken);
  const refused = idTokenProblem(world, claims, { clientId: world.options.loginChannelId });
  const userId = textAt(claims, 'sub') ?? '';
  if (refused !== undefined || world.members.get(userId)?.relation === 'blocked') {
    response.status(403).json({ message: refused ?? 'not allowed in this chat' });
    return;
  }
  const problems = sendingProblems(body.data.messages);
  if (problems.length > 0) {
    response.status(400).json({ message: 'invalid messages', details: problems });
    return;
  }
  const results: WebhookResult[] = [];
  for (const message of body.data.messages) {
    const result = await sendOne(world, sender, { userId, message });
    if (result !== undefined) results.push(result);
  }
  response.json({ results });
}

const queryText = (value: unknown): string => (typeof value === 'string' ? value : '');

export function liffRouter(parts: { world: World; idTokens: IdTokens; sender: WebhookSender }): Router {
  const { world, idTokens } = parts;
  const router = express.Router();
  router.use((_request, response, next) => {
    response.set({ 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type' });
    next();
  });
  router.options('/send-messages', (_request, response) => void response.status(204).end());
  router.post('/send-messages', express.json({ limit: '2mb' }), (request, response) => sendMessages(parts, request.body, response));
  router.get('/login', (request, response) => {
    const redirect = queryText(request.query['redirect_uri']);
    const known = queryText(request.query['liffId']) === world.options.liffId;
    if (known && isUnderEndpoint(world, redirect)) response.type('html').send(loginPage(world, redirect));
    else response.status(400).type('text').send('redirect_uri must start with the LIFF endpoint URL, and liffId must be known');
  });
  router.get('/login/as', async (request, response) => {
    const redirect = queryText(request.query['redirect_uri']);
    const userId = queryText(request.query['userId']);
    if (!isUnderEndpoint(world, redirect) || !world.members.has(userId)) {
      response.status(400).type('text').send('unknown member or redirect_uri');
      return;
    }
    const url = new URL(redirect);
    url.hash = `id_token=${await idTokens.sign(userId)}`;
    response.redirect(url.href);
  });
  return router;
}
