import { KEDMANEE_ROWS, FINAL_PARTICLES } from './lexicon/typing.ts';
import { terms } from './lexicon/terms.ts';

/** Normalising settles in two or three passes; the bound is for texts made to be odd. */
const PASSES_MAX = 12;

const ZERO_WIDTH = /[\u00AD\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]|\p{Variation_Selector}/gu;
const NIKHAHIT_AA = /\u0E4D([\u0E48-\u0E4B]?)\u0E32/gu;
const TONE_NIKHAHIT_AA = /([\u0E48-\u0E4B])\u0E4D\u0E32/gu;
const AM_THEN_TONE = /\u0E33([\u0E48-\u0E4B])/gu;
const TONE_MARKS = /[\u0E47-\u0E4C]/gu;

/** First code points of the digit rows of Thai, Lao, Burmese, Shan, Khmer, Arabic-Indic and full-width digits. */
const DIGIT_ROWS = [0x0e50, 0x0ed0, 0x1040, 0x1090, 0x17e0, 0x0660, 0xff10];
const FOREIGN_DIGIT = /[๐-๙໐-໙၀-၉႐-႙០-៩٠-٩０-９]/gu;

/** Longest first, so that a compound particle goes whole. */
const PARTICLES = terms(FINAL_PARTICLES).toSorted((left, right) => right.length - left.length);

/** Words that end like a particle and are none: a leading vowel owns the consonant, and "ชนะ" is to win. */
const OWNS_NEXT = /[\u0E40-\u0E44ช]$/u;

export function digitsToLatin(text: string): string {
  return text.replace(FOREIGN_DIGIT, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const row = DIGIT_ROWS.find((first) => code >= first && code < first + 10);
    return row === undefined ? digit : String(code - row);
  });
}

/** ขอ and ข้อ look alike when tone marks are dropped, as they often are on a phone. */
export function stripToneMarks(text: string): string {
  return text.replace(TONE_MARKS, '');
}

/** Spelling of one and the same text made one: what is stored as a name may pass through here, its words stay. */
export function normaliseSpelling(raw: string): string {
  return digitsToLatin(raw.normalize('NFC').replace(ZERO_WIDTH, ''))
    .replace(TONE_NIKHAHIT_AA, '$1\u0E33')
    .replace(NIKHAHIT_AA, '$1\u0E33')
    .replace(AM_THEN_TONE, '$1\u0E33')
    .replaceAll('\u0E40\u0E40', '\u0E41')
    .replace(/\s+/gu, ' ')
    .trim();
}

function dropFinalParticles(text: string): string {
  let rest = text;
  for (;;) {
    const bare = rest.replace(/[\s.…~]+$/u, '');
    const particle = PARTICLES.find((word) => bare.endsWith(word) && bare.length > word.length);
    if (particle === undefined) return rest;
    const before = bare.slice(0, -particle.length).trimEnd();
    if (before === '' || OWNS_NEXT.test(before)) return rest;
    rest = before;
  }
}

function normaliseOnce(text: string): string {
  const spelled = normaliseSpelling(text).toLowerCase();
  const collapsed = spelled.replace(/([\p{L}\p{M}])\1{2,}/gu, '$1');
  return dropFinalParticles(collapsed).trim();
}

/** One form for what many ways of typing mean; normalising twice changes nothing. */
export function normaliseText(raw: string): string {
  let text = raw;
  for (let pass = 0; pass < PASSES_MAX; pass += 1) {
    const next = normaliseOnce(text);
    if (next === text) break;
    text = next;
  }
  return text;
}

const KEDMANEE = new Map<string, string>();
for (const [keys, letters] of KEDMANEE_ROWS) {
  for (const [index, key] of Array.from(keys).entries()) KEDMANEE.set(key, Array.from(letters)[index] ?? '');
}

const DEPENDENT = /[\u0E30-\u0E3A\u0E45\u0E47-\u0E4E]/u;
/** Spellings that no Thai word has: a mark without its consonant, two vowels on one, a leading vowel alone. */
const NOT_THAI =
  /(?:^|\s)[\u0E30-\u0E3A\u0E45\u0E47-\u0E4E]|[\u0E40-\u0E44](?:[\u0E30-\u0E3A\u0E40-\u0E45\u0E47-\u0E4E\s]|$)|[\u0E34-\u0E3A][\u0E30-\u0E3A]|[\u0E48-\u0E4B]{2}|[\u0E30\u0E32\u0E33][\u0E30\u0E31\u0E33-\u0E3A\u0E47-\u0E4E]|\u0E31(?:$|\s|[\u0E30\u0E32-\u0E3A\u0E40-\u0E45])|[\u0E48-\u0E4B][\u0E31\u0E34-\u0E3A]|[\u0E46\u0E2F]{2}/u;

/** Below this a string says too little to be read as Thai typed on the wrong layout. */
const THAI_LETTERS_MIN = 3;

/** What was meant when Thai was typed with the keyboard left on English, or undefined when it is no Thai. */
export function fromKedmanee(text: string): string | undefined {
  const words = text.normalize('NFC').trim().split(/\s+/u);
  const turned: string[] = [];
  for (const word of words) {
    if (/^\d+$/u.test(word)) {
      turned.push(word);
      continue;
    }
    let thai = '';
    for (const key of word) {
      const letter = KEDMANEE.get(key);
      if (letter === undefined) return undefined;
      thai += letter;
    }
    turned.push(thai);
  }
  const thai = turned.join(' ');
  const letters = Array.from(thai).filter((letter) => /\p{Script=Thai}/u.test(letter));
  if (letters.length < THAI_LETTERS_MIN || NOT_THAI.test(thai)) return undefined;
  const vowels = letters.filter((letter) => DEPENDENT.test(letter) || /[\u0E40-\u0E44อ]/u.test(letter));
  return vowels.length * 6 >= letters.length ? thai : undefined;
}

/** Pictures only: no letter and no digit of its own to read. */
export function isEmojiOnly(text: string): boolean {
  const bare = text.replace(ZERO_WIDTH, '').replace(/\s+/gu, '');
  if (bare === '' || !/\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20E3/u.test(bare)) return false;
  return !/[\p{L}\p{N}]/u.test(bare.replace(/[\d#*]\u20E3/gu, ''));
}
