import type { Request } from 'express';
import { PAGE_HEADER } from './contract.ts';

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether a request that changes something comes from our own page: a foreign page can send the cookie along,
 * but neither this header (it would need our CORS answer) nor our origin, and browsers of the last years say themselves
 * that it comes from elsewhere. While the service itself is on loopback, as in a demo, the port of the moment counts.
 */
export function comesFromOurPage(request: Pick<Request, 'get'>, publicUrl: string): boolean {
  if (request.get(PAGE_HEADER) !== '1') return false;
  if ((request.get('sec-fetch-site') ?? 'same-origin') !== 'same-origin') return false;
  const origin = request.get('origin');
  if (origin === undefined) return true;
  const own = new URL(publicUrl);
  if (origin === own.origin) return true;
  return LOOPBACK_HOSTS.has(own.hostname) && isOwnLoopback(origin, request.get('host'));
}

function isOwnLoopback(origin: string, host: string | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return LOOPBACK_HOSTS.has(url.hostname) && url.host === host;
}
