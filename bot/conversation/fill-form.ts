import type { Heard } from '../intents/intent.ts';
import { matchField } from '../intents/choices.ts';
import { normaliseText } from '../intents/normalise.ts';
import { QUESTION_KEYS } from '../domain/question.ts';
import type { Answer, Choice, FormName, Question, QuestionKey } from '../domain/question.ts';
import type { Notice } from '../domain/notice.ts';
import type { Facts } from './facts.ts';
import { answerWith, tapped } from './fields.ts';
import type { Asking, Field, Form, Read } from './form.ts';
import { riderApplication, shopApplication } from './forms/applications.ts';
import { capacity, doorPhoto, handOverCode, help, incidentReply, pickUpCode, riderProblem, shopCode } from './forms/at-work.ts';
import { giveBack } from './forms/give-back.ts';
import { campaign, donationSlip, money } from './forms/money.ts';
import { gift } from './forms/gift.ts';
import { order } from './forms/order.ts';
import { pledge } from './forms/pledge.ts';
import { registration } from './forms/registration.ts';
import type { Answers, AnswerValue, ConversationState, OpenForm } from './state.ts';
import { doing, sayOnly } from './step.ts';
import type { Step } from './step.ts';

const forms: Record<FormName, Form> = {
  registration,
  order,
  shop_application: shopApplication,
  rider_application: riderApplication,
  pledge,
  gift,
  campaign,
  money,
  capacity,
  pick_up_code: pickUpCode,
  hand_over_code: handOverCode,
  shop_code: shopCode,
  door_photo: doorPhoto,
  rider_problem: riderProblem,
  help,
  incident_reply: incidentReply,
  donation_slip: donationSlip,
  give_back: giveBack,
};

function formOf(open: OpenForm): Form {
  return forms[open.form];
}

function fieldOf(open: OpenForm): Field {
  const field = formOf(open).fields.find((known) => known.name === open.field);
  if (field === undefined) throw new Error(`form ${open.form} has no field ${open.field}`);
  return field;
}

/** The first field that still needs an answer; the last one when all have theirs. */
function nextField(form: Form, answers: Answers, facts: Facts): Field | undefined {
  return form.fields.find((field) => !(field.name in answers) && field.byDefault === undefined && field.skip?.(answers, facts) !== true);
}

interface FormStart {
  form: FormName;
  answers?: Answers;
  subject?: string;
  /** What was wrong with an answer that came with the wish itself (zero meals). */
  wrong?: Extract<Read, { kind: 'problem' }>;
}

/** Opens a form; answers that are known from the sentence are taken and not asked for again. */
export function startForm(state: ConversationState, facts: Facts, start: FormStart): Step {
  const form = forms[start.form];
  const turn = state.turns + 1;
  const answers = start.answers ?? {};
  const first = nextField(form, answers, facts);
  const open: OpenForm = {
    form: start.form,
    field: first?.name ?? '',
    answers,
    turn,
    changing: false,
    misses: 0,
    offered: [],
    ...(start.subject === undefined ? {} : { subject: start.subject }),
  };
  if (first === undefined) return finish({ turns: turn }, { facts, open });
  return ask({ turns: turn, open }, facts, start.wrong);
}

/** The present question again, with a hint when the answer did not fit. */
export function ask(state: ConversationState, facts: Facts, wrong?: Extract<Read, { kind: 'problem' }>): Step {
  const { open } = state;
  if (open === undefined) return sayOnly(state);
  return sayOnly(state, { kind: 'question', question: questionOf({ facts, open }, wrong) });
}

/** From this many misses on, a person is offered beside the choices. */
const MISSES_BEFORE_PERSON = 2;

function questionOf(asking: Asking, wrong?: Extract<Read, { kind: 'problem' }>): Question {
  const { facts, open } = asking;
  const form = formOf(open);
  const field = fieldOf(open);
  const isCheck = field.name === 'check';
  const choices = open.offered[0] === EDIT ? changeChoices(asking) : field.choices(asking);
  // A consent just given needs no question any more, yet it was one: the count stays steady.
  const shown = form.fields.filter(
    (known) =>
      known.name !== 'check' &&
      (known.name in open.answers || (known.byDefault === undefined && known.skip?.(open.answers, facts) !== true)),
  );
  const number = shown.findIndex((known) => known.name === field.name) + 1;
  return {
    key: keyOf(open.form, field.name),
    choices: [...choices, ...waysOut(open, number)],
    ...(wrong === undefined ? {} : { problem: { code: wrong.problem, ...(wrong.values === undefined ? {} : { values: wrong.values }) } }),
    ...(isCheck ? { answers: answersOf(asking) } : {}),
    ...(number > 0 && shown.length > 1 ? { step: { number, of: shown.length } } : {}),
    ...(field.values === undefined ? {} : { values: field.values(asking) }),
  };
}

/** Nobody is locked into a question: back, stop, and after some misses a person. */
function waysOut(open: OpenForm, number: number): Choice[] {
  const turn = String(open.turn);
  const back: Choice = { label: { key: 'choice.back' }, tap: { kind: 'button', button: { action: 'form_back', turn } } };
  const stop: Choice = { label: { key: 'choice.stop' }, tap: { kind: 'button', button: { action: 'form_stop', turn } } };
  const person: Choice = { label: { key: 'choice.person' }, tap: { kind: 'button', button: { action: 'talk_to_person' } } };
  return [...(number === 1 ? [] : [back]), stop, ...(open.misses >= MISSES_BEFORE_PERSON ? [person] : [])];
}

function keyOf(form: FormName, field: string): QuestionKey {
  const key = QUESTION_KEYS.find((known) => known === `${form}.${field}`);
  if (key === undefined) throw new Error(`unknown question ${form}.${field}`);
  return key;
}

function answersOf({ facts, open }: Asking): Answer[] {
  return formOf(open).fields.flatMap((field) => {
    const value = open.answers[field.name] ?? field.byDefault;
    if (value === undefined || field.show === undefined || field.skip?.(open.answers, facts) === true) return [];
    const shown = field.show(value, facts);
    return shown === undefined ? [] : [{ field: keyOf(open.form, field.name), value: shown }];
  });
}

const EDIT = 'edit';
const CHANGE = 'change.';

/** One button per answer that can be changed. */
function changeChoices(asking: Asking): Choice[] {
  return answersOf(asking).map(({ field }) => {
    const name = field.slice(asking.open.form.length + 1);
    return answerWith(asking, `${CHANGE}${name}`, { key: 'choice.change', values: { field } });
  });
}

/** An answer, or something that is none, to the present question. */
export function answer(state: ConversationState, facts: Facts, heard: Heard): Step {
  const { open } = state;
  if (open === undefined) return sayOnly(state);
  const asking: Asking = { facts, open };
  const change = tapped(heard, asking) ?? changeSaid(heard, asking);
  if (change?.startsWith(CHANGE) === true) return changeAnswer(state, asking, change.slice(CHANGE.length));
  const field = fieldOf(open);
  const read = field.read(heard, asking);
  switch (read.kind) {
    case 'problem':
      return ask({ ...state, open: { ...open, misses: open.misses + 1 } }, facts, read);
    case 'offer':
      return ask({ ...state, open: { ...open, offered: read.offered } }, facts, { kind: 'problem', problem: 'too_many_matches' });
    case 'toggle':
      return ask({ ...state, open: { ...open, answers: { ...open.answers, [field.name]: read.value }, misses: 0 } }, facts);
    case 'value':
      return take(state, asking, { field, value: read.value });
  }
}

/** The answer that is to be changed may be typed, too. */
function changeSaid(heard: Heard, asking: Asking): string | undefined {
  if (heard.kind !== 'words' || asking.open.field !== 'check') return undefined;
  const fields = answersOf(asking).map(({ field }) => field);
  const named = matchField(heard.text, fields, asking.open.offered[0] === EDIT);
  return named === undefined ? undefined : `${CHANGE}${named.slice(asking.open.form.length + 1)}`;
}

/** Only what the check page lists can be changed: a button made by hand must not leap over open questions. */
function changeAnswer(state: ConversationState, asking: Asking, name: string): Step {
  const isListed = asking.open.field === 'check' && answersOf(asking).some(({ field }) => field === `${asking.open.form}.${name}`);
  if (!isListed) return ask(state, asking.facts);
  const open = { ...asking.open, field: name, changing: true, offered: [], misses: 0 };
  return ask({ ...state, open }, asking.facts);
}

function take(state: ConversationState, asking: Asking, taken: { field: Field; value: AnswerValue }): Step {
  const { facts, open } = asking;
  const { field, value } = taken;
  if (field.name === 'check') {
    if (value === EDIT) return ask({ ...state, open: { ...open, offered: [EDIT] } }, facts);
    return finish(state, asking);
  }
  if (field.endsForm?.(value) === true) return sayOnly({ turns: state.turns }, { kind: 'form_stopped' });
  const answers = { ...open.answers, [field.name]: value };
  const next = nextField(formOf(open), answers, facts);
  const moved: OpenForm = { ...open, answers, field: next?.name ?? open.field, changing: false, misses: 0, offered: [] };
  const command = field.onAnswer?.(value, facts);
  const step = next === undefined ? finish(state, { facts, open: moved }) : ask({ ...state, open: moved }, facts);
  return command === undefined || step.command !== undefined ? step : { ...step, command };
}

function finish(state: ConversationState, asking: Asking): Step {
  const form = formOf(asking.open);
  const step = doing({ turns: state.turns }, form.finish(asking.open.answers, asking));
  return form.retryOn === undefined ? step : { ...step, ifRefused: { codes: form.retryOn, state: reopened(state, asking) } };
}

/** The same form at its last question: a wrong code is simply typed again. */
function reopened(state: ConversationState, { open }: Asking): ConversationState {
  const last = formOf(open).fields.findLast((field) => field.name !== 'check');
  const name = last?.name ?? open.field;
  const { [name]: _dropped, ...answers } = open.answers;
  return { ...state, open: { ...open, field: name, answers } };
}

/** One question back; at the first one the form stays where it is. */
export function stepBack(state: ConversationState, facts: Facts): Step {
  const { open } = state;
  if (open === undefined) return sayOnly(state);
  const asked = formOf(open).fields.filter(
    (field) => field.name === open.field || (field.byDefault === undefined && field.skip?.(open.answers, facts) !== true),
  );
  const at = asked.findIndex((field) => field.name === open.field);
  const before = asked[at - 1];
  if (before === undefined) return ask(state, facts);
  const { [before.name]: _dropped, ...answers } = open.answers;
  return ask({ ...state, open: { ...open, field: before.name, answers, misses: 0, offered: [] } }, facts);
}

/** Whether any words would answer the question that is open. */
export function asksForWords({ open }: ConversationState): boolean {
  return open !== undefined && fieldOf(open).takesWords === true;
}

/** Whether the words are exactly one of the answers that the open question offers. */
export function isOffered({ open }: ConversationState, facts: Facts, text: string): boolean {
  if (open === undefined) return false;
  const said = normaliseText(text);
  return (fieldOf(open).words?.({ facts, open }) ?? []).some((word) => normaliseText(word) === said);
}

/** The question that is open, to be shown once more after something else was said. */
export function openQuestion(state: ConversationState, facts: Facts): Notice[] {
  return ask(state, facts).say;
}
