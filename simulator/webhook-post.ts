/** The bytes of a webhook, their signature, and the one HTTP request that carries them. */
import { createHmac } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

import type { World } from './world.ts';

/** https://developers.line.biz/en/docs/messaging-api/check-webhook-error-statistics/ */
export const WEBHOOK_DEADLINE_MS = 2_000;

export function signatureOf(secret: string, body: Buffer): string {
  return createHmac('sha256', secret).update(body).digest('base64');
}

const escapeUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).toUpperCase()}`;

/** LINE writes characters outside the basic plane (most emoji) as escapes: a bot that re-serialises JSON fails here. */
export function bodyOf(world: World, events: readonly object[]): Buffer {
  const json = JSON.stringify({ destination: world.botUserId, events });
  return Buffer.from(json.replaceAll(/[\uD800-\uDFFF]/g, escapeUnit));
}

interface PostAnswer {
  status: number | 'timeout' | 'refused';
  elapsedMs: number;
}

export function post(url: string, body: Buffer, sent: { signature: string; deadlineMs: number }): Promise<PostAnswer> {
  const startedAt = performance.now();
  const { promise, resolve } = Promise.withResolvers<PostAnswer>();
  const settle = (status: PostAnswer['status']): void => resolve({ status, elapsedMs: performance.now() - startedAt });
  const send = url.startsWith('https:') ? requestHttps : requestHttp;
  const request = send(url, {
    method: 'POST',
    agent: false,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': body.length,
      'user-agent': 'LineBotWebhook/2.0',
      'x-line-signature': sent.signature,
    },
  });
  const deadline = setTimeout(() => {
    settle('timeout');
    request.destroy();
  }, sent.deadlineMs);
  promise.finally(() => clearTimeout(deadline)).catch(() => undefined);
  request.on('response', (response) => {
    response.resume();
    response.on('close', () => settle(response.statusCode ?? 0));
  });
  request.on('error', () => settle('refused'));
  request.end(body);
  return promise;
}
