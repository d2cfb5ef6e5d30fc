import { shopPage } from '../../db/pages/shop-page.ts';
import type { Command, Done } from '../domain/command.ts';
import { CodeBody, NothingBody, OfferBody } from './contract.ts';
import type { Redeemed, ShopPage } from './contract.ts';
import { read, write } from './route.ts';
import type { ApiRoute, Asked } from './route.ts';

function ownShopPage({ deps, asker }: Asked): Promise<ShopPage | undefined> {
  return shopPage(deps, asker.memberId);
}

async function redeemed(_asked: Asked, done: Done): Promise<Redeemed> {
  if (done.redeemed === undefined) throw new Error('shop_redeem redeemed nothing');
  return done.redeemed;
}

function orderStep(step: string, command: (by: string, order: string) => Command): ApiRoute {
  return write({
    path: `/shop/orders/:id/${step}`,
    who: 'shop',
    body: NothingBody,
    command: ({ asker, id }) => command(asker.memberId, id),
    page: ownShopPage,
  });
}

export const shopRoutes: readonly ApiRoute[] = [
  read('/shop', 'shop', ownShopPage),
  write({
    path: '/shop/offer',
    who: 'shop',
    body: OfferBody,
    command: ({ asker, body: { capacity, open } }) => ({
      kind: 'set_shop_offer',
      by: asker.memberId,
      ...(capacity === undefined ? {} : { capacity }),
      ...(open === undefined ? {} : { open }),
    }),
    page: ownShopPage,
  }),
  orderStep('accept', (by, order) => ({ kind: 'shop_accept', by, order })),
  orderStep('decline', (by, order) => ({ kind: 'shop_decline', by, order })),
  orderStep('cooking', (by, order) => ({ kind: 'shop_cooking', by, order })),
  orderStep('ready', (by, order) => ({ kind: 'shop_ready', by, order })),
  orderStep('give-up', (by, order) => ({ kind: 'shop_give_up', by, order })),
  write({
    path: '/shop/redeem',
    who: 'shop',
    body: CodeBody,
    command: ({ asker, body }) => ({ kind: 'shop_redeem', by: asker.memberId, code: body.code }),
    page: redeemed,
  }),
];
