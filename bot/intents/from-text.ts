import { buildIntent } from './build-intent.ts';
import type { Intent } from './intent.ts';
import { labelsIn } from './labels.ts';
import { fromKedmanee, isEmojiOnly, normaliseText } from './normalise.ts';
import { ALONE, FILLER, GRAVE, REPORTS, RULES, TURNED, type Rule } from './rules.ts';
import { extraConcepts, mealsIn } from './slots.ts';
import { spotConcepts, type Spotted, type Spotting } from './spot-concepts.ts';

/** Wishes stand at the beginning; more than this is a story, of which only danger is still looked for. */
const MATCH_MAX = 400;
/** Danger is looked for in all of the longest text that LINE lets through. */
const GRAVE_MAX = 5_000;
/** Below this the evidence is too weak to act on, and asking is kinder than guessing. */
const WEIGHT_MIN = 40;

interface Heard {
  raw: string;
  spotting: Spotting;
  concepts: Set<string>;
}

const isPhrase = (concept: string): boolean => concept !== concept.toUpperCase();

function holds(rule: Rule, concepts: ReadonlySet<string>): boolean {
  const any = (names: string): boolean => names.split('|').some((name) => concepts.has(name));
  return rule.all.every(any) && (rule.not === undefined || !any(rule.not));
}

/** A phrase is a surer sign the longer it is, and a less sure one with every slip. */
function phraseWeight(spotted: Spotted, heard: Heard): number {
  const kind = spotted.concept.split('.')[0] ?? '';
  const alone = coversAll(spotted, heard);
  if (ALONE.some((name) => name === kind)) {
    if (alone) return 60 - spotted.slips * 8;
    return kind === 'thanks' || kind === 'greeting' || kind === 'menu' ? 41 : 0;
  }
  const asked = heard.concepts.has('QUESTION') || heard.concepts.has('WHEN');
  if (asked && REPORTS.some((name) => name === kind)) return 0;
  // Something that went wrong matters more than that something came.
  const trouble = kind.startsWith('complaint') ? 12 : 0;
  const base = trouble + 50 + Math.min(40, spotted.weight * 2);
  return (alone ? base + 15 : base) - spotted.slips * 9;
}

/** Whether the text says nothing but this phrase and filler. */
function coversAll(spotted: Spotted, heard: Heard): boolean {
  if (heard.spotting.unknown > spotted.weight / 4) return false;
  return heard.spotting.found.every((other) => other.start === spotted.start || FILLER.some((name) => name === other.concept));
}

/** Reads a stretch once, however often it is asked for: first for what is grave, then for what is meant. */
type Read = (stretch: string) => { text: string; spotting: Spotting };

function createRead(): Read {
  const known = new Map<string, ReturnType<Read>>();
  return (stretch) => {
    const before = known.get(stretch);
    if (before !== undefined) return before;
    const text = normaliseText(stretch);
    const read = { text, spotting: spotConcepts(text) };
    known.set(stretch, read);
    return read;
  };
}

function graveIn(raw: string, read: Read): Intent | undefined {
  for (let at = 0; at < Math.min(raw.length, GRAVE_MAX); at += MATCH_MAX - 40) {
    const { found } = read(raw.slice(at, at + MATCH_MAX)).spotting;
    for (const kind of GRAVE) {
      if (found.some((spotted) => spotted.concept === kind && isSureEnough(spotted, found))) return { kind };
    }
  }
  return undefined;
}

/**
 * Labels that count whatever question is open: the buttons that dial for help in danger, and the ways out of a question. The
 * number that is dialled is no phrase of the lexicon, since alone it is more likely a code.
 */
function ofAnyMoment(raw: string): Intent | undefined {
  const said = labelsIn(raw).find(({ action }) => action === 'says')?.value;
  const kind = ([...GRAVE, 'back', 'stop', 'skip'] as const).find((known) => known === said);
  return kind === undefined ? undefined : { kind };
}

/** A slip in a short grave phrase is as likely another word. */
function isSureEnough(spotted: Spotted, found: readonly Spotted[]): boolean {
  const exactElsewhere = found.some((other) => other !== spotted && other.start === spotted.start && other.slips === 0);
  return spotted.slips === 0 || (spotted.weight >= 6 && !exactElsewhere);
}

/** A "not" written straight before, without a space that would end it as a sentence of its own. */
function isNegated(spotted: Spotted, { found, loose }: Spotting): boolean {
  const spaced = loose.text.charAt((loose.from[spotted.start] ?? 0) - 1) === ' ';
  const after = found.filter((other) => other.end === spotted.start);
  return !spaced && after.some(({ concept }) => concept === 'NO' || concept === 'NOT_YET');
}

function isOnlyFood({ found, unknown }: Spotting): boolean {
  const others = found.filter(({ concept }) => concept !== 'FOOD' && !FILLER.some((name) => name === concept));
  return unknown === 0 && others.length === 0 && found.some(({ concept }) => concept === 'FOOD');
}

function hear(raw: string, { text, spotting }: ReturnType<Read>): Heard {
  const meant = spotting.found.filter((spotted) => spotted.concept !== 'CANCEL' || !isNegated(spotted, spotting));
  const concepts = new Set(meant.map((spotted) => spotted.concept));
  if (isOnlyFood(spotting)) concepts.add('ONLY_FOOD');
  for (const concept of extraConcepts(raw, text)) concepts.add(concept);
  return { raw, spotting, concepts };
}

/** "ยังไม่" + "ได้รับแล้ว" is the opposite of the phrase alone. */
function turned(spotted: Spotted, heard: Heard): string | undefined {
  const turns = Object.hasOwn(TURNED, spotted.concept) && isNegated(spotted, heard.spotting);
  return turns ? TURNED[spotted.concept] : spotted.concept;
}

function heaviest(heard: Heard): string | undefined {
  let best: string | undefined;
  let bestWeight = WEIGHT_MIN - 1;
  const offer = (is: string, weight: number): void => {
    if (weight > bestWeight) [best, bestWeight] = [is, weight];
  };
  for (const spotted of heard.spotting.found) {
    if (!isPhrase(spotted.concept)) continue;
    const is = turned(spotted, heard);
    if (is !== undefined) offer(is, phraseWeight(spotted, heard));
  }
  for (const rule of RULES) if (holds(rule, heard.concepts)) offer(rule.is, rule.weight);
  return best;
}

const BARE_HI = /^(?:h+\s?i+)[\s.!?~]*$/iu;

const PRESSING = ['HUNGRY', 'POOR', 'NOT_YET', 'URGENT'];

/**
 * Food that must fit, and a wish for food, in one line: with a count of boxes, or hunger, it is a request (the diet is
 * asked about at registration); without, what was said is how the food must be.
 */
function dietOrRequest(name: string, heard: Heard): string {
  const counted = mealsIn(heard.raw) !== undefined;
  const { concepts } = heard;
  if (counted && name === 'hi_register' && concepts.has('request_food')) return 'request_food';
  if (counted && name.startsWith('diet') && concepts.has('WANT')) return 'request_food';
  return name === 'request_food' && !counted ? dietSaid(heard) : name;
}

function dietSaid({ concepts, spotting }: Heard): string {
  if (PRESSING.some((concept) => concepts.has(concept))) return 'request_food';
  const diet = spotting.found.find(({ concept, slips }) => concept.startsWith('diet.') && slips === 0);
  return diet?.concept ?? 'request_food';
}

function intentOfWords(raw: string, read: Read): Intent {
  const stretch = raw.slice(0, MATCH_MAX);
  const understood = read(stretch);
  if (BARE_HI.test(understood.text)) return { kind: 'ambiguous_hi' };
  const heard = hear(stretch, understood);
  const name = heaviest(heard);
  return name === undefined ? { kind: 'unclear' } : buildIntent(dietOrRequest(name, heard), heard.raw, heard.concepts);
}

/** What is wanted by what was typed. Pure, bounded, and never throws: what it cannot read is `unclear`. */
export function intentOf(raw: string): Intent {
  const bounded = raw.slice(0, GRAVE_MAX).toWellFormed();
  if (isEmojiOnly(bounded)) return { kind: 'emoji_only' };
  const read = createRead();
  const grave = graveIn(bounded, read) ?? ofAnyMoment(bounded);
  if (grave !== undefined) return grave;
  const intent = intentOfWords(bounded, read);
  if (intent.kind !== 'unclear') return intent;
  const thai = fromKedmanee(bounded.slice(0, MATCH_MAX));
  if (thai === undefined) return intent;
  return graveIn(thai, read) ?? intentOfWords(thai, read);
}
