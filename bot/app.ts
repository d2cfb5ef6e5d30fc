import express from 'express';
import type { ErrorRequestHandler, Express, RequestHandler, Router } from 'express';
import type { Deps } from './deps.ts';
import type { Metrics } from './metrics.ts';

export interface AppParts {
  webhook: Router;
  api: Router;
  pages: Router;
  /** What anyone may read. */
  publicPages: Router;
  metrics: Metrics;
  pledgeQr: (token: string) => Promise<Uint8Array | undefined>;
  /** Undefined when all is well, else why requests had better go elsewhere. */
  notReady: () => Promise<string | undefined>;
}

/** A QR never changes, and who has its address may see it. */
const QR_CACHE = 'public, max-age=604800, immutable';

const commonHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'Permissions-Policy': 'geolocation=(self), camera=(self), microphone=()',
    'Cross-Origin-Opener-Policy': 'same-origin-allow-popups',
    'X-Permitted-Cross-Domain-Policies': 'none',
  });
  next();
};

/** The class of an address: what stands in logs and metrics carries no id. */
function routeClass(path: string): string {
  const known = ['/webhook', '/api', '/liff', '/public', '/healthz', '/readyz', '/metrics'];
  return known.find((each) => path === each || path.startsWith(`${each}/`)) ?? 'other';
}

function observe(deps: Deps, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const requestId = deps.chance.newId('req');
    response.locals['requestId'] = requestId;
    const startedAt = performance.now();
    const route = routeClass(request.path);
    response.on('close', () => {
      const elapsedMs = Math.round(performance.now() - startedAt);
      metrics.count('panim_http_requests_total', { route, status: `${Math.floor(response.statusCode / 100)}xx` });
      if (route === '/webhook') metrics.count('panim_webhook_requests_total', { status: String(response.statusCode) });
      const facts = { requestId, method: request.method, route, status: response.statusCode, elapsedMs };
      if (response.statusCode >= 500) deps.log.error(facts, 'request');
      else if (route === '/healthz' || route === '/readyz' || route === '/metrics') deps.log.debug(facts, 'request');
      else deps.log.info(facts, 'request');
    });
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

/** All of the service's addresses, without a port: main.ts and the tests give it one. */
export function createApp(deps: Deps, parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  // A proxy on the same machine or network tells the caller's address; one from elsewhere is not believed.
  app.set('trust proxy', 'loopback, linklocal, uniquelocal');
  app.use(observe(deps, parts.metrics), commonHeaders);
  app.use('/webhook', parts.webhook);
  app.use('/api', parts.api);
  app.get('/public/qr/:file', qrRoute(parts));
  app.use('/public', parts.publicPages);
  app.use('/liff', parts.pages);
  app.use(health(deps, parts));
  app.get('/', (_request, response) => response.redirect(302, '/liff/'));
  app.use((_request, response) => void response.status(404).json({ error: 'not_found' }));
  app.use(onError(deps));
  return app;
}
