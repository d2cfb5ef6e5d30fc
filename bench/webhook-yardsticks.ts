import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { middleware } from '@line/bot-sdk';
import express from 'express';
import { oneCommit } from './one-commit.ts';

/** A process that webhook.ts measures the service against: told which one, and with what secret, by its arguments. */
const [kind = '', secret = '', path = ''] = process.argv.slice(2);

/** The usual bot, doing nothing: the SDK verifies and parses, and the answer is 200 with nothing stored. */
function nothingStored(): RequestListener {
  const app = express();
  app.post('/webhook', middleware({ channelSecret: secret }), (_request, response) => void response.status(200).json({}));
  return (request, response) => void app(request, response);
}

/** The barest server that syncs each event by itself before it answers. */
function commitEach(): RequestListener {
  const key = createSecretKey(secret, 'utf8');
  const commit = oneCommit(path);
  return (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts);
      const given = Buffer.from(String(request.headers['x-line-signature']), 'base64');
      const isSigned = timingSafeEqual(given, createHmac('sha256', key).update(body).digest());
      if (isSigned) commit(JSON.parse(body.toString('utf8')).events[0]);
      response.writeHead(isSigned ? 200 : 401, { 'Content-Type': 'application/json', 'Content-Length': 2 }).end('{}');
    });
  };
}

const server = createServer(kind === 'commit-each' ? commitEach() : nothingStored());
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 });
});
process.on('disconnect', () => process.exit());
