/**
 * Cutting words to LINE's limits. LINE counts most texts in UTF-16 code units and labels in grapheme
 * clusters; a cut never falls inside a cluster, so no surrogate pair and no Thai vowel or tone mark is lost.
 */
const segmenter = new Intl.Segmenter('th', { granularity: 'grapheme' });

/** A cluster may be any number of marks long; this many units a cluster keeps honest words whole and bounds the rest. */
const UNITS_PER_GRAPHEME_MAX = 12;

const ELLIPSIS = '…';

export function graphemeCount(words: string): number {
  let count = 0;
  for (const _ of segmenter.segment(words)) count += 1;
  return count;
}

function keepWhole(words: string, fits: (graphemes: number, units: number) => boolean): string {
  let graphemes = 0;
  let end = 0;
  for (const { segment, index } of segmenter.segment(words)) {
    if (!fits(graphemes + 1, index + segment.length)) break;
    graphemes += 1;
    end = index + segment.length;
  }
  return words.slice(0, end);
}

/** At most `max` UTF-16 code units. */
export function cutUnits(words: string, max: number): string {
  const sound = words.toWellFormed();
  if (sound.length <= max) return sound;
  return keepWhole(sound.slice(0, max + 1), (_, units) => units <= max - ELLIPSIS.length) + ELLIPSIS;
}

/** At most `max` grapheme clusters. */
export function cutGraphemes(words: string, max: number): string {
  const unitsMax = max * UNITS_PER_GRAPHEME_MAX;
  const sound = words.toWellFormed();
  // No more clusters than units: what is short is not taken apart.
  if (sound.length <= max) return sound;
  const head = sound.slice(0, unitsMax + 1);
  if (head.length <= unitsMax && graphemeCount(head) <= max) return head;
  const kept = keepWhole(head, (graphemes, units) => graphemes <= max - 1 && units <= unitsMax - ELLIPSIS.length);
  return kept.toWellFormed() + ELLIPSIS;
}
