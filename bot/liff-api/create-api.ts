import express from 'express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { callerOf } from '../caller-address.ts';
import type { Deps } from '../deps.ts';
import { FILES_A_MINUTE, READS_A_MINUTE, SIGN_INS_A_MINUTE, SIGN_INS_A_MINUTE_AND_ADDRESS, WRITES_A_MINUTE } from '../limits.ts';
import type { IdTokenVerdict } from '../line/id-token.ts';
import { createBodyReader } from '../read-body.ts';
import type { BodyReader } from '../read-body.ts';
import { NO_SESSION, NOT_ALLOWED, NOT_FOUND, problem, wrongFields } from './answer.ts';
import type { Answer } from './answer.ts';
import { IDEMPOTENCY_HEADER, SessionBody } from './contract.ts';
import type { Live } from './live.ts';
import { createOncePerKey, requestHashOf } from './once-per-key.ts';
import type { OncePerKey } from './once-per-key.ts';
import { mayUse } from './route.ts';
import type { ApiRoute, Asked, FileRoute, PictureRoute, ReadRoute, WriteRoute } from './route.ts';
import { mePage } from './routes-member.ts';
import { apiRoutes } from './routes.ts';
import { comesFromOurPage } from './same-site.ts';
import { askerOf, endSession, sessionHashOf, startSession } from './session.ts';
import type { Asker } from './session.ts';
import { takeBody } from './take-body.ts';
import { createTokenBucket } from '../token-bucket.ts';
import type { TokenBucket } from '../token-bucket.ts';

export interface ApiOptions {
  verifyIdToken(idToken: string): Promise<IdTokenVerdict>;
  /** Its `page` is what wakes the open pages. */
  live: Live;
  /** The whole service's, where there is one. */
  readBody?: BodyReader;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;
const ID = /^[\w-]{1,60}$/u;

/** Pictures that a browser shows as pictures; anything else is handed over as a file. */
const SHOWN_PICTURES = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif']);

interface Api {
  deps: Deps;
  options: ApiOptions;
  once: OncePerKey;
  readBody: BodyReader;
  reads: TokenBucket;
  writes: TokenBucket;
  files: TokenBucket;
  /** By person, once LINE's signature has told who it is, and before that by address. */
  signIns: TokenBucket;
  signInsFrom: TokenBucket;
  /** Who asks, once the guard has found out. */
  askers: WeakMap<Request, Asker>;
}

/** The router of /api. Every answer is JSON but pictures and the stream, and none may be kept by a cache. */
export function createApi(deps: Deps, options: ApiOptions): express.Router {
  const api: Api = {
    deps,
    options,
    once: createOncePerKey(deps),
    readBody: options.readBody ?? createBodyReader(),
    reads: createTokenBucket(deps.clock, READS_A_MINUTE),
    writes: createTokenBucket(deps.clock, WRITES_A_MINUTE),
    files: createTokenBucket(deps.clock, FILES_A_MINUTE),
    signIns: createTokenBucket(deps.clock, SIGN_INS_A_MINUTE),
    signInsFrom: createTokenBucket(deps.clock, SIGN_INS_A_MINUTE_AND_ADDRESS),
    askers: new WeakMap(),
  };
  const router = express.Router({ caseSensitive: true });
  router.use(noStore, ourPagesOnly(deps));
  router.post('/session', caught(deps, signIn(api)));
  router.delete('/session', caught(deps, signOut(api)));
  for (const route of apiRoutes) mount(router, api, route);
  router.use((_request, response) => send(response, NOT_FOUND));
  return router;
}

function mount(router: express.Router, api: Api, route: ApiRoute): void {
  const handlers = [guard(api, route), handlerOf(api, route)].map((handler) => caught(api.deps, handler));
  if (route.kind === 'write') router.post(route.path, handlers);
  else router.get(route.path, handlers);
}

function handlerOf(api: Api, route: ApiRoute): Handler {
  switch (route.kind) {
    case 'read':
      return readPage(api, route);
    case 'picture':
      return sendPicture(api, route);
    case 'file':
      return sendFile(api, route);
    case 'stream':
      return openStream(api);
    case 'write':
      return runOnce(api, route);
  }
}

type Handler = (request: Request, response: Response, next: NextFunction) => Promise<void>;

/** Whatever a handler throws becomes an answer here. */
function caught({ log }: Deps, handler: Handler): RequestHandler {
  return async (request, response, next) => {
    try {
      await handler(request, response, next);
    } catch (error) {
      log.error({ event: 'api_failed', method: request.method, err: error }, 'a request failed');
      if (response.headersSent) response.destroy();
      else send(response, problem(500, { error: 'broken' }));
    }
  };
}

function send(response: Response, answer: Answer): void {
  response.status(answer.status).json(answer.body);
}

/** What has not been read of the body will not be: the connection ends with the answer. */
function sendUnread(response: Response, answer: Answer): void {
  if (!response.req.complete) response.set('Connection', 'close');
  if (answer.status === 503) response.set('Retry-After', '5');
  send(response, answer);
}

function noStore(_request: Request, response: Response, next: NextFunction): void {
  response.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
  next();
}

function ourPagesOnly({ settings }: Deps): RequestHandler {
  return (request, response, next) => {
    const changesNothing = request.method === 'GET' || request.method === 'HEAD';
    if (changesNothing || comesFromOurPage(request, settings.publicUrl)) next();
    else send(response, NOT_ALLOWED);
  };
}

function sendTooMany(response: Response, seconds: number): void {
  response.set('Retry-After', String(seconds));
  send(response, problem(429, { error: 'too_many_requests', detail: { seconds } }));
}

const BUCKET_OF = { read: 'reads', picture: 'reads', stream: 'reads', file: 'files', write: 'writes' } as const;

/** Who asks, how often, whether the role fits, in this order: before it nothing of the request's body is read. */
function guard(api: Api, route: ApiRoute): Handler {
  const { deps, askers } = api;
  return async (request, response, next) => {
    const asker = await askerOf(deps, request);
    if (asker === undefined) {
      send(response, NO_SESSION);
      return;
    }
    const comeAgainIn = api[BUCKET_OF[route.kind]].take(asker.memberId);
    if (comeAgainIn !== undefined) sendTooMany(response, comeAgainIn);
    else if (!mayUse(route.who, asker.roles)) send(response, NOT_ALLOWED);
    else if (!isId(request.params['id'])) send(response, NOT_FOUND);
    else {
      askers.set(request, asker);
      next();
    }
  };
}

/** Undefined on paths without one; anything that cannot be an id of ours names nothing. */
function isId(id: unknown): boolean {
  return id === undefined || (typeof id === 'string' && ID.test(id));
}

function askedBy(api: Api, request: Request): Asked {
  const asker = api.askers.get(request);
  if (asker === undefined) throw new Error('a route without its guard');
  const { id } = request.params;
  return { deps: api.deps, asker, id: typeof id === 'string' ? id : '', body: undefined };
}

function readPage(api: Api, route: ReadRoute): Handler {
  return async (request, response) => send(response, await route.run(askedBy(api, request)));
}

function sendPicture(api: Api, route: PictureRoute): Handler {
  return async (request, response) => {
    const picture = await route.run(askedBy(api, request));
    if (picture === undefined) {
      send(response, NOT_FOUND);
      return;
    }
    const isShown = SHOWN_PICTURES.has(picture.contentType);
    response.set({
      'Content-Type': isShown ? picture.contentType : 'application/octet-stream',
      'Content-Disposition': isShown ? 'inline' : 'attachment',
      'Content-Security-Policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox",
    });
    response.end(picture.bytes);
  };
}

function sendFile(api: Api, route: FileRoute): Handler {
  return async (request, response) => {
    const file = await route.run(askedBy(api, request));
    if (file === undefined) {
      send(response, NOT_FOUND);
      return;
    }
    const place = file.contentType === 'application/pdf' ? 'inline' : 'attachment';
    response.set({
      'Content-Type': file.contentType,
      'Content-Disposition': `${place}; filename="${file.name}"`,
      // The viewers of browsers are plug-ins that load the paper: a stricter policy leaves their page empty.
      'Content-Security-Policy': "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    });
    response.end(file.bytes);
  };
}

function openStream(api: Api): Handler {
  return async (request, response) => {
    const { asker } = askedBy(api, request);
    if (request.method === 'HEAD') response.end();
    else if (!api.options.live.open(asker, response)) sendTooMany(response, 60);
  };
}

function runOnce(api: Api, route: WriteRoute): Handler {
  return async (request, response) => {
    const key = request.get(IDEMPOTENCY_HEADER) ?? '';
    if (!UUID.test(key)) {
      send(response, wrongFields([IDEMPOTENCY_HEADER]));
      return;
    }
    const taken = await takeBody(api.readBody, request, route.takes);
    if (!taken.ok) {
      sendUnread(response, taken.answer);
      return;
    }
    const parsed = route.parse(taken.body);
    if (!parsed.ok) {
      send(response, wrongFields(parsed.fields));
      return;
    }
    const asked = { ...askedBy(api, request), body: parsed.body };
    const requestHash = requestHashOf(request.path, parsed.body);
    const slot = { memberId: asked.asker.memberId, key: key.toLowerCase(), requestHash };
    send(response, await api.once(slot, (carryOut) => route.run(asked, carryOut)));
  };
}

function signIn({ deps, options, signIns, signInsFrom, readBody }: Api): Handler {
  return async (request, response) => {
    const comeAgainIn = signInsFrom.take(callerOf(request));
    if (comeAgainIn !== undefined) {
      sendTooMany(response, comeAgainIn);
      return;
    }
    const taken = await takeBody(readBody, request, 'json');
    if (!taken.ok) {
      sendUnread(response, taken.answer);
      return;
    }
    const parsed = SessionBody.safeParse(taken.body);
    if (!parsed.success) {
      send(response, wrongFields(['idToken']));
      return;
    }
    const verdict = await options.verifyIdToken(parsed.data.idToken);
    switch (verdict.kind) {
      case 'unavailable':
        response.set('Retry-After', '5');
        send(response, problem(503, { error: 'broken' }));
        return;
      case 'refused':
        deps.log.info({ event: 'id_token_refused', why: verdict.why }, 'an ID token was refused');
        send(response, problem(401, { error: 'bad_id_token' }));
        return;
      case 'verified': {
        const personComesAgainIn = signIns.take(verdict.lineUserId);
        if (personComesAgainIn !== undefined) {
          sendTooMany(response, personComesAgainIn);
          return;
        }
        const replaces = sessionHashOf(deps, request);
        const { asker, ended } = await startSession(deps, response, { lineUserId: verdict.lineUserId, replaces });
        for (const sessionHash of ended) options.live.endSession(sessionHash);
        send(response, { status: 200, body: await mePage({ deps, asker }) });
        return;
      }
    }
  };
}

/** Answers the same whether there was a session or not, so that signing out twice is fine. */
function signOut({ deps, options }: Api): Handler {
  return async (request, response) => {
    const sessionHash = sessionHashOf(deps, request);
    await endSession(deps, response, sessionHash);
    if (sessionHash !== undefined) options.live.endSession(sessionHash);
    response.status(204).end();
  };
}
