import type { Language } from '../../bot/domain/words.ts';
import type { PagesWords } from './pages/th.ts';
import type { StaffWords } from './staff/th.ts';
import { th } from './th.ts';
import type { Words } from './th.ts';

/** One catalogue per language and part; Thai for the first paint is already here, the rest comes when asked for. */
export function loadWords(language: Language): Promise<Words> {
  switch (language) {
    case 'th':
      return Promise.resolve(th);
    case 'en':
      return import('./en.ts').then((module) => module.en);
    case 'ms':
      return import('./ms.ts').then((module) => module.ms);
    case 'my':
      return import('./my.ts').then((module) => module.my);
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
