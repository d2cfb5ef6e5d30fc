import type { Response } from 'express';
import type { Clock, LiveTopic } from '../deps.ts';
import type { Role } from '../domain/words.ts';
import { SECOND } from '../limits.ts';
import type { Asker } from './session.ts';

/** Proxies close a stream that is silent for longer. */
const PING_EVERY = 20 * SECOND;
/** A phone and a computer with two pages each; the oldest makes room. */
const STREAMS_A_MEMBER_MAX = 5;
/** Each open stream costs a socket; past this pages fetch at their own pace. */
const STREAMS_MAX = 2000;
/** A reader that has let so much pile up is gone. */
const UNSENT_BYTES_MAX = 64 * 1024;

interface Stream {
  memberId: string;
  sessionHash: string;
  expiresAt: number;
  topics: ReadonlySet<LiveTopic>;
  response: Response;
}

export interface Live {
  /** Keeps the response open as a stream; false when the house is full. */
  open(asker: Asker, response: Response): boolean;
  /** Tells the open pages of a topic, of one member or of all, to fetch again. */
  page(topic: LiveTopic, memberId?: string): void;
  endSession(sessionHash: string): void;
  /** Keeps the streams alive and closes those whose session has run out; runs by itself every 20 s. */
  ping(): void;
  /** Closes all streams for good, so that the server can stop. */
  close(): void;
  readonly streams: number;
}

const TOPIC_OF_ROLE: Record<Role, LiveTopic> = {
  coordinator: 'coordinator',
  treasurer: 'treasurer',
  shop: 'shop',
  rider: 'rider',
};

/** Everybody may be a resident and a donor; work is heard of by those who do it. */
function topicsFor(roles: readonly Role[]): ReadonlySet<LiveTopic> {
  return new Set<LiveTopic>(['resident', 'donor', ...roles.map((role) => TOPIC_OF_ROLE[role])]);
}

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  Connection: 'keep-alive',
  'X-Accel-Buffering': 'no',
};

/** The registry of open pages. Events say only which page should fetch again, never what has changed. */
export function createLive(clock: Clock): Live {
  /** In the order of opening. */
  const streams = new Set<Stream>();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  function drop(stream: Stream): void {
    streams.delete(stream);
    stream.response.end();
    if (streams.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  }

  function send(stream: Stream, text: string): void {
    if (stream.response.writableLength > UNSENT_BYTES_MAX) drop(stream);
    else stream.response.write(text);
  }

  function dropWhere(unwanted: (stream: Stream) => boolean): void {
    for (const stream of [...streams].filter(unwanted)) drop(stream);
  }

  function ping(): void {
    dropWhere((stream) => stream.expiresAt <= clock.now());
    for (const stream of streams) send(stream, ': ping\n\n');
  }

  return {
    open({ memberId, sessionHash, expiresAt, roles }, response) {
      if (isClosed) return false;
      const [oldest, ...others] = [...streams].filter((stream) => stream.memberId === memberId);
      if (oldest !== undefined && others.length + 1 >= STREAMS_A_MEMBER_MAX) drop(oldest);
      if (streams.size >= STREAMS_MAX) return false;
      const stream: Stream = { memberId, sessionHash, expiresAt, topics: topicsFor(roles), response };
      streams.add(stream);
      response.on('close', () => drop(stream));
      response.writeHead(200, HEADERS);
      response.write('retry: 3000\n\n');
      // Unreferenced: an open page must not keep a stopping process alive.
      timer ??= setInterval(ping, PING_EVERY).unref();
      return true;
    },
    page(topic, memberId) {
      for (const stream of streams) {
        const isMeant = memberId === undefined || stream.memberId === memberId;
        if (isMeant && stream.topics.has(topic)) send(stream, `event: changed\ndata: ${JSON.stringify({ topic })}\n\n`);
      }
    },
    endSession: (sessionHash) => dropWhere((stream) => stream.sessionHash === sessionHash),
    ping,
    close() {
      isClosed = true;
      dropWhere(() => true);
    },
    get streams() {
      return streams.size;
    },
  };
}
