import type { Heard, Intent } from '../intents/intent.ts';
import type { Facts } from './facts.ts';
import { answer, asksForWords, isOffered, openQuestion, stepBack } from './fill-form.ts';
import { onButton } from './on-button.ts';
import { onIntent } from './on-intent.ts';
import { asksForPerson, labelOfOthers, onLabel } from './on-label.ts';
import { doing, sayOnly } from './step.ts';
import type { Step } from './step.ts';
import type { ConversationState } from './state.ts';

/**
 * The whole conversation as one pure function: what was said before, what is known and what was heard now give the
 * next state, the next sentences and at most one command or look-up. It knows no LINE, no database and no language.
 */
export function converse(state: ConversationState, facts: Facts, heard: Heard): Step {
  switch (heard.kind) {
    case 'followed':
      return sayOnly({ turns: state.turns }, { kind: 'welcome', back: heard.back });
    case 'blocked':
    case 'unsent':
      return sayOnly(state);
    case 'too_long':
      return sayOnly(state, { kind: 'cannot_read', what: 'too_long' }, ...openQuestion(state, facts));
    case 'unknown_button':
      return oldButton(state, facts);
    case 'unreadable':
      return sayOnly(state, { kind: 'cannot_read', what: heard.what }, ...openQuestion(state, facts));
    case 'button':
      return onButton(state, facts, heard) ?? oldButton(state, facts);
    case 'place':
      return state.open === undefined ? sayOnly(state, { kind: 'place_noted_only' }) : answer(state, facts, heard);
    case 'photo':
      return onPhoto(state, facts, heard);
    case 'words':
      return onWords(state, facts, heard);
  }
}

/** A button from another day: kind words, and where things stand now. */
function oldButton(state: ConversationState, facts: Facts): Step {
  if (state.open !== undefined) return sayOnly(state, { kind: 'old_button', now: 'form_open' }, ...openQuestion(state, facts));
  if (facts.order?.underWay === true) return { state, say: [{ kind: 'old_button', now: 'order_open' }], query: 'my_order' };
  return sayOnly(state, { kind: 'old_button', now: 'nothing_open' });
}

/** A photo nobody asked for is most likely a slip, when a pledge waits for one. */
function onPhoto(state: ConversationState, facts: Facts, heard: Extract<Heard, { kind: 'photo' }>): Step {
  if (state.open !== undefined) return answer(state, facts, heard);
  if (facts.rider?.trip !== undefined) return { state, say: [{ kind: 'cannot_read', what: 'photo' }], query: 'rider_jobs' };
  if (facts.openPledges.length > 0) return doing(state, { kind: 'claim_pledge', by: facts.memberId, messageId: heard.messageId });
  return sayOnly(state, { kind: 'cannot_read', what: 'photo' });
}

/** Wishes that are heard in the middle of any question: a person in danger does not fill in a form first. */
function interrupts(intent: Intent): boolean {
  return ['emergency', 'self_harm', 'stop', 'human_agent', 'language', 'menu'].includes(intent.kind);
}

/** In a question the label of a button counts too, unless it is an answer; where any words are one, only the way to a person. */
function pressedInForm(state: ConversationState, facts: Facts, text: string): Step | undefined {
  if (asksForWords(state)) return asksForPerson(text) && state.open?.form !== 'help' ? onLabel(state, facts, text) : undefined;
  return isOffered(state, facts, text) ? undefined : onLabel(state, facts, text);
}

/** Danger first, then the labels of buttons, then everything that can be said in one's own words. */
function onWish(state: ConversationState, facts: Facts, { intent, text }: Extract<Heard, { kind: 'words' }>): Step {
  if (intent.kind === 'emergency' || intent.kind === 'self_harm') return onIntent(state, facts, intent);
  const pressed = onLabel(state, facts, text);
  if (pressed !== undefined) return pressed;
  return (intent.kind === 'unclear' ? labelOfOthers(state, facts, text) : undefined) ?? onIntent(state, facts, intent);
}

function onWords(state: ConversationState, facts: Facts, heard: Extract<Heard, { kind: 'words' }>): Step {
  const { intent } = heard;
  if (state.open === undefined) return onWish(state, facts, heard);
  if (intent.kind === 'emergency' || intent.kind === 'self_harm') {
    const step = onIntent(state, facts, intent);
    return { ...step, state, say: [...step.say, ...openQuestion(state, facts)] };
  }
  if (endsForm(heard)) return sayOnly({ turns: state.turns }, { kind: 'form_stopped' });
  if (intent.kind === 'back') return stepBack(state, facts);
  const pressed = pressedInForm(state, facts, heard.text);
  if (pressed !== undefined) return pressed;
  const step = answer(state, facts, heard);
  const missed = step.state.open !== undefined && step.state.open.misses > state.open.misses;
  if (!missed) return step;
  if (interrupts(intent) || isAnotherWish(intent)) return onIntent({ turns: state.turns }, facts, intent);
  return step;
}

/** "ยกเลิก" ends a form; a long sentence that happens to hold the word is an answer. */
const WORDS_OF_A_CANCEL_MAX = 24;

function endsForm({ intent, text }: Extract<Heard, { kind: 'words' }>): boolean {
  return intent.kind === 'stop' || (intent.kind === 'cancel' && text.length < WORDS_OF_A_CANCEL_MAX);
}

/** Something else was clearly asked for while the question stood open: that is answered instead. */
function isAnotherWish(intent: Intent): boolean {
  const answers: Intent['kind'][] = [
    'unclear',
    'yes',
    'no',
    'skip',
    'back',
    'greeting',
    'thanks',
    'emoji_only',
    'diet',
    'hi_register',
    'ambiguous_hi',
  ];
  return !answers.includes(intent.kind);
}
