import type { ComponentChildren, JSX } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

interface ButtonProps {
  children: ComponentChildren;
  kind?: 'primary' | 'secondary' | 'quiet' | 'danger';
  icon?: IconName;
  wide?: boolean;
  small?: boolean;
  /** While its work is under way the button keeps its place and cannot be tapped again. */
  busy?: boolean;
  type?: 'button' | 'submit';
  onClick?: () => void;
}

export function Button({
  children,
  kind = 'primary',
  icon,
  wide,
  small,
  busy = false,
  type = 'button',
  onClick,
}: ButtonProps): JSX.Element {
  return (
    <button type={type} class={classOf(kind, wide, small)} disabled={busy} aria-busy={busy} onClick={onClick}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

interface LinkProps {
  href: string;
  children: ComponentChildren;
  kind?: 'primary' | 'secondary' | 'quiet';
  icon?: IconName;
  wide?: boolean;
  small?: boolean;
}

/** A link that looks like a button; addresses outside the app open beside it. */
export function ButtonLink({ href, children, kind = 'primary', icon, wide, small }: LinkProps): JSX.Element {
  const outside = /^https?:/u.test(href);
  return (
    <a class={classOf(kind, wide, small)} href={href} {...(outside ? { target: '_blank', rel: 'noreferrer' } : {})}>
      {icon && <Icon name={icon} />}
      {children}
    </a>
  );
}

function classOf(kind: string, wide = false, small = false): string {
  return `button button--${kind}${wide ? ' button--wide' : ''}${small ? ' button--small' : ''}`;
}
