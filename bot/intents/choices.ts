import { CHANGE_SAID, FIELD_WORDS } from './lexicon/fields.ts';
import { kept } from './kept.ts';
import { looseKey, slipsBetween } from './loose.ts';
import { normaliseText } from './normalise.ts';

export { CHOICE_WORDS } from './lexicon/choices.ts';

export interface ChoiceOption {
  value: string;
  words: readonly string[];
}

/** Answers are short; a longer text is no answer to a question with buttons. */
const ANSWER_MAX = 120;

/** The one value, or undefined when none or several fit equally. */
function only(values: readonly string[]): string | undefined {
  const distinct = new Set(values);
  return distinct.size === 1 ? values[0] : undefined;
}

interface Forms {
  plain: string;
  loose: string;
  /** The loose form of the word as it is written, final particles and all. */
  whole: string;
}

const formsOf = kept((word): Forms => {
  const plain = normaliseText(word);
  return { plain, loose: looseKey(plain), whole: looseKey(word) };
});

function fitting(options: readonly ChoiceOption[], fits: (word: Forms) => boolean): string[] {
  return options.filter((option) => option.words.some((word) => fits(formsOf(word)))).map((option) => option.value);
}

/** The options whose longest word inside the text is the longest of all: "ไม่ฮาลาล" is more than "ฮาลาล". */
function longestWithin(text: string, options: readonly ChoiceOption[]): string[] {
  const lengths = options.map((option) => {
    const within = option.words.map((word) => formsOf(word).whole).filter((word) => word.length >= 3 && text.includes(word));
    return Math.max(0, ...within.map((word) => word.length));
  });
  const longest = Math.max(0, ...lengths);
  return longest === 0 ? [] : options.filter((_, index) => lengths[index] === longest).map((option) => option.value);
}

function nearest(text: string, options: readonly ChoiceOption[]): string[] {
  let best = text.length >= 8 ? 2 : 1;
  let values: string[] = [];
  for (const option of options) {
    for (const word of option.words) {
      const slips = slipsBetween(text, formsOf(word).whole, best);
      if (slips === undefined) continue;
      if (slips < best) values = [];
      best = slips;
      values.push(option.value);
    }
  }
  return values;
}

/** The choice whose words were typed exactly, or undefined. */
export function sameChoice(text: string, options: readonly ChoiceOption[]): string | undefined {
  const answer = normaliseText(text.slice(0, ANSWER_MAX));
  return only(fitting(options, ({ plain }) => plain === answer));
}

/**
 * Which choice was typed instead of tapped: the same words, the option's number where options are shown with numbers,
 * words inside a longer answer, or words with a slip. Undefined when nothing fits or two fit equally.
 */
export function matchChoice(text: string, options: readonly ChoiceOption[], numbered = false): string | undefined {
  if (text.length > ANSWER_MAX) return undefined;
  const answer = normaliseText(text);
  if (answer === '') return undefined;
  const same = fitting(options, ({ plain }) => plain === answer);
  if (same.length > 0) return only(same);
  if (numbered && /^\d{1,2}$/u.test(answer)) return options[Number(answer) - 1]?.value;
  const loose = looseKey(answer);
  const looseSame = fitting(options, (word) => word.loose === loose);
  if (looseSame.length > 0) return only(looseSame);
  if (loose.length < 3) return undefined;
  const within = longestWithin(loose, options);
  if (within.length > 0) return only(within);
  return loose.length >= 4 ? only(nearest(loose, options)) : undefined;
}

/**
 * Which of the answers (`form.field`) is to be changed: by its name, by the words of its button, or by its number in the
 * list. Where no list is shown the words must be exact.
 */
export function matchField(text: string, fields: readonly string[], areListed: boolean): string | undefined {
  const options = fields.map((field) => {
    const names = (FIELD_WORDS[field] ?? '').split(' | ').filter((name) => name !== '');
    return { value: field, words: names.flatMap((name) => [name, ...CHANGE_SAID.map((said) => said.replace('{field}', name))]) };
  });
  return areListed ? matchChoice(text, options, true) : sameChoice(text, options);
}
