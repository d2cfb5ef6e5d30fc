import type { Catalogue } from './catalogue.ts';
import { labels } from './en/labels.ts';
import { gift } from './en/gifts.ts';
import { donor, resident, talk } from './en/people.ts';
import { problems, questions } from './en/questions.ts';
import { refusals } from './en/refusals.ts';
import { coordinator, rider, shop, treasurer } from './en/work.ts';

/** English. Written without a native speaker: a native review is wished for. */
export const en: Catalogue = {
  ...labels,
  questions,
  problems,
  refusals,
  talk,
  resident,
  donor,
  gift,
  shop,
  rider,
  coordinator,
  treasurer,
};
