import { once } from 'node:events';
import { createServer } from 'node:http';
import express from 'express';
import { createPublic } from '../../bot/public/create-public.ts';
import type { Deps } from '../../bot/deps.ts';

/** The public pages alone, on a port of their own. */
export async function servePublic(deps: Deps): Promise<{ url: string; close(): void }> {
  const app = express();
  app.use('/public', createPublic(deps));
  const server = createServer((request, response) => void app(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
