import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** What one run of the loader is asked for; it comes as a message from the bench. */
export interface LoadOrder {
  port: number;
  secret: string;
  connections: number;
  /** Requests in the first part are sent and not counted. */
  warmUpMs: number;
  countedMs: number;
  /** Requests made ready beforehand; a run ends early rather than send one twice. */
  requestsMax: number;
}

export interface LoadResult {
  /** Answered 200, the warm-up's as well: so many events must be on disk afterwards. */
  accepted: number;
  refused: number;
  /** In the counted part. */
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  meanMs: number;
  leastMs: number;
}

const MEMBERS = 1000;
const ID_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
let serial = 0;

/** Shaped as LINE's own: ms of time, then what makes it unique. */
function eventId(): string {
  serial += 1;
  let rest = Date.now();
  let time = '';
  for (let index = 0; index < 10; index += 1) {
    time = ID_ALPHABET.charAt(rest % 32) + time;
    rest = Math.floor(rest / 32);
  }
  return `${time}${process.pid.toString(36).padStart(5, '0')}${serial.toString(36).padStart(11, '0')}`.toUpperCase();
}

/** A member types some words. */
function textMessage(): object {
  const id = eventId();
  return {
    type: 'message',
    mode: 'active',
    timestamp: Date.now(),
    webhookEventId: id,
    replyToken: id.toLowerCase().padStart(32, '0'),
    deliveryContext: { isRedelivery: false },
    source: { type: 'user', userId: `U${String(serial % MEMBERS).padStart(32, '0')}` },
    message: { type: 'text', id: String(5e17 + serial), quoteToken: 'q'.repeat(64), text: 'ขอข้าว 2 กล่องค่ะ' },
  };
}

function requestBytes(secret: string): Buffer {
  const body = Buffer.from(JSON.stringify({ destination: `U${'0'.repeat(32)}`, events: [textMessage()] }));
  const signature = createHmac('sha256', secret).update(body).digest('base64');
  const head = [
    'POST /webhook HTTP/1.1',
    'host: 127.0.0.1',
    'user-agent: LineBotWebhook/2.0',
    'content-type: application/json; charset=utf-8',
    `content-length: ${body.length}`,
    `x-line-signature: ${signature}`,
  ].join('\r\n');
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body]);
}

/** Status and end of the first answer in the bytes, when it is there whole. */
function readAnswer(bytes: Buffer): { status: number; end: number } | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd === -1) return undefined;
  const head = bytes.toString('latin1', 0, headEnd);
  const length = /\r\ncontent-length: *(\d+)/iu.exec(head)?.[1];
  if (length === undefined) throw new Error('an answer without its length');
  const end = headEnd + 4 + Number(length);
  return bytes.length < end ? undefined : { status: Number(head.slice(9, 12)), end };
}

interface Tally {
  accepted: number;
  refused: number;
  times: number[];
}

interface Run {
  next: () => Buffer | undefined;
  /** Called for every answer. */
  note: (status: number, sentAt: number, answeredAt: number) => void;
  endAt: number;
}

/** One connection: the next request as soon as the answer to the last is there. */
function drive(socket: Socket, run: Run): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  let pending: Buffer = Buffer.alloc(0);
  let sentAt = 0;
  function send(): void {
    const bytes = performance.now() < run.endAt ? run.next() : undefined;
    if (bytes === undefined) {
      socket.end();
      resolve(undefined);
      return;
    }
    sentAt = performance.now();
    socket.write(bytes);
  }
  socket.on('data', (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    const answer = readAnswer(pending);
    if (answer === undefined) return;
    pending = pending.subarray(answer.end);
    run.note(answer.status, sentAt, performance.now());
    send();
  });
  socket.on('error', reject);
  socket.on('close', () => reject(new Error('the server closed the connection')));
  send();
  return promise;
}

async function connected(port: number): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket.once('connect', () => resolve(undefined));
  socket.once('error', reject);
  await promise;
  return socket;
}

function resultOf(tally: Tally, countedMs: number): LoadResult {
  const times = Float64Array.from(tally.times).toSorted();
  const at = (share: number): number => times[Math.max(0, Math.ceil(times.length * share) - 1)] ?? 0;
  const sum = times.reduce((total, time) => total + time, 0);
  return {
    accepted: tally.accepted,
    refused: tally.refused,
    perSecond: times.length / (countedMs / 1000),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    meanMs: sum / Math.max(1, times.length),
    leastMs: times[0] ?? 0,
  };
}

async function load(order: LoadOrder): Promise<LoadResult> {
  const requests = Array.from({ length: order.requestsMax }, () => requestBytes(order.secret));
  let taken = 0;
  const sockets: Socket[] = [];
  for (let index = 0; index < order.connections; index += 1) sockets.push(await connected(order.port));
  const startedAt = performance.now();
  const countedFrom = startedAt + order.warmUpMs;
  const endAt = countedFrom + order.countedMs;
  const tally: Tally = { accepted: 0, refused: 0, times: [] };
  let lastAt = countedFrom;
  const run: Run = {
    endAt,
    next: () => requests[taken++],
    note(status, sentAt, answeredAt) {
      if (status === 200) tally.accepted += 1;
      else tally.refused += 1;
      if (answeredAt < countedFrom || answeredAt > endAt) return;
      tally.times.push(answeredAt - sentAt);
      lastAt = answeredAt;
    },
  };
  await Promise.all(sockets.map((socket) => drive(socket, run)));
  return resultOf(tally, taken > requests.length ? lastAt - countedFrom : order.countedMs);
}

process.on('message', (order: LoadOrder) => {
  load(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
  );
});
