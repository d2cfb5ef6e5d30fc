import { activeShopOf, usedAndCapacity, writeOffer } from '../../../db/shops.ts';
import type { TxDeps } from '../../deps.ts';
import { bangkokDay } from '../../domain/days.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { CommandOf, Done } from '../../domain/command.ts';

/** What the shop can cook today; meals it has already promised stay promised. */
export async function setShopOffer(deps: TxDeps, command: CommandOf<'set_shop_offer'>): Promise<Done | Refusal> {
  const shop = await activeShopOf(deps.tx, command.by);
  if (shop === undefined) return refuse('not_allowed', { role: 'shop' });
  const day = bangkokDay(deps.clock.now());
  const today = await usedAndCapacity(deps, shop, day);
  const capacity = command.capacity ?? today.capacity;
  const open = command.open ?? today.open;
  await writeOffer(deps, { shopId: shop.id, day, used: today.used, capacity, open });
  deps.after.touch('shop', command.by);
  deps.after.touch('coordinator');
  return { say: [{ kind: 'shop_offer_set', capacity, used: today.used, open }] };
}
