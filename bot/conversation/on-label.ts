import type { Button } from '../domain/button.ts';
import type { Intent } from '../intents/intent.ts';
import { labelsIn } from '../intents/labels.ts';
import type { Facts } from './facts.ts';
import { MEANT_BY } from './meant-by.ts';
import type { Meant } from './meant-by.ts';
import { onButton } from './on-button.ts';
import { onIntent } from './on-intent.ts';
import { hasPart, notFor } from './starts.ts';
import type { ConversationState } from './state.ts';
import { looking } from './step.ts';
import type { Step } from './step.ts';

/**
 * A label that was typed does what its button does. The thing that the button would have named is the one thing it can
 * mean; where there are several, nothing is done and all of them are shown. Undefined when the text is no label, or
 * one of buttons that this member does not have.
 */
export function onLabel(state: ConversationState, facts: Facts, text: string): Step | undefined {
  const fresh: ConversationState = { turns: state.turns };
  const meant = meantBy(facts, text).filter(({ role }) => role === undefined || hasPart(facts, role));
  const choice = chosen(meant);
  if (choice === undefined) return undefined;
  switch (choice.kind) {
    case 'button':
      return onButton(state, facts, choice);
    case 'list':
      return looking(fresh, choice.query);
    case 'wish':
      return onIntent(fresh, facts, choice.wish);
  }
}

/** Who types the label of another part's button, and nothing else that we understand, hears whose part it is. */
export function labelOfOthers(state: ConversationState, facts: Facts, text: string): Step | undefined {
  const [role] = meantBy(facts, text).flatMap((meant) => (meant.role === undefined ? [] : [meant.role]));
  return role === undefined ? undefined : notFor(state, role);
}

export function asksForPerson(text: string): boolean {
  return labelsIn(text).some(({ action }) => action === 'talk_to_person');
}

function meantBy(facts: Facts, text: string): Meant[] {
  return labelsIn(text).map((label) => MEANT_BY[label.action](facts, label));
}

type Chosen = { kind: 'button'; button: Button } | { kind: 'list'; query: NonNullable<Meant['list']> } | { kind: 'wish'; wish: Intent };

/** A thing that waits outweighs what can be begun at any time; a decision is taken only when nothing else can be meant. */
function chosen(meant: readonly Meant[]): Chosen | undefined {
  const naming = meant.filter(({ list }) => list !== undefined);
  const things = naming.flatMap(({ buttons }) => buttons);
  // What belongs to one's own part is likelier meant than what everybody has.
  const others = meant
    .filter(({ list }) => list === undefined)
    .toSorted((one, other) => Number(other.role !== undefined) - Number(one.role !== undefined))
    .flatMap(({ buttons }) => buttons);
  const [thing] = things;
  const decides = naming.some((one) => one.decides === true && one.buttons.length > 0);
  if (thing !== undefined && things.length === 1 && !(decides && others.length > 0)) return { kind: 'button', button: thing };
  const shown = naming.find(({ buttons }) => buttons.length > 0)?.list;
  if (shown !== undefined) return { kind: 'list', query: shown };
  const [other] = others;
  if (other !== undefined) return { kind: 'button', button: other };
  const wish = meant.find((one) => one.wish !== undefined)?.wish;
  if (wish !== undefined) return { kind: 'wish', wish };
  const query = naming[0]?.list;
  return query === undefined ? undefined : { kind: 'list', query };
}
