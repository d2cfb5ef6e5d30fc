import type { Heard } from '../intents/intent.ts';
import type { Answer, Choice, FormName, Problem } from '../domain/question.ts';
import type { RefusalCode } from '../domain/refusal.ts';
import type { Command } from '../domain/command.ts';
import type { Facts } from './facts.ts';
import type { Answers, AnswerValue, OpenForm } from './state.ts';

/** What an answer turned out to be. */
export type Read =
  | { kind: 'value'; value: AnswerValue }
  /** Stays at the question with a changed answer: one more tick in a list of several. */
  | { kind: 'toggle'; value: AnswerValue }
  /** Several things fit: they are offered as choices. */
  | { kind: 'offer'; offered: string[] }
  | { kind: 'problem'; problem: Problem; values?: Record<string, string | number> };

export interface Asking {
  facts: Facts;
  open: OpenForm;
}

export interface Field {
  name: string;
  /** True when the answers so far make the question needless. */
  skip?: (answers: Answers, facts: Facts) => boolean;
  /** True when any words are an answer: a label of a button is then taken as one, too. */
  takesWords?: true;
  /** Words that are an answer whatever else they are the label of. */
  words?: (asking: Asking) => readonly string[];
  /** The answer until another is given: not asked for, shown on the check page, changed there. */
  byDefault?: AnswerValue;
  choices: (asking: Asking) => Choice[];
  read: (heard: Heard, asking: Asking) => Read;
  /** How the answer looks on the check page; undefined leaves it out. */
  show?: (value: AnswerValue, facts: Facts) => Answer['value'];
  /** Facts for the words of the question. */
  values?: (asking: Asking) => Record<string, string | number>;
  /** What must be done at once when this was answered, even if the form is never finished (a consent). */
  onAnswer?: (value: AnswerValue, facts: Facts) => Command | undefined;
  /** An answer that ends the form early, with nothing done. */
  endsForm?: (value: AnswerValue) => boolean;
}

export interface Form {
  name: FormName;
  fields: Field[];
  /** The command that the filled form means. */
  finish: (answers: Answers, asking: Asking) => Command;
  /** Refusals after which the form stays open, so that the person can just try again. */
  retryOn?: RefusalCode[];
}
