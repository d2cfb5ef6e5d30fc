import { createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as after } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import type { Household } from './job-city.ts';
import type { Sent } from './line-stand-in.ts';
import { CHANNEL_SECRET } from './running-service.ts';

/** A person who got no answer for this long would ask somebody; here it means that something is broken. */
const PATIENCE_MS = 20_000;

interface Answer {
  status: number;
  body: string;
}

/** Plays the people of a city against the service: webhooks as LINE sends them, taps in the mini-app, codes read off phones. */
export interface Players {
  /** One event of that chat, and the answer to it. */
  tells(lineUserId: string, what: { text: string } | { data: string }): Promise<void>;
  /** The event alone: its effects are not waited for. */
  posts(lineUserId: string, what: { text: string } | { data: string }): Promise<void>;
  /** One request with so many events of groups that the account is not called in: taken in, and of no use. */
  chatter(count: number): Promise<void>;
  opens(household: Household, path: string): Promise<void>;
  taps(household: Household, path: string, body: object): Promise<void>;
  heard(sent: Sent): void;
  /** Until no event waits and nothing is unsent. */
  settled(): Promise<void>;
  close(): void;
  readonly events: number;
  readonly calls: number;
  readonly look: BetterSqlite3.Database;
}

interface Caller {
  call(method: string, path: string, given: { headers: Record<string, string>; body?: string }): Promise<Answer>;
  close(): void;
}

/** Over connections that are kept; any answer but 200 is an error here. */
function createCaller(port: number): Caller {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return {
    close: () => agent.destroy(),
    async call(method: string, path: string, given: { headers: Record<string, string>; body?: string }): Promise<Answer> {
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      const { headers, body = '' } = given;
      const outgoing = request(
        { host: '127.0.0.1', port, method, path, agent, headers: { ...headers, 'Content-Length': Buffer.byteLength(body) } },
        (incoming) => {
          const parts: Buffer[] = [];
          incoming.on('data', (part: Buffer) => parts.push(part));
          incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') }));
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
      const answer = await promise;
      if (answer.status !== 200) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.body}`);
      return answer;
    },
  };
}

/** The door that LINE knocks at. */
function createDoor(caller: Caller) {
  let events = 0;
  return {
    get events() {
      return events;
    },
    async post(given: readonly object[]): Promise<void> {
      const body = JSON.stringify({ destination: 'U0', events: given });
      const signature = createHmac('sha256', CHANNEL_SECRET).update(body).digest('base64');
      await caller.call('POST', '/webhook', { headers: { 'Content-Type': 'application/json', 'X-Line-Signature': signature }, body });
      events += given.length;
    },
  };
}

const headersOf = (household: Household) => ({ cookie: household.cookie, 'x-pan-im': '1', 'content-type': 'application/json' });

export function createPlayers(port: number, databasePath: string): Players {
  const caller = createCaller(port);
  const door = createDoor(caller);
  const waiting = new Map<string, () => void>();
  const look = new BetterSqlite3(databasePath, { readonly: true });
  let number = 0;
  let calls = 0;

  async function posts(lineUserId: string, what: { text: string } | { data: string }): Promise<void> {
    number += 1;
    await door.post([eventOf(lineUserId, what, `bench${number}`)]);
  }

  async function chatter(count: number): Promise<void> {
    const from = number;
    number += count;
    await door.post(Array.from({ length: count }, (_, each) => chatterOf(`bench${from + each + 1}`)));
  }

  async function tells(lineUserId: string, what: { text: string } | { data: string }): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const token = `bench${number + 1}`;
    waiting.set(token, () => resolve(undefined));
    const timer = setTimeout(() => reject(new Error(`no answer to ${JSON.stringify(what)}`)), PATIENCE_MS);
    await posts(lineUserId, what);
    await promise;
    clearTimeout(timer);
  }

  return {
    look,
    chatter,
    posts,
    tells,
    get events() {
      return door.events;
    },
    get calls() {
      return calls;
    },
    async opens(household, path) {
      await caller.call('GET', path, { headers: headersOf(household) });
      calls += 1;
    },
    async taps(household, path, body) {
      await caller.call('POST', path, {
        headers: { ...headersOf(household), 'idempotency-key': randomUUID() },
        body: JSON.stringify(body),
      });
      calls += 1;
    },
    heard(sent) {
      if (sent.via !== 'reply') return;
      waiting.get(sent.token)?.();
      waiting.delete(sent.token);
    },
    settled: () => untilSettled(look),
    close() {
      caller.close();
      look.close();
    },
  };
}

async function untilSettled(look: BetterSqlite3.Database): Promise<void> {
  const unsettled = look.prepare(UNSETTLED).pluck();
  while (unsettled.get() !== 0) await after(SETTLED_LOOK_MS);
}

/** As from a group with some hundred people in it. */
function chatterOf(id: string): object {
  const groupId = `C${String(Number(id.slice('bench'.length)) % 500).padStart(32, '0')}`;
  return {
    webhookEventId: id,
    timestamp: Date.now(),
    mode: 'active',
    type: 'message',
    source: { type: 'group', groupId, userId: `U${'7'.repeat(32)}` },
    message: { type: 'text', id, quoteToken: 'q', text: 'กินข้าวกันหรือยัง' },
  };
}

function eventOf(lineUserId: string, what: { text: string } | { data: string }, id: string): object {
  const common = {
    webhookEventId: id,
    replyToken: id,
    timestamp: Date.now(),
    mode: 'active',
    source: { type: 'user', userId: lineUserId },
    deliveryContext: { isRedelivery: false },
  };
  if ('data' in what) return { ...common, type: 'postback', postback: { data: what.data } };
  return { ...common, type: 'message', message: { type: 'text', id, quoteToken: 'q', text: what.text } };
}

const SETTLED_LOOK_MS = 50;
const UNSETTLED = `SELECT (SELECT count(*) FROM inbox WHERE state = 'waiting')
  + (SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sending') AND urgency <> 'news')`;
const ORDER = `SELECT id, pick_up_code AS pickUpCode, hand_over_code AS handOverCode FROM meal_order
  WHERE household_id = (SELECT household.id FROM household JOIN member ON member.id = household.member_id WHERE member.line_user_id = ?)
  ORDER BY placed_at DESC LIMIT 1`;
const SHOP = `SELECT member.line_user_id AS who FROM shop_ask JOIN shop ON shop.id = shop_ask.shop_id JOIN member ON member.id = shop.member_id
  WHERE shop_ask.order_id = ? AND shop_ask.state = 'asked'`;
const OFFER = `SELECT trip.id AS trip, member.line_user_id AS who FROM stop JOIN trip ON trip.id = stop.trip_id
  JOIN rider_offer ON rider_offer.trip_id = trip.id AND rider_offer.state = 'offered'
  JOIN rider ON rider.id = rider_offer.rider_id JOIN member ON member.id = rider.member_id WHERE stop.order_id = ?`;

interface OrderSeen {
  id: string;
  pickUpCode: string;
  handOverCode: string;
}

/** Waves that are looked at: with more riders than rides somebody is free in the second. */
const OFFERS_MAX = 20;

/** Of those who were offered the ride the first who is free takes it; who is on the way says no, and the next are asked. */
async function ride(players: Players, riders: Riders, orderId: string): Promise<{ trip: string; who: string }> {
  for (let asked = 0; asked < OFFERS_MAX; asked += 1) {
    const offers = players.look.prepare<[string], { trip: string; who: string }>(OFFER).all(orderId);
    const free = offers.find(({ who }) => !riders.riding.has(who));
    const busy = offers[0];
    if (free !== undefined) {
      riders.riding.add(free.who);
      await players.tells(free.who, { data: `rider_accept?trip=${free.trip}&v=1` });
      return free;
    }
    if (busy === undefined) break;
    await riders.gateOf(busy.who).pass(() => players.tells(busy.who, { data: `rider_reject?trip=${busy.trip}&v=1` }));
  }
  throw new Error(`nobody rides for ${orderId}`);
}

/** Two meals from asking to the door: ten or eleven events, and three or four calls of the mini-app. */
export async function playStory(players: Players, household: Household, given: { inApp: boolean; riders: Riders }): Promise<void> {
  const { lineUserId } = household;
  if (given.inApp) {
    await players.opens(household, '/api/resident');
    await players.taps(household, '/api/orders', { meals: 2, mode: 'delivery', mealTime: 'now' });
  } else {
    for (const text of ['ขอข้าว 2 กล่อง', 'เร็วที่สุด', 'ส่งถึงบ้าน', 'ยืนยัน']) await players.tells(lineUserId, { text });
  }
  const order = players.look.prepare<[string], OrderSeen>(ORDER).get(lineUserId);
  const shop = order === undefined ? undefined : players.look.prepare<[string], { who: string }>(SHOP).get(order.id)?.who;
  if (order === undefined || shop === undefined) throw new Error(`no shop was asked for ${lineUserId}`);
  await players.tells(shop, { data: `shop_accept?order=${order.id}&v=1` });
  await players.tells(shop, { data: `shop_cooking?order=${order.id}&v=1` });
  await players.opens(household, `/api/orders/${order.id}`);
  await given.riders.onTheWay.pass(async () => {
    await players.tells(shop, { data: `shop_ready?order=${order.id}&v=1` });
    const { trip, who } = await ride(players, given.riders, order.id);
    // Nobody answers another offer while the code is being typed.
    const types = (action: string, code: string) =>
      given.riders.gateOf(who).pass(async () => {
        await players.tells(who, { data: `${action}?trip=${trip}&v=1` });
        await players.tells(who, { text: code });
      });
    await types('rider_picked_up', order.pickUpCode);
    await players.opens(household, `/api/orders/${order.id}`);
    await types('rider_hand_over', order.handOverCode);
    given.riders.riding.delete(who);
  });
  if (given.inApp) await players.taps(household, `/api/orders/${order.id}/received`, {});
  else await players.tells(lineUserId, { text: 'ได้รับแล้ว' });
}

/** Lets so many through at the same time; the others stand in line. */
interface Gate {
  pass(work: () => Promise<void>): Promise<void>;
}

function createGate(atOnce: number): Gate {
  let inside = 0;
  const line: (() => void)[] = [];
  return {
    async pass(work) {
      if (inside >= atOnce) {
        const { promise, resolve } = Promise.withResolvers<undefined>();
        line.push(() => resolve(undefined));
        await promise;
      }
      inside += 1;
      try {
        await work();
      } finally {
        inside -= 1;
        line.shift()?.();
      }
    },
  };
}

/** The riders of the city: who is on the way, and whose hands are on the phone. */
export interface Riders {
  riding: Set<string>;
  onTheWay: Gate;
  gateOf(who: string): Gate;
}

export function createRiders(ridesAtOnce: number): Riders {
  const gates = new Map<string, Gate>();
  return {
    riding: new Set(),
    onTheWay: createGate(ridesAtOnce),
    gateOf(who) {
      const gate = gates.get(who) ?? createGate(1);
      gates.set(who, gate);
      return gate;
    },
  };
}
