import type { Pin } from '../domain/notice.ts';
import type { AnswerValue } from './state.ts';

/*
 * A form is finished only when every question has its answer, read by the question itself. So an answer of another
 * kind here is a bug, and these readers throw.
 */

export function wordsOf(value: AnswerValue | undefined): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new TypeError('the answer is not words');
}

export function numberOf(value: AnswerValue | undefined): number {
  if (typeof value === 'number') return value;
  throw new TypeError('the answer is not a number');
}

export function pinOf(value: AnswerValue | undefined): Pin {
  if (typeof value === 'object' && !Array.isArray(value)) return value;
  throw new TypeError('the answer is not a pin');
}

/** The answer as one of the words of a closed vocabulary. */
export function oneOf<Word extends string>(words: readonly Word[], value: AnswerValue | undefined): Word {
  const word = words.find((known) => known === value);
  if (word === undefined) throw new TypeError('the answer is not one of the choices');
  return word;
}

/** What is ticked in a list of several; nothing when it was not asked. */
export function ticksOf(value: AnswerValue | undefined): string[] {
  return Array.isArray(value) ? value : [];
}
