import { formatNumber } from '../format.ts';

export type FillValues = Readonly<Record<string, string | number>>;

/** `{meals}`, or `{meals:meal|meals}` which writes "1 meal" and "2 meals". */
const PLACEHOLDER = /\{(\w+)(?::([^|}]*)\|([^}]*))?\}/gu;

/** The sentence with its facts in place, or undefined where one is missing. */
export function fill(sentence: string, values: FillValues): string | undefined {
  let complete = true;
  const filled = sentence.replace(PLACEHOLDER, (...found: (string | undefined)[]) => {
    const [, name = '', one, many] = found;
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) {
      complete = false;
      return '';
    }
    const written = typeof value === 'number' ? formatNumber(value) : value;
    return one === undefined || many === undefined ? written : `${written} ${value === 1 ? one : many}`;
  });
  return complete ? filled : undefined;
}

/** For sentences whose facts are known to be there; a missing one leaves a gap rather than no answer. */
export function say(sentence: string, values: FillValues = {}): string {
  return fill(sentence, values) ?? sentence.replace(PLACEHOLDER, (_, name: string) => String(values[name] ?? ''));
}

export function placeholdersOf(sentence: string): string[] {
  return [...sentence.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '').toSorted();
}
