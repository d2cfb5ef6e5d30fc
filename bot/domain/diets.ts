import type { Diet } from './words.ts';

/** Food that is also right for whoever asks for the mark: no kitchen that is halal, and no vegan one, uses pork. */
const ALSO: Partial<Record<Diet, readonly Diet[]>> = { no_pork: ['halal', 'vegan'] };

/** Whether food with these marks is right for somebody who needs all of `needed`. */
export function covers(marks: readonly Diet[], needed: readonly Diet[]): boolean {
  return needed.every((diet) => [diet, ...(ALSO[diet] ?? [])].some((mark) => marks.includes(mark)));
}
