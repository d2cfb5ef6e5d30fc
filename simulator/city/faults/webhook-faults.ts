/** Events that arrive twice, late, in another order, or only with LINE's next try. */
import { isOver } from '../city.ts';
import type { City } from '../city.ts';
import { MINUTE, SECOND } from '../clock.ts';
import type { Fault } from './fault.ts';

const SOON = 300;

function sometimes(city: City, probability: number, delays: () => readonly number[]): void {
  city.trouble.onDelivery(() => (!isOver(city) && city.random.happens(probability) ? delays() : undefined));
}

export const duplicate: Fault = {
  what: 'an event is delivered twice or three times',
  begin: (city) =>
    sometimes(city, 0.1, () =>
      [SOON, SOON + city.random.below(5 * SECOND), SOON + city.random.below(10 * MINUTE)].slice(0, 2 + city.random.below(2)),
    ),
};

export const delay: Fault = {
  what: 'an event arrives minutes later',
  begin: (city) => sometimes(city, 0.05, () => [city.random.wait(2 * MINUTE)]),
};

export const reorder: Fault = {
  what: 'an event overtakes the one before it',
  begin: (city) => sometimes(city, 0.15, () => [Math.round(city.random.between(0, 4 * SECOND))]),
};

export const drop: Fault = {
  what: 'an event is lost on its way, and comes with a redelivery',
  begin: (city) => sometimes(city, 0.05, () => [10 * SECOND + city.random.below(10 * MINUTE)]),
};
