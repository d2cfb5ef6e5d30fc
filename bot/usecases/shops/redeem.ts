import { setDeadline } from '../../../db/deadlines.ts';
import { grantsLeft, householdById } from '../../../db/households.ts';
import { balanceOf } from '../../../db/ledger.ts';
import { insertOrder, orderById } from '../../../db/orders.ts';
import type { Order } from '../../../db/orders.ts';
import { addServed } from '../../../db/public-totals.ts';
import { givesNow } from '../../../db/gifts.ts';
import { activeShopOf } from '../../../db/shops.ts';
import type { Row } from '../../../db/schema.ts';
import type { TxDeps } from '../../deps.ts';
import { bangkokDay } from '../../domain/days.ts';
import { satang } from '../../domain/money.ts';
import { accounts, couponsHeld, mealsHandedOver } from '../../domain/postings.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { CONFIRM_RECEIPT_TIME, COOKED_FOOD_TIME } from '../../limits.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { countTry, tooManyTries } from '../code-tries.ts';
import { handOverGift } from '../gifts/hand-over-gift.ts';
import { newOrderCode } from '../orders/codes.ts';
import { settleOrder } from '../orders/end-order.ts';
import { postOrThrow, takeCoupons } from '../orders/place-order.ts';
import { tell } from '../tell.ts';
import { markReady } from './cook-order.ts';
import { clocksOf } from '../clocks.ts';

/**
 * The shop scans or types what the resident shows: the code of a pick-up order at this shop, or a coupon shown at
 * the counter. A donor does the same for food collected at their place. The server's answer on the shop's screen is what counts, never the picture on the resident's phone.
 */
export async function shopRedeem(deps: TxDeps, command: CommandOf<'shop_redeem'>): Promise<Done | Refusal> {
  const shop = await activeShopOf(deps.tx, command.by);
  if (shop === undefined && !(await givesNow(deps.tx, command.by))) return refuse('not_allowed', { role: 'shop' });
  if (await tooManyTries(deps, command.by)) return refuse('too_many_tries');
  const code = command.code.toUpperCase().replaceAll(/[^0-9A-Z]/gu, '');
  const given = await handOverGift(deps, { by: command.by, code });
  if (given !== undefined) return given;
  if (shop === undefined) return countTry(deps, command.by);
  const order = await pickUpOrder(deps, shop, code);
  if (order !== undefined) return handOverAtShop(deps, { shop, order, by: command.by });
  const shown = await deps.tx.selectFrom('shown_coupon').selectAll().where('code', '=', code).executeTakeFirst();
  if (shown === undefined) return countTry(deps, command.by);
  if (shown.used_at !== null) return refuse('code_used', { meals: shown.meals });
  if (shown.expires_at <= deps.clock.now()) return refuse('code_expired');
  return redeemShown(deps, { shop, shown, by: command.by });
}

async function pickUpOrder(deps: TxDeps, shop: Row<'shop'>, code: string): Promise<Order | undefined> {
  return deps.tx
    .selectFrom('meal_order')
    .selectAll()
    .where('shop_id', '=', shop.id)
    .where('mode', '=', 'pickup')
    .where('hand_over_code', '=', code)
    .where('state', 'in', ['accepted', 'cooking', 'ready'])
    .executeTakeFirst();
}

interface AtShop {
  shop: Row<'shop'>;
  order: Order;
  by: string;
}

/** Food that leaves the shop was ready: a shop that forgot to say so does not lose its pay over it. */
async function handOverAtShop(deps: TxDeps, { shop, order, by }: AtShop): Promise<Done | Refusal> {
  const eatByAt = order.cooked_at === null ? Infinity : order.cooked_at + COOKED_FOOD_TIME;
  // Its deadline may not have been worked on yet: after the service was down the shop can be heard first.
  if (deps.clock.now() > eatByAt) return refuse('food_too_old', { eatByAt });
  const ready = order.state === 'ready' ? order : await markReady(deps, order, by);
  const ended = ready === undefined ? undefined : await settleOrder(deps, ready, { event: 'handed_over', by });
  if (ended === undefined) return refuse('order_changed', { state: order.state });
  await deps.tx
    .insertInto('handover')
    .values({ order_id: order.id, by_member: by, proof: 'code', picture_id: null, at: deps.clock.now() })
    .execute();
  await setDeadline(deps, { kind: 'confirm_receipt', subject: order.id, dueAt: deps.clock.now() + CONFIRM_RECEIPT_TIME });
  return redeemed(deps, { shop, order: ended });
}

async function redeemShown(deps: TxDeps, params: { shop: Row<'shop'>; shown: Row<'shown_coupon'>; by: string }): Promise<Done | Refusal> {
  const { shop, shown, by } = params;
  const now = deps.clock.now();
  const grants = await grantsLeft(deps.tx, shown.household_id, bangkokDay(now));
  const left = grants.reduce((sum, grant) => sum + grant.left, 0);
  if (left < shown.meals) return refuse('not_enough_coupons', { left });
  const portions = takeCoupons(shown.household_id, grants, shown.meals);
  const price = satang(Math.min(shop.price_satang, ...portions.map((portion) => portion.faceValue)));
  const campaign = portions[0]?.campaign ?? '';
  const id = deps.chance.newId('ord');
  const row = {
    id,
    household_id: shown.household_id,
    campaign_id: campaign,
    meals: shown.meals,
    mode: 'counter' as const,
    meal_time: 'now' as const,
    wanted_at: now,
    state: 'handed_over' as const,
    shop_id: shop.id,
    price_satang: price,
    fee_satang: 0,
    diets: '',
    pick_up_code: await newOrderCode(deps, 'pick_up_code'),
    hand_over_code: await newOrderCode(deps, 'hand_over_code'),
    cooked_at: now,
    received_answer: 'received' as const,
    placed_at: now,
    changed_at: now,
  };
  await insertOrder(deps, row, portions);
  const clocks = clocksOf(deps);
  await postOrThrow(deps, couponsHeld(id, portions), clocks);
  const posting = mealsHandedOver({ order: id, shop: shop.id, price, portions, delivery: { campaign, fee: satang(0) } });
  await postOrThrow(deps, posting, clocks);
  await addServed(deps.tx, { household: shown.household_id, at: now, posting });
  await deps.tx.updateTable('shown_coupon').set({ used_at: now, order_id: id }).where('code', '=', shown.code).execute();
  await deps.tx.insertInto('handover').values({ order_id: id, by_member: by, proof: 'coupon', picture_id: null, at: now }).execute();
  const order = await orderById(deps.tx, id);
  if (order === undefined) throw new Error('the order just written is gone');
  return redeemed(deps, { shop, order });
}

async function redeemed(deps: TxDeps, { shop, order }: Omit<AtShop, 'by'>): Promise<Done> {
  const paySatang = (order.price_satang ?? 0) * order.meals;
  const owedSatang = await balanceOf(deps.tx, accounts.shopOwed(shop.id));
  const household = await householdById(deps, order.household_id);
  const grants = await grantsLeft(deps.tx, order.household_id, bangkokDay(deps.clock.now()));
  const left = grants.reduce((sum, grant) => sum + grant.left, 0);
  await tell(
    deps,
    { memberId: household.memberId, urgency: 'news' },
    { kind: 'coupon_redeemed', meals: order.meals, shopName: shop.name, left },
  );
  deps.after.touch('resident', household.memberId);
  deps.after.touch('shop', shop.member_id);
  deps.after.touch('coordinator');
  return {
    say: [{ kind: 'shop_handed_over', pickUpCode: order.pick_up_code, meals: order.meals, paySatang, owedSatang }],
    redeemed: { meals: order.meals, paySatang, owedSatang },
  };
}
