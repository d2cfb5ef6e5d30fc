import type { JSX } from 'preact';

export function BigNumber({ value, unit }: { value: number | string; unit: string }): JSX.Element {
  return (
    <p class="number">
      <span class="number__value">{typeof value === 'number' ? value.toLocaleString('en-US') : value}</span>{' '}
      <span class="number__unit">{unit}</span>
    </p>
  );
}

/** A code in groups, so that it can be read aloud across a counter. */
export function CodeText({ code, small = false }: { code: string; small?: boolean }): JSX.Element {
  return (
    <span class={`code${small ? ' code--small' : ''}`}>
      {groupsOf(code).map((group, index) => (
        <span key={index}>{group}</span>
      ))}
    </span>
  );
}

/** Groups of three or four: 1234 stays whole, 123456 becomes 123 456. */
function groupsOf(code: string): string[] {
  const bare = code.replaceAll(/[\s-]/gu, '');
  if (bare.length <= 4) return [bare];
  const size = bare.length % 4 === 0 ? 4 : 3;
  return bare.match(new RegExp(`.{1,${size}}`, 'gu')) ?? [bare];
}
