import { expect, test } from 'vitest';
import { converse } from '../../bot/conversation/converse.ts';
import type { Facts } from '../../bot/conversation/facts.ts';
import { startForm } from '../../bot/conversation/fill-form.ts';
import { NEW_CONVERSATION } from '../../bot/conversation/state.ts';
import type { Step } from '../../bot/conversation/step.ts';
import type { Choice, FormName, Question } from '../../bot/domain/question.ts';
import { LANGUAGES } from '../../bot/domain/words.ts';
import type { Language } from '../../bot/domain/words.ts';
import { intentOf } from '../../bot/intents/from-text.ts';
import type { Heard } from '../../bot/intents/intent.ts';
import { CATALOGUES } from '../../bot/messages/text/catalogues.ts';
import { say } from '../../bot/messages/text/fill.ts';
import { someFacts } from './some-facts.ts';

const words = (text: string): Heard => ({ kind: 'words', text, intent: intentOf(text) });

const COMMUNITIES: Facts['communities'] = ['ป้อม 5', 'ป้อม 6'].map((name, index) => ({
  id: `com_${index}`,
  name,
  municipality: 'hatyai',
  zone: '1',
}));

const facts = (consents: boolean) =>
  someFacts({ consents: { contact: consents, health: consents }, communities: COMMUNITIES, pledgeAmounts: new Map([['plg_1', 50000]]) });

/** What is said to a question that has no buttons to choose from. */
const SAID: Record<string, Heard> = {
  name: words('สมใจดี'),
  community: words('ป้อม'),
  allergy: words('แพ้กุ้ง'),
  home: { kind: 'place', latitude: 7.01, longitude: 100.47 },
  pin: { kind: 'place', latitude: 7.01, longitude: 100.47 },
  phone: words('0812345678'),
  starts_on: words('พรุ่งนี้'),
  words: words('ข้าวผัดไก่'),
  bank_reference: words('REF 1234'),
};

function labelOf(choice: Choice, language: Language): string {
  const { label } = choice;
  if ('words' in label) return label.words;
  const { choices, questions } = CATALOGUES[language];
  const sentence = (choices as Partial<Record<string, string>>)[label.key];
  if (sentence === undefined) throw new Error(`no words for ${label.key}`);
  const field = (questions as Partial<Record<string, { field: string }>>)[String(label.values?.['field'])]?.field;
  return say(sentence, field === undefined ? (label.values ?? {}) : { ...label.values, field });
}

function questionOf(step: Step): Question | undefined {
  const last = step.say.at(-1);
  return last?.kind === 'question' ? last.question : undefined;
}

const wrong: string[] = [];

/** Each choice of the question, typed in each language, leads where its button leads. */
function holdAgainst(step: Step, question: Question, known: Facts): void {
  for (const choice of question.choices) {
    if (choice.tap.kind !== 'button') continue;
    const tapped = converse(step.state, known, { kind: 'button', button: choice.tap.button });
    for (const language of LANGUAGES) {
      const label = labelOf(choice, language);
      const typed = converse(step.state, known, words(label));
      const same = JSON.stringify({ ...typed, ifRefused: 0 }) === JSON.stringify({ ...tapped, ifRefused: 0 });
      if (!same) wrong.push(`${question.key}: ${label}`);
    }
  }
}

/** Through the whole form, taking the first or the last of the choices each time. */
function walk(form: FormName, from: 'first' | 'last', known: Facts): string[] {
  wrong.length = 0;
  const seen = new Set<string>();
  let step = startForm(NEW_CONVERSATION, known, { form, subject: 'trp_1' });
  for (let question = questionOf(step); question !== undefined; question = questionOf(step)) {
    const tried = `${question.key} ${question.choices.length}`;
    if (seen.has(tried)) break;
    seen.add(tried);
    holdAgainst(step, question, known);
    const answers = question.choices.filter(({ tap }) => tap.kind === 'button' && tap.button.action === 'answer');
    const next = (from === 'last' && question.key.endsWith('.check') ? answers[1] : from === 'first' ? answers[0] : answers.at(-1))?.tap;
    const said = SAID[question.key.split('.')[1] ?? ''];
    const heard: Heard | undefined = next?.kind === 'button' ? { kind: 'button', button: next.button } : said;
    if (heard === undefined) break;
    step = converse(step.state, known, heard);
  }
  expect(seen.size).toBeGreaterThan(0);
  return wrong;
}

const FORMS_WITH_CHOICES: FormName[] = [
  'registration',
  'order',
  'shop_application',
  'rider_application',
  'pledge',
  'campaign',
  'money',
  'capacity',
  'shop_code',
  'rider_problem',
  'help',
  'door_photo',
  'gift',
  'give_back',
  'incident_reply',
];

test.each(FORMS_WITH_CHOICES)('the choices of %s can be typed in every language', (form) => {
  for (const consents of [true, false])
    for (const from of ['first', 'last'] as const) expect(walk(form, from, facts(consents))).toEqual([]);
});
