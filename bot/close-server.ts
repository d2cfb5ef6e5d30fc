import type { Server, ServerResponse } from 'node:http';
import { Server as Door } from 'node:net';
import { SECOND } from './limits.ts';

/** A request that is just coming in on a kept connection arrives within this time; then nobody is waiting there. */
const LAST_REQUEST_TIME = SECOND / 2;
const IDLE_CHECK_INTERVAL = SECOND / 10;
/** Requests that are still running this long after the signal are cut off. */
const DRAIN_TIME_MAX = 10 * SECOND;

/**
 * Ends connections as their requests end; none is cut off before its time. New ones are refused at once. Kept ones are
 * told with their next answer that it is the last: closed without a word they would break under a request on its way.
 */
export async function closeServer(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.prependListener('request', (_request, response: ServerResponse) => {
    response.shouldKeepAlive = false;
  });
  // The door alone: the close of an HTTP server ends kept connections in the same breath.
  Door.prototype.close.call(server, () => resolve(undefined));
  let idle: NodeJS.Timeout | undefined;
  const last = setTimeout(() => {
    idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_INTERVAL);
  }, LAST_REQUEST_TIME);
  const late = setTimeout(() => server.closeAllConnections(), DRAIN_TIME_MAX);
  await promise;
  clearTimeout(last);
  clearInterval(idle);
  clearTimeout(late);
}
