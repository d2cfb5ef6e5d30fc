import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export interface FieldError {
  field: string;
  words: string;
}

/** What is wrong with a form, at its top, each line a way to the field; it takes the focus when it appears. */
export function ErrorSummary({ title, errors }: { title: string; errors: FieldError[] }): JSX.Element | null {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (errors.length > 0) box.current?.focus();
  }, [errors]);
  if (errors.length === 0) return null;
  return (
    <div ref={box} class="summary" role="alert" tabIndex={-1}>
      <p class="strong">{title}</p>
      <ul>
        {errors.map((error) => (
          <li key={error.field}>
            <a
              href={`#${error.field}`}
              onClick={(event) => {
                event.preventDefault();
                document.getElementById(error.field)?.focus();
              }}
            >
              {error.words}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
