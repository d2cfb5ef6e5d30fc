import {
  CAMPAIGN_DAYS_MAX,
  COUPONS_PER_GRANT_MAX,
  DELIVERY_FEE_MAX_SATANG,
  FACE_VALUE_MAX_SATANG,
  FACE_VALUE_MIN_SATANG,
  PLEDGE_MAX_SATANG,
  PLEDGE_MIN_SATANG,
} from '../../limits.ts';
import { answerWith, checkField, dayField, moneyField, numberField, photoField, tapped, textField } from '../fields.ts';
import type { Asking, Field, Form } from '../form.ts';
import { campaignField } from './campaign-field.ts';
import { numberOf, wordsOf } from '../read-answers.ts';

const NAME_LENGTH = { min: 3, max: 60 };
const BANK_REFERENCE_LENGTH = { min: 4, max: 40 };

export const donationSlip: Form = {
  name: 'donation_slip',
  fields: [photoField('photo')],
  finish: (answers, { facts, open }) => ({
    kind: 'claim_pledge',
    by: facts.memberId,
    messageId: wordsOf(answers['photo']),
    ...(open.subject === undefined ? {} : { pledge: open.subject }),
  }),
};

export const campaign: Form = {
  name: 'campaign',
  fields: [
    textField('name', NAME_LENGTH),
    moneyField('face_value', { min: FACE_VALUE_MIN_SATANG, max: FACE_VALUE_MAX_SATANG, offeredBaht: [40, 45, 50, 60] }),
    numberField('coupons_per_grant', { min: 1, max: COUPONS_PER_GRANT_MAX, offered: [6, 10, 14, 20, 28], label: 'choice.meals' }),
    moneyField('delivery_fee', { min: 0, max: DELIVERY_FEE_MAX_SATANG, offeredBaht: [0, 15, 20, 25, 30] }),
    dayField('starts_on', { fromDays: 0, toDays: 365, offeredDays: [] }),
    dayField('ends_on', { fromDays: 0, toDays: CAMPAIGN_DAYS_MAX, offeredDays: [30, 60, 90, 180] }),
    checkField(),
  ],
  finish: (answers, { facts }) => ({
    kind: 'make_campaign',
    by: facts.memberId,
    campaign: {
      name: wordsOf(answers['name']),
      faceValueSatang: numberOf(answers['face_value']),
      couponsPerGrant: numberOf(answers['coupons_per_grant']),
      deliveryFeeSatang: numberOf(answers['delivery_fee']),
      startsOn: wordsOf(answers['starts_on']),
      endsOn: wordsOf(answers['ends_on']),
    },
  }),
};

function pledgedAmount({ facts, open }: Asking): number | undefined {
  const { pledge: id } = open.answers;
  return typeof id === 'string' ? facts.pledgeAmounts.get(id) : undefined;
}

/** The amount that was pledged is offered first; what really came in counts. */
const amountField: Field = {
  ...moneyField('amount', { min: PLEDGE_MIN_SATANG, max: PLEDGE_MAX_SATANG, offeredBaht: [] }),
  choices: (asking) => {
    const pledged = pledgedAmount(asking);
    return pledged === undefined ? [] : [answerWith(asking, pledged / 100, { key: 'choice.baht', values: { n: pledged / 100 } })];
  },
};

/** Fits into a button's data. */
const BUTTON_WORD = /^[\w:.+-]{4,40}$/u;

function slipReference({ facts, open }: Asking): string | undefined {
  const { pledge: id } = open.answers;
  const reference = typeof id === 'string' ? facts.slipReferences.get(id) : undefined;
  return reference !== undefined && BUTTON_WORD.test(reference) ? reference : undefined;
}

const typedReference = textField('bank_reference', BANK_REFERENCE_LENGTH);

/** What the slip names is offered; what stands in the bank's account counts. */
const bankReferenceField: Field = {
  ...typedReference,
  choices: (asking) => {
    const reference = slipReference(asking);
    return reference === undefined ? [] : [answerWith(asking, reference, { words: reference })];
  },
  read: (heard, asking) => {
    const value = tapped(heard, asking);
    return value === undefined ? typedReference.read(heard, asking) : { kind: 'value', value };
  },
};

/** A treasurer writes down money that is in the account, for a pledge or straight for a campaign. */
export const money: Form = {
  name: 'money',
  fields: [campaignField((answers) => typeof answers['pledge'] === 'string'), amountField, bankReferenceField, checkField()],
  finish: (answers, { facts }) => ({
    kind: 'record_money',
    by: facts.memberId,
    amountSatang: numberOf(answers['amount']),
    bankReference: wordsOf(answers['bank_reference']),
    ...(typeof answers['pledge'] === 'string' ? { pledge: answers['pledge'] } : { campaign: wordsOf(answers['campaign']) }),
  }),
  retryOn: ['bank_reference_used'],
};
