import type { JSX } from 'preact';
import type { SHAPES } from './shapes.ts';

export type IconName = keyof typeof SHAPES;

export function Icon({ name, size = 24 }: { name: IconName | 'mark'; size?: number }): JSX.Element {
  return (
    <svg class="icon" width={size} height={size} aria-hidden="true">
      <use href={`#shape-${name}`} />
    </svg>
  );
}
