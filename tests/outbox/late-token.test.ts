import { afterEach, beforeEach, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../bot/limits.ts';
import { people } from '../support/people.ts';
import { startCity } from '../support/test-city.ts';
import type { TestCity } from '../support/test-city.ts';

const { wilai } = people;

let city: TestCity;
beforeEach(async () => {
  city = await startCity();
});
afterEach(() => city.close());

/** Nobody is there when LINE brings what was said; it comes again when so much time has passed. */
async function isHeardAfter(ms: number): Promise<void> {
  city.platform.setWebhookUrl('http://127.0.0.1:1/');
  const { eventId } = await city.platform.say(wilai, 'สวัสดี');
  city.clock.advance(ms);
  city.platform.setWebhookUrl(`${city.url}/webhook`);
  await city.platform.redeliver(eventId);
}

const sends = (): string[] =>
  city.platform
    .requests()
    .filter(({ path }) => path.includes('/message/'))
    .map(({ path, status }) => `${path.split('/').at(-1)} ${status}`);

test('an event that LINE brings again in time is answered on its token', async () => {
  await isHeardAfter(10 * MINUTE);
  await city.settle();
  expect(sends()).toEqual(['reply 200']);
});

test('the token of an event that comes too late is not tried: its refusal would look as if the answer had arrived', async () => {
  await isHeardAfter(25 * MINUTE);
  await city.platform.faults.set({ api: [{ match: 'any', status: 500, times: 1 }] });
  await city.settle();
  await city.passes(5 * SECOND);
  expect(sends()).toEqual(['push 500', 'push 200']);
  expect(city.hears(wilai)).not.toBe('');
});
