import { expect, test } from 'vitest';

import { LANGUAGES } from '../../bot/domain/words.ts';
import { CATALOGUES } from '../../bot/messages/text/catalogues.ts';
import { fill, placeholdersOf, say } from '../../bot/messages/text/fill.ts';

/** Every sentence with the path to it. */
function sentences(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([key, inner]) => sentences(inner, `${path}/${key}`));
}

const thai = new Map(sentences(CATALOGUES.th));

test.each(LANGUAGES)('every sentence of %s stands in Thai too, with the same facts', (language) => {
  const own = sentences(CATALOGUES[language]);
  expect(own.map(([path]) => path).toSorted()).toEqual([...thai.keys()].toSorted());
  // An English placeholder may name its fact twice; which facts there are must agree.
  const differ = own.filter(([path, words]) => {
    const facts = new Set(placeholdersOf(words));
    const wanted = new Set(placeholdersOf(thai.get(path) ?? ''));
    return facts.size !== wanted.size || [...facts].some((fact) => !wanted.has(fact));
  });
  expect(differ).toEqual([]);
});

test('no sentence is empty, shouts, or calls people by a rank', () => {
  const all = LANGUAGES.flatMap((language) => sentences(CATALOGUES[language]));
  expect(all.filter(([, words]) => words.trim() === '' || /[!！]|ท่าน|ปฏิเสธ|ล้มเหลว/u.test(words))).toEqual([]);
});

test('Thai answers keep to Thai: no Latin words but examples and names', () => {
  const latin = [...thai].filter(
    ([path, words]) =>
      !path.startsWith('/languages') && path !== '/talk/languageChoice' && /[A-Za-z]{2,}/u.test(words.replaceAll(/\{[^}]*\}/gu, '')),
  );
  expect(latin).toEqual([]);
});

test('facts are written as people read them', () => {
  expect(fill('{n:meal|meals}', { n: 1 })).toBe('1 meal');
  expect(fill('{n:meal|meals}', { n: 1200 })).toBe('1,200 meals');
  expect(fill('{n} {x}', { n: 1 })).toBeUndefined();
  expect(say('{n} {x}', { n: 1 })).toBe('1 ');
});
