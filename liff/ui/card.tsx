import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

export function Card({
  children,
  title,
  tone,
}: {
  children: ComponentChildren;
  title?: ComponentChildren;
  tone?: 'plain' | 'needs' | 'leaf';
}): JSX.Element {
  const id = useId();
  return (
    <section class={`card${tone ? ` card--${tone}` : ''}`} {...(title ? { 'aria-labelledby': id } : {})}>
      {title && <h2 id={id}>{title}</h2>}
      {children}
    </section>
  );
}

export type Tone = 'leaf' | 'needs' | 'red';

/** A state: always a sign and a word, never a colour alone. */
export function Chip({ icon, tone, children }: { icon: IconName; tone?: Tone; children: ComponentChildren }): JSX.Element {
  return (
    <span class={`chip${tone ? ` chip--${tone}` : ''}`}>
      <Icon name={icon} size={18} />
      <span>{children}</span>
    </span>
  );
}

export function Note({ icon, tone, children }: { icon: IconName; tone?: Tone; children: ComponentChildren }): JSX.Element {
  return (
    <div class={`note${tone ? ` note--${tone}` : ''}`}>
      <Icon name={icon} />
      <div class="stack stack--tight">{children}</div>
    </div>
  );
}
