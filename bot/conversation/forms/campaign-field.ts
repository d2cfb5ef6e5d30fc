import { matchChoice } from '../../intents/choices.ts';
import { answerWith, problem, tapped } from '../fields.ts';
import type { Field } from '../form.ts';
import type { Answers } from '../state.ts';

/** Which of the open campaigns; `skip` says when there is nothing to ask. */
export function campaignField(skip: (answers: Answers) => boolean): Field {
  return {
    name: 'campaign',
    skip,
    choices: (asking) => asking.facts.campaigns.map((known) => answerWith(asking, known.id, { words: known.name })),
    read: (heard, asking) => {
      const options = asking.facts.campaigns.map((known) => ({ value: known.id, words: [known.name] }));
      const said = tapped(heard, asking) ?? (heard.kind === 'words' ? matchChoice(heard.text, options, true) : undefined);
      return said !== undefined && options.some((option) => option.value === said)
        ? { kind: 'value', value: said }
        : problem('not_a_choice');
    },
    show: (value, facts) => ({ words: facts.campaigns.find((known) => known.id === value)?.name ?? '' }),
  };
}
