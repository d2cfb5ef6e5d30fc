import type { JSX } from 'preact';
import { useWords } from '../hooks/use-words.ts';

export type SkeletonPart = 'title' | 'line' | 'card' | 'ticket' | 'row';

/** Grey blocks of the size of what will come, so that nothing jumps. */
export function Skeleton({ parts }: { parts: SkeletonPart[] }): JSX.Element {
  const { app } = useWords();
  return (
    <>
      <span class="hidden-words" role="status">
        {app.loading}
      </span>
      {parts.map((part, index) => (
        <div key={index} class={`skeleton skeleton--${part}`} aria-hidden="true" />
      ))}
    </>
  );
}
