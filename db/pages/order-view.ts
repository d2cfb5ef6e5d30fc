import { hasEnded } from '../../bot/domain/order-machine.ts';
import type { OrderView, Pin, ShopOrderView } from '../../bot/domain/notice.ts';
import type { OrderMode } from '../../bot/domain/words.ts';
import { QUEUE_PAGE_MAX, USUAL_ORDER_TIME, USUAL_RIDE_TIME, USUAL_COOK_TIME } from '../../bot/limits.ts';
import { compiled } from '../compiled.ts';
import { dietsFrom, openHousehold } from '../households.ts';
import type { Row } from '../schema.ts';
import type { Reader } from './reader.ts';

type OrderRow = Row<'meal_order'>;

/** A coupon shown at the counter is a pick-up that happened at once. */
function modeShown(mode: OrderRow['mode']): OrderMode {
  return mode === 'counter' ? 'pickup' : mode;
}

const USUAL_COOKING_TIME = USUAL_ORDER_TIME - USUAL_RIDE_TIME;

/** When the food is expected where it is wanted; undefined once nothing more is to come or it stands ready. */
export function expectedAt(order: OrderRow, now: number): number | undefined {
  const ride = order.mode === 'delivery' ? USUAL_RIDE_TIME : 0;
  switch (order.state) {
    case 'placed':
      return Math.max(order.wanted_at, now + USUAL_COOKING_TIME + ride);
    case 'accepted':
      return Math.max(order.wanted_at, order.changed_at + USUAL_COOKING_TIME + ride, now + ride);
    case 'cooking':
      return Math.max(order.wanted_at, now + ride);
    case 'ready':
      return order.mode === 'delivery' ? now + ride : undefined;
    case 'on_the_way':
      return Math.max(order.changed_at + ride, now);
    case 'handed_over':
    case 'cancelled':
    case 'refused':
    case 'expired':
    case 'failed':
      return undefined;
  }
}

const orderShown = compiled((db, { id }: { id: string }) => db.selectFrom('meal_order').selectAll().where('id', '=', id));

async function orderOf(reader: Reader, id: string): Promise<OrderRow> {
  const order = await orderShown.first(reader.db, { id });
  if (order === undefined) throw new Error(`there is no order ${id}`);
  return order;
}

const shopShown = compiled((db, { id }: { id: string }) =>
  db.selectFrom('shop').select(['name', 'latitude', 'longitude']).where('id', '=', id),
);
const giftShown = compiled((db, { id }: { id: string }) =>
  db.selectFrom('gift_lot').select(['words', 'latitude', 'longitude']).where('id', '=', id),
);

export async function orderView(reader: Reader, orderId: string): Promise<OrderView> {
  const order = await orderOf(reader, orderId);
  const shop = order.shop_id === null ? undefined : await shopShown.first(reader.db, { id: order.shop_id });
  const gift = order.gift_lot_id === null ? undefined : await giftShown.first(reader.db, { id: order.gift_lot_id });
  const expected = expectedAt(order, reader.clock.now());
  return {
    order: order.id,
    meals: order.meals,
    mode: modeShown(order.mode),
    mealTime: order.meal_time,
    state: order.state,
    wantedAt: order.wanted_at,
    ...(expected === undefined ? {} : { expectedAt: expected }),
    ...(shop === undefined ? {} : { shopName: shop.name, shopPin: { latitude: shop.latitude, longitude: shop.longitude } }),
    ...(gift === undefined ? {} : { giftWords: gift.words, ...giftPin(order, gift) }),
    handOverCode: order.hand_over_code,
  };
}

/** Where a donor lives is told to who collects there, for as long as there is something to collect. */
function giftPin(order: OrderRow, { latitude, longitude }: Pin): Pick<OrderView, 'shopPin'> {
  return order.mode === 'pickup' && !hasEnded(order.state) ? { shopPin: { latitude, longitude } } : {};
}

const faceValues = compiled((db, { orderId }: { orderId: string }) =>
  db
    .selectFrom('order_coupon')
    .innerJoin('coupon_grant', 'coupon_grant.id', 'order_coupon.grant_id')
    .select(['order_coupon.coupons', 'coupon_grant.face_value_satang'])
    .where('order_id', '=', orderId),
);

/** What the shop is paid for the order: its price for each meal, never more than the coupon's face value. */
export async function shopPaySatang(reader: Reader, orderId: string, priceSatang: number): Promise<number> {
  const portions = await faceValues.all(reader.db, { orderId });
  return portions.reduce((sum, portion) => sum + portion.coupons * Math.min(priceSatang, portion.face_value_satang), 0);
}

const askedPrice = compiled((db, { orderId }: { orderId: string }) =>
  db
    .selectFrom('shop_ask')
    .innerJoin('shop', 'shop.id', 'shop_ask.shop_id')
    .select('shop.price_satang')
    .where('shop_ask.order_id', '=', orderId)
    .where('shop_ask.state', 'in', ['asked', 'accepted']),
);

/** The price agreed at acceptance; before it, the price of the shop that is being asked. */
async function priceFor(reader: Reader, order: OrderRow): Promise<number> {
  return order.price_satang ?? (await askedPrice.first(reader.db, { orderId: order.id }))?.price_satang ?? 0;
}

/** No person is in it: an allergy is the words on the box, and leaves with the order's end. */
export async function shopOrderView(reader: Reader, orderId: string): Promise<ShopOrderView> {
  const order = await orderOf(reader, orderId);
  const allergy = hasEnded(order.state) ? undefined : await allergyOf(reader, order.household_id);
  return {
    order: order.id,
    pickUpCode: order.pick_up_code,
    meals: order.meals,
    mode: modeShown(order.mode),
    wantedAt: order.meal_time === 'now' ? order.wanted_at + USUAL_COOK_TIME : order.wanted_at,
    diets: dietsFrom(order.diets),
    ...(allergy === undefined ? {} : { allergy }),
    state: order.state,
    paySatang: await shopPaySatang(reader, order.id, await priceFor(reader, order)),
  };
}

const homeShown = compiled((db, { id }: { id: string }) => db.selectFrom('household').selectAll().where('id', '=', id));

async function allergyOf(reader: Reader, householdId: string): Promise<string | undefined> {
  const row = await homeShown.first(reader.db, { id: householdId });
  return row === undefined ? undefined : openHousehold(reader.sealer, row).details.allergy;
}

/** What a shop has before it: first what it is asked, then what it has accepted and not yet given out, soonest first. */
export async function shopOrders(reader: Reader, shopId: string): Promise<ShopOrderView[]> {
  const asked = await reader.db
    .selectFrom('shop_ask')
    .innerJoin('meal_order', 'meal_order.id', 'shop_ask.order_id')
    .select('meal_order.id')
    .where('shop_ask.shop_id', '=', shopId)
    .where('shop_ask.state', '=', 'asked')
    .where('meal_order.state', '=', 'placed')
    .orderBy('shop_ask.asked_at')
    .limit(QUEUE_PAGE_MAX)
    .execute();
  const taken = await reader.db
    .selectFrom('meal_order')
    .select('id')
    .where('shop_id', '=', shopId)
    .where('state', 'in', ['accepted', 'cooking', 'ready'])
    .orderBy('wanted_at')
    .orderBy('id')
    .limit(QUEUE_PAGE_MAX)
    .execute();
  const views: ShopOrderView[] = [];
  for (const { id } of [...asked, ...taken]) views.push(await shopOrderView(reader, id));
  return views;
}
