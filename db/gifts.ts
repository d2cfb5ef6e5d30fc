import type { Transaction } from 'kysely';
import { compiled } from './compiled.ts';
import type { Database, Row } from './schema.ts';

type Tx = Transaction<Database>;

const UNDER_WAY = ['placed', 'accepted', 'cooking', 'ready', 'on_the_way'] as const;

export async function giftLot(tx: Tx, lotId: string): Promise<Row<'gift_lot'> | undefined> {
  return tx.selectFrom('gift_lot').selectAll().where('id', '=', lotId).executeTakeFirst();
}

const givenNow = compiled((db, { memberId }: { memberId: string }) =>
  db
    .selectFrom('gift_lot')
    .leftJoin('meal_order', (join) => join.onRef('meal_order.gift_lot_id', '=', 'gift_lot.id').on('meal_order.state', 'in', UNDER_WAY))
    .select('gift_lot.id')
    .where('gift_lot.member_id', '=', memberId)
    .where((eb) => eb.or([eb('gift_lot.state', '=', 'accepted'), eb('meal_order.id', 'is not', null)])),
);

/** Somebody whose food is being given out now, or waits at their place for who asked for it. */
export async function givesNow(tx: Tx, memberId: string): Promise<boolean> {
  return (await givenNow.first(tx, { memberId })) !== undefined;
}

const openOf = compiled((db, { memberId }: { memberId: string }) =>
  db
    .selectFrom('gift_lot')
    .select('id')
    .where('member_id', '=', memberId)
    .where('state', 'in', ['offered', 'accepted'])
    .orderBy('offered_at', 'desc')
    .orderBy('id', 'desc'),
);

/** What a member offers or gives now, the newest first. */
export async function openGiftIds(tx: Tx, memberId: string): Promise<string[]> {
  const rows = await openOf.all(tx, { memberId });
  return rows.map(({ id }) => id);
}

/** Whether an order still has boxes of the lot. */
export async function isGiftHeld(tx: Tx, lotId: string): Promise<boolean> {
  const order = await tx
    .selectFrom('meal_order')
    .select('id')
    .where('gift_lot_id', '=', lotId)
    .where('state', 'in', UNDER_WAY)
    .executeTakeFirst();
  return order !== undefined;
}

/** The order that somebody collects at the donor's place, by the code they say. */
export async function collectedGift(tx: Tx, donor: { memberId: string; code: string }): Promise<Row<'meal_order'> | undefined> {
  return tx
    .selectFrom('meal_order')
    .innerJoin('gift_lot', 'gift_lot.id', 'meal_order.gift_lot_id')
    .selectAll('meal_order')
    .where('gift_lot.member_id', '=', donor.memberId)
    .where('meal_order.mode', '=', 'pickup')
    .where('meal_order.hand_over_code', '=', donor.code)
    .where('meal_order.state', 'in', ['accepted', 'ready'])
    .executeTakeFirst();
}
