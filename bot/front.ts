import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { COMMON_HEADERS } from './headers.ts';
import { WEBHOOK_BODY_MAX } from './limits.ts';
import type { Observe } from './observe.ts';
import type { Pace } from './pace.ts';
import type { Webhook, WebhookAnswer } from './webhook/receive.ts';

export interface FrontParts {
  webhook: Webhook;
  /** Serves everything else. */
  app: RequestListener;
  observe: Observe;
  pace: Pace;
}

const WEBHOOK_ADDRESS = /^\/webhook\/?(?:\?|$)/iu;
const TOO_LARGE: WebhookAnswer = { status: 413, body: { error: 'too_large' } };
const BAD_REQUEST = { error: 'bad_request' };
const BROKEN: WebhookAnswer = { status: 500, body: { error: 'broken' } };
/** Written where nobody is left to read an answer. */
const BROKEN_OFF = 400;

const HEADERS = [...Object.entries(COMMON_HEADERS).flat(), 'Content-Type', 'application/json; charset=utf-8', 'Content-Length'];

function answer(response: ServerResponse, { status, body }: WebhookAnswer): void {
  const text = JSON.stringify(body);
  response.writeHead(status, [...HEADERS, Buffer.byteLength(text)]);
  response.end(text);
}

/** What is wrong with a request before its body has been read. */
function refusalOf({ headers }: IncomingMessage): WebhookAnswer | undefined {
  // No inflating: LINE does not compress, and a small body must not become a large one before it is verified.
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') return { status: 415, body: BAD_REQUEST };
  return Number(headers['content-length'] ?? 0) > WEBHOOK_BODY_MAX ? TOO_LARGE : undefined;
}

interface Reading {
  whole(bytes: Buffer): void;
  tooLarge(): void;
  brokenOff(): void;
}

/** Calls one of the three, once. */
function readBody(request: IncomingMessage, reading: Reading): void {
  const chunks: Buffer[] = [];
  let size = 0;
  let isOver = false;
  const over = (tell: () => void): void => {
    if (isOver) return;
    isOver = true;
    tell();
  };
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    // What comes after the limit is read and forgotten, so that the answer reaches whoever is still writing.
    if (size <= WEBHOOK_BODY_MAX) chunks.push(chunk);
    else over(() => reading.tooLarge());
  });
  request.on('end', () => over(() => reading.whole(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks))));
  request.on('close', () => over(() => reading.brokenOff()));
  request.on('error', () => over(() => reading.brokenOff()));
}

/** One request of LINE, from its bytes to the answer. */
function takeIn({ webhook, observe, pace }: FrontParts, request: IncomingMessage, response: ServerResponse): void {
  pace.noteRequest();
  const observed = observe({ method: 'POST', route: '/webhook' });
  const conclude = (result: WebhookAnswer): void => {
    answer(response, result);
    observed.ended(result.status);
  };
  const refused = refusalOf(request);
  if (refused !== undefined) {
    request.resume();
    conclude(refused);
    return;
  }
  const signature = request.headers['x-line-signature'];
  readBody(request, {
    whole(bytes) {
      webhook(bytes, typeof signature === 'string' ? signature : '').then(conclude, () => conclude(BROKEN));
    },
    tooLarge: () => conclude(TOO_LARGE),
    brokenOff: () => observed.ended(BROKEN_OFF),
  });
}

/**
 * Stands before the router: LINE's webhook, nearly all of the traffic, goes straight from the socket to the inbox
 * (docs/decisions/0017), everything else to express.
 */
export function createFront(parts: FrontParts): RequestListener {
  return (request, response) => {
    if (request.method === 'POST' && WEBHOOK_ADDRESS.test(request.url ?? '')) takeIn(parts, request, response);
    else parts.app(request, response);
  };
}
