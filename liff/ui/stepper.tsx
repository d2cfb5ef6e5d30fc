import type { JSX } from 'preact';
import { Icon } from './icon.tsx';

interface StepperProps {
  label: string;
  value: number;
  min: number;
  max: number;
  lessWord: string;
  moreWord: string;
  step?: number;
  onChange: (value: number) => void;
}

/** A count with a round button on each side. */
export function Stepper({ label, value, min, max, lessWord, moreWord, step = 1, onChange }: StepperProps): JSX.Element {
  const to = (next: number) => onChange(Math.min(max, Math.max(min, next)));
  return (
    <div class="stepper" role="group" aria-label={label}>
      <button type="button" class="round" aria-label={lessWord} disabled={value <= min} onClick={() => to(value - step)}>
        <Icon name="minus" size={28} />
      </button>
      <output aria-live="polite">{value}</output>
      <button type="button" class="round" aria-label={moreWord} disabled={value >= max} onClick={() => to(value + step)}>
        <Icon name="plus" size={28} />
      </button>
    </div>
  );
}

interface SwitchProps {
  label: string;
  hint?: string;
  on: boolean;
  busy?: boolean;
  onChange: (on: boolean) => void;
}

export function Switch({ label, hint, on, busy = false, onChange }: SwitchProps): JSX.Element {
  return (
    <button type="button" role="switch" class="switch" aria-checked={on} disabled={busy} onClick={() => onChange(!on)}>
      <span class="switch__track">
        <span class="switch__knob" />
      </span>
      <span>
        <span class="strong">{label}</span>
        {hint && <span class="soft small"> {hint}</span>}
      </span>
    </button>
  );
}
