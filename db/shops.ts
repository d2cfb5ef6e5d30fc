import type { Kysely, Transaction } from 'kysely';
import { compiled } from './compiled.ts';
import type { Database, Row } from './schema.ts';

type Tx = Transaction<Database>;

const activeOf = compiled((db, { memberId }: { memberId: string }) =>
  db.selectFrom('shop').selectAll().where('member_id', '=', memberId).where('state', '=', 'active'),
);

/** The shop of a member that may work: applied ones cannot take orders yet. */
export async function activeShopOf(tx: Tx, memberId: string): Promise<Row<'shop'> | undefined> {
  return activeOf.first(tx, { memberId });
}

const byId = compiled((db, { id }: { id: string }) => db.selectFrom('shop').selectAll().where('id', '=', id));

export async function shopById(tx: Tx, shopId: string): Promise<Row<'shop'>> {
  const shop = await byId.first(tx, { id: shopId });
  if (shop === undefined) throw new Error(`there is no shop ${shopId}`);
  return shop;
}

const offerOf = compiled((db, { shopId, day }: { shopId: string; day: string }) =>
  db.selectFrom('shop_offer').selectAll().where('shop_id', '=', shopId).where('day', '=', day),
);

/** What a shop can still cook on a day: its standing capacity unless it said otherwise for that day. */
export async function usedAndCapacity(
  deps: { tx: Kysely<Database> | Tx },
  shop: Pick<Row<'shop'>, 'id' | 'capacity'>,
  day: string,
): Promise<{ used: number; capacity: number; open: boolean }> {
  const offer = await offerOf.first(deps.tx, { shopId: shop.id, day });
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

const upsertOffer = compiled((db, offer: Row<'shop_offer'>) =>
  db
    .insertInto('shop_offer')
    .values({ shop_id: offer.shop_id, day: offer.day, used: offer.used, capacity: offer.capacity, is_open: offer.is_open })
    .onConflict((conflict) =>
      conflict.columns(['shop_id', 'day']).doUpdateSet({ used: offer.used, capacity: offer.capacity, is_open: offer.is_open }),
    ),
);

export async function writeOffer(
  deps: { tx: Tx },
  { shopId, day, used, capacity, open }: { shopId: string; day: string; used: number; capacity: number; open: boolean },
): Promise<void> {
  await upsertOffer.run(deps.tx, { shop_id: shopId, day, used, capacity, is_open: open ? 1 : 0 });
}
