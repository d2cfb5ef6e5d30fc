import type { ComponentChildren, JSX } from 'preact';
import { addressOf } from '../hooks/use-route.ts';
import { useWords } from '../hooks/use-words.ts';
import { Icon } from './icon.tsx';

/** The name, a way back, and the parts of the app where a member has more than one. */
export function Masthead({ back, parts }: { back?: ComponentChildren; parts?: ComponentChildren }): JSX.Element {
  const { app } = useWords();
  return (
    <header>
      <div class="masthead">
        <div class="masthead__in">
          {back}
          <a class="brand" href={addressOf('/')}>
            <Icon name="mark" size={32} />
            {app.name}
          </a>
        </div>
      </div>
      {parts}
    </header>
  );
}
