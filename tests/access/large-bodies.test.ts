import type { IncomingMessage, RequestListener } from 'node:http';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { PAGE_HEADER } from '../../bot/liff-api/contract.ts';
import { apiRoutes } from '../../bot/liff-api/routes.ts';
import { createBodyReader } from '../../bot/read-body.ts';
import { person } from '../liff-api/people.ts';
import { freshKey } from '../liff-api/world.ts';
import type { Page } from '../liff-api/world.ts';
import { closePort, openHouse, openPort } from './house.ts';
import type { House } from './house.ts';
import { exchange, requestText, statusOf, wireTo } from './wire.ts';

const KB = 1024;
const GB = 1024 * 1024 * KB;

let house: House;
let page: Page;
beforeAll(async () => {
  house = await openHouse();
  page = await person(house, 1, 'coordinator', 'treasurer', 'shop', 'rider');
});
afterAll(() => house.close());

function headersOf(entrance: string, type: string): string[] {
  return [`${entrance} HTTP/1.1`, `Content-Type: ${type}`, `Cookie: ${page.cookie}`, `${PAGE_HEADER}: 1`, `Idempotency-Key: ${freshKey()}`];
}

const TYPES = { json: 'application/json', file: 'application/json', jpeg: 'image/jpeg', picture: 'image/png' };
const writes = apiRoutes.flatMap((route) => (route.kind === 'write' ? [{ at: `POST /api${route.path}`, type: TYPES[route.takes] }] : []));
const entrances = [{ at: 'POST /webhook', type: TYPES.json }, { at: 'POST /api/session', type: TYPES.json }, ...writes];

test.each(entrances)('$at: what says that it is too large is refused before it comes, and not waited for', async ({ at, type }) => {
  house.clock.at += 60_000;
  const heard = await exchange(house.port, requestText([...headersOf(at.replace(':id', 'xxx_1'), type), `Content-Length: ${GB}`]));
  expect([statusOf(heard), heard]).toEqual([413, expect.stringContaining('{"error":"too_large"}')]);
});

/** Sends without saying how much it will be, until the other side has had enough. */
async function pourInto(lines: readonly string[]): Promise<number> {
  const wire = await wireTo(house.port);
  wire.write(requestText([...lines, 'Transfer-Encoding: chunked']));
  const block = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(64 * KB, 0x20), Buffer.from('\r\n')]);
  let kilobytes = 0;
  while (wire.socket.writable) {
    kilobytes += 64;
    if (!wire.socket.write(block)) await Promise.race([once(wire.socket, 'drain').catch(() => undefined), wire.ended]);
  }
  await wire.ended;
  return kilobytes;
}

test.each(entrances)('$at: what goes on and on is cut off', async ({ at, type }) => {
  house.clock.at += 60_000;
  const kilobytes = await pourInto(headersOf(at.replace(':id', 'xxx_1'), type));
  // What the kernel keeps between the two comes on top of what was read.
  expect(kilobytes).toBeLessThan(48 * KB);
});

test('a photo that is a little too large is heard of by whoever sent all of it, and the connection stays', async () => {
  const wire = await wireTo(house.port);
  const size = 11 * KB * KB;
  wire.write(requestText([...headersOf('POST /api/pledges/ple_1/slip', 'image/png'), `Content-Length: ${size}`]));
  wire.write(Buffer.alloc(size));
  expect(statusOf(await wire.until('{"error":"too_large"}'))).toBe(413);
  wire.write(requestText(['GET /healthz HTTP/1.1', 'Connection: close']));
  expect(await wire.ended).toContain('{"status":"up"}');
});

test('a body that was packed is not unpacked', async () => {
  const packed = requestText([
    ...headersOf('POST /api/pledges', TYPES.json),
    'Content-Encoding: gzip',
    'Content-Length: 20',
    'Connection: close',
  ]);
  expect(statusOf(await exchange(house.port, `${packed}${'x'.repeat(20)}`))).toBe(400);
});

/** Reads every request with the reader and answers with what came of it. */
async function openReader(heldMax: number, bytesMax: number) {
  const read = createBodyReader(heldMax);
  const began = Promise.withResolvers<IncomingMessage>();
  const answer: RequestListener = (request, response) => {
    began.resolve(request);
    read(
      request,
      { bytesMax },
      (body) => void response.setHeader('Connection', 'close').end(typeof body === 'string' ? body : `${body.length} bytes`),
    );
  };
  const { server, port } = await openPort(answer);
  onTestFinished(() => closePort(server));
  return { port, began: began.promise };
}

const post = (length: number): string => requestText(['POST / HTTP/1.1', `Content-Length: ${length}`]);

test('a byte a chunk is put together again', async () => {
  const { port } = await openReader(GB, 10_000);
  const chunks = `${'1\r\nx\r\n'.repeat(9999)}0\r\n\r\n`;
  expect(await exchange(port, requestText(['POST / HTTP/1.1', 'Transfer-Encoding: chunked'], chunks))).toContain('9999 bytes');
});

test('all that is read at one time has a bound, and what has been read makes room', async () => {
  const { port, began } = await openReader(24 * KB, 64 * KB);
  const slow = await wireTo(port);
  slow.write(`${post(20 * KB)}${'x'.repeat(12 * KB)}`);
  const request = await began;
  while (request.socket.bytesRead < 12 * KB) await once(request, 'data');
  expect(await exchange(port, `${post(20 * KB)}${'x'.repeat(20 * KB)}`)).toContain('busy');
  slow.write('x'.repeat(8 * KB));
  expect(await slow.ended).toContain(`${20 * KB} bytes`);
  expect(await exchange(port, `${post(20 * KB)}${'x'.repeat(20 * KB)}`)).toContain(`${20 * KB} bytes`);
});

test('who goes in the middle leaves nothing behind', async () => {
  const { port, began } = await openReader(24 * KB, 64 * KB);
  const gone = await wireTo(port);
  gone.write(`${post(20 * KB)}${'x'.repeat(16 * KB)}`);
  const request = await began;
  const left = new Promise((resolve) => {
    request.once('close', resolve);
  });
  gone.socket.destroy();
  await left;
  expect(await exchange(port, `${post(20 * KB)}${'x'.repeat(20 * KB)}`)).toContain(`${20 * KB} bytes`);
});
