import { slipPicture, treasurerPage } from '../../db/pages/treasurer-page.ts';
import { MoneyBody, NothingBody } from './contract.ts';
import type { TreasurerPage } from './contract.ts';
import { read, write } from './route.ts';
import type { ApiRoute, Asked } from './route.ts';

function moneyPage({ deps, asker }: Asked): Promise<TreasurerPage> {
  return treasurerPage(deps, asker.memberId);
}

/** Money and slips; no route here reads a household. */
export const treasurerRoutes: readonly ApiRoute[] = [
  read('/treasurer', 'treasurer', moneyPage),
  write({
    path: '/treasurer/receipts',
    who: 'treasurer',
    body: MoneyBody,
    command: ({ asker, body: { pledge, campaign, ...money } }) => ({
      kind: 'record_money',
      by: asker.memberId,
      ...money,
      ...(pledge === undefined ? {} : { pledge }),
      ...(campaign === undefined ? {} : { campaign }),
    }),
    page: moneyPage,
  }),
  write({
    path: '/treasurer/pledges/:id/fail',
    who: 'treasurer',
    body: NothingBody,
    command: ({ asker, id }) => ({ kind: 'fail_pledge', by: asker.memberId, pledge: id }),
    page: moneyPage,
  }),
  { kind: 'picture', path: '/slips/:id', who: 'treasurer', run: ({ deps, id }) => slipPicture(deps, id) },
];
