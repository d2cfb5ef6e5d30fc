import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { memberByLineId } from '../../db/members.ts';
import { DAY, MINUTE, PICTURE_ATTEMPTS_MAX, PICTURE_BYTES_MAX } from '../../bot/limits.ts';
import { createPictureWorker } from '../../bot/pictures/keep-pictures.ts';
import { databaseRig, lineIdOf } from '../outbox/rig.ts';

const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(500, 7), Buffer.from([0xff, 0xd9])]);
const PNG = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(100, 1), Buffer.from('IEND1234')]);

type Answer = (response: ServerResponse) => void;
const send =
  (status: number, type: string, body: Buffer): Answer =>
  (response) =>
    void response.writeHead(status, { 'content-type': type, 'content-length': body.length }).end(body);
const cutOff: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': JPEG.length });
  response.write(JPEG.subarray(0, 100), () => response.destroy());
};

async function pictureRig() {
  const rig = await databaseRig();
  const member = await rig.deps.db.transaction().execute((tx) => memberByLineId({ ...rig.deps, tx }, lineIdOf(1)));
  await rig.deps.db
    .insertInto('picture')
    .values({
      id: 'pic_1',
      member_id: member.id,
      purpose: 'slip',
      subject_id: 'plg_1',
      message_id: '500000000000000001',
      state: 'wanted',
      content_type: null,
      sha256: null,
      bytes_sealed: null,
      next_attempt_at: rig.clock.now(),
      created_at: rig.clock.now(),
    })
    .execute();
  const answers: Answer[] = [];
  const asked: (string | undefined)[] = [];
  const server: Server = createServer((request: IncomingMessage, response) => {
    asked.push(`${request.url} ${request.headers.authorization}`);
    (answers.length > 1 ? answers.shift() : answers[0])?.(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const dataApiBaseUrl = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    ...rig,
    answers,
    asked,
    worker: createPictureWorker(rig.deps, { dataApiBaseUrl, channelAccessToken: 'token', fetch }),
    picture: () => rig.deps.db.selectFrom('picture').selectAll().executeTakeFirstOrThrow(),
    async closeAll() {
      server.close();
      server.closeAllConnections();
      await rig.close();
    },
  };
}

let rig: Awaited<ReturnType<typeof pictureRig>>;
beforeEach(async () => {
  rig = await pictureRig();
});
afterEach(async () => {
  await rig.closeAll();
});

test('a slip is fetched, kept sealed, and the treasurers look again', async () => {
  const woken: string[] = [];
  rig.hub.onPage((topic) => void woken.push(topic));
  rig.answers.push(send(200, 'image/jpeg', JPEG));
  await rig.worker.runUntilIdle();
  const kept = await rig.picture();
  expect(kept).toMatchObject({ state: 'kept', content_type: 'image/jpeg' });
  expect(Buffer.from(kept.bytes_sealed ?? []).includes(JPEG.subarray(4, 50))).toBe(false);
  expect(Buffer.from(rig.deps.sealer.openBytes(kept.bytes_sealed ?? Buffer.alloc(0)))).toEqual(JPEG);
  expect(rig.asked).toEqual(['/v2/bot/message/500000000000000001/content Bearer token']);
  expect(woken).toEqual(['treasurer']);
});

test.each([
  ['a broken connection', cutOff],
  ['a picture without its end', send(200, 'image/jpeg', JPEG.subarray(0, 300))],
  ['content that is still being prepared', send(202, 'image/jpeg', Buffer.alloc(0))],
  ['trouble at LINE', send(500, 'application/json', Buffer.from('{}'))],
])('after %s it is fetched again', async (_, answer) => {
  rig.answers.push(answer, send(200, 'image/png', PNG));
  await rig.worker.runUntilIdle();
  expect((await rig.picture()).state).toBe('wanted');
  rig.clock.advance(MINUTE);
  await rig.worker.runUntilIdle();
  expect(await rig.picture()).toMatchObject({ state: 'kept', content_type: 'image/png', attempts: 1 });
});

test.each([
  ['one that was taken back', send(410, 'application/json', Buffer.from('{}'))],
  ['one that LINE does not know', send(404, 'application/json', Buffer.from('{}'))],
  ['something else', send(200, 'text/html', Buffer.from('<html>'))],
  ['something else that calls itself a picture', send(200, 'image/jpeg', Buffer.from('<html>'))],
  ['one that is too large', send(200, 'image/jpeg', Buffer.alloc(PICTURE_BYTES_MAX + 1, 0xff))],
])('%s is gone', async (_, answer) => {
  rig.answers.push(answer);
  await rig.worker.runUntilIdle();
  expect(await rig.picture()).toMatchObject({ state: 'gone', bytes_sealed: null });
});

test('one that never comes is given up', async () => {
  rig.answers.push(cutOff);
  for (let attempt = 0; attempt < PICTURE_ATTEMPTS_MAX + 2; attempt += 1) {
    await rig.worker.runUntilIdle();
    rig.clock.advance(DAY);
  }
  expect((await rig.picture()).state).toBe('gone');
  expect(rig.asked).toHaveLength(PICTURE_ATTEMPTS_MAX);
});
