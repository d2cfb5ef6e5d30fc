import { isObject } from '../../json.ts';
import type { ApiCallRecord, SendRecord } from '../record.ts';
import { createHomes, pinOf } from './homes.ts';
import type { Homes, Secret } from './homes.ts';
import type { Changes } from './changes.ts';
import type { Check, Sight } from './sight.ts';

/*
 * Who sees what (docs/decisions/0005):
 *
 *                 name                      door, pin, phone          health            allergy
 *   the home      its own                   its own                   its own           its own
 *   shop          –                         –                         –                 on its orders
 *   rider         from accepting until      the same                  –                 –
 *                 handover + 2 h
 *   coordinator   yes, logged               yes, logged               on purpose        yes
 *   all others    –                         –                         –                 –
 */
const RIDER_SEES_AFTER = 2 * 3_600_000;
/** The clock of the service may be a little off; a notice that was written in time may be on its way. */
const CLOCKS_APART = 15 * 60_000;
/** Things of one step, by two clocks. */
const SAME_MOMENT = 5000;
/** The words of people stand under these keys of a message. */
const SPOKEN = new Set(['text', 'altText', 'label', 'displayText', 'uri', 'data', 'title', 'address']);
/** Why somebody asks for food is told by their own pages alone. */
const HEALTH_KEYS = new Set(['need', 'quarantineUntil']);
const OWN_PAGES = /^\/(?:api\/)?(?:privacy|resident|household|me)\b/u;

interface TripRow {
  state: string;
  changedAt: number;
  isRider: number;
  offer: string | null;
  answeredAt: number | null;
}

const TRIPS = `SELECT t.state, t.changed_at AS changedAt, t.rider_id = r.id AS isRider, f.state AS offer, f.answered_at AS answeredAt
  FROM rider r JOIN meal_order o ON o.household_id = ? JOIN stop s ON s.order_id = o.id JOIN trip t ON t.id = s.trip_id
    LEFT JOIN rider_offer f ON f.trip_id = t.id AND f.rider_id = r.id
  WHERE r.member_id = ?`;
const ASKED = `SELECT a.state FROM shop p JOIN meal_order o ON o.household_id = ? JOIN shop_ask a ON a.order_id = o.id AND a.shop_id = p.id
  WHERE p.member_id = ?`;
const LIVE_TRIPS = new Set(['to_shop', 'to_home', 'with_coordinator']);

interface Told {
  /** LINE id of who was told, when, and how that stands in a report. */
  to: string;
  at: number;
  where: string;
}

interface Seen {
  texts: string[];
  pins: string[];
  healthKeys: string[];
}

type IsText = (key: string) => boolean;

/** Everything in a message or an answer that could name somebody. */
function lookThrough(value: unknown, isText: IsText, seen: Seen): Seen {
  if (Array.isArray(value)) for (const inner of value) lookThrough(inner, isText, seen);
  if (!isObject(value)) return seen;
  const { latitude, longitude } = value;
  if (typeof latitude === 'number' && typeof longitude === 'number') seen.pins.push(pinOf(latitude, longitude));
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'string') noteText(key, inner, { isText, seen });
    else lookThrough(inner, isText, seen);
  }
  return seen;
}

function noteText(key: string, text: string, { isText, seen }: { isText: IsText; seen: Seen }): void {
  if (isText(key)) seen.texts.push(text);
  if (HEALTH_KEYS.has(key)) seen.healthKeys.push(key);
}

function pinsIn(text: string): string[] {
  const plain = text.replaceAll(/%2C/giu, ',');
  return [...plain.matchAll(/(-?\d{1,3}\.\d+),\s?(-?\d{1,3}\.\d+)/gu)].map(([, latitude, longitude]) =>
    pinOf(Number(latitude), Number(longitude)),
  );
}

function createPermissions({ db }: Sight): (to: { member: string; home: string; at: number }, secret: Secret) => boolean {
  const tripsOf = db.prepare<[string, string], TripRow>(TRIPS);
  const asksOf = db.prepare<[string, string], { state: string }>(ASKED);

  function isRiderOf({ member, home, at }: { member: string; home: string; at: number }): boolean {
    return tripsOf.all(home, member).some(({ state, changedAt, isRider, offer, answeredAt }) => {
      if (isRider === 1) return LIVE_TRIPS.has(state) || at <= changedAt + RIDER_SEES_AFTER + CLOCKS_APART;
      // Taken and given back: what was said right after the first or right before the second was said in time.
      if (offer !== 'declined' || answeredAt === null) return false;
      return Math.abs(at - answeredAt) <= CLOCKS_APART || Math.abs(at - changedAt) <= SAME_MOMENT;
    });
  }

  return (to, secret) => (secret === 'health' ? asksOf.get(to.home, to.member) !== undefined : isRiderOf(to));
}

/** What each person has typed, by their LINE id. */
type Said = Map<string, string[]>;

function noted(known: string[] | undefined, words: string): string[] {
  if (known === undefined) return [words];
  known.push(words);
  return known;
}

/** Reports whatever in it belongs to a home that is not for the one who was told. */
function createGuard(sight: Sight, homes: Homes, said: Said): { check: (told: Told, seen: Seen) => void } {
  const { db, expect } = sight;
  const isAllowed = createPermissions(sight);
  const member = db.prepare<[string], { id: string }>('SELECT id FROM member WHERE line_user_id = ?');
  const staffOf = db.prepare<[string], { since: number; until: number | null }>(
    "SELECT granted_at AS since, revoked_at AS until FROM member_role WHERE member_id = ? AND role = 'coordinator'",
  );
  const memberOf = (lineUserId: string): string => member.get(lineUserId)?.id ?? '';

  function isCoordinator(memberId: string, at: number): boolean {
    return staffOf.all(memberId).some(({ since, until }) => since <= at + CLOCKS_APART && (until === null || at <= until + CLOCKS_APART));
  }

  function checkHomes(told: Told, secret: Secret, found: ReadonlySet<string>): void {
    const { to, at } = told;
    const asMember = memberOf(to);
    const isTheirs = [...found].some((home) => homes.homeOf(to) === home || isAllowed({ member: asMember, home, at }, secret));
    if (!isTheirs) expect(secret, told.where, { expected: 'nothing', found: `what belongs to ${[...found].slice(0, 3).join(', ')}` });
  }

  return {
    check(told, seen) {
      if (isCoordinator(memberOf(told.to), told.at)) return;
      for (const { word, guard, homes: belongsTo } of seen.texts.flatMap((text) => homes.wordsIn(text))) {
        // Who fills a form in is shown their own words before there is a home that they belong to.
        if (said.get(told.to)?.some((words) => words.includes(word)) !== true) checkHomes(told, guard, belongsTo);
      }
      for (const pin of new Set([...seen.pins, ...seen.texts.flatMap(pinsIn)])) {
        const there = homes.homesAt(pin);
        if (there.size > 0) checkHomes(told, 'doors', there);
      }
      for (const key of seen.healthKeys) expect('health', told.where, { expected: 'nothing', found: key });
    },
  };
}

/** Steps in which a home is looked at again after its person did something: words may wait before they are heard. */
const LOOKS = 3;

/** Nobody is told of a home what is not theirs to know. */
export function checkPrivacy(sight: Sight): Check {
  const homes = createHomes(sight);
  const said: Said = new Map();
  const guard = createGuard(sight, homes, said);
  const active = new Map<string, number>();
  let isFirst = true;

  function checkSend(send: SendRecord): void {
    const seen = lookThrough(send.messages, (key) => SPOKEN.has(key), { texts: [], pins: [], healthKeys: [] });
    guard.check({ to: send.to, at: send.at, where: `${send.via} to ${send.to} at ${send.at}` }, seen);
  }

  function checkCall(call: ApiCallRecord): void {
    if (call.status !== 200) return;
    const where = `${call.method} ${call.path} by ${call.lineUserId} at ${call.at}`;
    const seen = lookThrough(call.body, () => true, { texts: [], pins: [], healthKeys: [] });
    if (OWN_PAGES.test(call.path) && homes.homeOf(call.lineUserId) !== undefined) seen.healthKeys = [];
    guard.check({ to: call.lineUserId, at: call.at, where }, seen);
  }

  function refresh({ answered, apiCalls }: Changes): void {
    for (const { chatId } of answered) active.set(chatId, LOOKS);
    for (const { lineUserId } of apiCalls) active.set(lineUserId, LOOKS);
    homes.refresh(isFirst ? undefined : active.keys());
    isFirst = false;
    for (const [person, looks] of active) {
      if (looks <= 1) active.delete(person);
      else active.set(person, looks - 1);
    }
  }

  return {
    afterStep(changes) {
      refresh(changes);
      for (const { chatId, words } of changes.webhooks) if (words !== undefined) said.set(chatId, noted(said.get(chatId), words));
      for (const send of changes.sends) checkSend(send);
      for (const call of changes.apiCalls) checkCall(call);
    },
    atRest: () => homes.refresh(),
  };
}
