import { Fragment } from 'preact';
import type { JSX } from 'preact';

/** Names and values side by side; what is not known is left out. */
export function Facts({ facts }: { facts: [string, string | undefined][] }): JSX.Element {
  return (
    <dl class="facts">
      {facts.map(([name, value]) =>
        value ? (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ) : null,
      )}
    </dl>
  );
}
