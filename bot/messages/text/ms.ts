import type { Catalogue } from './catalogue.ts';
import { labels } from './ms/labels.ts';
import { gift } from './ms/gifts.ts';
import { donor, resident, talk } from './ms/people.ts';
import { problems, questions } from './ms/questions.ts';
import { refusals } from './ms/refusals.ts';
import { coordinator, rider, shop, treasurer } from './ms/work.ts';

/** Malay. Written without a native speaker: a native review is wished for. */
export const ms: Catalogue = {
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
