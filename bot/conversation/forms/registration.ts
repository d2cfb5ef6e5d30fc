import { CHOICE_WORDS, matchChoice, sameChoice } from '../../intents/choices.ts';
import type { ChoiceOption } from '../../intents/choices.ts';
import type { Heard } from '../../intents/intent.ts';
import { searchCommunities } from '../../intents/match-community.ts';
import { parseThaiPhone } from '../../intents/numbers.ts';
import { DIETS, NEEDS } from '../../domain/words.ts';
import type { Diet } from '../../domain/words.ts';
import { PEOPLE_MAX, QUARANTINE_DAYS_MAX } from '../../limits.ts';
import type { HouseholdDetails } from '../../domain/command.ts';
import { answerWith, checkField, choiceField, dayField, numberField, pinOf, problem, tapped, textField, textOf } from '../fields.ts';
import type { Asking, Field, Form, Read } from '../form.ts';
import { numberOf, oneOf, pinOf as pinAnswer, ticksOf, wordsOf } from '../read-answers.ts';
import type { Answers } from '../state.ts';

const NAME_LENGTH = { min: 1, max: 40 };
const ALLERGY_LENGTH = { min: 2, max: 120 };
const LANDMARK_LENGTH = { min: 4, max: 200 };
/** Quick replies hold 13 buttons; fewer are read faster. */
const COMMUNITIES_OFFERED_MAX = 8;

/** A consent is recorded the moment it is given; `no` to contact ends the form, `no` to health goes on without it. */
function consentField(purpose: 'contact' | 'health'): Field {
  return {
    name: `consent_${purpose}`,
    skip: (_answers, facts) => facts.consents[purpose],
    choices: (asking) => [answerWith(asking, 'agree', { key: 'choice.agree' }), answerWith(asking, 'disagree', { key: 'choice.disagree' })],
    read: (heard, asking) => {
      const options = [
        { value: 'agree', words: CHOICE_WORDS['yes'] ?? [] },
        { value: 'disagree', words: [...(CHOICE_WORDS['no'] ?? []), ...(CHOICE_WORDS['skip'] ?? [])] },
      ];
      const answer = tapped(heard, asking) ?? yesOrNo(heard) ?? (heard.kind === 'words' ? matchChoice(heard.text, options) : undefined);
      return answer === 'agree' || answer === 'disagree' ? { kind: 'value', value: answer } : problem('not_a_choice');
    },
    onAnswer: (value, facts) =>
      value === 'agree'
        ? { kind: 'give_consent', by: facts.memberId, purpose, channel: 'chat', ...facts.consentNotice(purpose) }
        : undefined,
    endsForm: (value) => purpose === 'contact' && value === 'disagree',
  };
}

function yesOrNo(heard: Heard): 'agree' | 'disagree' | undefined {
  if (heard.kind !== 'words') return undefined;
  if (heard.intent.kind === 'yes') return 'agree';
  return heard.intent.kind === 'no' || heard.intent.kind === 'skip' ? 'disagree' : undefined;
}

function mayTellHealth(asking: Asking): boolean {
  return asking.facts.consents.health || asking.open.answers['consent_health'] === 'agree';
}

export const communityField: Field = {
  name: 'community',
  choices: (asking) =>
    asking.facts.communities
      .filter((community) => asking.open.offered.includes(community.id))
      .map((community) => answerWith(asking, community.id, { words: community.name })),
  read: (heard, asking) => {
    const id = tapped(heard, asking);
    if (id !== undefined)
      return asking.facts.communities.some((known) => known.id === id) ? { kind: 'value', value: id } : problem('no_match');
    if (heard.kind !== 'words') return problem('need_text');
    const found = searchCommunities(heard.text, asking.facts.communities, COMMUNITIES_OFFERED_MAX);
    const [first] = found;
    if (first === undefined) return problem('no_match');
    return found.length === 1 ? { kind: 'value', value: first.id } : { kind: 'offer', offered: found.map((community) => community.id) };
  },
  show: (value, facts) => ({ words: facts.communities.find((community) => community.id === value)?.name ?? wordsOf(value) }),
};

/** Several may be ticked; an allergy is health and is offered only with consent to tell it. */
const dietField: Field = {
  name: 'diet',
  choices: (asking) => {
    const ticked = ticksOf(asking.open.answers['diet']);
    const values = [...DIETS, ...(mayTellHealth(asking) ? ['allergy'] : [])];
    const ticks = values.map((value) => ({
      ...answerWith(asking, value, { key: `choice.diet.${value}` }),
      chosen: ticked.includes(value),
    }));
    const end =
      ticked.length === 0 ? answerWith(asking, 'none', { key: 'choice.diet.none' }) : answerWith(asking, 'done', { key: 'choice.done' });
    return [...ticks, end];
  },
  read: (heard, asking) => readDiet(heard, asking),
  show: (value) => {
    const ticked = ticksOf(value);
    return { keys: ticked.length === 0 ? ['choice.diet.none'] : ticked.map((diet) => `choice.diet.${diet}`) };
  },
};

function readDiet(heard: Heard, asking: Asking): Read {
  const ticked = ticksOf(asking.open.answers['diet']);
  const values = [...DIETS, ...(mayTellHealth(asking) ? ['allergy'] : []), 'none'];
  const options = values.map((value) => ({ value, words: CHOICE_WORDS[`diet.${value}`] ?? [value] }));
  const said =
    tapped(heard, asking) ??
    sameWords(heard, options) ??
    dietWords(heard) ??
    (heard.kind === 'words' ? matchChoice(heard.text, options) : undefined);
  if (said === 'done') return { kind: 'value', value: ticked };
  if (said === 'none') return { kind: 'value', value: [] };
  if (said === undefined || !values.includes(said)) return problem('not_a_choice');
  const value = ticked.includes(said) ? ticked.filter((diet) => diet !== said) : [...ticked, said];
  return { kind: 'toggle', value };
}

function sameWords(heard: Heard, options: readonly ChoiceOption[]): string | undefined {
  return heard.kind === 'words' ? sameChoice(heard.text, options) : undefined;
}

function dietWords(heard: Heard): string | undefined {
  if (heard.kind !== 'words') return undefined;
  if (heard.intent.kind === 'diet') return heard.intent.diet;
  if (heard.intent.kind === 'no' || heard.intent.kind === 'skip') return 'none';
  const done = matchChoice(heard.text, [{ value: 'done', words: CHOICE_WORDS['done'] ?? [] }]);
  return done;
}

/** A pin is best; where there are no house numbers, words that a rider can find do as well. */
const homeField: Field = {
  name: 'home',
  takesWords: true,
  choices: () => [{ label: { key: 'choice.send_place' }, tap: { kind: 'place' } }],
  read: (heard) => {
    if (heard.kind === 'place') return pinOf(heard);
    return heard.kind === 'words' ? textOf(heard.text, LANDMARK_LENGTH) : problem('need_place');
  },
  show: (value) => (typeof value === 'string' ? { words: value } : { keys: ['choice.send_place'] }),
};

const phoneField: Field = {
  name: 'phone',
  choices: (asking) => [answerWith(asking, 'skip', { key: 'choice.skip' })],
  read: (heard, asking) => {
    if (tapped(heard, asking) === 'skip') return { kind: 'value', value: '' };
    if (heard.kind !== 'words') return problem('not_a_phone');
    if (heard.intent.kind === 'skip' || heard.intent.kind === 'no') return { kind: 'value', value: '' };
    const phone = parseThaiPhone(heard.text);
    return phone === undefined ? problem('not_a_phone') : { kind: 'value', value: phone };
  },
  show: (value) => (value === '' ? { words: '' } : { words: wordsOf(value) }),
};

export const registration: Form = {
  name: 'registration',
  fields: [
    consentField('contact'),
    consentField('health'),
    choiceField('need', 'need', (asking) => (mayTellHealth(asking) ? ['quarantine', 'no_income', 'not_said'] : ['no_income', 'not_said'])),
    {
      ...dayField('quarantine_until', { fromDays: 0, toDays: QUARANTINE_DAYS_MAX, offeredDays: [5, 7, 10, 14] }),
      skip: (answers) => answers['need'] !== 'quarantine',
    },
    textField('name', NAME_LENGTH),
    communityField,
    numberField('people', { min: 1, max: PEOPLE_MAX, offered: [1, 2, 3, 4, 5, 6], label: 'choice.people' }),
    dietField,
    { ...textField('allergy', ALLERGY_LENGTH), skip: (answers) => !ticksOf(answers['diet']).includes('allergy') },
    homeField,
    phoneField,
    checkField(),
  ],
  finish: (answers, { facts }) => ({ kind: 'register_household', by: facts.memberId, household: householdFrom(answers) }),
};

function householdFrom(answers: Answers): HouseholdDetails {
  const { need, quarantine_until: until, allergy, home, phone } = answers;
  const diets = ticksOf(answers['diet']).filter((diet): diet is Diet => DIETS.some((known) => known === diet));
  return {
    firstName: wordsOf(answers['name']),
    need: oneOf(NEEDS, need),
    community: wordsOf(answers['community']),
    people: numberOf(answers['people']),
    diets,
    isProxy: answers['isProxy'] === true,
    ...(typeof until === 'string' && need === 'quarantine' ? { quarantineUntil: until } : {}),
    ...(typeof allergy === 'string' && ticksOf(answers['diet']).includes('allergy') ? { allergy } : {}),
    ...(typeof home === 'string' ? {} : { homePin: pinAnswer(home) }),
    ...(typeof home === 'string' ? { landmark: home } : {}),
    ...(typeof phone === 'string' && phone !== '' ? { phone } : {}),
  };
}
