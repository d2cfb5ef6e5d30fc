import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfig } from '../../bot/config.ts';
import type { Config } from '../../bot/config.ts';
import { createLogger } from '../../bot/logger.ts';
import { createService, StartError } from '../../bot/service.ts';
import type { Service } from '../../bot/service.ts';
import { startLinePlatform } from '../../simulator/platform.ts';
import type { LinePlatform } from '../../simulator/platform.ts';
import { lineIdOf } from '../outbox/rig.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { seededChance } from '../support/seeded-chance.ts';
import { environmentFor } from './settings.ts';
import { PATIENT } from '../support/patience.ts';

const SOMCHAI = lineIdOf(1);
const clock = fakeClock();
let folder: string;
let platform: LinePlatform;
let config: Config;
let service: Service;
let server: Server;
let url: string;
let lines: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pan-im-'));
  const {
    LINE_CHANNEL_SECRET: channelSecret = '',
    LINE_CHANNEL_ACCESS_TOKEN: channelAccessToken = '',
    ...rest
  } = environmentFor({ databasePath: '', lineUrl: '' });
  platform = await startLinePlatform({
    channelSecret,
    channelAccessToken,
    loginChannelId: rest['LINE_LOGIN_CHANNEL_ID'] ?? '',
    liffId: rest['LIFF_ID'] ?? '',
    members: [{ userId: SOMCHAI, displayName: 'Somchai' }],
    now: () => clock.now(),
    webhookDeadlineMs: PATIENT,
    allowLoopbackHttp: true,
  });
  config = loadConfig(environmentFor({ databasePath: join(folder, 'deep', 'pan-im.db'), lineUrl: platform.url }));
  const pages = join(folder, 'dist');
  await mkdir(join(pages, 'assets'), { recursive: true });
  await writeFile(join(pages, 'index.html'), '<head><!--settings--></head>');
  await writeFile(join(pages, 'assets', 'main-abc123.js'), 'let a;');
  await writeFile(join(pages, 'assets', 'main-abc123.js.gz'), gzipSync('let packed;'));
  lines = [];
  const log = createLogger('debug', { write: (line) => void lines.push(line) });
  service = await createService(config, { clock, chance: seededChance(clock), log, pagesDirectory: pages });
  server = createServer(service.listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  platform.setWebhookUrl(`${url}/webhook`);
});
afterEach(async () => {
  server.close();
  server.closeAllConnections();
  await service.stop();
  await platform.stop();
  await rm(folder, { recursive: true, force: true });
});

test('a word in, an answer out, on the reply token', async () => {
  const result = await platform.say(SOMCHAI, 'สวัสดี');
  expect(result.status).toBe(200);
  await service.runUntilIdle();
  const answers = platform.chat(SOMCHAI).filter((entry) => entry.from === 'bot');
  expect(answers.length).toBeGreaterThan(0);
  expect(answers.every((entry) => entry.via === 'reply')).toBe(true);
  expect(platform.violations()).toEqual([]);
  const inbox = await service.deps.db.selectFrom('inbox').select(['state', 'body_sealed']).execute();
  expect(inbox).toEqual([{ state: 'done', body_sealed: null }]);
});

test('the same event twice is answered once', async () => {
  const { eventId } = await platform.say(SOMCHAI, 'สวัสดี');
  await platform.redeliver(eventId);
  await service.runUntilIdle();
  const once = platform.chat(SOMCHAI).length;
  await platform.redeliver(eventId);
  await service.runUntilIdle();
  expect(platform.chat(SOMCHAI)).toHaveLength(once);
});

test('it is up at once, ready when its workers run, and not ready any more when it drains', async () => {
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await fetch(`${url}/readyz`)).status).toBe(503);
  await service.start();
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  service.drain();
  expect((await fetch(`${url}/readyz`)).status).toBe(503);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test('numbers without names', async () => {
  await platform.say(SOMCHAI, 'สวัสดี');
  await service.runUntilIdle();
  const text = await (await fetch(`${url}/metrics`)).text();
  expect(text).toContain('panim_replies_total 1');
  expect(text).toContain('panim_pushes_per_meal 0');
  expect(text).toContain('panim_inbox_waiting 0');
  expect(text).not.toContain(SOMCHAI);
});

test('the mini-app: compressed for who can read that, plain for who cannot', async () => {
  const asked = (path: string, encoding: string) => fetch(`${url}${path}`, { headers: { 'accept-encoding': encoding } });
  const packed = await asked('/liff/assets/main-abc123.js', 'gzip, deflate, br');
  expect(packed.headers.get('content-encoding')).toBe('gzip');
  expect(packed.headers.get('content-type')).toContain('javascript');
  expect(packed.headers.get('cache-control')).toContain('immutable');
  expect(packed.headers.get('vary')).toContain('Accept-Encoding');
  expect(await packed.text()).toBe('let packed;');
  const plain = await asked('/liff/assets/main-abc123.js', 'identity');
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(await plain.text()).toBe('let a;');
  expect((await asked('/liff/', 'gzip')).headers.get('content-encoding')).toBe('gzip');
  expect((await asked('/liff/', 'identity')).headers.get('content-encoding')).toBeNull();
});

test('the mini-app: settings in the page, files for ever, missing files not a page', async () => {
  const page = await fetch(`${url}/liff/orders/new?x=1`);
  expect(await page.text()).toBe(
    `<head><script type="application/json" id="settings">{"liffId":"1234567890-AbCdEfGh","emulatorLoginUrl":"${platform.url}"}</script></head>`,
  );
  expect(page.headers.get('cache-control')).toBe('no-cache');
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("script-src 'self' https://static.line-scdn.net;");
  expect(policy).toContain(`frame-ancestors ${platform.url}`);
  expect(policy).not.toContain('unsafe');
  const file = await fetch(`${url}/liff/assets/main-abc123.js`);
  expect(file.headers.get('cache-control')).toContain('immutable');
  expect((await fetch(`${url}/liff/assets/other.js`)).status).toBe(404);
  expect((await fetch(`${url}/liff/`)).status).toBe(200);
});

test('what is not there is a typed 404, and headers keep browsers careful', async () => {
  const answer = await fetch(`${url}/nothing`);
  expect(answer.status).toBe(404);
  expect(await answer.json()).toEqual({ error: 'not_found' });
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('x-powered-by')).toBeNull();
  expect((await fetch(`${url}/public/qr/nothing-here.png`)).status).toBe(404);
});

function signIn(idToken: string): Promise<Response> {
  return fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-pan-im': '1', origin: config.publicUrl },
    body: JSON.stringify({ idToken }),
  });
}

test('an ID token that LINE signed opens a session, others do not', async () => {
  expect((await signIn(await platform.idToken(SOMCHAI))).status).toBe(200);
  expect((await signIn(await platform.idToken(SOMCHAI, { aud: '999' }))).status).toBe(401);
  expect((await signIn(await platform.idToken(SOMCHAI, { exp: 1 }))).status).toBe(401);
  expect((await signIn(await platform.idToken(SOMCHAI, { badSignature: true }))).status).toBe(401);
  expect((await signIn(await platform.idToken(SOMCHAI, { alg: 'HS256' }))).status).toBe(401);
  expect((await signIn(await platform.idToken(SOMCHAI, { alg: 'none' }))).status).toBe(401);
});

test("when LINE's keys cannot be had it is not the person's fault", async () => {
  await platform.faults.set({ down: true });
  const answer = await signIn(await platform.idToken(SOMCHAI));
  expect(answer.status).toBe(503);
});

test('a second service on the same file is refused, and so is another key', async () => {
  await expect(createService(config, { clock })).rejects.toThrow(StartError);
  await service.stop();
  await expect(createService({ ...config, piiKey: 'cd'.repeat(32) }, { clock })).rejects.toThrow(/PII_KEY/u);
  service = await createService(config, { clock, log: createLogger('silent') });
});

test('no word, name or LINE id stands in the log of a conversation', async () => {
  await platform.say(SOMCHAI, 'ขอข้าว 3 กล่อง');
  await service.runUntilIdle();
  const log = lines.join('');
  expect(log).not.toMatch(/ขอข้าว|Somchai|U[0-9a-f]{32}/u);
  expect(log).toContain('"route":"/webhook"');
});
