import { bangkokDay, startOfDay } from '../../bot/domain/days.ts';
import { accounts } from '../../bot/domain/postings.ts';
import { QUEUE_PAGE_MAX } from '../../bot/limits.ts';
import { usedAndCapacity } from '../shops.ts';
import { owedTo } from './money-views.ts';
import { shopOrders, shopPaySatang } from './order-view.ts';
import type { Reader } from './reader.ts';

async function doneToday(reader: Reader, shopId: string) {
  const rows = await reader.db
    .selectFrom('meal_order')
    .innerJoin('handover', 'handover.order_id', 'meal_order.id')
    .select(['meal_order.id', 'meal_order.pick_up_code', 'meal_order.meals', 'meal_order.price_satang', 'handover.at'])
    .where('meal_order.shop_id', '=', shopId)
    .where('meal_order.state', '=', 'handed_over')
    .where('handover.at', '>=', startOfDay(bangkokDay(reader.clock.now())))
    .orderBy('handover.at', 'desc')
    .limit(QUEUE_PAGE_MAX)
    .execute();
  const done = [];
  for (const row of rows) {
    const paySatang = await shopPaySatang(reader, row.id, row.price_satang ?? 0);
    done.push({ pickUpCode: row.pick_up_code, meals: row.meals, paySatang, at: row.at });
  }
  return done;
}

/** Orders as labels and counts, and what this shop is owed; undefined when the member has no active shop. */
export async function shopPage(reader: Reader, memberId: string) {
  const shop = await reader.db
    .selectFrom('shop')
    .selectAll()
    .where('member_id', '=', memberId)
    .where('state', '=', 'active')
    .executeTakeFirst();
  if (shop === undefined) return undefined;
  return {
    name: shop.name,
    ...(await usedAndCapacity({ tx: reader.db }, shop, bangkokDay(reader.clock.now()))),
    owedSatang: await owedTo(reader, accounts.shopOwed(shop.id)),
    orders: await shopOrders(reader, shop.id),
    doneToday: await doneToday(reader, shop.id),
  };
}
