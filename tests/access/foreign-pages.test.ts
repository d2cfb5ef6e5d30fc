import { afterAll, beforeAll, expect, test } from 'vitest';
import { PUBLIC_URL } from '../liff-api/world.ts';
import { ask, methodOf } from './ask.ts';
import { EXPECTED } from './expected.ts';
import { openHouse } from './house.ts';
import type { House } from './house.ts';
import { openScene } from './scene.ts';
import type { Asker, Scene } from './scene.ts';
import { exchange, requestText, statusOf } from './wire.ts';

let house: House;
let scene: Scene;
beforeAll(async () => {
  house = await openHouse();
  scene = await openScene(house);
});
afterAll(() => house.close());

const routes = Object.entries(EXPECTED).map(([route, line]) => ({ route, line }));
const changes = routes.filter(({ route }) => /^(?:POST|DELETE) \/api/u.test(route));

function whoMay(route: string): Asker {
  const role = /^POST \/api\/(?<role>coordinator|treasurer|shop|rider)/u.exec(route)?.groups?.['role'];
  return (role ?? 'member') as Asker;
}

/** What a page of somebody else can make a browser send, cookies and all. */
const FOREIGN_PAGES: [string, Record<string, string>][] = [
  ['a form', { 'x-pan-im': '', 'Content-Type': 'text/plain', Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }],
  ['a form of an old browser', { 'x-pan-im': '', 'Content-Type': 'application/x-www-form-urlencoded' }],
  ['a script that a proxy let through', { Origin: 'https://evil.example' }],
  ['a page in a sandbox', { Origin: 'null' }],
  ['a page of another host below our domain', { Origin: 'https://shop.panim.example', 'Sec-Fetch-Site': 'same-site' }],
  ['a page that hides where it comes from', { 'Sec-Fetch-Site': 'cross-site' }],
  ['our page without encryption', { Origin: PUBLIC_URL.replace('https', 'http') }],
  ['a page whose name begins like ours', { Origin: `${PUBLIC_URL}.evil.example` }],
];

test.each(changes)('$route is closed to pages of others', async ({ route, line }) => {
  const Cookie = scene.cookieOf(whoMay(route));
  for (const [what, headers] of FOREIGN_PAGES) {
    const { status, text } = await ask(house, route, { line, headers: { Cookie, ...headers } });
    expect([what, status, text]).toEqual([what, 403, '{"error":"not_allowed"}']);
  }
});

test('no answer opens the door to other pages', async () => {
  const headers = { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'x-pan-im' };
  for (const { route, line } of changes) {
    const asked = await ask(house, route.replace(methodOf(route), 'OPTIONS'), { line, headers });
    expect([...asked.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  }
});

test('a tap without its key, or with one that is none, acts not at all', async () => {
  for (const { route, line } of changes.filter(({ route: each }) => !each.endsWith('/session'))) {
    const headers = { Cookie: scene.cookieOf(whoMay(route)), 'idempotency-key': 'tap-1' };
    const { status, text } = await ask(house, route, { line, headers });
    expect([route, status]).toEqual([route, 400]);
    expect(text).toBe('{"error":"bad_request","fields":["idempotency-key"]}');
  }
});

const OTHER_METHODS = ['PUT', 'PATCH', 'DELETE', 'GET', 'POST', 'PROPFIND', 'TRACE'];
test.each(routes.filter(({ route }) => route.includes(' /api/')))('$route is there for its own method alone', async ({ route, line }) => {
  const path = route.slice(route.indexOf(' ') + 1);
  for (const method of OTHER_METHODS.filter((each) => EXPECTED[`${each} ${path}`] === undefined)) {
    const address = path.replace(':id', line.id ?? '');
    const lines = [`${method} ${address} HTTP/1.1`, `Cookie: ${scene.cookieOf(whoMay(route))}`, 'X-Pan-Im: 1', 'Connection: close'];
    expect([method, statusOf(await exchange(house.port, requestText(lines)))]).toEqual([method, 404]);
  }
});

test.each([
  "/api/orders/ord'--",
  '/api/orders/ord%00x',
  '/api/orders/..%2f..%2fme',
  `/api/orders/${'x'.repeat(61)}`,
  '/api/orders/%F0%9F%8D%9A',
])('GET %s: an id that can be none of ours names nothing', async (path) => {
  const answer = await ask(house, 'GET /api/orders/:id', { line: { answers: '', path }, headers: { Cookie: scene.cookieOf('member') } });
  expect([answer.status, answer.text]).toEqual([404, '{"error":"not_found"}']);
});
