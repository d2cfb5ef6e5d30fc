import type { ComponentChildren, JSX } from 'preact';
import { Icon } from './icon.tsx';

interface FieldProps {
  id: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  value: string;
  onInput: (value: string) => void;
  type?: 'text' | 'date';
  inputMode?: 'numeric' | 'decimal' | 'text';
}

/** A labelled input; its error stands beside it and in the summary of the form. */
export function Field({ id, label, hint, error, value, onInput, type = 'text', inputMode }: FieldProps): JSX.Element {
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class={`field${error ? ' field--wrong' : ''}`}>
      <label for={id}>{label}</label>
      {hint && (
        <p id={`${id}-hint`} class="soft small">
          {hint}
        </p>
      )}
      <input
        id={id}
        name={id}
        {...(type === 'date' ? { type: 'date' as const } : { type: 'text' as const })}
        value={value}
        autocomplete="off"
        {...(inputMode ? { inputMode } : {})}
        {...(describedBy ? { 'aria-describedby': describedBy } : {})}
        {...(error ? { 'aria-invalid': true } : {})}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {error && (
        <p id={`${id}-error`} class="field__error">
          <Icon name="alert" />
          <span>{error}</span>
        </p>
      )}
    </div>
  );
}

export interface Choice<Value extends string> {
  value: Value;
  words: ComponentChildren;
}

interface SelectProps<Value extends string> {
  id: string;
  label: string;
  value: Value;
  choices: { value: Value; words: string }[];
  onChoose: (value: Value) => void;
}

export function SelectField<Value extends string>({ id, label, value, choices, onChoose }: SelectProps<Value>): JSX.Element {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.value === event.currentTarget.value);
          if (chosen) onChoose(chosen.value);
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.words}
          </option>
        ))}
      </select>
    </div>
  );
}

interface ChoicesProps<Value extends string> {
  legend: string;
  name: string;
  hideLegend?: boolean;
  choices: Choice<Value>[];
  value: Value | undefined;
  onChoose: (value: Value) => void;
}

export function Choices<Value extends string>({ legend, name, hideLegend, choices, value, onChoose }: ChoicesProps<Value>): JSX.Element {
  return (
    <fieldset class="choices">
      <legend class={hideLegend ? 'hidden-words' : ''}>{legend}</legend>
      {choices.map((choice) => (
        <label key={choice.value} class={`choice${choice.value === value ? ' is-chosen' : ''}`}>
          <input type="radio" name={name} value={choice.value} checked={choice.value === value} onChange={() => onChoose(choice.value)} />
          <span>{choice.words}</span>
        </label>
      ))}
    </fieldset>
  );
}
