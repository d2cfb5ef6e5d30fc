/** Mounts the routes of LINE's API on a server: bytes in, and answers in LINE's shape. */
import express from 'express';
import type { ErrorRequestHandler, Request, RequestHandler, Response, Router } from 'express';

import { answerCall, parseJson, recordCall } from './answer-call.ts';
import { NOT_FOUND, refusal } from './api-call.ts';
import type { ApiAnswer, ApiCall, ApiRoute } from './api-call.ts';
import { takeApiFault } from './faults.ts';
import type { World } from './world.ts';

/** https://developers.line.biz/en/reference/messaging-api/#rate-limits */
const BODY_MAX = '2mb';
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
    authorization: request.get('authorization'),
    retryKey: request.get('x-line-retry-key'),
    bytes,
    body: parseJson(bytes),
  };
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

function handlerOf(world: World, route: ApiRoute): RequestHandler {
  return async (request, response) => {
    const call = toCall(world, request);
    const fault = takeApiFault(world.faults, call);
    const { answer, lost } = await answerCall(world, route, { call, fault });
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
    recordCall(world, call, { answer, fault: undefined, lost: false });
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
