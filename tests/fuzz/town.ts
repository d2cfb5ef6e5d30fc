import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { PAGE_HEADER } from '../../bot/liff-api/contract.ts';
import { SECOND } from '../../bot/limits.ts';
import { people } from '../support/people.ts';
import { cook, placeOrder, settleIn } from '../support/steps.ts';
import { startCity, TINY_JPEG } from '../support/test-city.ts';
import type { TestCity } from '../support/test-city.ts';

export interface Sent {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: Buffer;
}

export interface Got {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** A small city at work, to be attacked through its doors. */
export interface Town {
  city: TestCity;
  /** One request over a kept connection. Rejects when the connection breaks without an answer. */
  ask(sent: Sent): Promise<Got>;
  /** Signed as LINE signs, answered, and worked off. */
  webhook(body: Buffer): Promise<Got>;
  /** With the session of that person; signs in again when it has run out. */
  asPerson(who: string, sent: Sent): Promise<Got>;
  /** Ids that exist, of all kinds. */
  ids(): Promise<string[]>;
  /** What must never happen and has: errors in the log, refused messages, broken books. */
  troubles(): Promise<string[]>;
  close(): Promise<void>;
}

export const MEMBERS = [people.mali, people.noodleShop, people.ek, people.wit, people.coordinator, people.treasurer] as const;

async function settle(city: TestCity): Promise<void> {
  await settleIn(city, {
    shops: [people.noodleShop],
    riders: [people.ek],
    residents: [people.mali, people.somjai],
  });
  await placeOrder(city, people.mali);
  await cook(city, people.noodleShop);
  await placeOrder(city, people.somjai);
  await city.says(people.wit, 'ปันอิ่ม 10 มื้อ');
  await city.taps(people.wit, 'ยืนยัน');
  await city.sendsPhoto(people.wit, TINY_JPEG);
}

function asker(city: TestCity, agent: Agent): Town['ask'] {
  return ({ method, path, headers = {}, body }) => {
    const { promise, resolve, reject } = Promise.withResolvers<Got>();
    const length = body === undefined ? {} : { 'content-length': String(body.length) };
    const sending = request(city.url, { agent, method, path, headers: { ...length, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString() }),
      );
    });
    sending.on('error', reject);
    // Also the end of one that was answered, which changes nothing any more.
    sending.on('close', () => reject(new Error('the connection ended without an answer')));
    sending.end(body);
    return promise;
  };
}

/** Two taps of one person are at least this far apart, so that the bounds on rates do not stand in front of everything. */
const BETWEEN_CASES = 1.1 * SECOND;

function sessions(city: TestCity, ask: Town['ask']): Town['asPerson'] {
  const cookies = new Map<string, string>();
  async function signIn(who: string): Promise<string> {
    const body = Buffer.from(JSON.stringify({ idToken: await city.platform.idToken(who) }));
    const got = await ask({
      method: 'POST',
      path: '/api/session',
      headers: { 'content-type': 'application/json', [PAGE_HEADER]: '1' },
      body,
    });
    const cookie = String(got.headers['set-cookie']).split(';')[0] ?? '';
    if (got.status !== 200) throw new Error(`signing in answered ${got.status}`);
    cookies.set(who, cookie);
    return cookie;
  }
  return async (who, sent) => {
    city.clock.advance(BETWEEN_CASES);
    const cookie = cookies.get(who) ?? (await signIn(who));
    const got = await ask({ ...sent, headers: { ...sent.headers, cookie } });
    if (got.status !== 401) return got;
    return ask({ ...sent, headers: { ...sent.headers, cookie: await signIn(who) } });
  };
}

const ID_TABLES = [
  'meal_order',
  'trip',
  'pledge',
  'screening',
  'shop',
  'rider',
  'campaign',
  'household',
  'coupon_grant',
  'picture',
] as const;

async function idsOf(city: TestCity): Promise<string[]> {
  const ids: string[] = [];
  for (const table of ID_TABLES) {
    const rows = await city.service.deps.db.selectFrom(table).select('id').orderBy('id').limit(5).execute();
    ids.push(...rows.map(({ id }) => id));
  }
  return ids;
}

export async function openTown(): Promise<Town> {
  const city = await startCity({ quota: 100_000_000 });
  await settle(city);
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const ask = asker(city, agent);
  let failedBefore = 0;
  return {
    city,
    ask,
    asPerson: sessions(city, ask),
    ids: () => idsOf(city),
    async webhook(body) {
      city.clock.advance(BETWEEN_CASES);
      const signature = createHmac('sha256', 'new-secret').update(body).digest('base64');
      const got = await ask({
        method: 'POST',
        path: '/webhook',
        headers: { 'x-line-signature': signature, 'content-type': 'application/json' },
        body,
      });
      await city.settle();
      return got;
    },
    async troubles() {
      const failed = await city.service.deps.db.selectFrom('inbox').select('why').where('state', '=', 'failed').execute();
      const parked = await city.service.deps.db.selectFrom('outbox').select(['kind', 'error']).where('state', '=', 'parked').execute();
      const found = [
        ...city.errors.splice(0),
        ...failed.slice(failedBefore).map(({ why }) => `event failed: ${why}`),
        ...parked.filter(({ error }) => error !== 'blocked').map(({ kind, error }) => `message parked: ${kind} ${error}`),
        ...city.platform.violations().map(({ path, problems }) => `LINE refused ${path}: ${JSON.stringify(problems)}`),
      ];
      failedBefore = failed.length;
      return found;
    },
    async close() {
      agent.destroy();
      await city.close();
    },
  };
}
