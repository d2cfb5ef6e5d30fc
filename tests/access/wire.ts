import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** A bare socket: what no polite client would send can be sent here. */
export interface Wire {
  socket: Socket;
  write(bytes: string | Uint8Array): void;
  /** All that had come when the other side ended the connection. */
  ended: Promise<string>;
  /** All that has come, once it contains the words. */
  until(words: string): Promise<string>;
}

export async function wireTo(port: number): Promise<Wire> {
  const socket = connect({ port, host: '127.0.0.1' });
  let heard = '';
  socket.on('data', (data) => void (heard += data.toString('latin1')));
  // A connection that is cut off while we still write is one of the ends that the tests wait for.
  socket.on('error', () => undefined);
  const ended = new Promise<string>((resolve) => {
    socket.once('close', () => resolve(heard));
  });
  await once(socket, 'connect');
  return {
    socket,
    write: (bytes) => void socket.write(bytes),
    ended,
    async until(words) {
      while (!heard.includes(words)) {
        if (socket.destroyed) throw new Error(`closed after: ${heard}`);
        await Promise.race([once(socket, 'data').catch(() => undefined), ended]);
      }
      return heard;
    },
  };
}

export function requestText(lines: readonly string[], body = ''): string {
  return `${[...lines, 'Host: panim.example', '', ''].join('\r\n')}${body}`;
}

/** One request on a connection of its own, until the server closes it. */
export async function exchange(port: number, bytes: string | Uint8Array): Promise<string> {
  const wire = await wireTo(port);
  wire.write(bytes);
  return wire.ended;
}

export const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/u.exec(answer)?.[1] ?? 0);
