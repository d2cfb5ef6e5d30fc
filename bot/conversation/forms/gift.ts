import { CHOICE_WORDS, matchChoice } from '../../intents/choices.ts';
import type { Heard } from '../../intents/intent.ts';
import { parseClock } from '../../intents/numbers.ts';
import { atMinute, bangkokDay, clockOfMinute, minuteOfDay } from '../../domain/days.ts';
import { DIETS, GIFT_KINDS, HALAL_GROUNDS } from '../../domain/words.ts';
import { COOKED_FOOD_TIME, DAY, GIFT_BOXES_MAX, GIFT_CLOCK_MIN, MINUTE } from '../../limits.ts';
import { answerWith, checkField, choiceField, numberField, pinField, problem, tapped, textField } from '../fields.ts';
import type { Asking, Field, Form, Read } from '../form.ts';
import { numberOf, oneOf, pinOf, ticksOf, wordsOf } from '../read-answers.ts';
import type { Answers } from '../state.ts';

const WORDS_LENGTH = { min: 2, max: 60 };
const HALF_HOUR = 30;
const DAY_MINUTES = 24 * 60;

/** Marks that the food has; an allergy cannot be vouched for by ticking. */
const dietField: Field = {
  name: 'diet',
  choices: (asking) => {
    const ticked = ticksOf(asking.open.answers['diet']);
    const ticks = DIETS.map((diet) => ({
      ...answerWith(asking, diet, { key: `choice.gift_diet.${diet}` }),
      chosen: ticked.includes(diet),
    }));
    const end =
      ticked.length === 0
        ? answerWith(asking, 'none', { key: 'choice.gift_diet.none' })
        : answerWith(asking, 'done', { key: 'choice.done' });
    return [...ticks, end];
  },
  read: (heard, asking) => {
    const ticked = ticksOf(asking.open.answers['diet']);
    const said = tapped(heard, asking) ?? marksIn(heard);
    if (said === 'done') return { kind: 'value', value: ticked };
    if (said === 'none') return { kind: 'value', value: [] };
    const diet = DIETS.find((known) => known === said);
    if (diet === undefined) return problem('not_a_choice');
    return { kind: 'toggle', value: ticked.includes(diet) ? ticked.filter((known) => known !== diet) : [...ticked, diet] };
  },
  show: (value) => {
    const ticked = ticksOf(value);
    return { keys: ticked.length === 0 ? ['choice.gift_diet.none'] : ticked.map((diet) => `choice.gift_diet.${diet}`) };
  },
};

function marksIn(heard: Heard): string | undefined {
  if (heard.kind !== 'words') return undefined;
  const options = ['none', ...DIETS].map((value) => ({ value, words: CHOICE_WORDS[`gift_diet.${value}`] ?? [value] }));
  const said = matchChoice(heard.text, [{ value: 'done', words: CHOICE_WORDS['done'] ?? [] }, ...options]);
  if (said !== undefined) return said;
  if (heard.intent.kind === 'diet') return heard.intent.diet;
  return heard.intent.kind === 'no' || heard.intent.kind === 'skip' ? 'none' : undefined;
}

function saidWords(heard: Heard, asking: Asking): string | undefined {
  return tapped(heard, asking) ?? (heard.kind === 'words' ? heard.text : undefined);
}

function isSaid(text: string | undefined, value: 'gift_ready.now' | 'gift_cooked.then'): boolean {
  const [, short] = value.split('.');
  return text !== undefined && (text === short || matchChoice(text, [{ value, words: CHOICE_WORDS[value] ?? [] }]) === value);
}

/** When the food can be fetched: now, or later today. The answer is a moment, or `now`: a form may stand open past midnight. */
const readyField: Field = {
  name: 'ready',
  choices: (asking) => {
    const first = Math.ceil((minuteOfDay(asking.facts.now) + 1) / HALF_HOUR) * HALF_HOUR;
    const later = [first, first + HALF_HOUR, first + 2 * HALF_HOUR, first + 4 * HALF_HOUR].filter((minute) => minute < DAY_MINUTES);
    const clocks = later.map((minute) => answerWith(asking, clockOfMinute(minute), { words: clockOfMinute(minute) }));
    return [answerWith(asking, 'now', { key: 'choice.gift_ready.now' }), ...clocks];
  },
  read: (heard, asking) => {
    const text = saidWords(heard, asking);
    if (isSaid(text, 'gift_ready.now')) return { kind: 'value', value: 'now' };
    const minute = text === undefined ? undefined : parseClock(text);
    if (minute === undefined) return problem('not_a_time');
    if (minute < minuteOfDay(asking.facts.now)) return problem('time_past');
    return { kind: 'value', value: atMinute(asking.facts.today, minute) };
  },
  show: (value) => (typeof value === 'number' ? { words: clockOf(value) } : { keys: ['choice.gift_ready.now'] }),
};

const clockOf = (at: number): string => clockOfMinute(minuteOfDay(at));

function readyAt({ open, facts }: Asking): number {
  const ready = open.answers['ready'];
  return typeof ready === 'number' ? ready : facts.now;
}

/** The two hours of cooked food begin when it leaves the fire, which may be long before it is offered. */
const cookedField: Field = {
  name: 'cooked',
  skip: (answers) => answers['kind'] !== 'cooked',
  choices: (asking) => {
    const earlier = [HALF_HOUR, 2 * HALF_HOUR].map((minutes) => clockOf(readyAt(asking) - minutes * MINUTE));
    const clocks = earlier.map((clock) => answerWith(asking, clock, { words: clock }));
    return [answerWith(asking, 'then', { key: 'choice.gift_cooked.then' }), ...clocks];
  },
  read: (heard, asking) => readCooked(saidWords(heard, asking), asking),
  show: (value) => (typeof value === 'number' ? { words: clockOf(value) } : { keys: ['choice.gift_cooked.then'] }),
};

function readCooked(text: string | undefined, asking: Asking): Read {
  if (isSaid(text, 'gift_cooked.then') || isSaid(text, 'gift_ready.now')) return { kind: 'value', value: 'then' };
  const ready = readyAt(asking);
  const minute = text === undefined ? undefined : parseClock(text);
  const at = minute === undefined ? undefined : lastAt(minute, ready);
  if (at === undefined) return problem('not_a_time');
  return at + COOKED_FOOD_TIME - GIFT_CLOCK_MIN < ready ? problem('food_too_old') : { kind: 'value', value: at };
}

/** That time on the day of `ready`; after it only what was cooked shortly before midnight can be meant. */
function lastAt(minute: number, ready: number): number | undefined {
  const today = atMinute(bangkokDay(ready), minute);
  if (today <= ready) return today;
  const yesterday = today - DAY;
  return ready - yesterday <= COOKED_FOOD_TIME ? yesterday : undefined;
}

function momentOf(answer: Answers[string] | undefined): number | undefined {
  return typeof answer === 'number' ? answer : undefined;
}

/** Food given in kind: what, how much, for whom it is right, from when, and where it is fetched. */
export const gift: Form = {
  name: 'gift',
  fields: [
    choiceField('kind', 'gift_kind', GIFT_KINDS),
    numberField('boxes', { min: 1, max: GIFT_BOXES_MAX, offered: [5, 10, 20, 30, 50, 100], label: 'choice.boxes' }),
    textField('words', WORDS_LENGTH),
    dietField,
    { ...choiceField('halal', 'halal', HALAL_GROUNDS), skip: (answers) => !ticksOf(answers['diet']).includes('halal') },
    readyField,
    cookedField,
    pinField('pin'),
    checkField(),
  ],
  finish: (answers, { facts }) => {
    const cookedAt = momentOf(answers['cooked']);
    return {
      kind: 'offer_gift',
      by: facts.memberId,
      gift: {
        giftKind: oneOf(GIFT_KINDS, answers['kind']),
        boxes: numberOf(answers['boxes']),
        words: wordsOf(answers['words']),
        diets: DIETS.filter((diet) => ticksOf(answers['diet']).includes(diet)),
        halal: oneOf(HALAL_GROUNDS, answers['halal'] ?? 'none'),
        readyAt: momentOf(answers['ready']) ?? facts.now,
        ...(cookedAt === undefined ? {} : { cookedAt }),
        pin: pinOf(answers['pin']),
      },
    };
  },
};
