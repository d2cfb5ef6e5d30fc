import type { City } from '../city.ts';
import { tapInApp } from '../phones.ts';
import type { PhoneAnswer } from '../phones.ts';
import { buttonsSeen, tap } from './chat.ts';
import type { Person } from './person.ts';

export interface Pressed {
  /** The button in the chat: what it does, and the thing it names. */
  does: string;
  names?: readonly [key: string, id: string];
  /** The same in the mini-app. */
  path: string;
  body?: object;
}

/** Does one thing where this person would: by its button in the chat, or in the mini-app where there is none to be seen. */
export async function press(city: City, person: Person, wanted: Pressed): Promise<PhoneAnswer | 'in chat'> {
  const button = person.usesApp ? undefined : buttonsSeen(city, person).find((seen) => isMeant(seen, wanted));
  if (button === undefined)
    return tapInApp(city, person, { path: wanted.path, ...(wanted.body === undefined ? {} : { body: wanted.body }) });
  await tap(city, person, button);
  return 'in chat';
}

function isMeant(seen: { does: string; params: URLSearchParams }, { does, names }: Pressed): boolean {
  return seen.does === does && (names === undefined || seen.params.get(names[0]) === names[1]);
}
