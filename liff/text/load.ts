import type { Language } from '../../bot/domain/words.ts';
import type { Words } from './th.ts';

const LAST_LANGUAGE = 'panim.language';

/** A phone fetches the words of one language only. */
const CATALOGUES: Record<Language, () => Promise<{ words: Words }>> = {
  th: () => import('./th.ts'),
  en: () => import('./en.ts'),
  ms: () => import('./ms.ts'),
  my: () => import('./my.ts'),
};

export async function loadWords(language: Language): Promise<Words> {
  return (await CATALOGUES[language]()).words;
}

function isLanguage(value: string): value is Language {
  return value in CATALOGUES;
}

/** The language of the last visit or else of the phone, so that its words come while the service is asked who this is. */
export function lastLanguage(): Language {
  const kept = localStorage.getItem(LAST_LANGUAGE) ?? navigator.language.slice(0, 2);
  return isLanguage(kept) ? kept : 'th';
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(LAST_LANGUAGE, language);
  document.documentElement.lang = language;
}
