/** LINE without sockets: what the service sends through `fetch` is answered by the simulator's own routes. */
import type { LineCarrier } from '../../bot/line/client.ts';
import { LINE_URL } from './city-config.ts';
import { answerCall, parseJson } from '../answer-call.ts';
import { NOT_FOUND } from '../api-call.ts';
import type { ApiAnswer, ApiCall, ApiRoute } from '../api-call.ts';
import { contentRoutes } from '../content-api.ts';
import type { ApiFault } from '../faults.ts';
import { isObject, listAt, textAt } from '../json.ts';
import { loginRoutes } from '../login-api.ts';
import type { IdTokens } from '../id-tokens.ts';
import { messagingRoutes } from '../messaging-api.ts';
import { richMenuRoutes } from '../rich-menu-api.ts';
import type { WebhookSender } from '../webhook-sender.ts';
import type { World } from '../world.ts';

/** How a call ended for the service: an answer, no connection, or a connection that broke after LINE had read the call. */
export type LineMishap = ApiFault & { refused?: true };

export interface LineCallEnded {
  call: ApiCall;
  answer: ApiAnswer;
  /** The service never heard of it. */
  lost: boolean;
}

export interface LineOptions {
  world: World;
  sender: WebhookSender;
  idTokens: IdTokens;
  /** What goes wrong with this call. */
  mishap: (call: ApiCall) => LineMishap | undefined;
  /** Before LINE looks at the call, and after it has: the process may die at either. */
  before: (call: ApiCall) => void;
  ended: (ended: LineCallEnded) => void;
}

interface CompiledRoute {
  route: ApiRoute;
  pattern: RegExp;
  names: string[];
}

function compile(route: ApiRoute): CompiledRoute {
  const names = [...route.path.matchAll(/:(\w+)/gu)].map((match) => match[1] ?? '');
  return { route, names, pattern: new RegExp(`^${route.path.replaceAll('.', String.raw`\.`).replaceAll(/:\w+/gu, '([^/]+)')}$`, 'u') };
}

function brokenConnection(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
}

function toResponse(call: ApiCall, answer: ApiAnswer): Response {
  const headers = { 'x-line-request-id': call.requestId, ...answer.headers };
  if (answer.body === undefined) return new Response(null, { status: answer.status, headers });
  if (Buffer.isBuffer(answer.body)) {
    const length = String(answer.body.length);
    return new Response(new Uint8Array(answer.body), { status: answer.status, headers: { ...headers, 'content-length': length } });
  }
  return new Response(JSON.stringify(answer.body), { status: answer.status, headers: { ...headers, 'content-type': 'application/json' } });
}

const KEYS_PATH = '/oauth2/v2.1/certs';

export function createLineFetch(options: LineOptions): typeof fetch {
  const { world, sender, idTokens } = options;
  const routes = [
    ...messagingRoutes(world, sender),
    ...contentRoutes(world),
    ...richMenuRoutes(world),
    ...loginRoutes(world, idTokens),
  ].map(compile);

  function routeOf(method: string, path: string): { route: ApiRoute; params: Record<string, string> } {
    for (const { route, pattern, names } of routes) {
      const found = route.method === method ? pattern.exec(path) : null;
      if (found === null) continue;
      return { route, params: Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')])) };
    }
    return { route: { method: 'GET', path, access: 'public', handle: () => NOT_FOUND }, params: {} };
  }

  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const headers = new Headers(init.headers);
    const method = init.method ?? 'GET';
    const bytes = Buffer.from(typeof init.body === 'string' ? init.body : '');
    const { route, params } = routeOf(method, url.pathname);
    // The keys of ID tokens are asked for by a library with a clock of its own: they always come, and leave no trace.
    if (url.pathname === KEYS_PATH) return Response.json(idTokens.jwks());
    const call: ApiCall = {
      method,
      path: url.pathname,
      requestId: world.ids.uuid(),
      params,
      query: url.searchParams,
      contentType: headers.get('content-type') ?? '',
      authorization: headers.get('authorization') ?? undefined,
      retryKey: headers.get('x-line-retry-key') ?? undefined,
      bytes,
      body: parseJson(bytes),
    };
    options.before(call);
    const mishap = options.mishap(call);
    if (mishap?.refused === true) {
      options.ended({ call, answer: { status: 0 }, lost: true });
      throw brokenConnection('ECONNREFUSED');
    }
    const { answer, lost } = await answerCall(world, route, { call, fault: mishap });
    options.ended({ call, answer, lost });
    if (lost) throw brokenConnection('UND_ERR_SOCKET');
    return toResponse(call, answer);
  };
}

/** The outbox has connections of its own: its calls go the same way as all others. */
export const carryToLine: LineCarrier = async ({ path, headers, body }) => {
  try {
    const response = await fetch(`${LINE_URL}${path}`, { method: 'POST', headers, body });
    return { statusCode: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
  } catch (error) {
    throw error instanceof TypeError && error.cause !== undefined ? error.cause : error;
  }
};

/** The messages that a call carries and whom it is for; undefined for calls that send nothing. */
export function sendingOf(world: World, call: ApiCall): { via: 'reply' | 'push'; to: string; replyToken?: string } | undefined {
  if (!isObject(call.body) || listAt(call.body, 'messages').length === 0) return undefined;
  if (call.path.endsWith('/message/push')) return { via: 'push', to: textAt(call.body, 'to') ?? '' };
  if (!call.path.endsWith('/message/reply')) return undefined;
  const replyToken = textAt(call.body, 'replyToken') ?? '';
  return { via: 'reply', to: world.replyTokens.get(replyToken)?.chatId ?? '', replyToken };
}
