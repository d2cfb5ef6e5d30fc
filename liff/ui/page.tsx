import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useRoute } from '../hooks/use-route.ts';
import { useWords } from '../hooks/use-words.ts';

interface PageProps {
  title: string;
  lead?: ComponentChildren;
  desk?: boolean;
  /** The one primary action, within the thumb's reach. */
  actions?: ComponentChildren;
  children: ComponentChildren;
}

/** The frame of one page: one h1, which takes the focus when the page changes. */
export function Page({ title, lead, desk, actions, children }: PageProps): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  const { visits } = useRoute();
  const { app } = useWords();
  useEffect(() => {
    document.title = `${title} · ${app.name}`;
    // The first page keeps the reader where the browser put them; later ones start at their heading.
    if (visits > 0) heading.current?.focus();
  }, [title, visits, app.name]);
  return (
    <main class={`page${desk ? ' page--desk' : ''}`}>
      <div class="page__head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead && <p class="soft">{lead}</p>}
      </div>
      {children}
      {actions && <div class="thumb">{actions}</div>}
    </main>
  );
}
