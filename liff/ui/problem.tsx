import type { JSX } from 'preact';
import { Note } from './card.tsx';

/** The sentence of an action that did not work, beside the action. */
export function Problem({ words }: { words: string | undefined }): JSX.Element {
  return (
    <div role="alert">
      {words && (
        <Note icon="alert" tone="red">
          <p>{words}</p>
        </Note>
      )}
    </div>
  );
}
