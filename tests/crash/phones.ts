import type { z } from 'zod';
import type { LinePlatform } from '../../simulator/platform.ts';
import type { Lives } from './lives.ts';

/** A tap that was answered: what was asked under which key, and the answer. */
export interface Tap {
  phone: Phone;
  path: string;
  body: object;
  key: string;
  status: number;
  text: string;
}

/** A signed-in mini-app that does not give up: a tap without an answer is sent again under its key. */
export interface Phone {
  userId: string;
  /** Undefined while the server says that it is asked too often. */
  get<Shape extends z.ZodType>(path: string, shape: Shape): Promise<z.output<Shape> | undefined>;
  post(path: string, body?: object): Promise<Tap>;
  /** The same tap once more. */
  again(tap: Tap): Promise<{ status: number; text: string }>;
}

export interface Phones {
  signIn(userId: string): Promise<Phone>;
  readonly taps: readonly Tap[];
  /** Answers of 500 and above: no crash is a reason for one. */
  readonly failures: readonly string[];
  /** Requests that got no answer. */
  readonly broken: readonly string[];
}

const HEADERS = { 'content-type': 'application/json', 'x-pan-im': '1' };

export function createPhones(given: { platform: LinePlatform; lives: Lives; random: () => number }): Phones {
  const { platform, lives, random } = given;
  const taps: Tap[] = [];
  const failures: string[] = [];
  const broken: string[] = [];

  function freshKey(): string {
    const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  /** Until there is an answer, from whichever life of the server. */
  async function ask(path: string, request: RequestInit): Promise<{ status: number; text: string; response: Response }> {
    for (;;) {
      const address = await lives.address();
      try {
        const response = await fetch(`${address}/api${path}`, request);
        const text = await response.text();
        lives.answered();
        if (response.status >= 500) failures.push(`${path} ${response.status} ${text}`);
        else return { status: response.status, text, response };
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        broken.push(path);
      }
    }
  }

  async function cookieOf(userId: string): Promise<string> {
    const body = JSON.stringify({ idToken: await platform.idToken(userId) });
    const { status, response } = await ask('/session', { method: 'POST', headers: HEADERS, body });
    if (status !== 200) throw new Error(`signing in answered ${status}`);
    return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  }

  return {
    taps,
    failures,
    broken,
    async signIn(userId) {
      const headers = { ...HEADERS, cookie: await cookieOf(userId) };
      const send = (path: string, body: object, key: string) =>
        ask(path, { method: 'POST', headers: { ...headers, 'idempotency-key': key }, body: JSON.stringify(body) });
      const phone: Phone = {
        userId,
        async get(path, shape) {
          const { status, text } = await ask(path, { headers });
          if (status === 429) return undefined;
          if (status !== 200) throw new Error(`${path} answered ${status}`);
          return shape.parse(JSON.parse(text));
        },
        async post(path, body = {}) {
          const key = freshKey();
          const { status, text } = await send(path, body, key);
          const tap = { phone, path, body, key, status, text };
          taps.push(tap);
          return tap;
        },
        again: ({ path, body, key }) => send(path, body, key),
      };
      return phone;
    },
  };
}
