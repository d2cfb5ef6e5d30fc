import type { Language } from '../../bot/domain/words.ts';

/** Each language by its own name: who looks for it cannot read the others. */
export const LANGUAGE_NAMES: { language: Language; name: string }[] = [
  { language: 'th', name: 'ไทย' },
  { language: 'en', name: 'English' },
  { language: 'ms', name: 'Bahasa Melayu' },
  { language: 'my', name: 'မြန်မာ' },
];
