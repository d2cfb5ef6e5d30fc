import { grantsLeft, householdOf } from '../../../db/households.ts';
import type { TxDeps } from '../../deps.ts';
import { bangkokDay } from '../../domain/days.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { MEALS_AN_ORDER_MAX, SHOWN_COUPON_TIME } from '../../limits.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { newCouponCode } from './codes.ts';

/**
 * A code for the shop's scanner, made anew each time with the number of meals in it and good for minutes: a
 * screenshot that is passed on is worth nothing. The newest code replaces the household's earlier ones.
 */
export async function showCoupon(deps: TxDeps, command: CommandOf<'show_coupon'>): Promise<Done | Refusal> {
  const household = await householdOf(deps, command.by);
  if (household === undefined) return refuse('not_registered');
  const now = deps.clock.now();
  const grants = await grantsLeft(deps.tx, household.id, bangkokDay(now));
  const left = grants.reduce((sum, grant) => sum + grant.left, 0);
  if (left === 0) return refuse('no_coupon_left');
  if (command.meals < 1 || command.meals > MEALS_AN_ORDER_MAX)
    return refuse('meals_out_of_range', { min: 1, max: Math.min(left, MEALS_AN_ORDER_MAX) });
  if (command.meals > left) return refuse('not_enough_coupons', { left });
  await deps.tx
    .updateTable('shown_coupon')
    .set({ expires_at: now })
    .where('household_id', '=', household.id)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .execute();
  const code = newCouponCode(deps);
  const expiresAt = now + SHOWN_COUPON_TIME;
  await deps.tx
    .insertInto('shown_coupon')
    .values({ code, household_id: household.id, meals: command.meals, expires_at: expiresAt, used_at: null, order_id: null, shown_at: now })
    .execute();
  return { say: [], shown: { code, meals: command.meals, expiresAt } };
}
