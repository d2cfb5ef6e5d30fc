import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../bot/limits.ts';
import { IMPATIENT } from '../support/patience.ts';
import { people } from '../support/people.ts';
import { carry, cook, expectSound, handOver, newestOrder, placeOrder, settleIn } from '../support/steps.ts';
import { startCity } from '../support/test-city.ts';
import type { TestCity } from '../support/test-city.ts';

const { mali, noodleShop, ek } = people;

let city: TestCity;
/** While LINE refuses or is away this is said in the log, and nothing else. */
const NOT_SENT = /^message not sent /u;
beforeEach(async () => {
  city = await startCity();
});
afterEach(async () => {
  await expectSound(city, NOT_SENT);
  await city.close();
});

function fromBot(who: string) {
  return city.platform.chat(who).filter((entry) => entry.from === 'bot');
}

/** How often the words stand in what the bot has sent since the chat had `since` messages. */
function timesSaid(who: string, words: string, since: number): number {
  return fromBot(who)
    .slice(since)
    .filter((entry) => JSON.stringify(entry.message).includes(words)).length;
}

test('an answer whose reply token has died meanwhile is pushed', async () => {
  await city.says(mali, 'สวัสดี');
  const since = fromBot(mali).length;
  await city.platform.say(mali, 'ขอบคุณค่ะ');
  city.clock.advance(61 * SECOND);
  await city.settle();
  const sent = fromBot(mali).slice(since);
  expect(new Set(sent.map((entry) => entry.via))).toEqual(new Set(['push']));
  expect(new Set(sent.map((entry) => entry.requestId)).size).toBe(1);
});

test('LINE is away for a minute in the middle of an order: everything that was to be said arrives once, in its order', async () => {
  await settleIn(city, { shops: [noodleShop], riders: [ek], residents: [mali] });
  await placeOrder(city, mali);
  await city.taps(noodleShop, 'รับทำ');
  await city.taps(noodleShop, 'เริ่มทำแล้ว');
  const [ofShop, ofRider] = [fromBot(noodleShop).length, fromBot(ek).length];
  const ready = city.button(noodleShop, 'ทำเสร็จแล้ว').action;
  await city.platform.faults.set({ down: true });
  await city.platform.tap(noodleShop, ready);
  await city.settle();
  await city.passes(MINUTE);
  expect(fromBot(ek)).toHaveLength(ofRider);
  await city.platform.faults.clear();
  for (let waits = 0; waits < 4; waits += 1) await city.passes(30 * SECOND);
  expect(timesSaid(ek, 'ไปส่งได้ไหมคะ', ofRider)).toBe(1);
  expect(timesSaid(noodleShop, 'ไรเดอร์มารับ ดูรหัส', ofShop)).toBe(1);
  await carry(city, ek);
  await handOver(city, ek);
  expect((await newestOrder(city)).state).toBe('handed_over');
});

const troublesMet = (): number => city.platform.requests().filter(({ fault }) => fault !== undefined).length;

const troubles = [
  ['too many requests (429)', { status: 429 }],
  ['an error of LINE (500)', { status: 500 }],
  ['an error of LINE (503)', { status: 503 }],
  ['a closed connection', { dropConnection: true }],
  ['no answer at all', { hang: true }],
  ['an answer that is lost after LINE took the message', { acceptThenTimeout: true }],
] as const;

test.each(troubles)('%s, twice, on replies and pushes: each message arrives exactly once', async (_what, trouble) => {
  await settleIn(city, { shops: [noodleShop], residents: [mali] });
  const since = { mali: fromBot(mali).length, shop: fromBot(noodleShop).length };
  await city.says(mali, 'ขอข้าว');
  await city.says(mali, '2');
  await city.taps(mali, 'เร็วที่สุด');
  await city.taps(mali, 'ส่งถึงบ้าน');
  const isSilent = 'hang' in trouble || 'acceptThenTimeout' in trouble;
  if (isSilent) await city.restart({ callTimeout: IMPATIENT });
  await city.platform.faults.set({
    api: [
      { match: 'reply', ...trouble, times: 2 },
      { match: 'push', ...trouble, times: 2 },
    ],
  });
  await city.taps(mali, 'ยืนยัน');
  for (let waits = 0; waits < 6; waits += 1) await city.passes(5 * SECOND);
  expect(troublesMet()).toBe(4);
  await city.restart();
  for (let waits = 0; waits < 6; waits += 1) await city.passes(20 * SECOND);
  expect(timesSaid(mali, 'จองให้แล้ว', since.mali)).toBe(1);
  expect(timesSaid(noodleShop, 'ทำให้ได้ไหมคะ', since.shop)).toBe(1);
});

test('a resident who has blocked the account is not written to; the food comes all the same, and following again shows it', async () => {
  await settleIn(city, { shops: [noodleShop], riders: [ek], residents: [mali] });
  await placeOrder(city, mali);
  await city.platform.unfollow(mali);
  await city.settle();
  const before = {
    chat: fromBot(mali).length,
    requests: city.platform.requests().filter((each) => each.to?.includes(mali) === true).length,
  };
  await cook(city, noodleShop);
  await carry(city, ek);
  await handOver(city, ek);
  expect((await newestOrder(city)).state).toBe('handed_over');
  expect(fromBot(mali)).toHaveLength(before.chat);
  expect(city.platform.requests().filter((each) => each.to?.includes(mali) === true)).toHaveLength(before.requests);
  await city.follows(mali);
  await city.says(mali, 'อาหารถึงไหนแล้ว');
  expect(city.hears(mali)).toContain('ถึงแล้ว');
});

test("with the month's messages used up replies go on, and what could not be pushed rides on the next one, once", async () => {
  await city.close();
  city = await startCity({ quota: 10 });
  await settleIn(city, { shops: [noodleShop], riders: [ek], residents: [mali] });
  await placeOrder(city, mali);
  const { quota } = city.platform;
  Object.assign(quota, { used: quota.limit });
  const since = fromBot(ek).length;
  await cook(city, noodleShop);
  expect(fromBot(ek)).toHaveLength(since);
  await city.says(ek, 'สวัสดี');
  expect(timesSaid(ek, 'ไปส่งได้ไหมคะ', since)).toBe(1);
  await carry(city, ek);
  Object.assign(quota, { limit: 1000 });
  await city.passes(2 * HOUR - 10 * MINUTE);
  expect(timesSaid(ek, 'ไปส่งได้ไหมคะ', since)).toBe(1);
});
