import { EN } from './lexicon/en.ts';
import { KM } from './lexicon/km.ts';
import { LO } from './lexicon/lo.ts';
import { MS } from './lexicon/ms.ts';
import { MY } from './lexicon/my.ts';
import { TH_PHRASES } from './lexicon/th-phrases.ts';
import { TH_SOUTH } from './lexicon/th-south.ts';
import { TH } from './lexicon/th.ts';
import { terms } from './lexicon/terms.ts';
import { lettersIn, looseKey } from './loose.ts';
import { normaliseSpelling } from './normalise.ts';

/** A word or phrase of any language and what it can stand for. */
export interface Word {
  /** As spelled, spaces left out: what tone marks are compared with. */
  plain: string;
  loose: string;
  /** `lettersIn` the loose form. */
  letters: number;
  concepts: string[];
}

/** The same word may be listed under several concepts, so words are merged by spelling. */
function wordsOf(lexicons: readonly Readonly<Record<string, string>>[]): Word[] {
  const words = new Map<string, Word>();
  for (const lexicon of lexicons) {
    for (const [concept, list] of Object.entries(lexicon)) {
      for (const term of terms(list)) {
        const spelled = normaliseSpelling(term).toLowerCase();
        const plain = spelled.replace(/[^\p{L}\p{M}\p{N}]/gu, '');
        const held = words.get(plain);
        const loose = looseKey(spelled);
        if (held === undefined) words.set(plain, { plain, loose, letters: lettersIn(loose), concepts: [concept] });
        else if (!held.concepts.includes(concept)) held.concepts.push(concept);
      }
    }
  }
  return [...words.values()].filter((word) => word.loose !== '');
}

export const WORDS: readonly Word[] = wordsOf([TH, TH_PHRASES, TH_SOUTH, EN, MS, MY, KM, LO]);
