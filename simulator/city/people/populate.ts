import { addMember } from '../../world.ts';
import type { World } from '../../world.ts';
import type { City } from '../city.ts';
import type { Inhabitant } from '../population.ts';
import type { CityRole } from '../record.ts';
import { coordinatorLooks } from './coordinator.ts';
import { donorLooks, planGiving } from './donor.ts';
import type { Person, Temper } from './person.ts';
import { nudge } from './person.ts';
import { planArrival, planHunger, residentLooks } from './resident.ts';
import { planDuty, riderLooks } from './rider.ts';
import { shopLooks } from './shop.ts';
import { treasurerLooks } from './treasurer.ts';
import { ALLERGY, HELP, REPLY, dishOf, landmarkOf } from './words.ts';

const LOOKS: Record<CityRole, Person['look']> = {
  coordinator: coordinatorLooks,
  treasurer: treasurerLooks,
  shop: shopLooks,
  rider: riderLooks,
  donor: donorLooks,
  resident: residentLooks,
};

const TEMPERS: Record<CityRole, Temper> = {
  coordinator: { doubleTaps: 0.03, confused: 0.01, ignores: 0, cheats: 0 },
  treasurer: { doubleTaps: 0.03, confused: 0.01, ignores: 0, cheats: 0 },
  shop: { doubleTaps: 0.04, confused: 0.02, ignores: 0.06, cheats: 0 },
  rider: { doubleTaps: 0.04, confused: 0.02, ignores: 0.1, cheats: 0.05 },
  donor: { doubleTaps: 0.04, confused: 0.04, ignores: 0.05, cheats: 0.15 },
  resident: { doubleTaps: 0.04, confused: 0.04, ignores: 0.1, cheats: 0.02 },
};

function toPerson(inhabitant: Inhabitant): Person {
  const { userId, role, name, place, number } = inhabitant;
  return {
    userId,
    role,
    name,
    place,
    community: inhabitant.community.name,
    pace: inhabitant.pace,
    usesApp: inhabitant.usesApp,
    temper: TEMPERS[role],
    address: `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`,
    cookie: undefined,
    looksAt: undefined,
    answered: 0,
    words: wordsOf(inhabitant),
    done: new Set(),
    look: LOOKS[role],
  };
}

function wordsOf({ name, community, number }: Inhabitant): Person['words'] {
  return {
    name,
    shopName: name,
    community: community.name,
    allergy: ALLERGY,
    help: HELP,
    reply: REPLY,
    giftWords: dishOf(number),
    landmark: landmarkOf(number),
    phone: `08${String(10_000_000 + number)}`,
  };
}

/** Adds the people to LINE; those who come later are no friends yet. */
export function meetLine(world: World, inhabitants: readonly Inhabitant[]): void {
  for (const { userId, name, role, isKnown } of inhabitants) addMember(world, { userId, displayName: name, role, friend: isKnown });
}

/** Gives everybody a phone, a temper and a first plan. */
export function populate(city: City, inhabitants: readonly Inhabitant[]): void {
  for (const inhabitant of inhabitants) {
    const person = toPerson(inhabitant);
    city.people.set(person.userId, person);
    city.byName.set(person.name, person);
    city.record.people.set(person.userId, { lineUserId: person.userId, roles: new Set([person.role]), blocked: false });
    begin(city, person, inhabitant.isKnown);
  }
  city.world.listeners.add((chatId) => hears(city, chatId));
}

function begin(city: City, person: Person, isKnown: boolean): void {
  switch (person.role) {
    case 'resident':
      if (isKnown) planHunger(city, person);
      else planArrival(city, person, Math.round(city.random.between(city.clock.now(), city.endsAt)));
      return;
    case 'rider':
      planDuty(city, person);
      return;
    case 'donor':
      planGiving(city, person);
      return;
    case 'coordinator':
    case 'treasurer':
      nudge(city, person);
      return;
    case 'shop':
      return;
  }
}

/** The phone makes a sound when the bot wrote something. */
function hears(city: City, chatId: string): void {
  const person = city.people.get(chatId);
  const newest = city.world.chats.get(chatId)?.entries.at(-1);
  if (person !== undefined && newest?.from === 'bot') nudge(city, person);
}
