import type { Language } from '../../domain/words.ts';
import { inkOf } from './rasterise.ts';

interface Letters {
  family: string;
  size: number;
  lineHeight: number;
  /** From the middle of a line down to its baseline, as a part of the size. */
  shift: number;
}

/** Burmese needs more height for a line, Latin words are longer: each script gets the largest size that fits. */
const LETTERS: Record<Language, Letters> = {
  th: { family: 'Noto Sans Thai Looped', size: 134, lineHeight: 166, shift: 0.33 },
  en: { family: 'Noto Sans Thai Looped', size: 130, lineHeight: 150, shift: 0.35 },
  ms: { family: 'Noto Sans Thai Looped', size: 124, lineHeight: 148, shift: 0.35 },
  my: { family: 'Noto Sans Myanmar', size: 114, lineHeight: 178, shift: 0.3 },
};

export interface PlacedText {
  text: string;
  x: number;
  baseline: number;
  anchor: 'start' | 'middle';
}

/** One or two lines of words about a middle point. */
export function placeWords(shown: string, middle: { x: number; y: number }, language: Language): PlacedText[] {
  const { size, lineHeight, shift } = LETTERS[language];
  const lines = shown.split('\n');
  const first = middle.y - ((lines.length - 1) * lineHeight) / 2 + size * shift;
  return lines.flatMap((line, index) => {
    const baseline = Math.round(first + index * lineHeight);
    if (language === 'my') return placeSyllables(line, { x: middle.x, baseline });
    return [{ text: splitSaraAm(line), x: Math.round(middle.x), baseline, anchor: 'middle' as const }];
  });
}

/**
 * The rasteriser gives a cluster the width of its widest glyph only, so a letter after sara am would stand on it.
 * The two signs that sara am is made of look the same and are two clusters; a tone mark goes between them.
 */
function splitSaraAm(text: string): string {
  return text.replaceAll(/([\u0e48-\u0e4b]?)\u0e33/gu, '\u0e4d$1\u0e32');
}

/** Clear space between two Burmese syllables, and for a space, as parts of the size. */
const SYLLABLE_GAP = 0.07;
const SPACE = 0.3;

/** A letter with all its signs and the letters stacked under it; `Intl.Segmenter` splits some of the signs off. */
const SYLLABLE = / |\P{M}(?:\u1039\P{M}|\p{M})*/gu;
const inkBySyllable = new Map<string, { x: number; width: number }>();

/** For the same reason Burmese syllables, which have several wide signs each, are set one by one by their ink. */
function placeSyllables(line: string, at: { x: number; baseline: number }): PlacedText[] {
  const { size } = LETTERS.my;
  let cursor = 0;
  const placed: PlacedText[] = [];
  for (const [segment] of line.matchAll(SYLLABLE)) {
    if (segment === ' ') {
      cursor += size * SPACE;
      continue;
    }
    const ink = inkOfSyllable(segment);
    placed.push({ text: segment, x: cursor - ink.x, baseline: at.baseline, anchor: 'start' });
    cursor += ink.width + size * SYLLABLE_GAP;
  }
  const left = at.x - (cursor - size * SYLLABLE_GAP) / 2;
  return placed.map((each) => ({ ...each, x: Math.round(left + each.x) }));
}

function inkOfSyllable(segment: string): { x: number; width: number } {
  const known = inkBySyllable.get(segment);
  if (known !== undefined) return known;
  const canvas = 2000;
  const origin = 500;
  const text = drawText({ text: segment, x: origin, baseline: origin, anchor: 'start' }, 'my', '#000000');
  const box = inkOf(`<svg xmlns="http://www.w3.org/2000/svg" width="${canvas}" height="${canvas}">${text}</svg>`);
  const ink = { x: (box?.x ?? origin) - origin, width: box?.width ?? 0 };
  inkBySyllable.set(segment, ink);
  return ink;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function drawText(placed: PlacedText, language: Language, colour: string): string {
  const { family, size } = LETTERS[language];
  return (
    `<text x="${placed.x}" y="${placed.baseline}" font-family="${family}" font-weight="700" font-size="${size}" ` +
    `text-anchor="${placed.anchor}" fill="${colour}">${escapeXml(placed.text)}</text>`
  );
}
