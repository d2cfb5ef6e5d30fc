import type { Deps } from './deps.ts';
import type { Metrics } from './metrics.ts';

export interface Observed {
  requestId: string;
  /** Once the request has got its answer, or has broken off. */
  ended(status: number): void;
}

/** Notes that a request began; `route` is a class of addresses, so that no id stands in logs and metrics. */
export type Observe = (request: { method: string; route: string }) => Observed;

const QUIET_ROUTES = ['/healthz', '/readyz', '/metrics'];

/** Nobody needs a line for each: probes come every few seconds, and webhooks that were stored have a line for each commit. */
const isQuiet = (route: string, status: number): boolean => QUIET_ROUTES.includes(route) || (route === '/webhook' && status === 200);

/** The same objects for each route and status, so that counting need not spell them out again; there are few of both. */
function createLabels() {
  const known = new Map<string, { http: { route: string; status: string }; webhook: { status: string } }>();
  return (route: string, status: number) => {
    const key = `${route} ${status}`;
    const labels = known.get(key) ?? { http: { route, status: `${Math.floor(status / 100)}xx` }, webhook: { status: String(status) } };
    known.set(key, labels);
    return labels;
  };
}

/** One line in the log and one count for each request, whichever way it was served. */
export function createObserve(deps: Pick<Deps, 'chance' | 'log'>, metrics: Metrics): Observe {
  const labelsOf = createLabels();
  return ({ method, route }) => {
    const requestId = deps.chance.newId('req');
    const startedAt = performance.now();
    return {
      requestId,
      ended(status) {
        const elapsedMs = Math.round(performance.now() - startedAt);
        const labels = labelsOf(route, status);
        metrics.count('panim_http_requests_total', labels.http);
        if (route === '/webhook') metrics.count('panim_webhook_requests_total', labels.webhook);
        const facts = { requestId, method, route, status, elapsedMs };
        if (status >= 500) deps.log.error(facts, 'request');
        else if (isQuiet(route, status)) deps.log.debug(facts, 'request');
        else deps.log.info(facts, 'request');
      },
    };
  };
}
