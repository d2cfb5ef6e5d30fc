import type { Kysely, Transaction } from 'kysely';
import type { Database, Row } from './schema.ts';

type Tx = Transaction<Database>;

/** The shop of a member that may work: applied ones cannot take orders yet. */
export async function activeShopOf(tx: Tx, memberId: string): Promise<Row<'shop'> | undefined> {
  return tx.selectFrom('shop').selectAll().where('member_id', '=', memberId).where('state', '=', 'active').executeTakeFirst();
}

export async function shopById(tx: Tx, shopId: string): Promise<Row<'shop'>> {
  return tx.selectFrom('shop').selectAll().where('id', '=', shopId).executeTakeFirstOrThrow();
}

/** What a shop can still cook on a day: its standing capacity unless it said otherwise for that day. */
export async function usedAndCapacity(
  deps: { tx: Kysely<Database> | Tx },
  shop: Pick<Row<'shop'>, 'id' | 'capacity'>,
  day: string,
): Promise<{ used: number; capacity: number; open: boolean }> {
  const offer = await deps.tx.selectFrom('shop_offer').selectAll().where('shop_id', '=', shop.id).where('day', '=', day).executeTakeFirst();
  if (offer === undefined) return { used: 0, capacity: shop.capacity, open: true };
  return { used: offer.used, capacity: offer.capacity, open: offer.is_open === 1 };
}

/** Counts meals on or off a day's offer; the row is made from the standing capacity at first use. */
export async function addToOffer(
  deps: { tx: Tx },
  shop: Pick<Row<'shop'>, 'id' | 'capacity'>,
  change: { day: string; meals: number },
): Promise<void> {
  const { used, capacity, open } = await usedAndCapacity(deps, shop, change.day);
  await writeOffer(deps, { shopId: shop.id, day: change.day, used: Math.max(0, used + change.meals), capacity, open });
}

export async function writeOffer(
  deps: { tx: Tx },
  offer: { shopId: string; day: string; used: number; capacity: number; open: boolean },
): Promise<void> {
  const { shopId, day, used, capacity } = offer;
  const isOpen = offer.open ? (1 as const) : (0 as const);
  await deps.tx
    .insertInto('shop_offer')
    .values({ shop_id: shopId, day, used, capacity, is_open: isOpen })
    .onConflict((conflict) => conflict.columns(['shop_id', 'day']).doUpdateSet({ used, capacity, is_open: isOpen }))
    .execute();
}
