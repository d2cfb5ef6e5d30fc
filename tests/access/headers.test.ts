import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressOf, ask } from './ask.ts';
import type { Answered } from './ask.ts';
import { EXPECTED } from './expected.ts';
import { openHouse } from './house.ts';
import type { House } from './house.ts';
import { openScene } from './scene.ts';
import type { Scene } from './scene.ts';
import { exchange, statusOf } from './wire.ts';

let house: House;
let scene: Scene;
beforeAll(async () => {
  house = await openHouse({ isProduction: true });
  scene = await openScene(house);
});
afterAll(() => house.close());

/** What goes with every answer, whatever the route and however it ended. */
const ALWAYS = {
  'cross-origin-opener-policy': 'same-origin-allow-popups',
  'permissions-policy': 'geolocation=(self), camera=(self), microphone=()',
  'referrer-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
};

const FOR_US_ALONE = { 'cross-origin-resource-policy': 'same-origin' };
const PERSONAL = { ...FOR_US_ALONE, 'cache-control': 'no-store' };
const classes: readonly [string, Record<string, string>][] = [
  ['/api/', PERSONAL],
  ['/webhook', PERSONAL],
  ['/healthz', PERSONAL],
  ['/readyz', PERSONAL],
  ['/metrics', PERSONAL],
  ['/liff/assets', { ...FOR_US_ALONE, 'cache-control': 'public, max-age=31536000, immutable' }],
  ['/liff', FOR_US_ALONE],
  ['/public', { 'cross-origin-resource-policy': 'cross-origin' }],
  ['/', PERSONAL],
];

function wantedFor(path: string): Record<string, string> {
  return { ...ALWAYS, ...classes.find(([start]) => path.startsWith(start))?.[1] };
}

/** Streams say a little more than others, to proxies. */
const pick = ({ headers }: Answered, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, (headers.get(name) ?? '').replace(', no-transform', '')]));

function expectCareful(answer: Answered, path: string): void {
  const wanted = wantedFor(path);
  expect(pick(answer, Object.keys(wanted))).toEqual(wanted);
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("base-uri 'none'");
  expect(policy).not.toMatch(/unsafe|\*/u);
  const isPaper = answer.headers.get('content-type') === 'application/pdf';
  if (!isPaper) expect(policy).toContain("default-src 'none'");
  for (const telling of ['x-powered-by', 'server', 'access-control-allow-origin', 'via']) expect(answer.headers.has(telling)).toBe(false);
}

const table = Object.entries(EXPECTED)
  .map(([route, line]) => ({ route, line }))
  .filter(({ route }) => route !== 'DELETE /api/session');

test.each(table)('$route', async ({ route, line }) => {
  const path = addressOf(route, line);
  for (const asker of ['nobody', 'member', 'coordinator', 'treasurer', 'shop', 'rider'] as const)
    expectCareful(await ask(house, route, { line, headers: { Cookie: scene.cookieOf(asker) } }), path);
});

test.each([
  ['GET /api/nowhere', 404],
  ['GET /liff/nothing.js', 404],
  ['GET /public/nowhere', 404],
  ['GET /nowhere', 404],
  ['GET /public/books/%E0%A4%A', 400],
])('%s, which is not there: %i', async (route, status) => {
  const answer = await ask(house, route, { line: { answers: '', path: route.slice('GET '.length) } });
  expect(answer.status).toBe(status);
  expectCareful(answer, route.slice('GET '.length));
});

test('the policy of the mini-app names our own files and LINE, and no inline script or style', async () => {
  const answer = await ask(house, 'GET /liff', { line: { answers: '' } });
  expect(answer.headers.get('content-security-policy')?.split('; ').toSorted()).toEqual([
    "base-uri 'none'",
    "connect-src 'self' https://api.line.me https://access.line.me https://liff.line.me https://liffsdk.line-scdn.net",
    "default-src 'none'",
    "font-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    'frame-src https://liff-subwindow.line.me',
    "img-src 'self' data: blob: https://profile.line-scdn.net",
    "manifest-src 'self'",
    "media-src 'self' blob:",
    "object-src 'none'",
    "script-src 'self' https://static.line-scdn.net",
    "style-src 'self'",
    "worker-src 'self'",
  ]);
});

test('an emulator in the place of LINE may show the phone in its page, and without https nothing is promised about it', async () => {
  const demo = await openHouse({ publicUrl: 'http://127.0.0.1:3000' });
  const page = await ask(demo, 'GET /liff', { line: { answers: '' } });
  expect(page.headers.get('content-security-policy')).toContain('frame-ancestors http://127.0.0.1:9;');
  expect(page.headers.has('x-frame-options')).toBe(false);
  const api = await ask(demo, 'GET /api/me', { line: { answers: '' } });
  expect(api.headers.get('x-frame-options')).toBe('DENY');
  expect([page, api].map(({ headers }) => headers.has('strict-transport-security'))).toEqual([false, false]);
  await demo.close();
});

/** As bytes, because no polite client lies about the host. */
function askAs(host: string, path: string): Promise<string> {
  const lies = [
    `X-Forwarded-Host: ${host}`,
    `Forwarded: host=${host};proto=gopher`,
    'X-Forwarded-Proto: gopher',
    'X-Original-URL: /metrics',
  ];
  const lines = [`GET ${path} HTTP/1.1`, `Host: ${host}`, `Cookie: ${scene.cookieOf('treasurer')}`, 'Connection: close', ...lies];
  return exchange(house.port, `${lines.join('\r\n')}\r\n\r\n`);
}

const readable = table.filter(({ route }) => !route.startsWith('POST') && route !== 'GET /api/events');
test.each(readable)('$route is the same under whatever host it is asked', async ({ route, line }) => {
  const path = addressOf(route, line);
  const [honest, lying] = [await askAs('panim.example', path), await askAs('evil.example', path)];
  expect(statusOf(lying)).toBe(statusOf(honest));
  expect(lying).not.toMatch(/evil\.example|gopher/u);
});

const ASTRAY = [
  '//evil.example',
  '//evil.example/',
  '//evil.example/%2e%2e',
  '/liff//evil.example/..',
  '/public//evil.example',
  '/public/fonts',
  '/liff/assets',
];
test.each(ASTRAY)('GET %s leads to no other host', async (path) => {
  const answer = await askAs('panim.example', path);
  expect(answer).not.toMatch(/^location: (?!\/(?![/\\]))/imu);
  expect(statusOf(answer)).toBeLessThan(500);
});

test('the way to the mini-app is told without a host', async () => {
  expect(await askAs('evil.example', '/')).toMatch(/^location: \/liff\/\r$/imu);
});
