import fc from 'fast-check';
import { slipVerify } from 'promptparse/generate';
import { BUTTON_ACTIONS } from '../../bot/domain/button.ts';
import { IDEMPOTENCY_HEADER, PAGE_HEADER } from '../../bot/liff-api/contract.ts';
import { apiRoutes } from '../../bot/liff-api/routes.ts';
import { codeSvg } from '../slips/draw-slip.ts';
import { rasterise, toJpeg } from '../slips/picture.ts';
import { inWindows874, statement } from '../statements/bank.ts';
import { people } from '../support/people.ts';
import { TINY_JPEG } from '../support/test-city.ts';
import { SOUND_BODIES } from './sound-bodies.ts';
import { damaged, damagedBytes, hostileText, hostileValue } from './hostile.ts';
import { MEMBERS } from './town.ts';
import type { Got, Sent, Town } from './town.ts';

/** A door of the service, what is thrown at it, and what may come back. */
export interface Entrance {
  name: string;
  /** How many of a hundred cases go here. */
  share: number;
  /** Each case is a function that tries it, so that one list can hold entrances of every kind. */
  cases(town: Town): Promise<fc.Arbitrary<(town: Town) => Promise<void>>>;
}

function entrance<Case>(
  name: string,
  share: number,
  made: {
    cases: fc.Arbitrary<Case> | ((town: Town) => Promise<fc.Arbitrary<Case>>);
    attempt: (town: Town, tried: Case) => Promise<void>;
  },
): Entrance {
  return {
    name,
    share,
    async cases(town) {
      const cases = typeof made.cases === 'function' ? await made.cases(town) : made.cases;
      return cases.map((tried) => {
        const attempt = (where: Town): Promise<void> => made.attempt(where, tried);
        return Object.assign(attempt, { toString: () => `${name}: ${fc.stringify(tried)}` });
      });
    },
  };
}

function expectStatus(got: Got, allowed: readonly number[]): void {
  if (!allowed.includes(got.status)) throw new Error(`answered ${got.status}: ${got.text.slice(0, 300)}`);
  if (/\bat .+:\d+:\d+\)/u.test(got.text) || got.text.includes('SqliteError'))
    throw new Error(`shows its insides: ${got.text.slice(0, 300)}`);
}

/** 431: Node itself refuses addresses and headers past 16 KB. */
const REFUSED = [400, 403, 404, 409, 413, 415, 422, 429, 431];

/** Past 16 KB Node answers 431 and closes while the rest is still on its way, which a client may see as a reset. */
const PATH_MAX = 8000;

const inPath = (text: string): string => encodeURIComponent(text.toWellFormed()).slice(0, PATH_MAX);

const who = fc.constantFrom(...MEMBERS);
let eventsMade = 0;

/** Of each case its own id, or the second one would be a redelivery. */
function eventOf(userId: string, at: number, rest: object): object {
  eventsMade += 1;
  return {
    mode: 'active',
    timestamp: at,
    source: { type: 'user', userId },
    webhookEventId: `FUZZ${String(eventsMade).padStart(22, '0')}`,
    deliveryContext: { isRedelivery: false },
    replyToken: `fuzz${eventsMade}`,
    ...rest,
  };
}

async function deliver(town: Town, events: readonly unknown[]): Promise<void> {
  expectStatus(await town.webhook(Buffer.from(JSON.stringify({ destination: town.city.platform.botUserId, events }))), [200, 400, 413]);
}

const soundMessage: fc.Arbitrary<object> = fc.oneof(
  hostileText.map((text) => ({ type: 'text', id: '1', text, quoteToken: 'q' })),
  fc.constant({ type: 'text', id: '1', text: '(moon) ขอข้าว', emojis: [{ index: 0, length: 6, productId: 'p', emojiId: '1' }] }),
  fc.constant({ type: 'location', id: '2', title: 'บ้าน', address: 'หาดใหญ่', latitude: 7.01, longitude: 100.47 }),
  fc.constant({ type: 'image', id: '3', contentProvider: { type: 'line' } }),
  fc.constant({ type: 'sticker', id: '4', packageId: '1', stickerId: '1', stickerResourceType: 'STATIC' }),
  fc.constant({ type: 'video', id: '5', duration: 1, contentProvider: { type: 'line' } }),
  fc.constant({ type: 'file', id: '6', fileName: 'a.pdf', fileSize: 1 }),
);

const soundEvent: fc.Arbitrary<object> = fc.oneof(
  { weight: 4, arbitrary: soundMessage.map((message) => ({ type: 'message', message })) },
  { weight: 1, arbitrary: fc.constant({ type: 'follow', follow: { isUnblocked: false } }) },
  { weight: 1, arbitrary: fc.constant({ type: 'unsend', unsend: { messageId: '3' } }) },
  { weight: 1, arbitrary: fc.constant({ type: 'postback', postback: { data: 'menu?v=1' } }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('join', 'beacon', 'accountLink', 'memberJoined', 'membership', 'module').map((type) => ({ type })),
  },
);

const said = entrance('text', 25, {
  cases: fc.tuple(who, hostileText),
  attempt: (town, [userId, text]) =>
    deliver(town, [eventOf(userId, town.city.clock.now(), { type: 'message', message: { type: 'text', id: '1', text } })]),
});

const events = entrance('event', 20, {
  cases: fc.tuple(who, fc.array(damaged(soundEvent), { minLength: 1, maxLength: 4 })),
  attempt: (town, [userId, made]) =>
    deliver(
      town,
      made.map((each) => (typeof each === 'object' && each !== null ? eventOf(userId, town.city.clock.now(), each) : each)),
    ),
});

const envelopes = entrance('envelope', 5, {
  cases: fc.oneof(
    damaged(
      fc.constant({ destination: 'U', events: [{ type: 'message', timestamp: 1, source: { userId: people.mali }, webhookEventId: 'E' }] }),
    ).map((value) => Buffer.from(JSON.stringify(value) ?? '')),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    damagedBytes(fc.constant(Buffer.from('{"destination":"U","events":[{"type":"message"}]}'))),
    fc.integer({ min: 1, max: 3000 }).map((depth) => Buffer.from(`{"events":${'['.repeat(depth)}${']'.repeat(depth)}}`)),
    fc
      .integer({ min: 1001, max: 3000 })
      .map((count) => Buffer.from(JSON.stringify({ events: Array.from({ length: count }, () => ({ type: 'x' })) }))),
  ),
  attempt: async (town, body) => expectStatus(await town.webhook(body), [200, 400, 413]),
});

const ACTIONS = Object.keys(BUTTON_ACTIONS) as (keyof typeof BUTTON_ACTIONS)[];

/** Any known action with ids that exist, ids that do not, and words that are no ids. */
async function postbackData(town: Town): Promise<fc.Arbitrary<[string, string, Record<string, string> | undefined]>> {
  const value = fc.oneof(fc.constantFrom(...(await town.ids()), 'yes', '1', '0', '-1', 'now', 'th', 'contact'), hostileText);
  const known = fc
    .tuple(fc.constantFrom(...ACTIONS), fc.array(value, { minLength: 4, maxLength: 4 }), fc.constantFrom('1', '1', '1', '2', ''))
    .map(([action, values, version]) => {
      const params = new URLSearchParams(
        BUTTON_ACTIONS[action].map((key, place): [string, string] => [key, (values[place] ?? '').toWellFormed()]),
      );
      params.set('v', version);
      return `${action}?${params.toString()}`;
    });
  const picked = fc.option(
    fc.dictionary(fc.constantFrom('date', 'time', 'datetime', 'newRichMenuAliasId'), hostileText, { noNullPrototype: true }),
    { nil: undefined },
  );
  return fc.tuple(who, fc.oneof({ weight: 4, arbitrary: known }, { weight: 1, arbitrary: hostileText }), picked);
}

const postbacks = entrance('postback', 15, {
  cases: postbackData,
  attempt: (town, [userId, data, params]) =>
    deliver(town, [
      eventOf(userId, town.city.clock.now(), { type: 'postback', postback: { data, ...(params === undefined ? {} : { params }) } }),
    ]),
});

interface ApiCase {
  who: string;
  method: string;
  path: string;
  type: string;
  body: Buffer | undefined;
  key: string;
}

/** What each route takes when all is well is in SOUND_BODIES; a route without one is a mistake of that table. */
function bodyFor(path: string, takes: string): fc.Arbitrary<{ type: string; body: Buffer }> {
  const sound = SOUND_BODIES[path];
  if (sound === undefined) throw new Error(`no sound body for ${path}`);
  if (takes === 'jpeg' || takes === 'picture') return damagedBytes(fc.constant(TINY_JPEG)).map((body) => ({ type: 'image/jpeg', body }));
  const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value) ?? '');
  return fc.oneof(
    { weight: 6, arbitrary: damaged(fc.constantFrom(...sound)).map((value) => ({ type: 'application/json', body: json(value) })) },
    { weight: 2, arbitrary: hostileValue.map((value) => ({ type: 'application/json', body: json(value) })) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 100 }).map((bytes) => ({ type: 'application/json', body: Buffer.from(bytes) })) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('text/plain', 'image/jpeg', '', 'application/json; charset=utf-32')
        .map((type) => ({ type, body: json(sound[0]) })),
    },
  );
}

async function apiCases(town: Town): Promise<fc.Arbitrary<ApiCase>> {
  const id = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...(await town.ids())) }, { weight: 1, arbitrary: hostileText.map(inPath) });
  const key = fc.oneof({ weight: 6, arbitrary: fc.uuid() }, { weight: 1, arbitrary: fc.constantFrom('', 'x', '1'.repeat(200)) });
  const ofRoutes = apiRoutes
    .filter((route) => route.kind !== 'stream')
    .map((route) => {
      const body = route.kind === 'write' ? bodyFor(route.path, route.takes) : fc.constant({ type: '', body: undefined });
      return fc.tuple(who, id, body, key).map(([asker, thing, given, idempotency]): ApiCase => ({
        who: asker,
        method: route.kind === 'write' ? 'POST' : 'GET',
        path: `/api${route.path.replace(':id', thing)}`,
        type: given.type,
        body: given.body,
        key: idempotency,
      }));
    });
  return fc.oneof(...ofRoutes);
}

function toSent({ method, path, type, body, key }: ApiCase): Sent {
  const headers = { [PAGE_HEADER]: '1', [IDEMPOTENCY_HEADER]: key, ...(type === '' ? {} : { 'content-type': type }) };
  return { method, path, headers, ...(body === undefined ? {} : { body }) };
}

const api = entrance('api', 25, {
  cases: apiCases,
  async attempt(town, tried) {
    expectStatus(await town.asPerson(tried.who, toSent(tried)), [200, ...REFUSED]);
    await town.city.settle();
  },
});

const soundStatement = fc
  .array(
    fc.record({
      day: fc.constantFrom('25/11/2569', '2026-11-25', '31/02/2569', '25-11-69', ''),
      time: fc.constantFrom('10:05', '99:99', ''),
      amount: fc.constantFrom('400.00', '1,234.50', '-5', '0', '', '9'.repeat(30), '1e9', '=1+1'),
      reference: hostileText,
      words: hostileText,
    }),
    { maxLength: 12 },
  )
  .map((lines) => statement(lines));

const statements = entrance('statement', 4, {
  cases: fc.tuple(
    fc.oneof(
      soundStatement.map((text) => Buffer.from(text)),
      soundStatement.map((text) => inWindows874(text)),
      soundStatement.map((text) => Buffer.from(`\uFEFF${text}`, 'utf16le')),
      damagedBytes(soundStatement.map((text) => Buffer.from(text))),
      fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom('"'.repeat(20_000), ','.repeat(20_000), '\n'.repeat(20_000), ';"'.repeat(9000)).map((text) => Buffer.from(text)),
    ),
    fc.boolean(),
    fc.option(damaged(fc.constant({ date: 0, time: 1, deposit: 3, reference: 4, words: 5 })), { nil: undefined }),
    fc.uuid(),
  ),
  async attempt(town, [file, dryRun, columns, key]) {
    const body = Buffer.from(JSON.stringify({ file: file.toString('base64'), dryRun, ...(columns === undefined ? {} : { columns }) }));
    const tried = { who: people.treasurer, method: 'POST', path: '/api/treasurer/statements', type: 'application/json', body, key };
    expectStatus(await town.asPerson(tried.who, toSent(tried)), [200, ...REFUSED]);
    await town.city.settle();
  },
});

/** The first bytes of what phones send, and of what they should not. */
const HEADS = ['ffd8ffe0', '89504e470d0a1a0a', '47494638', '52494646', '25504446', '504b0304', '3c737667', '00'].map((hex) =>
  Buffer.from(hex, 'hex'),
);

/** A small picture with a code in it, as a bank app would draw it. */
const smallSlip = toJpeg(
  rasterise(
    `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="160"><rect width="120" height="160" fill="#fff"/>${codeSvg(slipVerify({ sendingBank: '014', transRef: '202601011234567890' }), { x: 10, y: 50, size: 100, quiet: 4 })}</svg>`,
  ),
  80,
);

const pictures = entrance('picture', 1, {
  cases: fc.oneof(
    damagedBytes(fc.constantFrom(TINY_JPEG, smallSlip)),
    fc.tuple(fc.constantFrom(...HEADS), fc.uint8Array({ maxLength: 2000 })).map((both) => Buffer.concat(both)),
  ),
  async attempt(town, bytes) {
    await town.city.platform.image(people.wit, bytes, 'image/jpeg');
    town.city.clock.advance(1100);
    await town.city.settle();
  },
});

const liffState = entrance('liff.state', 2, {
  cases: fc.tuple(hostileText, fc.constantFrom('/liff/', '/liff', '/liff/orders/', '/liff/%2e%2e/', '/public/', '/public/qr/', '/')),
  async attempt(town, [state, base]) {
    const word = inPath(state);
    for (const path of [`${base}?liff.state=${word}`, `${base}${word}`]) {
      const got = await town.ask({ method: 'GET', path });
      expectStatus(got, [200, 301, 302, 304, ...REFUSED]);
      const leadsTo = new URL(String(got.headers['location'] ?? '/'), town.city.url);
      if (leadsTo.origin !== town.city.url) throw new Error(`leads away to ${leadsTo.href}`);
      if (got.text.includes('<script>alert(1)')) throw new Error('writes what it was given into the page');
    }
  },
});

const HEADERS = [
  'cookie',
  'host',
  'origin',
  'sec-fetch-site',
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
  'accept',
  'accept-encoding',
  'accept-language',
  'range',
  'if-none-match',
  'if-modified-since',
  'content-type',
  'content-encoding',
  'authorization',
  'x-line-signature',
  'x-http-method-override',
  'idempotency-key',
  'expect',
  'te',
];

/** What a header may hold on the wire. */
const headerValue = hostileText.map((text) => text.replaceAll(/[^\u0020-\u007E\u0080-\u00FF]/gu, '').slice(0, 2000));

const headers = entrance('headers', 3, {
  cases: fc.tuple(
    fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH'),
    fc.constantFrom(
      '/',
      '/webhook',
      '/api/me',
      '/api/session',
      '/api/orders',
      '/public/',
      '/public/data.csv',
      '/liff/',
      '/metrics',
      '/healthz',
      '/nothing',
    ),
    fc.dictionary(fc.constantFrom(...HEADERS), headerValue, { maxKeys: 5, noNullPrototype: true }),
  ),
  async attempt(town, [method, path, given]) {
    town.city.clock.advance(1100);
    const body = method === 'POST' || method === 'PUT' || method === 'PATCH' ? { body: Buffer.from('{}') } : {};
    expectStatus(await town.ask({ method, path, headers: given, ...body }), [
      200,
      204,
      206,
      302,
      304,
      401,
      405,
      406,
      412,
      416,
      417,
      ...REFUSED,
    ]);
  },
});

export const entrances: readonly Entrance[] = [said, events, envelopes, postbacks, api, statements, pictures, liffState, headers];
