import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import {
  CONNECTIONS_CHECK_INTERVAL,
  CONNECTIONS_MAX,
  HEADER_BYTES_MAX,
  HEADER_LINES_MAX,
  HEADERS_TIMEOUT,
  KEEP_ALIVE_TIMEOUT,
  REQUEST_TIMEOUT,
  SILENCE_TIMEOUT,
} from './limits.ts';

/** How long and how often one peer may keep us; tests are in a hurry. */
export interface ServerBounds {
  headersTimeout: number;
  requestTimeout: number;
  keepAliveTimeout: number;
  silenceTimeout: number;
  checkInterval: number;
  connectionsMax: number;
}

const BOUNDS: ServerBounds = {
  headersTimeout: HEADERS_TIMEOUT,
  requestTimeout: REQUEST_TIMEOUT,
  keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
  silenceTimeout: SILENCE_TIMEOUT,
  checkInterval: CONNECTIONS_CHECK_INTERVAL,
  connectionsMax: CONNECTIONS_MAX,
};

/**
 * The one place where a port gets its bounds. What is no HTTP is answered by node itself (400, 408, 413 or 431, then
 * closed), and never into the middle of an answer that is on its way; so nobody listens for `clientError`.
 */
export function createHttpServer(listener: RequestListener, bounds: Partial<ServerBounds> = {}): Server {
  const { headersTimeout, requestTimeout, keepAliveTimeout, silenceTimeout, checkInterval, connectionsMax } = { ...BOUNDS, ...bounds };
  const server = createServer(
    {
      maxHeaderSize: HEADER_BYTES_MAX,
      headersTimeout,
      requestTimeout,
      keepAliveTimeout,
      connectionsCheckingInterval: checkInterval,
      insecureHTTPParser: false,
    },
    listener,
  );
  server.maxHeadersCount = HEADER_LINES_MAX;
  // Ends who neither reads nor writes; a page's stream is written to every 20 s.
  server.timeout = silenceTimeout;
  server.maxConnections = connectionsMax;
  return server;
}
