import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import type { Express, Request } from 'express';
import type { CommunityList, ApiError, PageSettings, Redeemed } from '../../bot/liff-api/contract.ts';
import type { Language } from '../../bot/domain/words.ts';
import { createPages } from '../../bot/pages.ts';
import {
  coordinatorOf,
  donorOf,
  isScene,
  meOf,
  monthOf,
  orderOf,
  privacyOf,
  residentOf,
  riderOf,
  screeningOf,
  shopOf,
  shownCoupon,
  statementOf,
  treasurerOf,
} from './fake-data.ts';
import type { Scene } from './fake-data.ts';

const DIST = join(import.meta.dirname, '../../liff/dist');

/** One POST as it arrived. */
export interface Heard {
  path: string;
  key: string | undefined;
  marked: boolean;
  body: unknown;
}

export interface FakeApi {
  url: string;
  heard: Heard[];
  /** The next POSTs to this path get no answer: the line breaks. */
  breakLine: (path: string, times: number) => void;
  /** Resolves when a page listens to the live line. */
  listening: () => Promise<void>;
  /** Sends the topic to every open page. */
  tell: (topic: string) => void;
  close: () => Promise<void>;
}

/** Cookies choose the scene, so that several browser contexts can look at several states at once. */
function cookie(request: Request, name: string): string | undefined {
  const found = new RegExp(`(?:^|; )${name}=([^;]*)`, 'u').exec(request.headers.cookie ?? '');
  return found?.[1];
}

function sceneOf(request: Request): Scene {
  const value = cookie(request, 'scene');
  return isScene(value) ? value : 'busy';
}

function languageOf(request: Request): Language {
  const value = cookie(request, 'language');
  return value === 'en' || value === 'ms' || value === 'my' ? value : 'th';
}

function refusal(error: ApiError['error']): ApiError {
  return { error };
}

function addReads(app: Express): void {
  const now = () => Date.now();
  app.get('/api/me', (request, response) => {
    response.json(meOf(sceneOf(request), languageOf(request)));
  });
  app.get('/api/resident', (request, response) => {
    response.json(residentOf(sceneOf(request), now()));
  });
  app.get('/api/orders/:order', (request, response) => {
    if (request.params.order === 'gone') response.status(404).json(refusal('not_found'));
    else response.json(orderOf(sceneOf(request), now()));
  });
  app.get('/api/donor', (_request, response) => {
    response.json(donorOf(now()));
  });
  app.get('/api/communities', (_request, response) => {
    const communities: CommunityList['communities'] = [
      { id: 'com_1', name: 'จันทร์วิโรจน์', municipality: 'hatyai' },
      { id: 'com_2', name: 'ป้อม 6', municipality: 'hatyai' },
      { id: 'com_3', name: 'ป้อม 5', municipality: 'hatyai' },
    ];
    response.json({ communities });
  });
  app.get('/api/shop', (_request, response) => {
    response.json(shopOf(now()));
  });
  app.get('/api/rider', (request, response) => {
    response.json(riderOf(sceneOf(request), now()));
  });
  app.get('/api/coordinator', (request, response) => {
    response.json(coordinatorOf(sceneOf(request), now()));
  });
  app.get('/api/coordinator/screenings/:screening', (_request, response) => {
    response.json(screeningOf(now()));
  });
  app.get('/api/treasurer', (_request, response) => {
    response.json(treasurerOf(now()));
  });
  app.get('/api/approvals', (_request, response) => {
    response.json({ approvals: treasurerOf(now()).approvals });
  });
  app.get('/api/treasurer/months/:month', (request, response) => {
    response.json(monthOf(request.params.month.replace('_', '-')));
  });
  app.get('/api/privacy', (_request, response) => {
    response.json(privacyOf(now()));
  });
  app.get('/api/fake-qr.svg', (_request, response) => {
    response.type('image/svg+xml').send(shownCoupon(1, now()).qrSvg);
  });
}

function addWrites(app: Express): void {
  app.post('/api/orders', (request, response) => {
    response.json({ order: orderOf('declined', Date.now()), asked: request.body });
  });
  app.post('/api/orders/:order/:step', (_request, response) => {
    response.json(residentOf('quiet', Date.now()));
  });
  app.post('/api/coupons/show', (_request, response) => {
    response.json(shownCoupon(2, Date.now()));
  });
  app.post('/api/shop/redeem', (request, response) => {
    const { code }: { code: string } = request.body;
    const redeemed: Redeemed = { meals: 2, paySatang: 8000, owedSatang: 156_000 };
    if (code === '111111') response.status(409).json(refusal('code_used'));
    else response.json(redeemed);
  });
  app.post('/api/treasurer/receipts', (_request, response) => {
    response.json(treasurerOf(Date.now()));
  });
  app.post('/api/treasurer/statements', (request, response) => {
    const { dryRun }: { dryRun: boolean } = request.body;
    response.json(statementOf(Date.now(), !dryRun));
  });
  app.post('/api/me/consent', (_request, response) => {
    response.json(privacyOf(Date.now()));
  });
  app.post(/^\/api\/rider\//u, (_request, response) => {
    response.json(riderOf('to_home', Date.now()));
  });
}

/** The mini-app's server as the pages see it, with canned answers; the scene is chosen by a cookie. */
export async function startFakeApi(settings?: PageSettings): Promise<FakeApi> {
  const heard: Heard[] = [];
  const broken = new Map<string, number>();
  const listeners = new Set<(topic: string) => void>();
  const waiting: (() => void)[] = [];
  const app = express();
  app.use(express.json());
  app.post(/^\/api\//u, (request, response, next) => {
    heard.push({ path: request.path, key: request.get('idempotency-key'), marked: request.get('x-pan-im') === '1', body: request.body });
    const left = broken.get(request.path) ?? 0;
    if (left > 0) {
      broken.set(request.path, left - 1);
      // Half an answer: a line that breaks before it would be tried again by the browser itself.
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{', () => response.socket?.destroy());
      return;
    }
    next();
  });
  app.get('/api/events', (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('retry: 3000\n\n');
    const listener = (topic: string) => response.write(`event: changed\ndata: {"topic":"${topic}"}\n\n`);
    listeners.add(listener);
    for (const wake of waiting.splice(0)) wake();
    response.on('close', () => listeners.delete(listener));
  });
  app.post('/api/session', (request, response) => {
    const { idToken }: { idToken: string } = request.body;
    if (idToken.endsWith('.bad')) response.status(401).json(refusal('bad_id_token'));
    else response.cookie('signed', '1').json(meOf('quiet'));
  });
  app.use('/api', (request, response, next) => {
    const scene = sceneOf(request);
    if (scene === 'offline' && request.path !== '/me') response.socket?.destroy();
    else if (scene === 'broken' && request.path !== '/me') response.status(500).json(refusal('broken'));
    else if (scene === 'forbidden' && request.path !== '/me') response.status(403).json(refusal('not_allowed'));
    else if (scene === 'signed_out' && cookie(request, 'signed') !== '1') response.status(401).json(refusal('no_session'));
    else if (scene !== 'slow' || request.path === '/me') next();
  });
  addReads(app);
  addWrites(app);
  addEmulator(app);
  const server = await listen(app);
  const { port }: AddressInfo = Object.assign({ port: 0, address: '', family: '' }, server.address());
  const url = `http://127.0.0.1:${port}`;
  // The address is known only when the server listens. The pages come as the real service sends them, policy and all.
  const page: PageSettings = settings ?? { liffId: '1234567890-abcdefgh', emulatorLoginUrl: `${url}/emulator` };
  app.use('/liff', createPages({ directory: DIST, settings: page }));
  return {
    url,
    heard,
    breakLine: (path, times) => broken.set(path, times),
    listening: () => (listeners.size > 0 ? Promise.resolve() : new Promise((wake) => waiting.push(wake))),
    tell: (topic) => listeners.forEach((listener) => listener(topic)),
    close: () => closed(server),
  };
}

/** An ID token that the page can read the end of; nobody checks its signature here. */
export function tokenUntil(expiresAt: number, signature = 'good'): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return [part({ alg: 'none' }), part({ sub: 'member-1', exp: Math.floor(expiresAt / 1000) }), signature].join('.');
}

/** The emulator's sign-in: whoever comes is signed in and sent back. */
function addEmulator(app: Express): void {
  app.get('/emulator/liff/login', (request, response) => {
    const back = request.query['redirect_uri'];
    response.redirect(`${typeof back === 'string' ? back : '/liff/'}#id_token=${tokenUntil(Date.now() + 3_600_000)}`);
  });
}

function listen(app: Express): Promise<Server> {
  const server = createServer(app);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
