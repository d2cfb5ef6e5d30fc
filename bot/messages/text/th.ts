import type { Catalogue } from './catalogue.ts';
import { labels } from './th/labels.ts';
import { gift } from './th/gifts.ts';
import { donor, resident, talk } from './th/people.ts';
import { problems, questions } from './th/questions.ts';
import { refusals } from './th/refusals.ts';
import { coordinator, rider, shop, treasurer } from './th/work.ts';

/** Thai: the source that the other languages follow. */
export const th: Catalogue = {
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
