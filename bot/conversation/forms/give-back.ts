import { checkField, numberField } from '../fields.ts';
import type { Form } from '../form.ts';
import { numberOf } from '../read-answers.ts';

/** Coupons that a household can spare go back to its neighbours. */
export const giveBack: Form = {
  name: 'give_back',
  fields: [
    numberField('coupons', {
      min: 1,
      max: ({ facts }) => Math.max(1, facts.couponsLeft),
      offered: [1, 2, 3, 5, 10],
      label: 'choice.meals',
    }),
    checkField(),
  ],
  finish: (answers, { facts }) => ({ kind: 'give_back', by: facts.memberId, coupons: numberOf(answers['coupons']), of: facts.couponsLeft }),
};
