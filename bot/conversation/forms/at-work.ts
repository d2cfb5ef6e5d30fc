import { RIDER_PROBLEMS } from '../../domain/words.ts';
import { choiceField, codeField, numberField, photoField, textField } from '../fields.ts';
import type { Form } from '../form.ts';
import { numberOf, oneOf, wordsOf } from '../read-answers.ts';

const CAPACITY_MAX = 2000;
const HELP_LENGTH = { min: 2, max: 500 };

function subjectOf(open: { subject?: string }): string {
  if (open.subject === undefined) throw new Error('the form was opened without what it is about');
  return open.subject;
}

export const capacity: Form = {
  name: 'capacity',
  fields: [numberField('meals', { min: 0, max: CAPACITY_MAX, offered: [0, 10, 20, 30, 50, 100], label: 'choice.meals' })],
  finish: (answers, { facts }) => ({ kind: 'set_shop_offer', by: facts.memberId, capacity: numberOf(answers['meals']) }),
};

export const shopCode: Form = {
  name: 'shop_code',
  fields: [codeField('code')],
  finish: (answers, { facts }) => ({ kind: 'shop_redeem', by: facts.memberId, code: wordsOf(answers['code']) }),
  retryOn: ['wrong_code'],
};

export const pickUpCode: Form = {
  name: 'pick_up_code',
  fields: [codeField('code')],
  finish: (answers, { facts, open }) => ({
    kind: 'rider_picked_up',
    by: facts.memberId,
    trip: subjectOf(open),
    code: wordsOf(answers['code']),
  }),
  retryOn: ['wrong_code'],
};

export const handOverCode: Form = {
  name: 'hand_over_code',
  fields: [codeField('code')],
  finish: (answers, { facts, open }) => ({
    kind: 'rider_hand_over',
    by: facts.memberId,
    trip: subjectOf(open),
    proof: { code: wordsOf(answers['code']) },
  }),
  retryOn: ['wrong_code'],
};

export const doorPhoto: Form = {
  name: 'door_photo',
  fields: [photoField('photo')],
  finish: (answers, { facts, open }) => ({
    kind: 'rider_hand_over',
    by: facts.memberId,
    trip: subjectOf(open),
    proof: { messageId: wordsOf(answers['photo']) },
  }),
};

export const riderProblem: Form = {
  name: 'rider_problem',
  fields: [choiceField('problem', { labels: 'problem', words: 'rider_problem' }, RIDER_PROBLEMS)],
  finish: (answers, { facts, open }) => ({
    kind: 'rider_problem',
    by: facts.memberId,
    trip: subjectOf(open),
    problem: oneOf(RIDER_PROBLEMS, answers['problem']),
  }),
};

/** A coordinator's answer to the person behind an incident. */
export const incidentReply: Form = {
  name: 'incident_reply',
  fields: [textField('words', HELP_LENGTH)],
  finish: (answers, { facts, open }) => ({
    kind: 'reply_incident',
    by: facts.memberId,
    incident: subjectOf(open),
    words: wordsOf(answers['words']),
  }),
};

export const help: Form = {
  name: 'help',
  fields: [textField('words', HELP_LENGTH)],
  finish: (answers, { facts }) => ({ kind: 'call_person', by: facts.memberId, why: 'help_wanted', words: wordsOf(answers['words']) }),
};
