/** What people sent, for download. https://developers.line.biz/en/reference/messaging-api/#get-content */
import { NOT_FOUND, refusal } from './api-call.ts';
import type { ApiAnswer, ApiRoute } from './api-call.ts';
import type { World } from './world.ts';

function content(world: World, messageId: string): ApiAnswer {
  const stored = world.contents.get(messageId);
  if (stored === undefined) return NOT_FOUND;
  if (stored.state === 'unsent') return refusal(410, 'The message was unsent');
  return { status: 200, body: Buffer.from(stored.bytes), headers: { 'content-type': stored.contentType } };
}

function transcoding(world: World, messageId: string): ApiAnswer {
  return world.contents.has(messageId) ? { status: 200, body: { status: 'succeeded' } } : NOT_FOUND;
}

export function contentRoutes(world: World): ApiRoute[] {
  const path = '/v2/bot/message/:messageId/content';
  return [
    { method: 'GET', path, handle: (call) => content(world, call.params['messageId'] ?? '') },
    { method: 'GET', path: `${path}/preview`, handle: (call) => content(world, call.params['messageId'] ?? '') },
    { method: 'GET', path: `${path}/transcoding`, handle: (call) => transcoding(world, call.params['messageId'] ?? '') },
  ];
}
