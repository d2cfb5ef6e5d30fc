import { isObject, objectAt, textAt } from '../../json.ts';
import type { Sight } from './sight.ts';

/** What points at a home, by the rule that guards it. */
export type Secret = 'names' | 'doors' | 'health';

interface HomeRow {
  id: string;
  lineUserId: string;
  details: string;
}

interface Word {
  word: string;
  guard: Secret;
  homes: Set<string>;
}

export interface Homes {
  /** Looks again at the homes of these people; without names at all of them. */
  refresh: (people?: Iterable<string>) => void;
  homeOf: (lineUserId: string) => string | undefined;
  /** Words of homes that stand in the text. */
  wordsIn: (text: string) => Word[];
  /** Homes at exactly that place. */
  homesAt: (pin: string) => ReadonlySet<string>;
}

const HOMES = `SELECT h.id, m.line_user_id AS lineUserId, h.details_sealed AS details FROM household h JOIN member m ON m.id = h.member_id`;

/** Shorter words stand in other words; a name is told apart by its number. */
const DISTINCT_LENGTH = 8;
const START_LENGTH = 3;
const NOBODY: ReadonlySet<string> = new Set();

function isDistinct(word: string): boolean {
  return word.length >= DISTINCT_LENGTH || (word.length > START_LENGTH && /\d/u.test(word));
}

export function pinOf(latitude: number, longitude: number): string {
  return `${latitude},${longitude}`;
}

/** All that was ever sealed about a home stays a secret, also after it was changed or withdrawn. */
export function createHomes({ db, open }: Sight): Homes {
  const homeOfPerson = db.prepare<[string], HomeRow>(`${HOMES} WHERE m.line_user_id = ?`);
  const allHomes = db.prepare<[], HomeRow>(HOMES);
  const seen = new Map<string, string>();
  const homes = new Map<string, string>();
  const words = new Map<string, Word>();
  const starts = new Map<string, string[]>();
  const pins = new Map<string, Set<string>>();

  function addWord(guard: Secret, text: string | undefined, home: string): void {
    const word = text?.trim() ?? '';
    if (!isDistinct(word)) return;
    const known = words.get(word);
    if (known !== undefined) return void known.homes.add(home);
    words.set(word, { word, guard, homes: new Set([home]) });
    const start = word.slice(0, START_LENGTH);
    starts.set(start, [...(starts.get(start) ?? []), word]);
  }

  function learn({ id, lineUserId, details }: HomeRow): void {
    homes.set(lineUserId, id);
    if (seen.get(id) === details) return;
    seen.set(id, details);
    const sealed: unknown = JSON.parse(open(details));
    addWord('names', textAt(sealed, 'firstName'), id);
    addWord('doors', textAt(sealed, 'landmark'), id);
    addWord('doors', textAt(sealed, 'phone'), id);
    addWord('health', textAt(sealed, 'allergy'), id);
    const { latitude, longitude } = isObject(sealed) ? objectAt(sealed, 'homePin') : {};
    if (typeof latitude !== 'number' || typeof longitude !== 'number') return;
    const pin = pinOf(latitude, longitude);
    pins.set(pin, (pins.get(pin) ?? new Set()).add(id));
  }

  /** A longer number is another one's: the first neighbour is not the twelfth. */
  function isWhole(text: string, word: string, from: number): boolean {
    return !/\d$/u.test(word) || !/\d/u.test(text.charAt(from + word.length));
  }

  return {
    refresh(people) {
      if (people === undefined) for (const row of allHomes.iterate()) learn(row);
      else for (const person of people) for (const row of homeOfPerson.all(person)) learn(row);
    },
    homeOf: (lineUserId) => homes.get(lineUserId),
    wordsIn(text) {
      const found = new Set<string>();
      for (let from = 0; from + START_LENGTH <= text.length; from += 1) {
        for (const word of starts.get(text.slice(from, from + START_LENGTH)) ?? []) {
          if (text.startsWith(word, from) && isWhole(text, word, from)) found.add(word);
        }
      }
      return [...found].flatMap((word) => words.get(word) ?? []);
    },
    homesAt: (pin) => pins.get(pin) ?? NOBODY,
  };
}
