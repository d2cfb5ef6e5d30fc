/** Mounts the routes of LINE's API: authorisation, retry keys, faults, the request log, and answers in LINE's shape. */
import express from 'express';
import type { ErrorRequestHandler, Request, RequestHandler, Response, Router } from 'express';

import { NOT_FOUND, refusal } from './api-call.ts';
import type { ApiAnswer, ApiCall, ApiRoute } from './api-call.ts';
import { takeApiFault } from './faults.ts';
import type { ApiFault } from './faults.ts';
import { pushBounded } from './world.ts';
import type { World } from './world.ts';

/** https://developers.line.biz/en/reference/messaging-api/#rate-limits */
const BODY_MAX = '2mb';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const FAULT_MESSAGES: Readonly<Record<number, string>> = {
  429: 'The API rate limit has been exceeded. Try again later.',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

const LOST_ANSWER = ['hang', 'dropConnection', 'acceptThenTimeout'] as const;

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

function toCall(world: World, request: Request): ApiCall {
  const raw: unknown = request.body;
  const bytes = Buffer.isBuffer(raw) ? raw : Buffer.alloc(0);
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.params)) params[name] = String(value);
  return {
    method: request.method,
    path: request.baseUrl + request.path,
    requestId: world.ids.uuid(),
    params,
    query: new URL(request.originalUrl, 'http://localhost').searchParams,
    contentType: request.get('content-type') ?? '',
    retryKey: request.get('x-line-retry-key'),
    bytes,
    body: parseJson(bytes),
  };
}

/** What LINE looks at before it reads the body. */
function turnedAway(world: World, route: ApiRoute, request: Request): ApiAnswer | undefined {
  if (route.access === 'public') return undefined;
  const authorization = request.get('authorization');
  const why = 'Authentication failed due to the following reason:';
  if (authorization === undefined) {
    return refusal(401, `${why} Authorization header required. Must follow the scheme, 'Authorization: Bearer <ACCESS TOKEN>'`);
  }
  if (authorization !== `Bearer ${world.options.channelAccessToken}`) {
    return refusal(401, `${why} invalid token. Confirm that the access token in the authorization header is valid.`);
  }
  const retryKey = request.get('x-line-retry-key');
  if (retryKey === undefined) return undefined;
  if (route.retryable !== true) return refusal(400, 'The request header X-Line-Retry-Key is not supported by this API');
  return UUID.test(retryKey) ? undefined : refusal(400, 'The retry key must be a UUID');
}

function record(world: World, call: ApiCall, outcome: { answer: ApiAnswer; fault: ApiFault | undefined; lost: boolean }): void {
  const { answer, fault, lost } = outcome;
  const { method, path, requestId, retryKey } = call;
  const faultName = fault === undefined ? undefined : Object.keys(fault).find((key) => key !== 'match' && key !== 'times');
  const log = { messageCount: 0, ...answer.log };
  pushBounded(world.requests, {
    at: world.now(),
    method,
    path,
    status: lost ? 0 : answer.status,
    requestId,
    ...log,
    ...(retryKey === undefined ? {} : { retryKey }),
    ...(faultName === undefined ? {} : { fault: faultName }),
  });
}

function writeAnswer(response: Response, call: ApiCall, answer: ApiAnswer): void {
  response.status(answer.status).set({ 'x-line-request-id': call.requestId, ...answer.headers });
  if (Buffer.isBuffer(answer.body)) response.end(answer.body);
  else if (answer.body === undefined) response.end();
  else response.json(answer.body);
}

/** Promises all bytes, sends half of them and breaks off. */
function writeHalf(response: Response, call: ApiCall, answer: ApiAnswer): void {
  const bytes = Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(JSON.stringify(answer.body ?? {}));
  response.status(answer.status).set({ 'x-line-request-id': call.requestId, ...answer.headers, 'content-length': String(bytes.length) });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}

async function answerOf(
  world: World,
  route: ApiRoute,
  met: { call: ApiCall; request: Request; fault: ApiFault | undefined },
): Promise<ApiAnswer> {
  const { call, request, fault } = met;
  if (fault?.hang === true || fault?.dropConnection === true) return { status: 0 };
  if (fault?.status !== undefined) {
    return fault.status < 300 ? { status: fault.status } : refusal(fault.status, FAULT_MESSAGES[fault.status] ?? 'Simulated failure');
  }
  return turnedAway(world, route, request) ?? route.handle(call);
}

function handlerOf(world: World, route: ApiRoute): RequestHandler {
  return async (request, response) => {
    const call = toCall(world, request);
    const fault = takeApiFault(world.faults, call);
    const answer = await answerOf(world, route, { call, request, fault });
    const lost = LOST_ANSWER.some((name) => fault?.[name] === true);
    record(world, call, { answer, fault, lost });
    if (fault?.dropConnection === true) request.socket.destroy();
    if (lost) return;
    if (fault?.truncateContent === true) writeHalf(response, call, answer);
    else writeAnswer(response, call, answer);
  };
}

/** Too large a body, or a bug in the simulator: both in LINE's shape. */
function errorHandler(world: World): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const tooLarge = error instanceof Error && 'status' in error && error.status === 413;
    const message = error instanceof Error ? error.message : String(error);
    const call = toCall(world, request);
    const answer = tooLarge ? refusal(413, 'Payload Too Large') : refusal(500, message);
    record(world, call, { answer, fault: undefined, lost: false });
    writeAnswer(response, call, answer);
  };
}

/** LINE's API is under `/v2` and `/oauth2`; an address there that it does not have is a 404 in its own shape. */
export function apiRouter(world: World, routes: readonly ApiRoute[]): Router {
  const router = express.Router();
  router.use(['/v2', '/oauth2', '/.well-known'], (request, _response, next) => {
    if (world.faults.down === true) request.socket.destroy();
    else next();
  });
  router.use(['/v2', '/oauth2'], express.raw({ type: () => true, limit: BODY_MAX }));
  for (const route of routes) {
    const handler = handlerOf(world, route);
    if (route.method === 'GET') router.get(route.path, handler);
    if (route.method === 'POST') router.post(route.path, handler);
    if (route.method === 'PUT') router.put(route.path, handler);
    if (route.method === 'DELETE') router.delete(route.path, handler);
  }
  router.use(['/v2', '/oauth2'], handlerOf(world, { method: 'GET', path: '/', access: 'public', handle: () => NOT_FOUND }));
  router.use(errorHandler(world));
  return router;
}
