import express from 'express';
import type { ErrorRequestHandler, Express, RequestHandler, Router } from 'express';
import { callerOf } from './caller-address.ts';
import type { Deps } from './deps.ts';
import type { CommonHeaders } from './headers.ts';
import { PUBLIC_READS_A_MINUTE_AND_ADDRESS } from './limits.ts';
import type { Metrics } from './metrics.ts';
import type { Observe } from './observe.ts';
import { createTokenBucket } from './token-bucket.ts';

export interface AppParts {
  api: Router;
  pages: Router;
  /** What anyone may read. */
  publicPages: Router;
  metrics: Metrics;
  observe: Observe;
  headers: CommonHeaders;
  pledgeQr: (token: string) => Promise<Uint8Array | undefined>;
  /** Undefined when all is well, else why requests had better go elsewhere. */
  notReady: () => Promise<string | undefined>;
}

/** A QR never changes, and who has its address may see it. */
const QR_CACHE = 'public, max-age=604800, immutable';

/** The class of an address: what stands in logs and metrics carries no id. */
function routeClass(path: string): string {
  const known = ['/webhook', '/api', '/liff', '/public', '/healthz', '/readyz', '/metrics'];
  return known.find((each) => path === each || path.startsWith(`${each}/`)) ?? 'other';
}

function observed(observe: Observe): RequestHandler {
  return (request, response, next) => {
    const { requestId, ended } = observe({ method: request.method, route: routeClass(request.path) });
    response.locals['requestId'] = requestId;
    response.on('close', () => ended(response.statusCode));
    next();
  };
}

/** Statuses that express and its parsers put on their errors; all else is a bug of ours. */
function statusOf(error: unknown): number {
  const status: unknown = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

function onError(deps: Deps): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const status = statusOf(error);
    if (status === 500) deps.log.error({ requestId: String(response.locals['requestId']), err: error }, 'request failed');
    if (response.headersSent) {
      next(error);
      return;
    }
    if (status === 500) response.status(500).json({ error: 'broken' });
    else response.status(status).json({ error: status === 413 ? 'too_large' : 'bad_request' });
  };
}

function health(deps: Deps, parts: AppParts): Router {
  const router = express.Router();
  router.get('/healthz', (_request, response) => void response.json({ status: 'up' }));
  router.get('/readyz', async (_request, response) => {
    const why = await parts.notReady();
    if (why === undefined) response.json({ status: 'ready' });
    else response.status(503).json({ status: 'not_ready', why });
  });
  router.get('/metrics', async (_request, response) => {
    try {
      response.type('text/plain; version=0.0.4').send(await parts.metrics.text());
    } catch (error) {
      deps.log.error({ err: error }, 'metrics failed');
      response.status(500).json({ error: 'broken' });
    }
  });
  return router;
}

function qrRoute(parts: AppParts): RequestHandler {
  return async (request, response, next) => {
    const token = /^([A-Za-z0-9_-]{8,80})\.png$/u.exec(String(request.params['file']))?.[1];
    const png = token === undefined ? undefined : await parts.pledgeQr(token);
    if (png === undefined) next();
    else response.set('Cache-Control', QR_CACHE).type('png').end(png);
  };
}

/** What anyone may read has no member to count by, and may stand in anyone's page. */
function publicDoor({ clock }: Deps): RequestHandler {
  const reads = createTokenBucket(clock, PUBLIC_READS_A_MINUTE_AND_ADDRESS);
  return function limitReads(request, response, next) {
    response.set('Cross-Origin-Resource-Policy', 'cross-origin');
    const seconds = reads.take(callerOf(request));
    if (seconds === undefined) next();
    else response.set('Retry-After', String(seconds)).status(429).json({ error: 'too_many_requests', detail: { seconds } });
  };
}

/** All of the service's addresses but LINE's webhook, which front.ts serves. */
export function createApp(deps: Deps, parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(observed(parts.observe), (_request, response, next) => {
    response.set(parts.headers);
    next();
  });
  app.use('/api', parts.api);
  app.use('/public', publicDoor(deps));
  app.get('/public/qr/:file', qrRoute(parts));
  app.use('/public', parts.publicPages);
  app.use('/liff', parts.pages);
  app.use(health(deps, parts));
  app.get('/', (_request, response) => response.redirect(302, '/liff/'));
  app.use((_request, response) => void response.status(404).json({ error: 'not_found' }));
  app.use(onError(deps));
  return app;
}
