import type { City } from '../city.ts';
import { HOUR } from '../clock.ts';
import type { Person } from './person.ts';

const AWAY = 8 * HOUR;

/** Blocks the account, and mostly comes back. */
export async function blockForAWhile(city: City, person: Person): Promise<void> {
  if (city.world.members.get(person.userId)?.relation !== 'friend') return;
  await city.chat.unfollow(person.userId);
  noteBlocked(city, person, true);
  const at = city.clock.now() + city.random.wait(AWAY);
  city.agenda.add({
    at,
    label: 'comes back',
    async run() {
      await city.chat.follow(person.userId);
      noteBlocked(city, person, false);
    },
  });
}

function noteBlocked(city: City, person: Person, blocked: boolean): void {
  const noted = city.record.people.get(person.userId);
  if (noted !== undefined) noted.blocked = blocked;
}
