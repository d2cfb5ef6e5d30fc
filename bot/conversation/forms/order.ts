import { mealTimeAt } from '../../domain/days.ts';
import type { Answer } from '../../domain/question.ts';
import { MEAL_TIMES, ORDER_MODES } from '../../domain/words.ts';
import type { MealTime } from '../../domain/words.ts';
import { checkField, choiceField, numberField } from '../fields.ts';
import type { Form } from '../form.ts';
import { numberOf, oneOf } from '../read-answers.ts';

export const order: Form = {
  name: 'order',
  fields: [
    numberField('meals', {
      min: 1,
      max: ({ facts }) => Math.max(1, facts.mealsMax),
      offered: [1, 2, 3, 4, 5, 6, 8],
      label: 'choice.meals',
    }),
    {
      ...choiceField('time', 'time', ({ facts }) => facts.mealTimes),
      show: (value, facts) => shownTime(oneOf(MEAL_TIMES, value), facts.now),
    },
    {
      ...choiceField('mode', 'mode', ({ facts }) => (facts.consents.contact ? ['delivery', 'pickup'] : ['pickup'])),
      skip: (_answers, facts) => !facts.consents.contact,
    },
    checkField(),
  ],
  finish: (answers, { facts }) => ({
    kind: 'place_order',
    by: facts.memberId,
    meals: numberOf(answers['meals']),
    mode: oneOf(ORDER_MODES, answers['mode'] ?? 'pickup'),
    mealTime: oneOf(MEAL_TIMES, answers['time']),
  }),
};

/** A meal time that is near or past means tomorrow's: the check page says which day it is. */
function shownTime(mealTime: MealTime, now: number): Answer['value'] {
  const keys = [`choice.time.${mealTime}`];
  return mealTime === 'now' ? { keys } : { keys, at: mealTimeAt(mealTime, now) };
}
