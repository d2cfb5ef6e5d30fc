import type { messagingApi } from '@line/bot-sdk';

import { encodeButton } from '../domain/button.ts';
import type { Answer, Choice, Question, QuestionKey } from '../domain/question.ts';
import { cardMessage } from './flex/card.ts';
import type { Line } from './flex/card.ts';
import { cutGraphemes, graphemeCount } from './cut.ts';
import { QUICK_REPLIES_MAX, QUICK_REPLY_LABEL_MAX, withQuickReplies } from './quick-reply.ts';
import type { ChoiceKey, Hint } from './text/catalogue.ts';
import { consentText } from './text/consent.ts';
import { fill, say } from './text/fill.ts';
import type { FillValues } from './text/fill.ts';
import { altDefault, day, open, tap, textMessage, moment } from './voice.ts';
import type { Voice } from './voice.ts';

/** More buttons than this in one card cannot be read; the search is narrowed by typing instead. */
const CARD_BUTTONS_MAX = 12;
const ANSWER_MAX = 200;
const CHOSEN_MARK = '✓';
/** As an answer it is no longer something to do. */
const PLACE = 'choice.send_place';
const NAVIGATION = new Set(['choice.back', 'choice.stop', 'choice.skip', 'choice.person']);

/** One question: the hint of what went wrong, the question itself, and the answers that can be tapped. */
export function renderQuestion(question: Question, voice: Voice): messagingApi.Message[] {
  if (question.key === 'registration.consent_contact') return renderConsent(question, 'contact', voice);
  if (question.key === 'registration.consent_health') return renderConsent(question, 'health', voice);
  if (question.key.endsWith('.check')) return renderCheck(question, voice);
  return renderAsk(question, voice);
}

function renderAsk(question: Question, voice: Voice): messagingApi.Message[] {
  const answers = question.choices.filter((choice) => !isNavigation(choice));
  const tooLong = answers.some(
    (choice) => choice.tap.kind === 'button' && graphemeCount(shownLabel(choice, voice)) > QUICK_REPLY_LABEL_MAX,
  );
  const tooMany = question.choices.flatMap((choice) => actionsOf(choice, voice)).length > QUICK_REPLIES_MAX;
  if (!tooLong && !tooMany) return askInWords(question, voice);
  const inCard = answers.filter(isButton).slice(0, CARD_BUTTONS_MAX);
  const outside = question.choices.filter((choice) => isNavigation(choice) || !isButton(choice));
  const words = wordsOf(question, voice);
  const card = cardMessage({
    altText: words.ask,
    strip: { tone: question.problem === undefined ? 'rest' : 'act', word: stepOr(question, voice.words.talk.chooseStrip, voice) },
    title: words.ask,
    lines: [...words.hint, ...words.help],
    more: inCard.flatMap((choice) => actionsOf(choice, voice)),
  });
  return withQuickReplies(
    [card],
    outside.flatMap((choice) => actionsOf(choice, voice)),
  );
}

function askInWords(question: Question, voice: Voice): messagingApi.Message[] {
  const { hint, ask, help } = wordsOf(question, voice);
  const step = question.step === undefined ? [] : [stepOr(question, '', voice)];
  const message = textMessage([...hint, ...step, ask, ...help].join('\n'));
  return withQuickReplies(
    [message],
    question.choices.flatMap((choice) => actionsOf(choice, voice)),
  );
}

/** Consent stands alone on its card, with the exact words whose hash is kept. */
function renderConsent(question: Question, purpose: 'contact' | 'health', voice: Voice): messagingApi.Message[] {
  const { hint, ask } = wordsOf(question, voice);
  const answers = question.choices.filter((choice) => !isNavigation(choice) && isButton(choice));
  const [agree, disagree, ...others] = answers.flatMap((choice) => actionsOf(choice, voice));
  const card = cardMessage({
    altText: altDefault(voice, voice.words.talk.consentStrip),
    strip: { tone: 'rest', word: stepOr(question, voice.words.talk.consentStrip, voice) },
    title: ask,
    lines: [...hint, ...consentText(purpose, voice.language).text.split('\n')],
    ...(agree === undefined ? {} : { primary: agree }),
    ...(disagree === undefined ? {} : { secondary: disagree }),
    more: [...others, open(voice, 'open_privacy', '/privacy')],
  });
  return withQuickReplies([card], navigationOf(question, voice));
}

function renderCheck(question: Question, voice: Voice): messagingApi.Message[] {
  const { hint, ask, help } = wordsOf(question, voice);
  const byKey = (key: ChoiceKey): messagingApi.Action | undefined =>
    question.choices.filter((choice) => keyOf(choice) === key).flatMap((choice) => actionsOf(choice, voice))[0];
  const confirm = byKey('choice.confirm') ?? byKey('choice.yes');
  const edit = byKey('choice.edit') ?? byKey('choice.no');
  const shown = new Set(['choice.confirm', 'choice.yes', 'choice.edit', 'choice.no']);
  const rest = question.choices.filter((choice) => !shown.has(keyOf(choice) ?? ''));
  const card = cardMessage({
    altText: altDefault(voice, voice.words.talk.checkStrip),
    strip: { tone: 'act', word: voice.words.talk.checkStrip },
    title: ask,
    lines: [...hint, ...(question.answers ?? []).map((answer) => answerLine(answer, voice)), ...help],
    ...(confirm === undefined ? {} : { primary: confirm }),
    ...(edit === undefined ? {} : { secondary: edit }),
  });
  return withQuickReplies(
    [card],
    rest.flatMap((choice) => actionsOf(choice, voice)),
  );
}

function answerLine({ field, value }: Answer, voice: Voice): Line {
  return { label: voice.words.questions[field].field, value: cutGraphemes(answerWords(field, value, voice), ANSWER_MAX) };
}

function answerWords(field: QuestionKey, value: Answer['value'], voice: Voice): string {
  if ('keys' in value) {
    if (value.keys.length === 0) return voice.words.talk.noAnswer;
    const words = value.keys.map((key) => answerWord(key, voice)).join(voice.words.units.comma);
    return value.at === undefined ? words : `${words} · ${moment(voice, value.at)}`;
  }
  if ('number' in value) {
    const unit = unitOf(field);
    return say(unit === undefined ? '{n}' : voice.words.choices[unit], { n: value.number });
  }
  if (value.words.trim() === '') return voice.words.talk.noAnswer;
  return day(voice, value.words);
}

function answerWord(key: string, voice: Voice): string {
  return key === PLACE ? voice.words.talk.placeGiven : choiceWords(key, {}, voice);
}

/** What the number of an answer counts; answers in money are whole baht as they were typed. */
function unitOf(field: QuestionKey): ChoiceKey | undefined {
  const name = field.slice(field.indexOf('.') + 1);
  if (['meals', 'capacity', 'coupons_per_grant', 'coupons'].includes(name)) return 'choice.meals';
  if (['baht', 'price', 'amount', 'face_value', 'delivery_fee'].includes(name)) return 'choice.baht';
  if (name === 'people') return 'choice.people';
  return name === 'boxes' ? 'choice.boxes' : undefined;
}

function wordsOf(question: Question, voice: Voice): { hint: string[]; ask: string; help: string[] } {
  const words = voice.words.questions[question.key];
  const help = words.help === undefined ? undefined : fill(words.help, question.values ?? {});
  return {
    hint: question.problem === undefined ? [] : [hintWords(voice.words.problems[question.problem.code], question.problem.values)],
    ask: say(words.ask, question.values),
    help: help === undefined ? [] : [help],
  };
}

export function hintWords(hint: Hint, values: FillValues = {}): string {
  return (hint.exact === undefined ? undefined : fill(hint.exact, values)) ?? hint.plain;
}

function stepOr(question: Question, otherwise: string, voice: Voice): string {
  return question.step === undefined ? otherwise : say(voice.words.talk.step, { ...question.step });
}

function keyOf(choice: Choice): string | undefined {
  return 'key' in choice.label ? choice.label.key : undefined;
}

function isNavigation(choice: Choice): boolean {
  return NAVIGATION.has(keyOf(choice) ?? '');
}

function isButton(choice: Choice): boolean {
  return choice.tap.kind === 'button' || choice.tap.kind === 'date';
}

function navigationOf(question: Question, voice: Voice): messagingApi.Action[] {
  return question.choices.filter((choice) => isNavigation(choice) || !isButton(choice)).flatMap((choice) => actionsOf(choice, voice));
}

/** `choice.change` names the question that is asked again; other facts are plain. */
function choiceWords(key: string, values: FillValues, voice: Voice): string {
  const { choices, questions } = voice.words;
  const sentence = (choices as Partial<Record<string, string>>)[key];
  if (sentence === undefined) return key;
  const field = values['field'];
  const question = (questions as Partial<Record<string, { field: string }>>)[String(field)];
  return say(sentence, question === undefined ? values : { ...values, field: question.field });
}

function label(choice: Choice, voice: Voice): string {
  return 'words' in choice.label ? choice.label.words : choiceWords(choice.label.key, choice.label.values ?? {}, voice);
}

function shownLabel(choice: Choice, voice: Voice): string {
  return choice.chosen === true ? `${CHOSEN_MARK} ${label(choice, voice)}` : label(choice, voice);
}

function actionsOf(choice: Choice, voice: Voice): messagingApi.Action[] {
  const shown = shownLabel(choice, voice);
  switch (choice.tap.kind) {
    case 'button':
      return [tap(shown, choice.tap.button, label(choice, voice))];
    case 'place':
      return [{ type: 'location', label: shown }];
    case 'camera':
      return [
        { type: 'camera', label: shown },
        { type: 'cameraRoll', label: voice.words.choices['choice.choose_photo'] },
      ];
    case 'date':
      return [
        {
          type: 'datetimepicker',
          mode: 'date',
          label: shown,
          data: encodeButton(choice.tap.button),
          // LINE wants min before max; one day alone is left open and checked when it arrives.
          ...(choice.tap.min < choice.tap.max ? { min: choice.tap.min, max: choice.tap.max } : {}),
        },
      ];
  }
}
