import { grantsLeft } from '../../db/households.ts';
import { bangkokDay } from '../../bot/domain/days.ts';
import fc from 'fast-check';
import { dueDeadlines } from '../../db/due-deadlines.ts';
import type { Order } from '../../db/orders.ts';
import { DAY, HOUR, MINUTE } from '../../bot/limits.ts';
import { RESOLUTIONS, RIDER_PROBLEMS } from '../../bot/domain/words.ts';
import type { Command } from '../../bot/domain/command.ts';
import { resolutionsFor } from '../../bot/domain/resolutions.ts';
import type { TinyWorld } from './tiny-world.ts';

/** What is done next; `a` and `b` choose among what there is, so that a sequence means something in any world. */
export interface Draw {
  kind: DrawKind;
  a: number;
  b: number;
}

/** How often each is drawn. `onward` does what the order's state asks for; without it few orders would end well. */
const WEIGHTS = {
  onward: 30,
  decline: 7,
  order: 12,
  time: 12,
  incident: 14,
  approve: 5,
  money: 4,
  cancel: 4,
  shop: 8,
  rider: 10,
  show: 4,
  give_back: 1,
  redeem: 6,
  complain: 4,
  ask_again: 3,
  duty: 4,
  gift: 7,
  carry: 3,
} as const;
type DrawKind = keyof typeof WEIGHTS;

export const draws: fc.Arbitrary<Draw> = fc.record({
  kind: fc.oneof(...Object.entries(WEIGHTS).map(([kind, weight]) => ({ weight, arbitrary: fc.constant(kind as DrawKind) }))),
  a: fc.nat({ max: 997 }),
  b: fc.nat({ max: 991 }),
});

function pick<T>(list: readonly T[], number: number): T | undefined {
  return list[number % Math.max(1, list.length)];
}

const JUMPS = [
  MINUTE,
  MINUTE,
  MINUTE,
  4 * MINUTE,
  4 * MINUTE,
  6 * MINUTE,
  6 * MINUTE,
  20 * MINUTE,
  50 * MINUTE,
  3 * HOUR,
  14 * HOUR,
  DAY,
  9 * DAY,
];

/** The commands that a draw stands for in this world: one, or all deadlines that are due after a jump in time. */
export async function commandsOf(world: TinyWorld, draw: Draw): Promise<Command[]> {
  if (draw.kind === 'time') {
    world.clock.advance(draw.b % 8 === 0 ? await untilEve(world) : (pick(JUMPS, draw.a) ?? MINUTE));
    return due(world);
  }
  const command = await commandOf(world, draw);
  return command === undefined ? [] : [command];
}

async function couponsOf({ deps, clock }: TinyWorld, memberId: string): Promise<number> {
  const household = await deps.db.selectFrom('household').select('id').where('member_id', '=', memberId).executeTakeFirst();
  if (household === undefined) return 0;
  const grants = await grantsLeft(deps.db, household.id, bangkokDay(clock.now()));
  return grants.reduce((sum, grant) => sum + grant.left, 0);
}

/** Ten minutes before the next grant ends, so that orders are under way when it does. */
async function untilEve(world: TinyWorld): Promise<number> {
  const next = await world.deps.db
    .selectFrom('deadline')
    .select('due_at')
    .where('kind', '=', 'grant_expiry')
    .where('state', '=', 'waiting')
    .orderBy('due_at')
    .executeTakeFirst();
  return Math.max(MINUTE, (next?.due_at ?? 0) - 10 * MINUTE - world.clock.now());
}

export async function due(world: TinyWorld): Promise<Command[]> {
  const rows = await dueDeadlines(world.deps.db, { now: world.clock.now(), limit: 50 });
  return rows.map((row) => ({ kind: 'deadline_due', deadline: row.id, due: row.kind, subject: row.subject_id }));
}

async function commandOf(world: TinyWorld, { kind, a, b }: Draw): Promise<Command | undefined> {
  const { db } = world.deps;
  const resident = pick(world.households, a) ?? '';
  switch (kind) {
    case 'onward':
      return onward(world, a, b);
    case 'decline':
      return decline(world, a);
    case 'order':
      return {
        kind: 'place_order',
        by: resident,
        meals: (b % 5) + (b % 11 === 0 ? 9 : 0),
        mode: b % 3 === 0 ? 'pickup' : 'delivery',
        mealTime: b % 7 === 0 ? 'noon' : 'now',
      };
    case 'incident':
      return incident(world, a, b);
    case 'approve': {
      const screening = pick(await db.selectFrom('screening').select('id').orderBy('id').execute(), a);
      return { kind: 'approve_screening', by: b % 9 === 0 ? world.treasurer : world.coordinator, screening: screening?.id ?? 'none' };
    }
    case 'money':
      return {
        kind: 'record_money',
        by: b % 9 === 0 ? world.coordinator : world.treasurer,
        campaign: world.campaign,
        amountSatang: 100 * (1 + (a % 600)),
        bankReference: `K${b % 40}`,
      };
    case 'show':
      return { kind: 'show_coupon', by: resident, meals: (b % 4) + 1 };
    case 'give_back':
      return { kind: 'give_back', by: resident, coupons: b % 4, of: await couponsOf(world, resident) };
    case 'redeem':
      return { kind: 'shop_redeem', by: pick(world.shops, a) ?? '', code: await someCode(world, b) };
    case 'ask_again':
      return { kind: 'ask_again', by: resident };
    case 'duty':
      return { kind: 'set_duty', by: pick(world.riders, a) ?? '', on: b % 3 !== 0 };
    case 'gift':
      return gift(world, a, b);
    case 'carry':
      return carry(world, a, b);
    case 'cancel':
    case 'shop':
    case 'rider':
    case 'complain':
    case 'time':
      return onAnyOrder(world, kind, { a, b });
  }
}

/** Something done to any order by anybody, whether it fits or not. */
async function onAnyOrder(
  world: TinyWorld,
  kind: 'cancel' | 'shop' | 'rider' | 'complain' | 'time',
  { a, b }: Pick<Draw, 'a' | 'b'>,
): Promise<Command | undefined> {
  const orders = await world.deps.db.selectFrom('meal_order').selectAll().orderBy('id', 'desc').limit(6).execute();
  const order = pick(orders, a);
  if (order === undefined) return undefined;
  if (kind === 'rider') return riderMove(world, order, b);
  const by = kind === 'shop' ? (pick(world.shops, b) ?? '') : await memberOf(world, order, b % 7 === 0 ? b : undefined);
  if (kind === 'shop')
    return {
      kind:
        pick(['shop_accept', 'shop_decline', 'shop_cooking', 'shop_ready', 'shop_give_up', 'shop_give_up'] as const, a + b) ??
        'shop_accept',
      by,
      order: order.id,
    };
  if (kind === 'complain')
    return { kind: 'complain', by, order: order.id, about: pick(['not_received', 'bad_food', 'wrong_address'] as const, b) ?? 'bad_food' };
  return b % 3 === 0
    ? { kind: 'coordinator_cancel', by: world.coordinator, order: order.id }
    : { kind: 'cancel_order', by, order: order.id };
}

/** The member whose order it is, or any resident. */
async function memberOf(world: TinyWorld, order: Order, other: number | undefined): Promise<string> {
  if (other !== undefined) return pick(world.households, other) ?? '';
  const row = await world.deps.db
    .selectFrom('household')
    .select('member_id')
    .where('id', '=', order.household_id)
    .executeTakeFirstOrThrow();
  return row.member_id;
}

async function someCode(world: TinyWorld, b: number): Promise<string> {
  const { db } = world.deps;
  const shown = await db.selectFrom('shown_coupon').select('code').orderBy('shown_at', 'desc').limit(2).execute();
  const orders = await db
    .selectFrom('meal_order')
    .select('hand_over_code as code')
    .where('mode', '<>', 'delivery')
    .orderBy('id', 'desc')
    .limit(2)
    .execute();
  return pick([...shown, ...shown, ...orders, { code: '0000' }], b)?.code ?? '0000';
}

async function tripOf(world: TinyWorld, order: Order) {
  return world.deps.db
    .selectFrom('trip')
    .innerJoin('stop', 'stop.trip_id', 'trip.id')
    .leftJoin('rider', 'rider.id', 'trip.rider_id')
    .select(['trip.id', 'trip.state', 'rider.member_id as riderMember'])
    .where('stop.order_id', '=', order.id)
    .orderBy('trip.id', 'desc')
    .executeTakeFirst();
}

async function riderMove(world: TinyWorld, order: Order, b: number): Promise<Command | undefined> {
  const trip = await tripOf(world, order);
  if (trip === undefined) return undefined;
  const by = (b % 4 === 0 ? undefined : trip.riderMember) ?? pick(world.riders, b) ?? '';
  const moves: Command[] = [
    { kind: 'rider_accept', by, trip: trip.id },
    { kind: 'rider_decline', by, trip: trip.id },
    { kind: 'rider_give_back', by, trip: trip.id },
    { kind: 'rider_picked_up', by, trip: trip.id, code: 'ZZZZ' },
    { kind: 'rider_hand_over', by, trip: trip.id, proof: { code: '0000' } },
    { kind: 'rider_problem', by, trip: trip.id, problem: pick(RIDER_PROBLEMS, b) ?? 'other' },
    { kind: 'rider_problem', by, trip: trip.id, problem: 'not_home' },
  ];
  return pick(moves, b);
}

/** The shop that is asked, or the first rider that is, says no: the way to orders that nobody takes. */
async function decline(world: TinyWorld, a: number): Promise<Command | undefined> {
  const { db } = world.deps;
  const asks = await db
    .selectFrom('shop_ask')
    .innerJoin('shop', 'shop.id', 'shop_ask.shop_id')
    .select(['order_id', 'member_id'])
    .where('shop_ask.state', '=', 'asked')
    .execute();
  const offers = await db
    .selectFrom('rider_offer')
    .innerJoin('rider', 'rider.id', 'rider_offer.rider_id')
    .select(['trip_id', 'member_id'])
    .where('rider_offer.state', '=', 'offered')
    .execute();
  const nos: Command[] = [
    ...asks.map((ask): Command => ({ kind: 'shop_decline', by: ask.member_id, order: ask.order_id })),
    ...offers.map((offer): Command => ({ kind: 'rider_decline', by: offer.member_id, trip: offer.trip_id })),
  ];
  return pick(nos, a);
}

/** What the state of an active order asks for next, by the one whose turn it is. */
async function onward(world: TinyWorld, a: number, b: number): Promise<Command | undefined> {
  const { db } = world.deps;
  const order = pick(
    await db
      .selectFrom('meal_order')
      .selectAll()
      .where('state', 'in', ['placed', 'accepted', 'cooking', 'ready', 'on_the_way'])
      .orderBy('id')
      .execute(),
    a,
  );
  if (order === undefined) return undefined;
  const ask = await db
    .selectFrom('shop_ask')
    .innerJoin('shop', 'shop.id', 'shop_ask.shop_id')
    .select('shop.member_id')
    .where('order_id', '=', order.id)
    .where('shop_ask.state', 'in', ['asked', 'accepted'])
    .executeTakeFirst();
  const by = ask?.member_id ?? '';
  if (order.state === 'placed') return { kind: 'shop_accept', by, order: order.id };
  if (order.state === 'accepted' || order.state === 'cooking')
    return { kind: b % 2 === 0 ? 'shop_cooking' : 'shop_ready', by, order: order.id };
  if (order.mode === 'pickup') return { kind: 'shop_redeem', by: (await donorOf(world, order)) ?? by, code: order.hand_over_code };
  const trip = await tripOf(world, order);
  if (trip === undefined) return undefined;
  const rider = trip.riderMember ?? pick(world.riders, b) ?? '';
  if (trip.state === 'to_shop') return { kind: 'rider_picked_up', by: rider, trip: trip.id, code: order.pick_up_code };
  if (trip.state === 'to_home')
    return {
      kind: 'rider_hand_over',
      by: rider,
      trip: trip.id,
      proof: b % 3 === 0 ? { messageId: `photo-${a}-${b}` } : { code: order.hand_over_code },
    };
  return { kind: 'rider_accept', by: rider, trip: trip.id };
}

async function donorOf(world: TinyWorld, order: Order): Promise<string | undefined> {
  if (order.gift_lot_id === null) return undefined;
  const lot = await world.deps.db.selectFrom('gift_lot').select('member_id').where('id', '=', order.gift_lot_id).executeTakeFirstOrThrow();
  return lot.member_id;
}

/** A campaign of one day beside the long one: made, given to, over, and what is left of it carried on by two people. */
async function carry(world: TinyWorld, a: number, b: number): Promise<Command> {
  const { db } = world.deps;
  const today = bangkokDay(world.clock.now());
  const short = await db.selectFrom('campaign').selectAll().where('name', '=', 'SHORT').orderBy('id', 'desc').executeTakeFirst();
  const approval = await db.selectFrom('four_eyes').select('id').where('state', '=', 'asked').executeTakeFirst();
  if (short === undefined) {
    const campaign = { faceValueSatang: 5000, couponsPerGrant: 4, deliveryFeeSatang: 2000, startsOn: today, endsOn: today };
    return { kind: 'make_campaign', by: world.coordinator, campaign: { name: 'SHORT', ...campaign } };
  }
  if (approval !== undefined)
    return { kind: 'decide_approval', by: b % 4 === 0 ? world.treasurer : world.coordinator, approval: approval.id, approved: b % 5 > 0 };
  if (short.ends_on >= today && b % 4 > 0) {
    const money = { campaign: short.id, amountSatang: 100 * (1 + (a % 60)), bankReference: `S${b}` };
    return { kind: 'record_money', by: world.treasurer, ...money };
  }
  return { kind: 'ask_approval', by: world.treasurer, wanted: { what: 'move_unspent', subject: short.id, reason: 'R' } };
}

/** A few boxes, so that shops keep work: offered by somebody without a shop, then decided about, twice too. */
async function gift(world: TinyWorld, a: number, b: number): Promise<Command> {
  const lots = await world.deps.db.selectFrom('gift_lot').select('id').orderBy('id', 'desc').limit(2).execute();
  const lot = pick(lots, a);
  if (lot !== undefined && b % 5 > 1) return { kind: 'decide_gift', by: world.coordinator, gift: lot.id, approved: b % 7 !== 0 };
  if (lot !== undefined && b % 10 === 1) return { kind: 'withdraw_gift', by: world.coordinator, gift: lot.id };
  const pin = { latitude: 7.01, longitude: 100.47 };
  const giftKind = b % 3 === 0 ? ('dry' as const) : ('cooked' as const);
  const readyAt = world.clock.now() + (a % 4) * 10 * MINUTE;
  const offered = { giftKind, boxes: 1 + (a % 7), words: 'G', diets: [], halal: 'none' as const, readyAt, pin };
  return { kind: 'offer_gift', by: pick(world.riders, a) ?? '', gift: offered };
}

/** Mostly a decision that fits the incident, sometimes any. */
async function incident(world: TinyWorld, a: number, b: number): Promise<Command | undefined> {
  const { db } = world.deps;
  const rows = await db
    .selectFrom('incident')
    .select(['id', 'kind', 'order_id'])
    .orderBy('state', 'desc')
    .orderBy('id', 'desc')
    .limit(5)
    .execute();
  const atWork = await db
    .selectFrom('incident')
    .select(['id', 'kind', 'order_id'])
    .where('state', '=', 'open')
    .where('kind', 'in', ['no_rider', 'no_shop', 'rider_problem'])
    .orderBy('kind')
    .execute();
  const row = pick(a % 3 === 0 || atWork.length === 0 ? rows : atWork, b);
  if (row === undefined) return undefined;
  const order =
    row.order_id === null ? undefined : await db.selectFrom('meal_order').selectAll().where('id', '=', row.order_id).executeTakeFirst();
  const fitting = resolutionsFor(row.kind, order).filter((resolution) => resolution !== 'noted');
  const resolution = pick(b % 6 === 0 || fitting.length === 0 ? RESOLUTIONS : fitting, a) ?? 'noted';
  return { kind: 'resolve_incident', by: world.coordinator, incident: row.id, resolution };
}
