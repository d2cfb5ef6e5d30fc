import type { Request } from 'express';
import { PAGE_HEADER } from './contract.ts';

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether a request that changes something comes from our own page: a foreign page can send the cookie along,
 * but neither this header (it would need our CORS answer) nor our origin. On loopback the port of the moment counts.
 */
export function comesFromOurPage(request: Pick<Request, 'get'>, publicUrl: string): boolean {
  if (request.get(PAGE_HEADER) !== '1') return false;
  const origin = request.get('origin');
  if (origin === undefined) return true;
  if (origin === new URL(publicUrl).origin) return true;
  return isOwnLoopback(origin, request.get('host'));
}

function isOwnLoopback(origin: string, host: string | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return LOOPBACK_HOSTS.has(url.hostname) && url.host === host;
}
