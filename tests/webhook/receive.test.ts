import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFront } from '../../bot/front.ts';
import { commonHeaders } from '../../bot/headers.ts';
import { WEBHOOK_BODY_MAX } from '../../bot/limits.ts';
import { createMetrics } from '../../bot/metrics.ts';
import { createObserve } from '../../bot/observe.ts';
import { createPace } from '../../bot/pace.ts';
import { createBodyReader } from '../../bot/read-body.ts';
import { createSignatureCheck } from '../../bot/webhook/signature.ts';
import { createWebhook } from '../../bot/webhook/receive.ts';
import { databaseRig, lineIdOf } from '../outbox/rig.ts';

const NEW_SECRET = 'the new secret';
const OLD_SECRET = 'the old secret';

async function webhookRig() {
  const rig = await databaseRig();
  let woken = 0;
  rig.hub.onWork('inbox', () => (woken += 1));
  const server = createServer(
    createFront({
      webhook: createWebhook(rig.deps, { channelSecrets: [NEW_SECRET, OLD_SECRET] }),
      app: (_request, response) => void response.writeHead(404).end(),
      observe: createObserve(rig.deps, createMetrics()),
      readBody: createBodyReader(),
      headers: commonHeaders('https://panim.example'),
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/webhook`;
  return {
    ...rig,
    url,
    woken: () => woken,
    async post(body: string, how: { secret?: string; signature?: string | undefined } = {}): Promise<number> {
      const signature =
        'signature' in how
          ? how.signature
          : createHmac('sha256', how.secret ?? NEW_SECRET)
              .update(body)
              .digest('base64');
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        ...(signature === undefined ? {} : { 'x-line-signature': signature }),
      };
      return (await fetch(url, { method: 'POST', body, headers })).status;
    },
    stored: () => rig.deps.db.selectFrom('inbox').selectAll().orderBy('event_id').execute(),
    async closeAll() {
      server.close();
      server.closeAllConnections();
      await rig.close();
    },
  };
}

let rig: Awaited<ReturnType<typeof webhookRig>>;
beforeEach(async () => {
  rig = await webhookRig();
});
afterEach(async () => {
  await rig.closeAll();
});

function bodyOf(...events: object[]): string {
  return JSON.stringify({ destination: lineIdOf(0), events });
}
function textEvent(id: string, member = 1, text = 'สวัสดี'): object {
  return {
    type: 'message',
    mode: 'active',
    timestamp: 1000,
    webhookEventId: id,
    replyToken: `token ${id}`,
    deliveryContext: { isRedelivery: false },
    source: { type: 'user', userId: lineIdOf(member) },
    message: { type: 'text', id: '1', text, quoteToken: 'q' },
  };
}

test("LINE's own example of a signature is accepted", () => {
  const body = Buffer.from('{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}');
  const signature = 'GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=';
  expect(createSignatureCheck(['8c570fa6dd201bb328f1c1eac23a96d8'])(body, signature)).toBe(true);
  expect(createSignatureCheck(['8c570fa6dd201bb328f1c1eac23a96d9'])(body, signature)).toBe(false);
});

test('a missing or wrong signature is a 401 and stores nothing', async () => {
  expect(await rig.post(bodyOf(textEvent('a')), { signature: undefined })).toBe(401);
  expect(await rig.post(bodyOf(textEvent('a')), { signature: '' })).toBe(401);
  expect(await rig.post(bodyOf(textEvent('a')), { secret: 'another secret' })).toBe(401);
  expect(await rig.stored()).toEqual([]);
});

test('whoever is not LINE makes no flood, in which the answers to people would wait', async () => {
  const pace = createPace(() => 0);
  const webhook = createWebhook({ ...rig.deps, pace }, { channelSecrets: [NEW_SECRET] });
  const body = Buffer.from(bodyOf());
  const signed = createHmac('sha256', NEW_SECRET).update(body).digest('base64');
  const send = (signature: string): Promise<unknown> => Promise.all(Array.from({ length: 100 }, () => webhook(body, signature, () => '')));
  await send('AAAA');
  expect(pace.isFlood()).toBe(false);
  await send(signed);
  expect(pace.isFlood()).toBe(true);
});

test('what is stored is noted once for each commit, what is refused for each request', async () => {
  const noted = (): string[] => rig.lines.flatMap((line) => /"level":"(?:info|warn)".*"msg":"([^"]+)"/u.exec(line)?.[1] ?? []);
  await rig.post(bodyOf(textEvent('a')));
  expect(noted()).toEqual(['webhook stored']);
  await rig.post(bodyOf(textEvent('a')), { secret: 'another secret' });
  expect(noted()).toEqual(['webhook stored', 'webhook signature missing or wrong', 'request']);
});

test('both secrets are good while one is changed for the other', async () => {
  expect(await rig.post(bodyOf(textEvent('a')), { secret: NEW_SECRET })).toBe(200);
  expect(await rig.post(bodyOf(textEvent('b')), { secret: OLD_SECRET })).toBe(200);
  expect(await rig.stored()).toHaveLength(2);
});

test('Verify sends no events and gets a 200', async () => {
  expect(await rig.post(bodyOf())).toBe(200);
  expect(rig.woken()).toBe(0);
});

test('what is signed but no webhook is a 400', async () => {
  expect(await rig.post('not json')).toBe(400);
  expect(await rig.post('{"events":{}}')).toBe(400);
  expect(await rig.post('{"events":[1]}')).toBe(400);
  expect(await rig.post('[]')).toBe(400);
  expect(await rig.stored()).toEqual([]);
});

test('a body over the limit is a 413', async () => {
  expect(await rig.post(bodyOf(textEvent('a', 1, 'x'.repeat(WEBHOOK_BODY_MAX))))).toBe(413);
});

test('characters written as escapes keep their signature', async () => {
  const body = bodyOf(textEvent('a', 1, 'ขอข้าว🍚')).replaceAll(
    /[\u{d800}-\u{dfff}]/gv,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const escaped = body.replace('🍚', String.raw`\uD83C\uDF5A`);
  expect(await rig.post(escaped)).toBe(200);
  const [row] = await rig.stored();
  expect(rig.deps.sealer.open(row?.body_sealed ?? '')).toContain('ขอข้าว🍚');
});

test('all events of a body are stored, of whomever they are, and the worker is woken', async () => {
  expect(await rig.post(bodyOf(textEvent('a', 1), textEvent('b', 2), { type: 'from_the_future', webhookEventId: 'c' }))).toBe(200);
  expect((await rig.stored()).map((row) => [row.event_id, row.line_user_id, row.state])).toEqual([
    ['a', lineIdOf(1), 'waiting'],
    ['b', lineIdOf(2), 'waiting'],
    ['c', null, 'waiting'],
  ]);
  expect(rig.woken()).toBe(1);
});

test('an event that comes again is stored once', async () => {
  await rig.post(bodyOf(textEvent('a')));
  await rig.post(bodyOf(textEvent('a'), textEvent('b')));
  expect((await rig.stored()).map((row) => row.event_id)).toEqual(['a', 'b']);
});

test('what people write is sealed on disk and absent from the log', async () => {
  await rig.post(bodyOf(textEvent('a', 1, 'ติดโควิดค่ะ')));
  const [row] = await rig.stored();
  expect(row?.body_sealed).toMatch(/^s1\./u);
  expect(rig.lines.join('')).not.toContain('ติดโควิด');
  expect(rig.lines.join('')).not.toContain(lineIdOf(1));
});

test('when nothing can be stored the answer is 500, so that LINE sends it again, and none of the batch is kept', async () => {
  await rig.deps.db.schema.alterTable('inbox').renameTo('inbox_away').execute();
  expect(await rig.post(bodyOf(textEvent('a')))).toBe(500);
  await rig.deps.db.schema.alterTable('inbox_away').renameTo('inbox').execute();
  expect(await rig.post(bodyOf(textEvent('a'), { ...textEvent('b'), timestamp: 2 ** 53 }))).toBe(200);
  expect(await rig.stored()).toHaveLength(2);
});

test('a compressed body is refused before it is read, and one without a length is read all the same', async () => {
  const body = bodyOf(textEvent('a'));
  const headers = { 'x-line-signature': createHmac('sha256', NEW_SECRET).update(body).digest('base64') };
  expect((await fetch(rig.url, { method: 'POST', body, headers: { ...headers, 'content-encoding': 'gzip' } })).status).toBe(415);
  expect(await rig.stored()).toEqual([]);
  const pieces = ReadableStream.from([Buffer.from(body.slice(0, 20)), Buffer.from(body.slice(20))]);
  expect((await fetch(rig.url, { method: 'POST', body: pieces, headers, duplex: 'half' })).status).toBe(200);
  expect(await rig.stored()).toHaveLength(1);
  const endless = ReadableStream.from(Array.from({ length: 20 }, () => Buffer.alloc(WEBHOOK_BODY_MAX / 10)));
  expect((await fetch(rig.url, { method: 'POST', body: endless, headers, duplex: 'half' })).status).toBe(413);
});

test('who breaks off in the middle of a body is noted and leaves nothing behind', async () => {
  const { hostname, port } = new URL(rig.url);
  const socket = connect(Number(port), hostname);
  socket.write('POST /webhook HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"events":');
  await once(socket, 'connect');
  socket.end();
  await once(socket.resume(), 'close');
  expect(await rig.post(bodyOf(textEvent('a')))).toBe(200);
  expect(rig.lines.some((line) => line.includes('"route":"/webhook","status":400'))).toBe(true);
  expect(await rig.stored()).toHaveLength(1);
});

test("only a POST to that very address is a webhook; the rest is the router's", async () => {
  expect((await fetch(rig.url)).status).toBe(404);
  expect((await fetch(`${rig.url}s`, { method: 'POST', body: '{}' })).status).toBe(404);
  expect((await fetch(`${rig.url}/?a=1`, { method: 'POST', body: '{}' })).status).toBe(401);
});
