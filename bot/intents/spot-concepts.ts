import { couldBeNear, fillLettersAhead, LEADS, LEANS, looseOf, nearestBeginning, SPACED, type Loose } from './loose.ts';
import { WORDS, type Word } from './words-known.ts';

/** A stretch of what was typed that we know, with what it stands for. */
export interface Spotted {
  concept: string;
  start: number;
  end: number;
  slips: number;
  /** Letters of the word in the lexicon: a longer word is a surer sign. */
  weight: number;
}

export interface Spotting {
  found: Spotted[];
  loose: Loose;
  /** Letters that no word covers. */
  unknown: number;
  /** Comparisons made: what the tests hold against the length, where a clock would lie. */
  steps: number;
}

/** Spelling slips are looked for in texts up to this length; nobody needs them in a letter. */
const SLIPS_TEXT_MAX = 120;

const COST = { exact: 1, toneless: 1.1, otherTone: 1.6, unknown: 1, unknownSpaced: 0.6, slipBase: 1.3, slip: 1.1 };

interface Edge {
  cost: number;
  at: number;
  word?: Word;
  slips: number;
}

const BY_FIRST = new Map<string, Word[]>();
for (const word of WORDS) {
  const list = BY_FIRST.get(word.loose.charAt(0));
  if (list === undefined) BY_FIRST.set(word.loose.charAt(0), [word]);
  else list.push(word);
}

function canStart(letters: string, at: number): boolean {
  const letter = letters.charAt(at);
  if (letter === ' ' || LEANS.test(letter)) return false;
  const before = letters.charAt(at - 1);
  if (SPACED.test(letter)) return at === 0 || !SPACED.test(before) || /\d/u.test(before) !== /\d/u.test(letter);
  return at === 0 || !LEADS.test(before);
}

function canEnd(letters: string, at: number): boolean {
  if (at >= letters.length) return true;
  const next = letters.charAt(at);
  const last = letters.charAt(at - 1);
  if (SPACED.test(last)) return !SPACED.test(next) || /\d/u.test(last) !== /\d/u.test(next);
  return !LEANS.test(next);
}

/** The typed letters behind a stretch, marks included, spaces left out. */
function typedAt(loose: Loose, start: number, end: number): string {
  const first = loose.from[start] ?? 0;
  const last = end < loose.from.length ? (loose.from[end] ?? loose.text.length) : loose.text.length;
  return loose.text.slice(first, last).replace(/[^\p{L}\p{M}\p{N}]/gu, '');
}

const MARKS = /[\u0E47-\u0E4B]/gu;

function toneCost(typed: string, plain: string): number {
  if (typed === plain) return COST.exact;
  const marks = typed.match(MARKS)?.join('') ?? '';
  if (marks === (plain.match(MARKS)?.join('') ?? '')) return COST.exact + 0.05;
  return marks === '' ? COST.toneless : COST.otherTone;
}

function slipsFor(word: Word): number {
  if (word.loose.length >= 8) return 2;
  return word.loose.length >= 4 ? 1 : 0;
}

/** As far as any word with its slips reaches. */
const AHEAD_MAX = Math.max(...WORDS.map((word) => word.loose.length + slipsFor(word)));
/** Made once, and filled anew for each place. */
const ahead = new Int32Array(AHEAD_MAX + 1);

class Search {
  readonly loose: Loose;
  readonly best: (Edge | undefined)[];
  steps = 0;

  constructor(loose: Loose) {
    this.loose = loose;
    this.best = Array.from({ length: loose.letters.length + 1 }, () => undefined);
    this.best[0] = { cost: 0, at: -1, slips: 0 };
  }

  offer(end: number, edge: Edge): void {
    const held = this.best[end];
    if (held === undefined || edge.cost < held.cost) this.best[end] = edge;
  }

  wordsFrom(at: number, base: number): void {
    const { letters } = this.loose;
    for (const word of BY_FIRST.get(letters.charAt(at)) ?? []) {
      this.steps += 1;
      const end = at + word.loose.length;
      if (!letters.startsWith(word.loose, at) || !canEnd(letters, end)) continue;
      const cost = base + toneCost(typedAt(this.loose, at, end), word.plain);
      this.offer(end, { cost, at, word, slips: 0 });
    }
  }

  slippedFrom(at: number, base: number): void {
    const { letters } = this.loose;
    fillLettersAhead(ahead, letters, at);
    for (const word of BY_FIRST.get(letters.charAt(at)) ?? []) {
      const allowed = slipsFor(word);
      if (allowed === 0) continue;
      this.steps += word.loose.length;
      if (!couldBeNear(word.letters, ahead[word.loose.length + allowed] ?? 0, allowed)) continue;
      const near = nearestBeginning(word.loose, letters.slice(at, at + word.loose.length + allowed), allowed);
      if (near === undefined || near.slips === 0) continue;
      const end = at + near.length;
      if (!canEnd(letters, end)) continue;
      this.offer(end, { cost: base + COST.slipBase + COST.slip * near.slips, at, word, slips: near.slips });
    }
  }

  run(): void {
    const { letters } = this.loose;
    const forgiving = letters.length <= SLIPS_TEXT_MAX;
    for (let at = 0; at < letters.length; at += 1) {
      const base = this.best[at]?.cost;
      if (base === undefined) continue;
      const letter = letters.charAt(at);
      const unknown = letter === ' ' ? 0 : SPACED.test(letter) ? COST.unknownSpaced : COST.unknown;
      this.offer(at + 1, { cost: base + unknown, at, slips: 0 });
      if (!canStart(letters, at)) continue;
      this.wordsFrom(at, base);
      if (forgiving) this.slippedFrom(at, base);
    }
  }
}

/** Cuts the text into known words at the least cost: fewer and longer words win over many short ones. */
export function spotConcepts(normalised: string): Spotting {
  const loose = looseOf(normalised);
  const search = new Search(loose);
  search.run();
  const found: Spotted[] = [];
  let unknown = 0;
  for (let at = loose.letters.length; at > 0;) {
    const edge = search.best[at];
    if (edge === undefined) break;
    if (edge.word === undefined) {
      if (loose.letters.charAt(at - 1) !== ' ') unknown += 1;
    } else {
      for (const concept of edge.word.concepts) {
        found.push({ concept, start: edge.at, end: at, slips: edge.slips, weight: edge.word.loose.length });
      }
    }
    at = edge.at;
  }
  return { found: found.toReversed(), loose, unknown, steps: search.steps };
}
