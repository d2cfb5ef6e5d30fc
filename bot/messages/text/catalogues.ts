import type { Language } from '../../domain/words.ts';
import type { Catalogue } from './catalogue.ts';
import { en } from './en.ts';
import { ms } from './ms.ts';
import { my } from './my.ts';
import { th } from './th.ts';

export const CATALOGUES: Record<Language, Catalogue> = { th, en, ms, my };
