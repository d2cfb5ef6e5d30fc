import { DONOR_NAME_MAX, PLEDGE_MAX_SATANG, PLEDGE_MEALS_MAX, PLEDGE_MIN_SATANG } from '../../limits.ts';
import type { Facts } from '../facts.ts';
import { answerWith, checkField, choiceField, moneyField, numberField, textField } from '../fields.ts';
import type { Asking, Field, Form } from '../form.ts';
import { numberOf, wordsOf } from '../read-answers.ts';
import type { Answers } from '../state.ts';
import { campaignField } from './campaign-field.ts';
import { communityField } from './registration.ts';

const NAME_LENGTH = { min: 1, max: DONOR_NAME_MAX };
/** Changed with one tap on the check page, for they are not asked for. */
const OFFERED_TO_CHANGE = ['often', 'where', 'named'] as const;

/** With one campaign there is nothing to choose: it is where the need is. */
function whereTo({ facts }: Asking): readonly string[] {
  return facts.campaigns.length > 1 ? ['needed', 'campaign', 'community'] : ['needed', 'community'];
}

/** What the bank app will ask for, in whole baht; undefined while no campaign is open. */
function totalBaht(answers: Answers, facts: Facts): number | undefined {
  if (answers['kind'] === 'baht') return numberOf(answers['baht']) / 100;
  const chosen = answers['where'] === 'campaign' ? facts.campaigns.find(({ id }) => id === answers['campaign']) : undefined;
  const campaign = chosen ?? facts.campaigns[0];
  return campaign === undefined ? undefined : (numberOf(answers['meals']) * campaign.faceValueSatang) / 100;
}

const check = checkField();
const checkPage: Field = {
  ...check,
  choices: (asking) => [
    ...check.choices(asking),
    ...OFFERED_TO_CHANGE.map((name) => answerWith(asking, `change.${name}`, { key: 'choice.change', values: { field: `pledge.${name}` } })),
  ],
  values: ({ facts, open }): Record<string, number> => {
    const total = totalBaht(open.answers, facts);
    return total === undefined ? {} : { total };
  },
};

/** What is given is asked for; how often, for whom and under which name have kind answers that can be changed at the end. */
export const pledge: Form = {
  name: 'pledge',
  fields: [
    choiceField('kind', 'pledge_kind', ['meals', 'baht']),
    {
      ...numberField('meals', { min: 1, max: PLEDGE_MEALS_MAX, offered: [1, 3, 5, 10, 20, 50], label: 'choice.meals' }),
      skip: (answers) => answers['kind'] !== 'meals',
    },
    {
      ...moneyField('baht', { min: PLEDGE_MIN_SATANG, max: PLEDGE_MAX_SATANG, offeredBaht: [40, 100, 200, 500, 1000] }),
      skip: (answers) => answers['kind'] !== 'baht',
    },
    { ...choiceField('often', 'often', ['once', 'monthly']), byDefault: 'once' },
    { ...choiceField('where', 'where', whereTo), byDefault: 'needed' },
    campaignField((answers) => answers['where'] !== 'campaign'),
    { ...communityField, skip: (answers) => answers['where'] !== 'community' },
    { ...choiceField('named', 'named', ['anonymous', 'named']), byDefault: 'anonymous' },
    { ...textField('name', NAME_LENGTH), skip: (answers) => answers['named'] !== 'named' },
    checkPage,
  ],
  finish: (answers, { facts }) => ({
    kind: 'make_pledge',
    by: facts.memberId,
    ...(answers['kind'] === 'meals' ? { meals: numberOf(answers['meals']) } : { amountSatang: numberOf(answers['baht']) }),
    ...(answers['often'] === 'monthly' ? { isMonthly: true } : {}),
    ...(answers['where'] === 'campaign' ? { campaign: wordsOf(answers['campaign']) } : {}),
    ...(answers['where'] === 'community' ? { community: wordsOf(answers['community']) } : {}),
    ...(answers['named'] === 'named' ? { donorName: wordsOf(answers['name']) } : {}),
  }),
};
