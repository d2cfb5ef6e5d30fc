import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../bot/config.ts';
import type { Log } from '../../bot/deps.ts';
import { createService } from '../../bot/service.ts';
import type { Service } from '../../bot/service.ts';
import { verifyLedger } from '../../db/verify-ledger.ts';
import { startLinePlatform } from '../../simulator/platform.ts';
import type { Button, LinePlatform } from '../../simulator/platform.ts';
import { fakeClock } from './fake-clock.ts';
import type { FakeClock } from './fake-clock.ts';
import { PATIENT } from './patience.ts';
import { people } from './people.ts';
import { seededChance, seededRandom } from './seeded-chance.ts';

const LOGIN_CHANNEL = '1234567890';

/** The whole service on a real SQLite file, beside a simulated LINE, under a clock that the test moves. */
export interface TestCity {
  platform: LinePlatform;
  service: Service;
  clock: FakeClock;
  url: string;
  databasePath: string;
  /** Lines that were logged at warning or above. */
  logged: string[];
  /** Those of them that were errors. */
  errors: string[];
  /** Types a text and waits until everything that follows from it has happened. */
  says(userId: string, text: string): Promise<void>;
  /** Taps the newest button whose label holds the words. Throws, naming what there is, when there is none. */
  taps(userId: string, label: string): Promise<void>;
  sharesPlace(userId: string, place: { latitude: number; longitude: number }): Promise<void>;
  sendsPhoto(userId: string, bytes?: Uint8Array): Promise<void>;
  picksDate(userId: string, day: string): Promise<void>;
  follows(userId: string): Promise<void>;
  /** Everything the bot said since the last look, as one text: words of bubbles, texts and alt texts. */
  hears(userId: string): string;
  labels(userId: string): string[];
  button(userId: string, label: string): Button;
  settle(): Promise<void>;
  passes(ms: number): Promise<void>;
  signIn(userId: string): Promise<Phone>;
  books(): Promise<string[]>;
  /** The same database under a new process. */
  /** `callTimeout`: how long it waits for LINE from then on; short where LINE is meant to be silent. */
  restart(patience?: { callTimeout: number }): Promise<void>;
  close(): Promise<void>;
}

/** A signed-in mini-app. */
export interface Phone {
  get(path: string): Promise<{ status: number; body: Record<string, unknown> }>;
  post(path: string, body?: object, key?: string): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Sends a file as it is. */
  send(path: string, bytes: Uint8Array, contentType: string): Promise<{ status: number; body: Record<string, unknown> }>;
}

/** The smallest file that begins and ends as a JPEG does. */
export const TINY_JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');

function configOf(databasePath: string, platform: LinePlatform, given: { url: string; slipVerifier?: Config['slipVerifier'] }): Config {
  return {
    port: 0,
    host: '127.0.0.1',
    publicUrl: given.url,
    databasePath,
    logLevel: 'warn',
    line: {
      channelSecrets: ['new-secret', 'old-secret'],
      channelAccessToken: 'token',
      loginChannelId: LOGIN_CHANNEL,
      liffId: `${LOGIN_CHANNEL}-AbCdEfGh`,
      apiBaseUrl: platform.url,
      dataApiBaseUrl: platform.url,
      loginBaseUrl: platform.url,
    },
    promptPayId: '0812345678',
    sessionSecret: 's'.repeat(40),
    piiKey: 'ab'.repeat(32),
    firstCoordinatorLineUserId: people.coordinator,
    firstTreasurerLineUserId: people.treasurer,
    ...(given.slipVerifier === undefined ? {} : { slipVerifier: given.slipVerifier }),
  };
}

function quietLog(logged: string[], errors: string[]): Log {
  const lineOf = (facts: object, message: string): string =>
    `${message} ${JSON.stringify(facts, (_key, value: unknown) => (value instanceof Error ? value.stack : value))}`;
  const keep = (lists: string[][]) => (facts: object, message: string) => lists.forEach((list) => list.push(lineOf(facts, message)));
  return { debug: () => undefined, info: () => undefined, warn: keep([logged]), error: keep([logged, errors]) };
}

/** All words of a LINE message, wherever they stand. */
function wordsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(wordsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    ['text', 'altText', 'label'].includes(key) && typeof inner === 'string' ? [inner] : wordsOf(inner),
  );
}

export async function startCity(
  options: {
    quota?: number;
    startsAt?: number;
    slipVerifier?: { url: string; token: string };
    beforeStatement?: (text: string) => void;
  } = {},
): Promise<TestCity> {
  const folder = await mkdtemp(join(tmpdir(), 'pan-im-city-'));
  const databasePath = join(folder, 'city.sqlite');
  const clock = fakeClock(options.startsAt);
  const platform = await startLinePlatform({
    channelSecret: 'new-secret',
    channelAccessToken: 'token',
    loginChannelId: LOGIN_CHANNEL,
    liffId: `${LOGIN_CHANNEL}-AbCdEfGh`,
    members: Object.entries(people).map(([name, userId]) => ({ userId, displayName: name })),
    now: clock.now,
    random: seededRandom(11),
    quota: options.quota ?? 10_000,
    webhookDeadlineMs: PATIENT,
    allowLoopbackHttp: true,
  });
  const logged: string[] = [];
  const errors: string[] = [];
  const chance = seededChance(clock);
  let listener: Service['listener'] | undefined;
  const server = createServer((request, response) => listener?.(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const given = { url, ...(options.slipVerifier === undefined ? {} : { slipVerifier: options.slipVerifier }) };
  const overrides = {
    clock,
    chance,
    log: quietLog(logged, errors),
    callTimeout: PATIENT,
    ...(options.beforeStatement === undefined ? {} : { beforeStatement: options.beforeStatement }),
  };
  let service = await createService(configOf(databasePath, platform, given), overrides);
  listener = service.listener;
  platform.setWebhookUrl(`${url}/webhook`);
  platform.setLiffEndpointUrl(`${url}/liff`);
  const seen = new Map<string, number>();

  const settle = async () => void (await service.runUntilIdle());

  function button(userId: string, label: string): Button {
    const buttons = platform.buttons(userId);
    const found = buttons.find((known) => known.label.includes(label));
    if (found === undefined)
      throw new Error(`no button "${label}"; there is: ${buttons.map((known) => known.label).join(' | ')}; logged: ${logged.join('; ')}`);
    return found;
  }

  async function acted(result: Promise<{ status: number | string }>): Promise<void> {
    const { status } = await result;
    if (status !== 200 && status !== 'none') throw new Error(`the webhook answered ${status}`);
    await settle();
  }

  async function signIn(userId: string): Promise<Phone> {
    const headers: Record<string, string> = { 'content-type': 'application/json', 'x-pan-im': '1' };
    const answer = await fetch(`${url}/api/session`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ idToken: await platform.idToken(userId) }),
    });
    if (!answer.ok) throw new Error(`signing in answered ${answer.status}: ${await answer.text()}`);
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const read = async (response: Response) => ({ status: response.status, body: (await response.json()) as Record<string, unknown> });
    return {
      async send(path, bytes, contentType) {
        const response = await fetch(`${url}${path}`, {
          method: 'POST',
          headers: { ...headers, cookie, 'content-type': contentType, 'idempotency-key': chance.uuid() },
          body: Uint8Array.from(bytes),
        });
        const result = await read(response);
        await settle();
        return result;
      },
      get: async (path) => read(await fetch(`${url}${path}`, { headers: { ...headers, cookie } })),
      async post(path, body = {}, key = chance.uuid()) {
        const response = await fetch(`${url}${path}`, {
          method: 'POST',
          headers: { ...headers, cookie, 'idempotency-key': key },
          body: JSON.stringify(body),
        });
        const result = await read(response);
        await settle();
        return result;
      },
    };
  }

  return {
    platform,
    get service() {
      return service;
    },
    clock,
    url,
    databasePath,
    logged,
    errors,
    says: (userId, text) => acted(platform.say(userId, text)),
    taps: (userId, label) => acted(platform.tap(userId, button(userId, label).action)),
    sharesPlace: (userId, place) => acted(platform.location(userId, place)),
    sendsPhoto: (userId, bytes = TINY_JPEG) => acted(platform.image(userId, bytes, 'image/jpeg')),
    async picksDate(userId, day) {
      const picker = platform.buttons(userId).find((known) => known.action.type === 'datetimepicker');
      if (picker === undefined) throw new Error('no date to pick');
      await acted(platform.pickDate(userId, picker.action, day));
    },
    follows: (userId) => acted(platform.follow(userId)),
    hears(userId) {
      const entries = platform.chat(userId);
      const fresh = entries.slice(seen.get(userId) ?? 0).filter((entry) => entry.from === 'bot');
      seen.set(userId, entries.length);
      return fresh.flatMap((entry) => wordsOf(entry.message)).join('\n');
    },
    labels: (userId) => platform.buttons(userId).map((known) => known.label),
    button,
    settle,
    async passes(ms) {
      clock.advance(ms);
      await settle();
    },
    signIn,
    books: async () =>
      (await verifyLedger(service.deps.db)).map((flaw) => `${flaw.rule}: ${flaw.where} should be ${flaw.expected}, is ${flaw.found}`),
    async restart(patience = { callTimeout: PATIENT }) {
      await service.stop();
      service = await createService(configOf(databasePath, platform, given), { ...overrides, ...patience });
      listener = service.listener;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await service.stop();
      await platform.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
