import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { callerOf } from './caller-address.ts';
import type { CommonHeaders } from './headers.ts';
import { WEBHOOK_BODY_MAX } from './limits.ts';
import type { Observe } from './observe.ts';
import type { BodyFault, BodyReader } from './read-body.ts';
import type { Webhook, WebhookAnswer } from './webhook/receive.ts';

export interface FrontParts {
  webhook: Webhook;
  /** Serves everything else. */
  app: RequestListener;
  observe: Observe;
  readBody: BodyReader;
  headers: CommonHeaders;
}

const WEBHOOK_ADDRESS = /^\/webhook\/?(?:\?|$)/iu;
const BROKEN: WebhookAnswer = { status: 500, body: { error: 'broken' } };
/** Bodies that were not read to their end, and what their senders hear. */
const UNREAD: Record<BodyFault, WebhookAnswer> = {
  too_large: { status: 413, body: { error: 'too_large' } },
  busy: { status: 503, body: { error: 'busy' }, comeAgainIn: 5 },
  encoded: { status: 415, body: { error: 'bad_request' } },
  // Written where nobody is left to read an answer.
  cut_off: { status: 400, body: { error: 'bad_request' } },
};

type Answer = (request: IncomingMessage, response: ServerResponse, answer: WebhookAnswer) => void;

/** What has not been read of the body will not be: the connection ends with the answer. */
function createAnswer(headers: CommonHeaders): Answer {
  const about = ['Content-Type', 'application/json; charset=utf-8', 'Content-Length'];
  // LINE's servers read the status alone, and a header more is time; whoever is refused may be a browser.
  const short = ['X-Content-Type-Options', 'nosniff', ...about];
  const common = [...Object.entries(headers).flat(), ...about];
  return (request, response, { status, body, comeAgainIn }) => {
    const text = JSON.stringify(body);
    const all = [...(status === 200 ? short : common), Buffer.byteLength(text)];
    if (comeAgainIn !== undefined) all.push('Retry-After', comeAgainIn);
    if (!request.complete) all.push('Connection', 'close');
    response.writeHead(status, all);
    response.end(text);
  };
}

/** One request of LINE, from its bytes to the answer. */
function createTakeIn({ webhook, observe, readBody, headers }: FrontParts): RequestListener {
  const answer = createAnswer(headers);
  return (request, response) => {
    const observed = observe({ method: 'POST', route: '/webhook' });
    const conclude = (result: WebhookAnswer): void => {
      answer(request, response, result);
      observed.ended(result.status);
    };
    readBody(request, { bytesMax: WEBHOOK_BODY_MAX }, (body) => {
      if (typeof body === 'string') {
        conclude(UNREAD[body]);
        return;
      }
      const signature = request.headers['x-line-signature'];
      const caller = (): string => callerOf(request);
      webhook(body, typeof signature === 'string' ? signature : '', caller).then(conclude, () => conclude(BROKEN));
    });
  };
}

/**
 * Stands before the router: LINE's webhook, nearly all of the traffic, goes straight from the socket to the inbox
 * (docs/decisions/0017), everything else to express.
 */
export function createFront(parts: FrontParts): RequestListener {
  const takeIn = createTakeIn(parts);
  return (request, response) => {
    if (request.method === 'POST' && WEBHOOK_ADDRESS.test(request.url ?? '')) takeIn(request, response);
    else parts.app(request, response);
  };
}
