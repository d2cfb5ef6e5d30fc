import { findNumbers, numberText } from './find-numbers.ts';
import { terms } from './lexicon/terms.ts';
import { kept } from './kept.ts';
import { KIND_WORDS, MUNICIPALITY_WORDS, SHORT_FORMS, ZONE_WORDS } from './lexicon/places.ts';
import { looseKey, nearestBeginning, slipsBetween } from './loose.ts';
import { normaliseSpelling } from './normalise.ts';

export interface Community {
  id: string;
  name: string;
  municipality: string;
  zone: string;
}

/** Names are short; nobody types more of one. */
const QUERY_MAX = 80;
const SCORE = { exact: 100, begins: 84, contains: 74, within: 66, near: 60, nearPart: 46, slip: 9, tone: 4 };
/** Shorter parts are in too many names to mean one of them. */
const PART_MIN = 2;
const WITHIN_MIN = 3;

interface Key {
  plain: string;
  loose: string;
  digits: string;
}

function expandShortForms(text: string): string {
  let whole = text;
  for (const [short, long] of SHORT_FORMS) {
    if (!whole.includes(long)) whole = whole.replaceAll(short, long);
  }
  return whole;
}

/** "ป้อมหก" and "ป้อม 6" are one name: number words at the end of a word become digits. */
function digitsForWords(text: string): string {
  const [number] = findNumbers(text).toReversed();
  if (number === undefined || number.end !== text.length || number.start === 0) return text;
  const before = text.slice(0, number.start).trimEnd();
  return /\p{L}$|\p{M}$/u.test(before) && !number.decimal ? `${before} ${String(Math.abs(number.value))}` : text;
}

function keyOf(text: string): Key {
  const spelled = digitsForWords(expandShortForms(numberText(text)).trim());
  const plain = spelled.replace(/[^\p{L}\p{M}\p{N}]/gu, '');
  return { plain, loose: looseKey(spelled).replaceAll(' ', ''), digits: plain.replace(/\D/gu, '') };
}

/** A name with another spelling in brackets is known by either; one with a hyphen also by each half. */
const keysOfName = kept((name): readonly Key[] => {
  const outer = name.replace(/\(.*?\)/gu, ' ');
  const inner = [...name.matchAll(/\((.*?)\)/gu)].map((match) => match[1] ?? '');
  const halves = outer.split('-').filter((half) => half.trim().length > 4);
  return [outer, ...inner, ...(halves.length > 1 ? halves : [])].map(keyOf).filter((key) => key.plain !== '');
});

interface Asked {
  keys: Key[];
  /** Nothing but a city or a zone was named: all that is in it fits. */
  placeOnly: boolean;
  municipality?: string;
  zone?: string;
}

function removeWords(text: string, words: readonly string[]): string {
  let rest = text;
  for (const word of words.toSorted((left, right) => right.length - left.length)) rest = rest.replaceAll(word, ' ');
  return rest.replace(/\s+/gu, ' ').trim();
}

/** Takes apart what was typed: the place words narrow, the rest is the name; the whole may be a name as well. */
function readQuery(text: string): Asked {
  const query = numberText(normaliseSpelling(text).slice(0, QUERY_MAX));
  const zonePattern = new RegExp(`(?:${terms(ZONE_WORDS).join('|')})\\s*(\\d)`, 'u');
  const zone = zonePattern.exec(query)?.[1];
  const kindless = removeWords(query.replace(zonePattern, ' '), terms(KIND_WORDS));
  const named = Object.entries(MUNICIPALITY_WORDS).find(([, words]) => terms(words).some((word) => query.includes(word)));
  const bare = named === undefined ? kindless : removeWords(kindless, terms(named[1]));
  const keys = [query, kindless, bare].map(keyOf).filter((key) => key.plain !== '');
  const placeOnly = bare === '' && (zone !== undefined || named !== undefined);
  return {
    keys: placeOnly && zone !== undefined ? [] : keys,
    placeOnly,
    ...(named === undefined ? {} : { municipality: named[0] }),
    ...(zone === undefined ? {} : { zone }),
  };
}

function scoreLoose(query: Key, name: Key): number {
  if (query.loose === name.loose) return SCORE.exact - SCORE.tone;
  if (query.loose.length < PART_MIN) return 0;
  if (name.loose.startsWith(query.loose)) return SCORE.begins - SCORE.tone;
  if (name.loose.includes(query.loose)) return SCORE.contains - SCORE.tone;
  if (name.loose.length >= WITHIN_MIN && query.loose.includes(name.loose)) return SCORE.within + Math.min(6, name.loose.length / 3);
  return 0;
}

function scorePlain(query: Key, name: Key): number {
  if (query.plain === name.plain) return SCORE.exact;
  if (query.plain.length < PART_MIN) return 0;
  if (name.plain.startsWith(query.plain)) return SCORE.begins;
  return name.plain.includes(query.plain) ? SCORE.contains : 0;
}

/** Slips are forgiven in letters, never in numbers: ป้อม 4 is not a misspelt ป้อม 6. */
function scoreSlips(query: Key, name: Key): number {
  if (query.loose.length < 4 || (query.digits !== '' && query.digits !== name.digits)) return 0;
  const slipsMax = query.loose.length >= 8 ? 2 : 1;
  const whole = slipsBetween(query.loose, name.loose, slipsMax);
  if (whole !== undefined) return SCORE.near + 20 - whole * SCORE.slip;
  let best = 0;
  for (let at = 0; at + query.loose.length - slipsMax <= name.loose.length; at += 1) {
    const near = nearestBeginning(query.loose, name.loose.slice(at), slipsMax);
    if (near !== undefined) best = Math.max(best, SCORE.nearPart + 10 - near.slips * SCORE.slip + (at === 0 ? 4 : 0));
  }
  return best;
}

function scoreOf(asked: Asked, names: readonly Key[]): number {
  let best = 0;
  for (const query of asked.keys) {
    for (const name of names) best = Math.max(best, scorePlain(query, name), scoreLoose(query, name), scoreSlips(query, name));
  }
  return best;
}

function narrowed<T extends { community: Community }>(all: T[], fits: (community: Community) => boolean): T[] {
  const inside = all.filter(({ community }) => fits(community));
  return inside.length === 0 ? all : inside;
}

/** The communities whose names fit what was typed, the best first, at most `limit`. */
export function searchCommunities<T extends Community>(text: string, communities: readonly T[], limit: number): T[] {
  const asked = readQuery(text);
  let hits = communities
    .map((community) => ({ community, score: scoreOf(asked, keysOfName(community.name)) }))
    .filter(({ score }) => score > 0 || asked.placeOnly);
  const { municipality, zone } = asked;
  if (municipality !== undefined) hits = narrowed(hits, (community) => community.municipality === municipality);
  if (zone !== undefined) hits = narrowed(hits, (community) => community.zone === zone);
  const byName = (left: T, right: T): number => left.name.length - right.name.length;
  return hits
    .toSorted((left, right) => right.score - left.score || byName(left.community, right.community))
    .slice(0, limit)
    .map(({ community }) => community);
}
