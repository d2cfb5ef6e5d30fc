import { bangkokDay, minuteOfDay, startOfDay } from '../../bot/domain/days.ts';
import { COOKING_LATE_TIME, DAY, QUEUE_PAGE_MAX } from '../../bot/limits.ts';
import { campaignTotals, viewOfCampaign } from './money-views.ts';
import type { Reader } from './reader.ts';

/** Orders under way, the one that is wanted soonest first. No name, no door: a coordinator opens an incident for that. */
export async function ordersUnderWay(reader: Reader) {
  const rows = await reader.db
    .selectFrom('meal_order')
    .innerJoin('household', 'household.id', 'meal_order.household_id')
    .innerJoin('community', 'community.id', 'household.community_id')
    .leftJoin('shop', 'shop.id', 'meal_order.shop_id')
    .leftJoin('gift_lot', 'gift_lot.id', 'meal_order.gift_lot_id')
    .select([
      'meal_order.id',
      'meal_order.pick_up_code',
      'meal_order.meals',
      'meal_order.state',
      'meal_order.placed_at',
      'meal_order.wanted_at',
      'community.name as community_name',
      'shop.name as shop_name',
      'gift_lot.words as gift_words',
    ])
    .where('meal_order.state', 'in', ['placed', 'accepted', 'cooking', 'ready', 'on_the_way'])
    .orderBy('meal_order.wanted_at')
    .orderBy('meal_order.id')
    .limit(QUEUE_PAGE_MAX)
    .execute();
  const now = reader.clock.now();
  return rows.map((row) => {
    const lateSince = row.wanted_at + COOKING_LATE_TIME;
    const from = row.shop_name ?? row.gift_words;
    return {
      order: row.id,
      pickUpCode: row.pick_up_code,
      meals: row.meals,
      state: row.state,
      communityName: row.community_name,
      ...(from === null ? {} : { shopName: from }),
      placedAt: row.placed_at,
      ...(lateSince < now ? { lateSince } : {}),
    };
  });
}

/** Newest first, with what each one's money has become. */
export async function campaignsWithTotals(reader: Reader) {
  const today = bangkokDay(reader.clock.now());
  const rows = await reader.db
    .selectFrom('campaign')
    .selectAll()
    .orderBy('starts_on', 'desc')
    .orderBy('id', 'desc')
    .limit(QUEUE_PAGE_MAX)
    .execute();
  const campaigns = [];
  for (const row of rows) {
    const open = row.starts_on <= today && row.ends_on >= today;
    campaigns.push({ ...viewOfCampaign(row), totals: await campaignTotals(reader, row.id), open });
  }
  return campaigns;
}

/** Coordinators and treasurers; shops and riders come and go by application and are not staff. */
export async function staffOf(reader: Reader, memberId: string) {
  const rows = await reader.db
    .selectFrom('member_role')
    .innerJoin('member', 'member.id', 'member_role.member_id')
    .select(['member.id', 'member.line_user_id', 'member_role.role'])
    .where('member_role.revoked_at', 'is', null)
    .where('member_role.role', 'in', ['coordinator', 'treasurer'])
    .orderBy('member_role.role')
    .orderBy('member_role.granted_at')
    .limit(QUEUE_PAGE_MAX)
    .execute();
  return rows.map((row) => ({ lineUserId: row.line_user_id, role: row.role, you: row.id === memberId }));
}

async function shopsOpenNow(reader: Reader): Promise<number> {
  const now = reader.clock.now();
  const minute = minuteOfDay(now);
  const { open } = await reader.db
    .selectFrom('shop')
    .leftJoin('shop_offer', (join) => join.onRef('shop_offer.shop_id', '=', 'shop.id').on('shop_offer.day', '=', bangkokDay(now)))
    .select((eb) => eb.fn.countAll<number | string>().as('open'))
    .where('shop.state', '=', 'active')
    .where('shop.opens_minute', '<=', minute)
    .where('shop.closes_minute', '>', minute)
    .where((eb) => eb.or([eb('shop_offer.is_open', 'is', null), eb('shop_offer.is_open', '=', 1)]))
    .executeTakeFirstOrThrow();
  return Number(open);
}

/** No order is handed over later than this after it was placed: the furthest meal time is tomorrow's. */
const ORDER_LIFE_MAX = 3 * DAY;

/** By the day of placing first, because that is what the index of a table with years in it knows. */
async function mealsSince(reader: Reader, since: number): Promise<number> {
  const { meals } = await reader.db
    .selectFrom('meal_order')
    .innerJoin('handover', 'handover.order_id', 'meal_order.id')
    .select((eb) => eb.fn.sum<number | string | null>('meal_order.meals').as('meals'))
    .where('meal_order.state', '=', 'handed_over')
    .where('meal_order.placed_at', '>=', since - ORDER_LIFE_MAX)
    .where('handover.at', '>=', since)
    .executeTakeFirstOrThrow();
  return Number(meals ?? 0);
}

/** A day has too few meals for a steady ratio, and a year of notices is too much to count at each look. */
const PUSHES_COUNTED_FOR = 7 * DAY;
const NOTICES_COUNTED_MAX = 20_000;

/** Notices that share one request to LINE name the first of them, so requests are counted. `since` is where counting began. */
async function pushesLately(reader: Reader): Promise<{ pushes: number; since: number }> {
  const { db, clock } = reader;
  const { newest } = await db
    .selectFrom('outbox')
    .select((eb) => eb.fn.max<number | string | null>('sequence').as('newest'))
    .executeTakeFirstOrThrow();
  const first = Number(newest ?? 0) - NOTICES_COUNTED_MAX;
  const edge = await db.selectFrom('outbox').select('created_at').where('sequence', '=', first).executeTakeFirst();
  const since = Math.max(clock.now() - PUSHES_COUNTED_FOR, edge?.created_at ?? 0);
  const { pushes } = await db
    .selectFrom('outbox')
    .select((eb) => eb.fn.count<number | string>(eb.fn.coalesce('sent_with', 'id')).distinct().as('pushes'))
    .where('sequence', '>', first)
    .where('sent_via', '=', 'push')
    .where('sent_at', '>=', since)
    .executeTakeFirstOrThrow();
  return { pushes: Number(pushes), since };
}

async function pushesPerMeal(reader: Reader): Promise<number> {
  const { pushes, since } = await pushesLately(reader);
  const meals = await mealsSince(reader, since);
  return meals === 0 ? 0 : Math.round((pushes / meals) * 100) / 100;
}

export async function countsNow(reader: Reader) {
  const now = reader.clock.now();
  const { riders } = await reader.db
    .selectFrom('rider')
    .select((eb) => eb.fn.countAll<number | string>().as('riders'))
    .where('on_duty', '=', 1)
    .where('state', '=', 'active')
    .executeTakeFirstOrThrow();
  return {
    ridersOnDuty: Number(riders),
    shopsOpen: await shopsOpenNow(reader),
    mealsToday: await mealsSince(reader, startOfDay(bangkokDay(now))),
    pushesPerMeal: await pushesPerMeal(reader),
  };
}
