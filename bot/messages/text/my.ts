import type { Catalogue } from './catalogue.ts';
import { labels } from './my/labels.ts';
import { gift } from './my/gifts.ts';
import { donor, resident, talk } from './my/people.ts';
import { problems, questions } from './my/questions.ts';
import { refusals } from './my/refusals.ts';
import { coordinator, rider, shop, treasurer } from './my/work.ts';

/** Burmese. Written without a native speaker: a native review is wished for. */
export const my: Catalogue = {
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
