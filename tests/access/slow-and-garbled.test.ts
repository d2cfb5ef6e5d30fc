import { once } from 'node:events';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { closePort, openHouse, openPort } from './house.ts';
import type { House } from './house.ts';
import { exchange, requestText, statusOf, wireTo } from './wire.ts';

/** The bounds of main.ts, made short: what is waited for is the server's own end of the connection. */
const SHORT = { headersTimeout: 150, requestTimeout: 300, checkInterval: 30 };

/** One in a hurry, for those who are slow, and one with the bounds of every day. */
let hurried: House;
let house: House;
beforeAll(async () => {
  [hurried, house] = [await openHouse({ bounds: SHORT }), await openHouse()];
});
afterAll(() => Promise.all([hurried.close(), house.close()]));

async function isUp(): Promise<void> {
  expect((await fetch(`${house.url}/healthz`)).status).toBe(200);
}

test('who connects and says nothing is sent away', async () => {
  expect(statusOf(await (await wireTo(hurried.port)).ended)).toBe(408);
});

test('headers that come a few letters at a time are not waited for', async () => {
  const wire = await wireTo(hurried.port);
  wire.write('GET /healthz HTTP/1.1\r\nHost: panim.example\r\n');
  const drip = setInterval(() => wire.write('X-More: 1\r\n'), 20);
  const heard = await wire.ended;
  clearInterval(drip);
  expect(statusOf(heard)).toBe(408);
});

const headOf = (entrance: string): string =>
  requestText([`${entrance} HTTP/1.1`, 'Content-Type: application/json', 'Content-Length: 60000', 'X-Pan-Im: 1']);

test.each(['POST /webhook', 'POST /api/session'])('%s with a body that drips in ends, however steadily it drips', async (entrance) => {
  const wire = await wireTo(hurried.port);
  wire.write(headOf(entrance));
  const drip = setInterval(() => wire.write(' '), 20);
  const heard = await wire.ended;
  clearInterval(drip);
  // What was still on the wire when the connection was cut can take the answer with it: then nothing is heard.
  expect([0, 408]).toContain(statusOf(heard));
});

test.each(['POST /healthz', 'PUT /public', 'POST /liff/'])(
  '%s is answered before its body has come, and cut off all the same when it goes on dripping',
  async (entrance) => {
    const patient = await openHouse({ bounds: { checkInterval: SHORT.checkInterval } });
    onTestFinished(() => patient.close());
    const wire = await wireTo(patient.port);
    wire.write(headOf(entrance));
    await wire.until('HTTP/1.1 404');
    // Only now is it in a hurry: a machine that stands still meanwhile takes nobody the answer.
    Object.assign(patient.server, { headersTimeout: SHORT.headersTimeout, requestTimeout: SHORT.requestTimeout });
    const drip = setInterval(() => wire.write(' '), 20);
    await wire.ended;
    clearInterval(drip);
  },
);

test('a chunked body without end is cut off as well', async () => {
  const wire = await wireTo(hurried.port);
  wire.write(requestText(['POST /webhook HTTP/1.1', 'Transfer-Encoding: chunked']));
  const drip = setInterval(() => wire.write('1\r\nx\r\n'), 20);
  expect(statusOf(await wire.ended)).toBe(408);
  clearInterval(drip);
});

const GARBAGE: [string, string | Uint8Array, number][] = [
  ['a TLS hello', Uint8Array.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]), 400],
  ['no HTTP at all', 'ขอข้าว 2 กล่อง\r\n\r\n', 400],
  ['a header without a name', 'GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n', 400],
  ['a line break hidden in a header', 'GET / HTTP/1.1\r\nHost: a\r\nX-A: b\nc\rd\r\n\r\n', 400],
  ['no host', 'GET /healthz HTTP/1.1\r\n\r\n', 400],
  ['two lengths', 'POST /webhook HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx', 400],
  ['a length and chunks', 'POST /webhook HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
  ['a length below nothing', 'POST /webhook HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n', 400],
  ['chunks that are none', 'POST /webhook HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 400],
  ['an address of 20 KB', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 431],
  ['a cookie of 20 KB', `GET /api/me HTTP/1.1\r\nHost: a\r\nCookie: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
];
test.each(GARBAGE)('%s is answered and the door closed', async (_what, bytes, status) => {
  expect(statusOf(await exchange(house.port, bytes))).toBe(status);
  await isUp();
});

test('a thousand headers are too many', async () => {
  const many = Array.from({ length: 1000 }, (_none, index) => `X-${index}: 1`);
  expect(statusOf(await exchange(house.port, requestText(['GET /healthz HTTP/1.1', ...many])))).toBe(431);
});

test('requests sent in one breath are answered in their order, and garbage behind them harms none', async () => {
  const one = requestText(['GET /healthz HTTP/1.1']);
  const other = requestText(['GET /nothing HTTP/1.1']);
  const wire = await wireTo(house.port);
  wire.write(`${one}${other}${one}`);
  const heard = await wire.until('{"status":"up"}HTTP/1.1 404');
  expect(heard).toContain('HTTP/1.1 200');
  await wire.until('{"error":"not_found"}HTTP/1.1 200');
  wire.write('\0\0\0\r\n\r\n');
  expect((await wire.ended).match(/HTTP\/1\.1 \d{3}/gu)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404', 'HTTP/1.1 200', 'HTTP/1.1 400']);
});

test('a request that hides in the body of another is no request', async () => {
  const hidden = requestText(['GET /metrics HTTP/1.1']);
  const outer = requestText(['POST /nothing HTTP/1.1', `Content-Length: ${hidden.length}`, 'Connection: close'], hidden);
  const heard = await exchange(house.port, outer);
  expect(heard.match(/HTTP\/1\.1 \d{3}/gu)).toEqual(['HTTP/1.1 404']);
});

test('no other protocol is spoken and nothing is fetched for others', async () => {
  const upgrade = requestText(['GET /healthz HTTP/1.1', 'Connection: Upgrade, close', 'Upgrade: websocket']);
  expect(statusOf(await exchange(house.port, upgrade))).toBe(200);
  expect(await exchange(house.port, requestText(['CONNECT evil.example:443 HTTP/1.1']))).toBe('');
  const proxied = requestText(['GET http://evil.example/ HTTP/1.1', 'Connection: close']);
  expect(statusOf(await exchange(house.port, proxied))).toBe(302);
  await isUp();
});

test('more connections than the bound are turned away, and room that comes free is given again', async () => {
  const { server, port } = await openPort((_request, response) => void response.end('in'), { connectionsMax: 2 });
  onTestFinished(() => closePort(server));
  const [first, second] = [await wireTo(port), await wireTo(port)];
  for (const wire of [first, second]) wire.write(requestText(['GET / HTTP/1.1']));
  await Promise.all([first.until('in'), second.until('in')]);
  await Promise.all([once(server, 'drop'), wireTo(port).then((wire) => wire.ended)]);
  first.socket.destroy();
  await first.ended;
  const retry = async (): Promise<string> => exchange(port, requestText(['GET / HTTP/1.1', 'Connection: close']));
  await expect.poll(retry).toContain('in');
});

test('an answer that nobody fetches is given up', async () => {
  const { server, port } = await openPort((_request, response) => void response.end(Buffer.alloc(64 * 1024 * 1024)), {
    silenceTimeout: 200,
  });
  onTestFinished(() => closePort(server));
  const closed = new Promise<void>((resolve) => {
    server.once('connection', (socket) => socket.once('close', () => resolve()));
  });
  const wire = await wireTo(port);
  wire.socket.pause();
  wire.write(requestText(['GET / HTTP/1.1']));
  await closed;
  wire.socket.destroy();
});
