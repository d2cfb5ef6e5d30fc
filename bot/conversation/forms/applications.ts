import { HALAL_GROUNDS, MUNICIPALITIES, SHOP_KINDS, VEHICLES } from '../../domain/words.ts';
import { FACE_VALUE_MAX_SATANG } from '../../limits.ts';
import { checkField, choiceField, clockField, moneyField, numberField, pinField, problem, textField } from '../fields.ts';
import type { Field, Form } from '../form.ts';
import { numberOf, oneOf, pinOf, wordsOf } from '../read-answers.ts';

const NAME_LENGTH = { min: 2, max: 60 };
const CAPACITY_MAX = 1000;
const BOXES_MAX = 100;
/** The cheapest box that can be honest food. */
const PRICE_MIN_SATANG = 5_00;

const closes = clockField('closes', [14 * 60, 18 * 60, 20 * 60, 22 * 60]);

/** A shop that closes before it opens was a slip; midnight counts as the end of the day. */
const closesAfterOpens: Field = {
  ...closes,
  read: (heard, asking) => {
    const read = closes.read(heard, asking);
    if (read.kind !== 'value') return read;
    const minute = read.value === 0 ? 24 * 60 : Number(read.value);
    return minute <= Number(asking.open.answers['opens']) ? problem('not_a_time') : { kind: 'value', value: minute };
  },
};

export const shopApplication: Form = {
  name: 'shop_application',
  fields: [
    textField('name', NAME_LENGTH),
    choiceField('kind', 'shop_kind', SHOP_KINDS),
    pinField('pin'),
    numberField('capacity', { min: 1, max: CAPACITY_MAX, offered: [10, 20, 30, 50, 100], label: 'choice.meals' }),
    clockField('opens', [6 * 60, 7 * 60, 8 * 60, 9 * 60, 10 * 60]),
    closesAfterOpens,
    moneyField('price', { min: PRICE_MIN_SATANG, max: FACE_VALUE_MAX_SATANG, offeredBaht: [35, 40, 45, 50] }),
    choiceField('halal', 'halal', HALAL_GROUNDS),
    checkField(),
  ],
  finish: (answers, { facts }) => ({
    kind: 'apply_shop',
    by: facts.memberId,
    shop: {
      name: wordsOf(answers['name']),
      shopKind: oneOf(SHOP_KINDS, answers['kind']),
      pin: pinOf(answers['pin']),
      capacity: numberOf(answers['capacity']),
      opensMinute: numberOf(answers['opens']),
      closesMinute: numberOf(answers['closes']),
      priceSatang: numberOf(answers['price']),
      halal: oneOf(HALAL_GROUNDS, answers['halal']),
    },
  }),
};

export const riderApplication: Form = {
  name: 'rider_application',
  fields: [
    textField('name', NAME_LENGTH),
    choiceField('vehicle', 'vehicle', VEHICLES),
    numberField('boxes', { min: 1, max: BOXES_MAX, offered: [4, 8, 12, 20], label: 'choice.boxes' }),
    choiceField('area', { labels: 'area', words: 'municipality' }, MUNICIPALITIES),
    choiceField('paid', 'paid', ['paid', 'volunteer']),
    checkField(),
  ],
  finish: (answers, { facts }) => ({
    kind: 'apply_rider',
    by: facts.memberId,
    rider: {
      name: wordsOf(answers['name']),
      vehicle: oneOf(VEHICLES, answers['vehicle']),
      boxes: numberOf(answers['boxes']),
      area: oneOf(MUNICIPALITIES, answers['area']),
      paid: answers['paid'] === 'paid',
    },
  }),
};
