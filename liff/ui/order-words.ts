import type { OrderView } from '../../bot/domain/notice.ts';
import type { Words } from '../text/th.ts';
import type { Tone } from './card.tsx';
import type { IconName } from './icon.tsx';
import type { Step } from './steps.tsx';

type State = OrderView['state'];

const SIGNS: Record<State, { icon: IconName; tone?: Tone }> = {
  placed: { icon: 'clock', tone: 'needs' },
  accepted: { icon: 'received', tone: 'leaf' },
  cooking: { icon: 'cooking', tone: 'leaf' },
  ready: { icon: 'ready', tone: 'leaf' },
  on_the_way: { icon: 'riding', tone: 'leaf' },
  handed_over: { icon: 'tick', tone: 'leaf' },
  cancelled: { icon: 'cross' },
  refused: { icon: 'alert', tone: 'needs' },
  expired: { icon: 'clock' },
  failed: { icon: 'alert', tone: 'red' },
};

export function signOf(state: State): { icon: IconName; tone?: Tone } {
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

/** Which of the four is under way. A finished box waits for its rider within "being made". */
export function stepAt(state: State, mode: OrderView['mode']): number {
  switch (state) {
    case 'placed':
    case 'accepted':
      return 0;
    case 'cooking':
      return 1;
    case 'ready':
      return mode === 'pickup' ? 2 : 1;
    case 'on_the_way':
      return 2;
    case 'handed_over':
      return 3;
    case 'cancelled':
    case 'refused':
    case 'expired':
    case 'failed':
      return -1;
  }
}

/** True when the order ended without food. */
export function endedEmpty(state: State): boolean {
  return state === 'cancelled' || state === 'refused' || state === 'expired' || state === 'failed';
}
