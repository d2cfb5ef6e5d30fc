import type { OrderView } from '../../bot/domain/notice.ts';
import type { Words } from '../text/th.ts';
import type { Tone } from './card.tsx';
import type { IconName } from './icon.tsx';
import type { Step } from './steps.tsx';

type State = OrderView['state'];

interface Sign {
  icon: IconName;
  tone?: Tone;
  /** Which of the four steps is under way; an order that ended without food has none. */
  at?: number;
}

const SIGNS: Record<State, Sign> = {
  placed: { icon: 'clock', tone: 'needs', at: 0 },
  accepted: { icon: 'received', tone: 'leaf', at: 0 },
  cooking: { icon: 'cooking', tone: 'leaf', at: 1 },
  // A finished box waits for its rider within "being made".
  ready: { icon: 'ready', tone: 'leaf', at: 1 },
  on_the_way: { icon: 'riding', tone: 'leaf', at: 2 },
  handed_over: { icon: 'tick', tone: 'leaf', at: 3 },
  cancelled: { icon: 'cross' },
  refused: { icon: 'alert', tone: 'needs' },
  expired: { icon: 'clock' },
  failed: { icon: 'alert', tone: 'red' },
};

export function signOf(state: State): Sign {
  return SIGNS[state];
}

/** The four steps of a meal, in the words of how it is received. */
export function stepsOf(mode: OrderView['mode'], { steps }: Words): Step[] {
  const begun: Step[] = [
    { icon: 'received', word: steps.received },
    { icon: 'cooking', word: steps.cooking },
  ];
  if (mode === 'pickup') return [...begun, { icon: 'ready', word: steps.ready }, { icon: 'tick', word: steps.collected }];
  return [...begun, { icon: 'riding', word: steps.riding }, { icon: 'home', word: steps.arrived }];
}

/** Which of the four is under way; who comes to the shop sees a finished box as the third. */
export function stepAt(state: State, mode: OrderView['mode']): number {
  return state === 'ready' && mode === 'pickup' ? 2 : (SIGNS[state].at ?? -1);
}

/** True when the order ended without food. */
export function endedEmpty(state: State): boolean {
  return SIGNS[state].at === undefined;
}
