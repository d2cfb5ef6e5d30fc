/** Answers the question that stands in the chat, as somebody does who reads it and looks for a button first. */
import type { City } from '../city.ts';
import { newestSaid, pickDate, say, sendPhoto, sendPlace, tap } from './chat.ts';
import type { Said, SeenButton } from './chat.ts';
import type { Person } from './person.ts';
import { photo } from './photo.ts';
import { QUESTIONS_IN_WORDS, SAID } from './words.ts';

/** Values that are chosen where they are offered, by form and field, the dearest first; the rest is left to chance. */
export type Wishes = Readonly<Record<string, string | readonly string[]>>;

/** Somebody who has answered so often in one form gives up. */
const ANSWERS_MAX = 30;

const USUAL: Wishes = {
  'registration.consent_contact': 'agree',
  'registration.consent_health': 'agree',
  'registration.diet': ['done', 'none'],
  'gift.diet': ['done', 'none'],
};

function wanted(answers: SeenButton[], wishes: Wishes): SeenButton | undefined {
  const [first] = answers;
  if (first === undefined) return undefined;
  const key = `${first.params.get('form') ?? ''}.${first.params.get('field') ?? ''}`;
  const wish = wishes[key] ?? USUAL[key];
  for (const value of wish === undefined ? [] : [wish].flat()) {
    const found = answers.find((button) => button.params.get('value') === value);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function answerInWords(city: City, person: Person, words: string): Promise<boolean> {
  const [, asked] = QUESTIONS_IN_WORDS.find(([piece]) => words.includes(piece)) ?? [];
  const text = asked === undefined ? undefined : person.words[asked];
  if (text === undefined) return false;
  await say(city, person, text);
  return true;
}

/** A confirming answer is the first button of a check page. */
function chosen(city: City, answers: SeenButton[], wishes: Wishes): SeenButton | undefined {
  const isCheck = answers[0]?.params.get('field') === 'check';
  return wanted(answers, wishes) ?? (isCheck ? answers[0] : city.random.pick(answers));
}

function isNavigation(button: SeenButton): boolean {
  return button.does === 'form_stop' || button.does === 'form_back';
}

/** True when there was a question and something was done about it. */
export async function answerQuestion(city: City, person: Person, wishes: Wishes = {}): Promise<boolean> {
  const said = newestSaid(city, person);
  const stop = said?.buttons.find((button) => button.does === 'form_stop');
  if (said === undefined || stop === undefined) {
    person.answered = 0;
    return false;
  }
  person.answered += 1;
  const isGivenUp = person.answered > ANSWERS_MAX || city.random.happens(person.temper.confused / 4);
  if (isGivenUp) await tap(city, person, stop);
  else if (city.random.happens(person.temper.confused)) await say(city, person, city.random.pick(SAID.nonsense) ?? '');
  else if (!(await answerWell(city, person, { said, wishes }))) await tap(city, person, stop);
  return true;
}

/** How often somebody shares the place on the map where words would do as well. */
const SHARES_PLACE = 0.8;

/** False when nothing fits: neither a button nor a picture nor words that this person has. */
async function answerWell(city: City, person: Person, asked: { said: Said; wishes: Wishes }): Promise<boolean> {
  const { said, wishes } = asked;
  const answers = said.buttons.filter((button) => button.does === 'answer');
  const types = new Set(said.buttons.filter((button) => !isNavigation(button)).map((button) => button.action['type']));
  const button = chosen(city, answers, wishes);
  const asksForPlace = types.has('location');
  if (asksForPlace && (button === undefined || city.random.happens(SHARES_PLACE))) await sendPlace(city, person);
  else if (button?.action['type'] === 'datetimepicker') await pickDate(city, person, button);
  else if (button !== undefined) await tap(city, person, button);
  else if (types.has('camera')) await sendPhoto(city, person, photo(person.userId));
  else return answerInWords(city, person, said.words);
  return true;
}
