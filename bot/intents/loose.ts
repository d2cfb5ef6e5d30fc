/**
 * The loose form of a text: tone marks, silent letters and doubled Latin letters gone, letters that sound alike made
 * one. Words are looked up in it, and each place remembers where it came from.
 */
export interface Loose {
  letters: string;
  /** For each letter, its place in the text it was made from. */
  from: number[];
  text: string;
}

const SAME_SOUND: Readonly<Record<string, string>> = {
  ใ: 'ไ',
  ร: 'ล',
  ณ: 'น',
  ศ: 'ส',
  ษ: 'ส',
  ญ: 'ย',
  ฎ: 'ด',
  ฏ: 'ต',
  ฐ: 'ถ',
  ฑ: 'ท',
  ฒ: 'ท',
  ธ: 'ท',
  ฆ: 'ค',
  ฅ: 'ค',
  ฃ: 'ข',
  ภ: 'พ',
  ฬ: 'ล',
  ฌ: 'ช',
};

const SILENCER = '์';
const DROPPED = /[\u0E47-\u0E4B\u0E46\u0E4C'’`]/u;
const LETTER = /[\p{L}\p{M}\p{N}]/u;
/** Writing with spaces between words; the other scripts here write words together. */
export const SPACED = /[a-z0-9\u00C0-\u024F]/u;

function isDoubled(letter: string, last: string | undefined): boolean {
  return letter === last && /[a-z]/u.test(letter);
}

/** Takes text that `normaliseText` has been over. */
export function looseOf(text: string): Loose {
  const letters: string[] = [];
  const from: number[] = [];
  let gap = false;
  for (let place = 0; place < text.length; place += 1) {
    const letter = text.charAt(place);
    if (DROPPED.test(letter)) continue;
    if (text.charAt(place + 1) === SILENCER) {
      place += 1;
      continue;
    }
    if (!LETTER.test(letter)) {
      gap = true;
      continue;
    }
    const last = letters.at(-1);
    if (gap && last !== undefined && SPACED.test(last) && SPACED.test(letter)) {
      letters.push(' ');
      from.push(place - 1);
    }
    const doubled = !gap && isDoubled(letter, last);
    gap = false;
    if (doubled) continue;
    letters.push(SAME_SOUND[letter] ?? letter);
    from.push(place);
  }
  return { letters: letters.join(''), from, text };
}

export function looseKey(text: string): string {
  return looseOf(text).letters;
}

/** Letters that sit on the one before; a word neither starts with one nor stops before one. */
export const LEANS = /[\u0E30-\u0E3A\u0E45\u0E47-\u0E4E\u0EB0-\u0EBC\u0EC8-\u0ECD]|\p{M}/u;
/** Thai and Lao vowels that are written before the consonant they follow. */
export const LEADS = /[\u0E40-\u0E44\u0EC0-\u0EC4]/u;

export interface Near {
  slips: number;
  length: number;
}

interface Grid {
  word: string;
  rest: string;
  slipsMax: number;
  rows: number[][];
}

/** Slips to turn the first `row` letters of the word into the first `column` of the rest, from the cells before. */
function cellCost({ word, rest, rows, slipsMax }: Grid, row: number, column: number): number {
  const far = slipsMax + 1;
  const cell = (up: number, left: number): number => rows[row - up]?.[column - left] ?? far;
  const letter = word[row - 1];
  const change = cell(1, 1) + (letter === rest[column - 1] ? 0 : 1);
  const cost = Math.min(change, cell(1, 0) + 1, cell(0, 1) + 1, far);
  const swapped = row > 1 && column > 1 && letter === rest[column - 2] && word[row - 2] === rest[column - 1];
  return swapped ? Math.min(cost, cell(2, 2) + 1) : cost;
}

/** Fills one row within the band that the allowed slips leave; the least cost in it. */
function fillRow(grid: Grid, row: number, width: number): number {
  const { slipsMax, rows } = grid;
  const far = slipsMax + 1;
  const line = Array.from({ length: width + 1 }, () => far);
  rows[row] = line;
  if (row <= slipsMax) line[0] = row;
  let least = line[0] ?? far;
  for (let column = Math.max(1, row - slipsMax); column <= Math.min(width, row + slipsMax); column += 1) {
    const cost = cellCost(grid, row, column);
    line[column] = cost;
    least = Math.min(least, cost);
  }
  return least;
}

/** Of ends that need equally few slips, the one that leaves the word nearest to its own length. */
function isCloser(next: Near, best: Near | undefined, wordLength: number): boolean {
  if (best === undefined || next.slips !== best.slips) return best === undefined || next.slips < best.slips;
  return Math.abs(next.length - wordLength) < Math.abs(best.length - wordLength);
}

/**
 * How few slips (a letter more, less, other, or two swapped) turn `word` into a beginning of `rest`, and how long that
 * beginning is. Undefined when more than `slipsMax` are needed. Work is bounded by word length × (2 × slipsMax + 1).
 */
export function nearestBeginning(word: string, rest: string, slipsMax: number): Near | undefined {
  const width = Math.min(rest.length, word.length + slipsMax);
  const first = Array.from({ length: width + 1 }, (_, column) => Math.min(column, slipsMax + 1));
  const grid: Grid = { word, rest, slipsMax, rows: [first] };
  for (let row = 1; row <= word.length; row += 1) {
    if (fillRow(grid, row, width) > slipsMax) return undefined;
  }
  let best: Near | undefined;
  for (const [length, slips] of (grid.rows[word.length] ?? []).entries()) {
    const next = { slips, length };
    if (slips <= slipsMax && length > 0 && isCloser(next, best, word.length)) best = next;
  }
  return best;
}

/** Slips between two whole words, or undefined when there are more than `slipsMax`. */
export function slipsBetween(left: string, right: string, slipsMax: number): number | undefined {
  if (Math.abs(left.length - right.length) > slipsMax) return undefined;
  // A closing mark pins the end, so that the nearest beginning is the whole word.
  const near = nearestBeginning(`${left}\u0000`, `${right}\u0000`, slipsMax);
  return near !== undefined && near.length === right.length + 1 ? near.slips : undefined;
}
