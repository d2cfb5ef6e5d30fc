import type { JSX } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

export interface Step {
  icon: IconName;
  word: string;
}

/** The way of a meal in four words; `here` is the index of the step that is under way. */
export function Steps({
  steps,
  here,
  hereWord,
  pastWord,
}: {
  steps: Step[];
  here: number;
  hereWord: string;
  pastWord: string;
}): JSX.Element {
  return (
    <ol class="steps">
      {steps.map((step, index) => (
        <li
          key={step.word}
          class={index < here ? 'is-past' : index === here ? 'is-here' : ''}
          {...(index === here ? { 'aria-current': 'step' } : {})}
        >
          <span class="steps__sign">
            <Icon name={index < here ? 'tick' : step.icon} />
          </span>
          <span>
            {step.word}
            {index <= here && <span class="hidden-words"> ({index < here ? pastWord : hereWord})</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
