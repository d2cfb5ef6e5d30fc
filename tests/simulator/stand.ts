/** A platform, a bot that only listens, and a clock that stands still until a test moves it. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

import { LineBotClient } from '@line/bot-sdk';
import { onTestFinished } from 'vitest';

import { isObject, listAt, must } from '../../simulator/json.ts';
import type { JsonObject } from '../../simulator/json.ts';
import { startLinePlatform } from '../../simulator/platform.ts';
import type { LinePlatform, LinePlatformOptions } from '../../simulator/platform.ts';
import { PATIENT } from '../support/patience.ts';

export const SECRET = 'a-channel-secret';
const TOKEN = 'a-channel-access-token';
export const SOMCHAI = `U${'1'.repeat(32)}`;
export const MALEE = `U${'2'.repeat(32)}`;
const STARTED_AT = Date.UTC(2026, 10, 21);

interface Received {
  signature: string;
  bytes: Buffer;
  events: JsonObject[];
}

export interface Stand {
  platform: LinePlatform;
  client: LineBotClient;
  received: Received[];
  clock: { now: number };
  /** Status of the bot's answers, or a function for anything else. */
  bot: { answer: number | ((response: ServerResponse) => void) };
  /** The reply token of the newest event. */
  replyToken: () => string;
  /** A call of LINE's API by hand. */
  call: (path: string, body?: object, headers?: Record<string, string>) => Promise<Response>;
}

async function receive(stand: Pick<Stand, 'received' | 'bot'>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const bytes = await buffer(request);
  const body: unknown = JSON.parse(bytes.toString());
  const events = listAt(body, 'events').filter(isObject);
  stand.received.push({ signature: String(request.headers['x-line-signature']), bytes, events });
  const { answer } = stand.bot;
  if (typeof answer === 'function') answer(response);
  else response.writeHead(answer).end();
}

async function startBot(stand: Pick<Stand, 'received' | 'bot'>): Promise<string> {
  const server = createServer((request, response) => void receive(stand, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}/webhook` : '';
}

export async function startStand(options: Partial<LinePlatformOptions> = {}): Promise<Stand> {
  const clock = { now: STARTED_AT };
  const received: Received[] = [];
  const bot: Stand['bot'] = { answer: 200 };
  const platform = await startLinePlatform({
    channelSecret: SECRET,
    channelAccessToken: TOKEN,
    loginChannelId: '1234567890',
    liffId: '1234567890-abcdefgh',
    liffEndpointUrl: 'https://pan-im.example/liff/',
    webhookUrl: await startBot({ received, bot }),
    members: [
      { userId: SOMCHAI, displayName: 'Somchai', language: 'th' },
      { userId: MALEE, displayName: 'Malee' },
    ],
    now: () => clock.now,
    webhookDeadlineMs: PATIENT,
    ...options,
  });
  onTestFinished(() => platform.stop());
  const client = LineBotClient.fromChannelAccessToken({
    channelAccessToken: TOKEN,
    apiBaseURL: platform.url,
    dataApiBaseURL: platform.url,
  });
  const authorization = `Bearer ${TOKEN}`;
  return {
    platform,
    client,
    received,
    clock,
    bot,
    replyToken: () => String(must(received.at(-1)?.events[0], 'an event')['replyToken']),
    call: (path, body, headers = {}) =>
      fetch(`${platform.url}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { authorization, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
}
