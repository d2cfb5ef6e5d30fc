import { setDeadline } from '../../../db/deadlines.ts';
import { grantsLeft, householdOf, lastScreening } from '../../../db/households.ts';
import type { GrantLeft, Household } from '../../../db/households.ts';
import { post } from '../../../db/ledger.ts';
import { activeOrderOf, insertOrder } from '../../../db/orders.ts';
import { orderView } from '../../../db/pages/order-view.ts';
import type { TxDeps } from '../../deps.ts';
import { bangkokDay, mealTimeAt } from '../../domain/days.ts';
import { coupons, satang } from '../../domain/money.ts';
import { accounts, couponsHeld, feeHeld } from '../../domain/postings.ts';
import type { Portion } from '../../domain/postings.ts';
import { refuse, refuseAndKeep } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { COOKING_LATE_TIME, MEALS_AN_ORDER_MAX } from '../../limits.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { fittingGift } from '../gifts/serve-from-gift.ts';
import { openIncident } from '../incidents.ts';
import { hasConsent } from '../members/consents.ts';
import { readerOf } from '../reader.ts';
import { askNextShop, homeOf, isAnyShopOpen } from './ask-shop.ts';
import { newOrderCode } from './codes.ts';
import { clocksOf } from '../clocks.ts';
import { freeFor } from '../../../db/lineage.ts';

type PlaceOrder = CommandOf<'place_order'>;

/** Coupons are held, the delivery fee is set aside, and the first shop that fits is asked, all in one transaction. */
export async function placeOrder(deps: TxDeps, command: PlaceOrder): Promise<Done | Refusal> {
  const household = await householdOf(deps, command.by);
  if (household === undefined) return refuse('not_registered');
  const today = bangkokDay(deps.clock.now());
  const grants = await grantsLeft(deps.tx, household.id, today);
  const left = grants.reduce((sum, grant) => sum + grant.left, 0);
  const refusal = (await whyNot(deps, { household, command, left })) ?? (await feeRefusal(deps, { household, command, grants }));
  if (refusal !== undefined) return refusal;
  const portions = takeCoupons(household.id, grants, command.meals);
  const orderId = await writeOrder(deps, { command, household, portions });
  await askNextShop(deps, orderId);
  deps.after.touch('resident', command.by);
  deps.after.touch('coordinator');
  return { say: [{ kind: 'order_placed', order: await orderView(readerOf(deps), orderId) }], order: orderId };
}

async function whyNot(deps: TxDeps, params: { household: Household; command: PlaceOrder; left: number }): Promise<Refusal | undefined> {
  const { household, command, left } = params;
  const active = await activeOrderOf(deps.tx, household.id);
  if (active !== undefined) return refuse('order_active', { state: active.state });
  if (left === 0) return withoutCoupons(deps, household);
  if (!Number.isInteger(command.meals) || command.meals < 1 || command.meals > MEALS_AN_ORDER_MAX) {
    return refuse('meals_out_of_range', { min: 1, max: Math.min(left, MEALS_AN_ORDER_MAX) });
  }
  if (command.meals > left) return refuse('not_enough_coupons', { left });
  const needsDoor = command.mode === 'delivery';
  if (needsDoor && !(await hasConsent(deps, command.by, 'contact'))) return refuse('consent_missing', { purpose: 'contact' });
  if (command.mealTime === 'now' && !(await isAnyShopOpen(deps, household)) && !(await isGiftThere(deps, household, command))) {
    return refuse('shop_closed');
  }
  return undefined;
}

/** At night no shop is open, but there may be food that was given. */
async function isGiftThere(deps: TxDeps, household: Household, command: PlaceOrder): Promise<boolean> {
  const { meals, mode, mealTime } = command;
  const home = await homeOf(deps, household);
  const wish = { household, home, meals, mode, mealTime, wantedAt: deps.clock.now(), diets: household.diets };
  return (await fittingGift(deps, wish)) !== undefined;
}

async function withoutCoupons(deps: TxDeps, household: Household): Promise<Refusal> {
  const screening = await lastScreening(deps.tx, household.id);
  if (screening?.state === 'waiting' || screening?.state === 'waiting_funds')
    return refuse('registration_waiting', { state: screening.state });
  if (screening?.state === 'declined') return refuse('registration_declined');
  return refuse('no_coupon_left');
}

/** When the fund cannot cover the ride nobody is promised one: the coordinators hear of it, pick-up is still offered. */
async function feeRefusal(
  deps: TxDeps,
  params: { household: Household; command: PlaceOrder; grants: GrantLeft[] },
): Promise<Refusal | undefined> {
  const campaignId = params.grants[0]?.campaign;
  if (params.command.mode !== 'delivery' || campaignId === undefined) return undefined;
  const fee = await deliveryFeeOf(deps, campaignId);
  const free = await freeFor(deps.tx, accounts.free(campaignId), params.household.communityId);
  if (free >= fee) return undefined;
  await openIncident(deps, { kind: 'fund_short', campaignId });
  return refuseAndKeep('fee_short', { short_satang: fee - free });
}

async function deliveryFeeOf(deps: TxDeps, campaignId: string): Promise<number> {
  const campaign = await deps.tx
    .selectFrom('campaign')
    .select('delivery_fee_satang')
    .where('id', '=', campaignId)
    .executeTakeFirstOrThrow();
  return campaign.delivery_fee_satang;
}

/** The first to expire go first. */
export function takeCoupons(householdId: string, grants: GrantLeft[], meals: number): Portion[] {
  const portions: Portion[] = [];
  let wanted = meals;
  for (const grant of grants) {
    const taken = Math.min(wanted, grant.left);
    if (taken === 0) break;
    wanted -= taken;
    portions.push({
      household: householdId,
      grant: grant.grant,
      campaign: grant.campaign,
      coupons: coupons(taken),
      faceValue: satang(grant.faceValueSatang),
    });
  }
  return portions;
}

async function writeOrder(deps: TxDeps, params: { command: PlaceOrder; household: Household; portions: Portion[] }): Promise<string> {
  const { command, household, portions } = params;
  const now = deps.clock.now();
  const campaign = portions[0]?.campaign;
  if (campaign === undefined) throw new Error('an order needs coupons');
  const fee = command.mode === 'delivery' ? await deliveryFeeOf(deps, campaign) : 0;
  const id = deps.chance.newId('ord');
  const wantedAt = mealTimeAt(command.mealTime, now);
  const row = {
    id,
    household_id: household.id,
    campaign_id: campaign,
    meals: command.meals,
    mode: command.mode,
    meal_time: command.mealTime,
    wanted_at: wantedAt,
    state: 'placed' as const,
    shop_id: null,
    price_satang: null,
    fee_satang: fee,
    diets: household.diets.join(','),
    pick_up_code: await newOrderCode(deps, 'pick_up_code'),
    hand_over_code: await newOrderCode(deps, 'hand_over_code'),
    cooked_at: null,
    received_answer: null,
    placed_at: now,
    changed_at: now,
  };
  await insertOrder(deps, row, portions);
  const clocks = clocksOf(deps);
  await postOrThrow(deps, couponsHeld(id, portions), clocks);
  if (fee > 0) await postOrThrow(deps, feeHeld(id, { campaign, fee: satang(fee), community: household.communityId }), clocks);
  await setDeadline(deps, { kind: 'cook_by', subject: id, dueAt: Math.max(wantedAt, now) + COOKING_LATE_TIME });
  return id;
}

/** For postings whose cover was checked in this same transaction: a shortage is a bug. */
export async function postOrThrow(deps: TxDeps, posting: Parameters<typeof post>[1], clocks: Parameters<typeof post>[2]): Promise<void> {
  const posted = await post(deps.tx, posting, clocks);
  if (posted.kind === 'short') throw new Error(`${posting.template}: ${posted.account} is short of ${posted.missing}`);
}
