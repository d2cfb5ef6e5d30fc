import { expect, test } from 'vitest';
import { read } from './sources.ts';

const config = read('bot/config.ts');
const example = read('.env.example').trimEnd().split('\n');

/** The keys of the one schema that reads the environment. */
function variables(): string[] {
  const schema = config.slice(config.indexOf('const Environment = z.object({'), config.indexOf('\n});'));
  return [...schema.matchAll(/^ {2}([A-Z][A-Z0-9_]*):/gmu)].map((match) => match[1] ?? '');
}

const assigned = example.flatMap((line, index) => {
  const name = /^([A-Z][A-Z0-9_]*)=/u.exec(line)?.[1];
  return name === undefined ? [] : [{ name, index }];
});

test('.env.example has every setting once, and nothing else', () => {
  expect(variables().length).toBeGreaterThan(10);
  expect(assigned.map(({ name }) => name).toSorted()).toEqual(variables().toSorted());
});

test('every line is a setting, a comment or empty', () => {
  expect(example.filter((line) => line !== '' && !line.startsWith('# ') && !/^[A-Z][A-Z0-9_]*=/u.test(line))).toEqual([]);
});

/** Settings that belong together stand under one comment. */
test('every setting has a comment above it', () => {
  const bare = assigned.filter(({ index }) => {
    const above = example.slice(0, index).findLast((line) => !/^[A-Z][A-Z0-9_]*=/u.test(line));
    return above === undefined || !above.startsWith('# ');
  });
  expect(bare.map(({ name }) => name)).toEqual([]);
});
