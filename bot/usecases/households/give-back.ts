import { grantsLeft, householdOf } from '../../../db/households.ts';
import type { TxDeps } from '../../deps.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { bangkokDay } from '../../domain/days.ts';
import { coupons, satang } from '../../domain/money.ts';
import { couponsGivenBack } from '../../domain/postings.ts';
import type { Portion } from '../../domain/postings.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { clocksOf } from '../clocks.ts';
import { postOrThrow } from '../orders/place-order.ts';

/**
 * A household leaves coupons to its neighbours, the first to expire first. What they were worth is free again. `of` is how
 * many it saw when it decided: the same command once more finds fewer, and gives nothing twice.
 */
export async function giveBack(deps: TxDeps, command: CommandOf<'give_back'>): Promise<Done | Refusal> {
  const household = await householdOf(deps, command.by);
  if (household === undefined) return refuse('not_registered');
  const grants = await grantsLeft(deps.tx, household.id, bangkokDay(deps.clock.now()));
  const had = grants.reduce((sum, grant) => sum + grant.left, 0);
  if (had === 0) return refuse('no_coupon_left');
  if (!Number.isInteger(command.coupons) || command.coupons < 1) return refuse('meals_out_of_range', { min: 1, max: had });
  if (command.coupons > had) return refuse('not_enough_coupons', { left: had });
  if (command.of !== had) return refuse('order_changed');
  const portions: Portion[] = [];
  let wanted = command.coupons;
  for (const { grant, campaign, faceValueSatang, left } of grants) {
    const taken = Math.min(left, wanted);
    if (taken === 0) break;
    portions.push({ household: household.id, grant, campaign, coupons: coupons(taken), faceValue: satang(faceValueSatang) });
    wanted -= taken;
  }
  await postOrThrow(deps, couponsGivenBack(deps.chance.newId('giv'), portions), clocksOf(deps));
  deps.after.touch('resident', command.by);
  for (const topic of ['donor', 'coordinator', 'treasurer'] as const) deps.after.touch(topic);
  return { say: [{ kind: 'coupons_given_back', coupons: command.coupons, left: had - command.coupons }] };
}
