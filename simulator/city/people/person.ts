import type { Place } from '../../member-messages.ts';
import type { City } from '../city.ts';
import type { CityRole } from '../record.ts';
import type { AskedInWords } from './words.ts';

/** How somebody is, in probabilities a time they do something. */
export interface Temper {
  doubleTaps: number;
  /** Wrong words, an old button, a form that is left. */
  confused: number;
  /** Leaves a request on the phone unanswered. */
  ignores: number;
  /** Claims what is not so: a slip without money, a code that was guessed. */
  cheats: number;
}

export interface Person {
  readonly userId: string;
  readonly role: CityRole;
  readonly name: string;
  readonly place: Place;
  /** The community's name, as it is written on a door. */
  readonly community: string;
  /** Half the time the phone is looked at sooner than this. */
  readonly pace: number;
  /** Prefers the mini-app to the chat. */
  readonly usesApp: boolean;
  readonly temper: Temper;
  readonly address: string;
  cookie: string | undefined;
  looksAt: number | undefined;
  /** Answers in the form that is open, so that nobody answers for ever. */
  answered: number;
  /** What is typed when a question wants words. */
  words: Partial<Record<AskedInWords, string>>;
  /** Things that are done or decided already, by what is written on them. */
  readonly done: Set<string>;
  /** What this person does with a look at the phone. */
  look: (city: City, person: Person) => Promise<void>;
}

/** Looks at the phone within a while; sooner, when a look was planned for later. */
export function nudge(city: City, person: Person, delay: number = city.random.wait(person.pace)): void {
  const at = city.clock.now() + Math.max(1, Math.round(delay));
  if (person.looksAt !== undefined && person.looksAt <= at) return;
  person.looksAt = at;
  city.agenda.add({
    at,
    label: `${person.role} looks`,
    async run() {
      // A look that was brought forward has happened already.
      if (person.looksAt !== at) return;
      person.looksAt = undefined;
      await person.look(city, person);
    },
  });
}
