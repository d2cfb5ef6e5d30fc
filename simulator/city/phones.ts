/** Mini-apps in people's hands: signed in with LINE's own tokens, every answer written down. */
import { isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { City } from './city.ts';
import { MINUTE, SECOND } from './clock.ts';
import type { Person } from './people/person.ts';
import { PUBLIC_URL } from './city-config.ts';

export interface PhoneAnswer {
  status: number;
  body: JsonObject;
}

export interface PhoneCall {
  method: 'GET' | 'POST';
  path: string;
  body?: object;
  /** A picture instead of a body. */
  picture?: Uint8Array;
  /** The tap, however often its request is sent. */
  key?: string;
}

const TRIES_MAX = 4;
const UNAUTHORISED = 401;

function headersOf(city: City, person: Person, call: PhoneCall): Record<string, string> {
  return {
    'content-type': call.picture === undefined ? 'application/json' : 'image/jpeg',
    'x-pan-im': '1',
    origin: PUBLIC_URL,
    'x-forwarded-for': person.address,
    ...(person.cookie === undefined ? {} : { cookie: person.cookie }),
    ...(call.key === undefined ? {} : { 'idempotency-key': call.key }),
  };
}

function parse(text: string): JsonObject {
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) ? body : {};
  } catch {
    return {};
  }
}

async function send(city: City, person: Person, call: PhoneCall): Promise<PhoneAnswer> {
  const body = call.picture === undefined ? JSON.stringify(call.body ?? {}) : Buffer.from(call.picture);
  const answered = await city.host.request({
    method: call.method,
    path: `/api${call.path}`,
    headers: headersOf(city, person, call),
    ...(call.method === 'GET' ? {} : { body }),
  });
  const answer = { status: answered.status, body: parse(answered.text) };
  const [cookie] = [answered.headers['set-cookie']].flat().filter((value) => typeof value === 'string');
  if (cookie !== undefined) person.cookie = cookie.split(';')[0];
  const { method, path, key } = call;
  city.record.apiCalls.push({
    at: city.clock.now(),
    lineUserId: person.userId,
    method,
    path,
    ...(key === undefined ? {} : { key }),
    ...(call.body === undefined ? {} : { sent: call.body }),
    ...answer,
  });
  city.trace.note('api', person.userId, method, path, answer.status, path === '/session' ? '' : answered.text.length);
  return answer;
}

async function signIn(city: City, person: Person): Promise<boolean> {
  const idToken = await city.idTokens.sign(person.userId);
  return (await send(city, person, { method: 'POST', path: '/session', body: { idToken } })).status === 200;
}

async function ask(city: City, person: Person, call: PhoneCall): Promise<PhoneAnswer> {
  if (person.cookie === undefined && !(await signIn(city, person))) return { status: 0, body: {} };
  const answer = await send(city, person, call);
  if (answer.status !== UNAUTHORISED) return answer;
  return (await signIn(city, person)) ? send(city, person, call) : answer;
}

/** What a page shows now; undefined when it does not come. */
export async function look(city: City, person: Person, path: string): Promise<JsonObject | undefined> {
  const answer = await ask(city, person, { method: 'GET', path });
  return answer.status === 200 ? answer.body : undefined;
}

type Tap = Omit<PhoneCall, 'method'>;

/** One tap. The page sends it again, under the same key, while nobody answers; a nervous finger sends it twice at once. */
export async function tapInApp(city: City, person: Person, tap: Tap): Promise<PhoneAnswer> {
  const call: PhoneCall = { ...tap, method: 'POST', key: tap.key ?? city.world.ids.uuid() };
  const isTwice = city.random.happens(person.temper.doubleTaps);
  const [answer] = await Promise.all([
    ask(city, person, call),
    ...(isTwice && person.cookie !== undefined ? [ask(city, person, call)] : []),
  ]);
  if (answer.status === 0 || answer.status >= 500) sendAgain(city, person, { call, tries: 1 });
  return answer;
}

function sendAgain(city: City, person: Person, again: { call: PhoneCall; tries: number }): void {
  const { call, tries } = again;
  if (tries >= TRIES_MAX) return;
  const at = city.clock.now() + (tries === 1 ? 3 * SECOND : tries * MINUTE);
  city.agenda.add({
    at,
    label: 'tap sent again',
    async run() {
      const answer = await ask(city, person, call);
      if (answer.status === 0 || answer.status >= 500) sendAgain(city, person, { call, tries: tries + 1 });
    },
  });
}
