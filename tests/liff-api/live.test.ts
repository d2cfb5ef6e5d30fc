import { once } from 'node:events';
import { createServer, get, request as httpRequest } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PAGE_HEADER } from '../../bot/liff-api/contract.ts';
import { person } from './people.ts';
import { START, createWorld } from './world.ts';
import type { Page, World } from './world.ts';

let world: World;
let server: Server;
let port: number;

beforeEach(async () => {
  world = await createWorld();
  server = createServer(world.app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterEach(async () => {
  await world.close();
  server.closeAllConnections();
  server.close();
});

interface Stream {
  response: IncomingMessage;
  /** All that has come, once it contains the words. */
  until(words: string): Promise<string>;
  ended: Promise<unknown>;
}

async function open(page: Page): Promise<Stream> {
  const asked = get({ port, host: '127.0.0.1', path: '/api/events', headers: { cookie: page.cookie }, agent: false });
  const [response]: IncomingMessage[] = await once(asked, 'response');
  if (response === undefined) throw new Error('no response');
  response.setEncoding('utf8');
  let heard = '';
  response.on('data', (text: string) => {
    heard += text;
  });
  return {
    response,
    ended: once(response, 'close'),
    async until(words) {
      while (!heard.includes(words)) await once(response, 'data');
      return heard;
    },
  };
}

const changed = (topic: string): string => `event: changed\ndata: {"topic":"${topic}"}\n\n`;

test('the stream tells the browser how to come back, and proxies to leave it alone', async () => {
  const stream = await open(await person(world, 1));
  expect(stream.response.statusCode).toBe(200);
  expect(stream.response.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });
  expect(await stream.until('\n\n')).toBe('retry: 3000\n\n');
});

test('a change reaches the pages it is for: of the member, of the role, and nobody else', async () => {
  const resident = await person(world, 1);
  const shop = await person(world, 2, 'shop');
  const [one, two] = [await open(resident), await open(shop)];
  world.live.page('resident', resident.memberId);
  world.live.page('shop');
  world.live.page('coordinator');
  world.live.page('shop', resident.memberId);
  world.live.page('donor');
  expect(await one.until(changed('donor'))).toBe(`retry: 3000\n\n${changed('resident')}${changed('donor')}`);
  expect(await two.until(changed('donor'))).toBe(`retry: 3000\n\n${changed('shop')}${changed('donor')}`);
});

test('a tap in one page wakes the others through the service', async () => {
  const shop = await person(world, 2, 'coordinator');
  const stream = await open(shop);
  await shop.post('/coordinator/campaigns', {
    name: 'ครัวใหม่',
    faceValueSatang: 40_00,
    couponsPerGrant: 10,
    deliveryFeeSatang: 0,
    startsOn: '2026-11-25',
    endsOn: '2026-12-25',
  });
  expect(await stream.until(changed('coordinator'))).toContain(changed('coordinator'));
});

test('a ping keeps it open until the session has run out', async () => {
  const stream = await open(await person(world, 1));
  world.live.ping();
  expect(await stream.until(': ping\n\n')).toBe('retry: 3000\n\n: ping\n\n');
  world.clock.at = START + 12 * 3_600_000;
  world.live.ping();
  await stream.ended;
  expect(world.live.streams).toBe(0);
});

test('signing out closes the streams of that session only', async () => {
  const first = await person(world, 1);
  const second = await person(world, 1);
  const [gone, stays] = [await open(first), await open(second)];
  const out = httpRequest({
    port,
    host: '127.0.0.1',
    method: 'DELETE',
    path: '/api/session',
    headers: { cookie: first.cookie, [PAGE_HEADER]: '1' },
    agent: false,
  }).end();
  await Promise.all([once(out, 'response'), gone.ended]);
  world.live.page('resident');
  expect(await stays.until(changed('resident'))).toContain(changed('resident'));
  expect(world.live.streams).toBe(1);
});

test('a member has five streams at most: the oldest makes room', async () => {
  const page = await person(world, 1);
  const streams = [];
  for (let count = 0; count < 6; count += 1) streams.push(await open(page));
  await streams[0]?.ended;
  expect(world.live.streams).toBe(5);
});

test('a page that is closed is forgotten', async () => {
  const stream = await open(await person(world, 1));
  const gone = Promise.withResolvers<void>();
  server.once('request', (_request, response) => response.once('close', gone.resolve));
  const other = await open(await person(world, 2));
  other.response.destroy();
  await gone.promise;
  expect(world.live.streams).toBe(1);
  expect(await stream.until('retry')).toBe('retry: 3000\n\n');
});

test('a service that stops closes every stream and opens none', async () => {
  const page = await person(world, 1);
  const stream = await open(page);
  world.live.close();
  await stream.ended;
  const late = await open(page);
  expect([late.response.statusCode, world.live.streams]).toEqual([429, 0]);
});
