import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { kept } from '../../bot/intents/kept.ts';
import { couldBeNear, lettersIn, nearestBeginning } from '../../bot/intents/loose.ts';
import { WORDS } from '../../bot/intents/words-known.ts';

const word = fc.constantFrom(...WORDS.map(({ loose }) => loose));
const letter = fc.constantFrom(...new Set(WORDS.flatMap(({ loose }) => Array.from(loose))));
/** A word as it is typed in a hurry: some letters more, less, other or swapped. */
const typed = fc
  .tuple(word, fc.array(fc.tuple(fc.nat(30), letter, fc.constantFrom('more', 'less', 'other', 'swapped')), { maxLength: 3 }))
  .map(([said, slips]) =>
    slips.reduce((text, [place, other, slip]) => {
      const at = place % (text.length + 1);
      const [before, after] = [text.slice(0, at), text.slice(at)];
      if (slip === 'more') return before + other + after;
      if (slip === 'less') return before + after.slice(1);
      return slip === 'other' ? before + other + after.slice(1) : before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2);
    }, said),
  );

test('no word that is near is passed over for its letters', () => {
  let near = 0;
  fc.assert(
    fc.property(typed, fc.constantFrom(1, 2), (text, slipsMax) => {
      for (const { loose, letters } of WORDS) {
        if (loose.charAt(0) !== text.charAt(0) || nearestBeginning(loose, text, slipsMax) === undefined) continue;
        near += 1;
        expect(couldBeNear(letters, lettersIn(text), slipsMax)).toBe(true);
      }
    }),
  );
  expect(near).toBeGreaterThan(100);
});

test('a word whose letters are not there is passed over', () => {
  expect(couldBeNear(lettersIn('กขคง'), lettersIn('กขค'), 1)).toBe(true);
  expect(couldBeNear(lettersIn('กขคง'), lettersIn('กข'), 1)).toBe(false);
  expect(couldBeNear(lettersIn('กขคง'), lettersIn('กข'), 2)).toBe(true);
});

test('what was made of a word is made once, and not kept for ever', () => {
  const made: string[] = [];
  const length = kept((text) => made.push(text));
  expect([length('a'), length('b'), length('a'), length('b')]).toEqual([1, 2, 1, 2]);
  for (let number = 0; number < 5000; number += 1) length(`word ${number}`);
  expect(length('a')).toBe(5003);
});
