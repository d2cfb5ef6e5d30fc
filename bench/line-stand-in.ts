import { once } from 'node:events';
import { createServer } from 'node:http';

/** What the service sent: to the holder of a reply token, or to a member. */
export type Sent = { via: 'reply'; token: string } | { via: 'push'; to: string };

export interface LineStandIn {
  url: string;
  /** Requests that were answered. */
  readonly answered: number;
  close(): void;
}

const ANSWER = JSON.stringify({ sentMessages: [{ id: '1', quoteToken: 'q' }] });

function sentIn(body: string): Sent | undefined {
  const reply = /"replyToken":"([^"]*)"/u.exec(body)?.[1];
  if (reply !== undefined) return { via: 'reply', token: reply };
  const to = /"to":"([^"]*)"/u.exec(body)?.[1];
  return to === undefined ? undefined : { via: 'push', to };
}

/** LINE as fast as it could be: it takes everything and answers at once, so that what is measured is ours. */
export async function startLineStandIn(onSent: (sent: Sent) => void = () => undefined): Promise<LineStandIn> {
  let answered = 0;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'X-Line-Request-Id': 'bench', 'Content-Length': ANSWER.length });
      response.end(ANSWER);
      answered += 1;
      const sent = sentIn(Buffer.concat(parts).toString('utf8'));
      if (sent !== undefined) onSent(sent);
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    get answered() {
      return answered;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
