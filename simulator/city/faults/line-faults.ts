/** LINE that is busy, broken, gone, or that takes a message and cannot say so any more. */
import type { City } from '../city.ts';
import { HOUR, MINUTE } from '../clock.ts';
import type { LineMishap } from '../line-in-process.ts';
import { plan, season } from './fault.ts';
import type { Fault } from './fault.ts';

/** In its season so many calls of a hundred meet it. */
function seasonal(label: string, mishap: LineMishap, share: number): Fault['begin'] {
  return (city) => {
    const isNow = season(city, { label, every: 3 * HOUR, lasts: 10 * MINUTE });
    city.trouble.onCall(() => (isNow() && city.random.happens(share) ? mishap : undefined));
  };
}

export const rateLimit: Fault = {
  what: 'LINE answers 429: too many requests',
  begin: seasonal('rate limit', { match: 'any', status: 429 }, 0.4),
};
export const line500: Fault = { what: 'LINE answers 500', begin: seasonal('line 500', { match: 'any', status: 500 }, 0.4) };
export const lostAnswer: Fault = {
  what: 'LINE takes a call and the answer is lost',
  begin: seasonal('lost answer', { match: 'any', acceptThenTimeout: true }, 0.3),
};
export const refused: Fault = {
  what: 'LINE cannot be reached',
  begin: seasonal('refused', { match: 'any', refused: true }, 1),
};

export const quota: Fault = {
  what: 'the pushes of the month are used up for a while',
  begin(city: City) {
    const usual = city.world.quota.limit;
    plan(city, {
      label: 'quota',
      every: 8 * HOUR,
      lasts: 2 * HOUR,
      starts: () => {
        city.world.quota.limit = city.world.quota.used;
      },
      ends: () => {
        city.world.quota.limit = usual;
      },
    });
  },
};
