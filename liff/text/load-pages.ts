import type { Language } from '../../bot/domain/words.ts';
import type { PagesWords } from './pages/th.ts';
import type { StaffWords } from './staff/th.ts';
import type { WaysWords } from './ways/th.ts';

/** One catalogue per language and part, fetched when a page asks for it. */
export function loadWaysWords(language: Language): Promise<WaysWords> {
  switch (language) {
    case 'th':
      return import('./ways/th.ts').then((module) => module.waysTh);
    case 'en':
      return import('./ways/en.ts').then((module) => module.waysEn);
    case 'ms':
      return import('./ways/ms.ts').then((module) => module.waysMs);
    case 'my':
      return import('./ways/my.ts').then((module) => module.waysMy);
  }
}

export function loadPagesWords(language: Language): Promise<PagesWords> {
  switch (language) {
    case 'th':
      return import('./pages/th.ts').then((module) => module.pagesTh);
    case 'en':
      return import('./pages/en.ts').then((module) => module.pagesEn);
    case 'ms':
      return import('./pages/ms.ts').then((module) => module.pagesMs);
    case 'my':
      return import('./pages/my.ts').then((module) => module.pagesMy);
  }
}

/** The foundation's own desk works in Thai or English. */
export function loadStaffWords(language: Language): Promise<StaffWords> {
  if (language === 'th') return import('./staff/th.ts').then((module) => module.staffTh);
  return import('./staff/en.ts').then((module) => module.staffEn);
}
