import type { FormName } from '../domain/question.ts';

export type AnswerValue = string | number | boolean | string[] | { latitude: number; longitude: number };
export type Answers = Readonly<Record<string, AnswerValue>>;

/** A form that is being filled. */
export interface OpenForm {
  form: FormName;
  field: string;
  answers: Answers;
  /** Tells one run of a form from another, so that a button of last week answers nothing today. */
  turn: number;
  /** True while one answer of the check page is being changed: after it the check page comes back. */
  changing: boolean;
  /** How often the present question was not understood. */
  misses: number;
  /** Community ids offered as matches, or `edit` when the check page lists what can be changed. */
  offered: string[];
  /** What the form is about: a pledge, trip or shop, by id. */
  subject?: string;
}

export interface ConversationState {
  open?: OpenForm;
  /** The last turn that was given out. */
  turns: number;
}

export const NEW_CONVERSATION: ConversationState = { turns: 0 };
