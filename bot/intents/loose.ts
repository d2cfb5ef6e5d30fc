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

/** The bit that stands for the letter at that place, which a few others share; none behind the end. */
const letterBit = (text: string, place: number): number => (place < text.length ? 1 << (text.charCodeAt(place) & 31) : 0);

/** Which letters occur in it, a bit for each. */
export function lettersIn(text: string): number {
  let letters = 0;
  for (let place = 0; place < text.length; place += 1) letters |= letterBit(text, place);
  return letters;
}

/** Fills `ahead` with `lettersIn` the next 0, 1, 2, … letters from that place on. */
export function fillLettersAhead(ahead: Int32Array, text: string, from: number): void {
  ahead[0] = 0;
  for (let length = 1; length < ahead.length; length += 1) ahead[length] = (ahead[length - 1] ?? 0) | letterBit(text, from + length - 1);
}

/**
 * Whether a word of those letters could be turned into one of these with so few slips: each letter that is missing takes
 * one at least. Says no for nearly all words, and in a few steps, where finding out exactly takes hundreds.
 */
export function couldBeNear(wanted: number, there: number, slipsMax: number): boolean {
  let missing = wanted & ~there;
  for (let allowed = slipsMax; missing !== 0; allowed -= 1) {
    if (allowed === 0) return false;
    missing &= missing - 1;
  }
  return true;
}

export interface Near {
  slips: number;
  length: number;
}

/** Costs in the row at hand and in the two above it. */
type Rows = [above: Uint8Array, last: Uint8Array, line: Uint8Array];

interface Grid {
  word: string;
  rest: string;
  slipsMax: number;
  width: number;
  rows: Rows;
}

const newRows = (size: number): Rows => [new Uint8Array(size), new Uint8Array(size), new Uint8Array(size)];

/** Kept from call to call: a sentence is held against thousands of words, and making rows cost more than filling them. */
let keptRows = newRows(64);

function rowsFor(width: number): Rows {
  if (keptRows[0].length <= width) keptRows = newRows(2 * width);
  return keptRows;
}

/** Slips to turn the first `row` letters of the word into the first `column` of the rest, from the cells before. */
function cellCost({ word, rest, slipsMax, rows: [above, last, line] }: Grid, row: number, column: number): number {
  const far = slipsMax + 1;
  const letter = word.charCodeAt(row - 1);
  const typed = rest.charCodeAt(column - 1);
  const change = (last[column - 1] ?? far) + (letter === typed ? 0 : 1);
  const cost = Math.min(change, (last[column] ?? far) + 1, (line[column - 1] ?? far) + 1, far);
  if (row < 2 || column < 2 || letter !== rest.charCodeAt(column - 2) || word.charCodeAt(row - 2) !== typed) return cost;
  return Math.min(cost, (above[column - 2] ?? far) + 1);
}

/** Fills one row within the band that the allowed slips leave; the least cost in it. */
function fillRow(grid: Grid, row: number): number {
  const { slipsMax, width } = grid;
  const line = grid.rows[2];
  const first = Math.max(1, row - slipsMax);
  const end = Math.min(width, row + slipsMax);
  // Beside the band stands what is too far, as deep as the rows below look.
  line.fill(slipsMax + 1, Math.max(0, first - 2), Math.min(width, end + 2) + 1);
  if (row <= slipsMax) line[0] = row;
  let least = line[0] !== undefined && row <= slipsMax ? line[0] : slipsMax + 1;
  for (let column = first; column <= end; column += 1) {
    const cost = cellCost(grid, row, column);
    line[column] = cost;
    if (cost < least) least = cost;
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
  const grid: Grid = { word, rest, slipsMax, width, rows: rowsFor(width) };
  const far = slipsMax + 1;
  grid.rows[1].fill(far, 0, width + 1);
  for (let column = 0; column <= width; column += 1) grid.rows[2][column] = Math.min(column, far);
  for (let row = 1; row <= word.length; row += 1) {
    const [above, last, line] = grid.rows;
    grid.rows = [last, line, above];
    if (fillRow(grid, row) > slipsMax) return undefined;
  }
  return closestEnd(grid);
}

/** From the last row; an end outside the band needs too many slips. */
function closestEnd({ word, slipsMax, width, rows }: Grid): Near | undefined {
  let best: Near | undefined;
  for (let length = Math.max(1, word.length - slipsMax); length <= width; length += 1) {
    const slips = rows[2][length] ?? slipsMax + 1;
    if (slips <= slipsMax && isCloser({ slips, length }, best, word.length)) best = { slips, length };
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
