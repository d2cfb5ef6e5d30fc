import { CHOICE_WORDS, matchChoice } from '../intents/choices.ts';
import type { Heard } from '../intents/intent.ts';
import { parseBaht, parseClock, parseCode, parseDateWords, parseNumber } from '../intents/numbers.ts';
import { addDays, clockOfMinute } from '../domain/days.ts';
import { CITY_CENTRES, distanceKm } from '../domain/distance.ts';
import type { Choice } from '../domain/question.ts';
import { CITY_RADIUS_KM } from '../limits.ts';
import type { Asking, Field, Read } from './form.ts';
import { wordsOf } from './read-answers.ts';
import type { AnswerValue } from './state.ts';

/** A button that answers the present question of the present run with `value`. */
export function answerWith({ open }: Asking, value: string | number, label: Choice['label']): Choice {
  return {
    label,
    tap: {
      kind: 'button',
      button: { action: 'answer', form: open.form, field: open.field, value: String(value), turn: String(open.turn) },
    },
  };
}

/** The value of a tapped answer, when it belongs to the present question. */
export function tapped(heard: Heard, { open }: Asking): string | undefined {
  if (heard.kind !== 'button' || heard.button.action !== 'answer') return undefined;
  const { form, field, turn, value } = heard.button;
  return form === open.form && field === open.field && turn === String(open.turn) ? value : undefined;
}

export function problem(code: Extract<Read, { kind: 'problem' }>['problem'], values?: Record<string, string | number>): Read {
  return values === undefined ? { kind: 'problem', problem: code } : { kind: 'problem', problem: code, values };
}

function valueOf(value: AnswerValue): Read {
  return { kind: 'value', value };
}

/** One of a few words. `need` has its labels under `choice.need.*` in the catalogues and its typed words under `need.*` in the lexicon. */
export function choiceField(
  name: string,
  group: string | { labels: string; words: string },
  values: readonly string[] | ((asking: Asking) => readonly string[]),
): Field {
  const { labels, words } = typeof group === 'string' ? { labels: group, words: group } : group;
  const open = (asking: Asking) => (typeof values === 'function' ? values(asking) : values);
  return {
    name,
    words: (asking) => open(asking).flatMap((value) => CHOICE_WORDS[`${words}.${value}`] ?? []),
    choices: (asking) => open(asking).map((value) => answerWith(asking, value, { key: `choice.${labels}.${value}` })),
    read: (heard, asking) => {
      const options = open(asking).map((value) => ({ value, words: CHOICE_WORDS[`${words}.${value}`] ?? [value] }));
      const said = tapped(heard, asking) ?? (heard.kind === 'words' ? matchChoice(heard.text, options, true) : undefined);
      return said !== undefined && options.some((option) => option.value === said) ? valueOf(said) : problem('not_a_choice');
    },
    show: (value) => ({ keys: [`choice.${labels}.${wordsOf(value)}`] }),
  };
}

interface NumberRange {
  min: number;
  max: number | ((asking: Asking) => number);
  /** Numbers offered as buttons, with the catalogue's label for one. */
  offered: readonly number[];
  label: string;
}

export function numberField(name: string, range: NumberRange): Field {
  const maxOf = (asking: Asking) => (typeof range.max === 'function' ? range.max(asking) : range.max);
  return {
    name,
    choices: (asking) =>
      range.offered
        .filter((offered) => offered <= maxOf(asking))
        .map((offered) => answerWith(asking, offered, { key: range.label, values: { n: offered } })),
    read: (heard, asking) => {
      const text = tapped(heard, asking) ?? (heard.kind === 'words' ? heard.text : undefined);
      const number = text === undefined ? undefined : parseNumber(text);
      if (number === undefined) return problem('not_a_number');
      if (number < range.min || number > maxOf(asking)) return problem('out_of_range', { min: range.min, max: maxOf(asking) });
      return valueOf(number);
    },
    values: (asking) => ({ max: maxOf(asking) }),
    show: (value) => ({ number: Number(value) }),
  };
}

/** An amount of money; the answer is in satang. */
export function moneyField(name: string, range: { min: number; max: number; offeredBaht: readonly number[] }): Field {
  return {
    name,
    choices: (asking) => range.offeredBaht.map((baht) => answerWith(asking, baht, { key: 'choice.baht', values: { n: baht } })),
    read: (heard, asking) => {
      const text = tapped(heard, asking) ?? (heard.kind === 'words' ? heard.text : undefined);
      const amount = text === undefined ? undefined : parseBaht(text);
      if (amount === undefined) return problem('not_a_number');
      if (amount < range.min || amount > range.max) return problem('out_of_range', { min: range.min / 100, max: range.max / 100 });
      return valueOf(amount);
    },
    show: (value) => ({ number: Number(value) / 100 }),
  };
}

export function textField(name: string, length: { min: number; max: number }): Field {
  return {
    name,
    takesWords: true,
    choices: () => [],
    read: (heard) => (heard.kind === 'words' ? textOf(heard.text, length) : problem('need_text')),
    show: (value) => ({ words: wordsOf(value) }),
  };
}

export function textOf(raw: string, { min, max }: { min: number; max: number }): Read {
  const text = raw.trim().replaceAll(/\s+/gu, ' ');
  if (text.length < min || !/[\p{L}\p{N}]/u.test(text)) return problem('too_short', { min });
  if (text.length > max) return problem('too_long', { max });
  return valueOf(text);
}

/** A pin on the map. Places far from both cities are a slip of the finger. */
export function pinOf(heard: Heard): Read {
  if (heard.kind !== 'place') return problem('need_place');
  const pin = { latitude: heard.latitude, longitude: heard.longitude };
  const near = Object.values(CITY_CENTRES).some((centre) => distanceKm(centre, pin) <= CITY_RADIUS_KM);
  return near ? valueOf(pin) : problem('too_far');
}

export function pinField(name: string): Field {
  return {
    name,
    choices: () => [{ label: { key: 'choice.send_place' }, tap: { kind: 'place' } }],
    read: pinOf,
    show: () => ({ keys: ['choice.send_place'] }),
  };
}

/** A day between two others, picked or typed; both bounds count in days from today. */
export function dayField(name: string, bounds: { fromDays: number; toDays: number; offeredDays: readonly number[] }): Field {
  return {
    name,
    choices: (asking) => {
      const { today } = asking.facts;
      const days = bounds.offeredDays.map((days) => answerWith(asking, addDays(today, days), { key: 'choice.days', values: { n: days } }));
      return [...days, datePicker(asking, { min: addDays(today, bounds.fromDays), max: addDays(today, bounds.toDays) })];
    },
    read: (heard, asking) => {
      const { today } = asking.facts;
      const day = dayOf(heard, asking);
      if (day === undefined) return problem('not_a_date');
      if (day < addDays(today, bounds.fromDays)) return problem('date_past');
      if (day > addDays(today, bounds.toDays)) return problem('date_too_far', { days: bounds.toDays });
      return valueOf(day);
    },
    show: (value) => ({ words: wordsOf(value) }),
  };
}

function datePicker(asking: Asking, range: { min: string; max: string }): Choice {
  const { tap } = answerWith(asking, 'picked', { key: 'choice.pick_date' });
  if (tap.kind !== 'button') throw new Error('an answer is a button');
  return { label: { key: 'choice.pick_date' }, tap: { kind: 'date', button: tap.button, ...range } };
}

function dayOf(heard: Heard, asking: Asking): string | undefined {
  const answer = tapped(heard, asking);
  if (heard.kind === 'button' && answer === 'picked') return heard.picked;
  if (answer !== undefined) return /^\d{4}-\d{2}-\d{2}$/u.test(answer) ? answer : undefined;
  return heard.kind === 'words' ? parseDateWords(heard.text, asking.facts.today) : undefined;
}

/** A time of day; the answer is in minutes after midnight. */
export function clockField(name: string, offeredMinutes: readonly number[]): Field {
  return {
    name,
    choices: (asking) => offeredMinutes.map((minute) => answerWith(asking, clockOfMinute(minute), { words: clockOfMinute(minute) })),
    read: (heard, asking) => {
      const text = tapped(heard, asking) ?? (heard.kind === 'words' ? heard.text : undefined);
      const minute = text === undefined ? undefined : parseClock(text);
      return minute === undefined ? problem('not_a_time') : valueOf(minute);
    },
    show: (value) => ({ words: clockOfMinute(Number(value)) }),
  };
}

export function codeField(name: string): Field {
  return {
    name,
    choices: () => [],
    read: (heard) => {
      const code = heard.kind === 'words' ? parseCode(heard.text) : undefined;
      return code === undefined ? problem('need_code') : valueOf(code);
    },
  };
}

/** A photo sent in the chat; the answer is LINE's message id, the bytes are fetched later. */
export function photoField(name: string): Field {
  return {
    name,
    choices: () => [{ label: { key: 'choice.take_photo' }, tap: { kind: 'camera' } }],
    read: (heard) => (heard.kind === 'photo' ? valueOf(heard.messageId) : problem('need_photo')),
  };
}

/** The last page of a longer form: confirm it all, or change one answer. */
export function checkField(): Field {
  return {
    name: 'check',
    choices: (asking) => [answerWith(asking, 'confirm', { key: 'choice.confirm' }), answerWith(asking, 'edit', { key: 'choice.edit' })],
    read: (heard, asking) => {
      const options = [
        { value: 'confirm', words: CHOICE_WORDS['yes'] ?? [] },
        { value: 'edit', words: CHOICE_WORDS['edit'] ?? [] },
      ];
      const answer = tapped(heard, asking);
      if (answer !== undefined) return valueOf(answer);
      if (heard.kind !== 'words') return problem('not_a_choice');
      if (heard.intent.kind === 'yes') return valueOf('confirm');
      if (heard.intent.kind === 'no' || heard.intent.kind === 'back') return valueOf('edit');
      const said = matchChoice(heard.text, options);
      return said === undefined ? problem('not_a_choice') : valueOf(said);
    },
  };
}
