import { setDeadline, takeDeadline } from '../../db/deadlines.ts';
import { householdById } from '../../db/households.ts';
import { balanceOf } from '../../db/ledger.ts';
import { orderById } from '../../db/orders.ts';
import type { Order } from '../../db/orders.ts';
import type { TxDeps } from '../deps.ts';
import { coupons, satang } from '../domain/money.ts';
import { accounts, grantExpired } from '../domain/postings.ts';
import type { CommandOf, Done } from '../domain/command.ts';
import { COOKING_LATE_TIME } from '../limits.ts';
import { giftOverDue } from './gifts/finish-gift.ts';
import { giftReadyDue } from './gifts/serve-from-gift.ts';
import { openIncident } from './incidents.ts';
import { nextPledgeDue } from './money/next-pledge.ts';
import { pledgeExpired } from './money/pledges.ts';
import { failOrder, releaseOrder } from './orders/end-order.ts';
import { postOrThrow } from './orders/place-order.ts';
import { offerNextWave, tripWithOrder } from './riders/offer-trip.ts';
import { startCooking } from './shops/cook-order.ts';
import { shopSilent } from './shops/answer-order.ts';
import { tell } from './tell.ts';
import { clocksOf } from './clocks.ts';

/** The clock's turn. A deadline that was met or moved meanwhile does nothing; one that is due happens once. */
export async function deadlineDue(deps: TxDeps, command: CommandOf<'deadline_due'>): Promise<Done> {
  if (await takeDeadline(deps.tx, command.deadline)) await happen(deps, command);
  return { say: [] };
}

async function happen(deps: TxDeps, { due, subject, deadline }: CommandOf<'deadline_due'>): Promise<void> {
  switch (due) {
    case 'shop_answer':
      return shopSilent(deps, subject);
    case 'start_cooking':
      return withOrder(deps, subject, async (order) => void (await startCooking(deps, order)));
    case 'cook_by':
      return withOrder(deps, subject, (order) => cookingLate(deps, order));
    case 'rider_answer':
      return offerNextWave(deps, subject);
    case 'rider_slow':
      return riderSlow(deps, subject);
    case 'eat_by':
      return withOrder(deps, subject, (order) => foodTooOld(deps, order));
    case 'gift_ready':
      return withOrder(deps, subject, (order) => giftReadyDue(deps, order));
    case 'gift_over':
      return giftOverDue(deps, subject);
    case 'confirm_receipt':
      return;
    case 'grant_expiry':
      return expireGrant(deps, subject, deadline);
    case 'pledge_expiry':
      return pledgeExpired(deps, subject);
    case 'pledge_monthly':
      return nextPledgeDue(deps, subject);
    case 'quarantine_end':
      return quarantineEnded(deps, subject);
  }
}

async function withOrder(deps: TxDeps, orderId: string, run: (order: Order) => Promise<void>): Promise<void> {
  const order = await orderById(deps.tx, orderId);
  if (order !== undefined) await run(order);
}

/** Nobody took it in time: coupons go back. A shop that took it and is late goes to a coordinator. */
async function cookingLate(deps: TxDeps, order: Order): Promise<void> {
  if (order.state !== 'placed') {
    if (order.state === 'accepted' || order.state === 'cooking') {
      await openIncident(deps, { kind: 'too_late', orderId: order.id, householdId: order.household_id });
      // Looked at and left as it is, it comes back: an order never waits for nobody.
      await setDeadline(deps, { kind: 'cook_by', subject: order.id, dueAt: deps.clock.now() + COOKING_LATE_TIME });
    }
    return;
  }
  const ended = await releaseOrder(deps, order, { event: 'time_runs_out' });
  if (ended === undefined) return;
  const household = await householdById(deps, order.household_id);
  await tell(
    deps,
    { memberId: household.memberId, urgency: 'arrived' },
    { kind: 'order_ended', meals: order.meals, why: 'expired', couponsBack: true },
  );
}

async function riderSlow(deps: TxDeps, tripId: string): Promise<void> {
  const found = await tripWithOrder(deps, tripId);
  if (found === undefined || (found.trip.state !== 'to_shop' && found.trip.state !== 'to_home')) return;
  await openIncident(deps, {
    kind: 'rider_problem',
    orderId: found.order.id,
    householdId: found.order.household_id,
    riderProblem: 'other',
  });
}

/** Cooked food past its time is not handed over: booked as waste, and the resident gets new coupons when it was not theirs to fetch. */
async function foodTooOld(deps: TxDeps, order: Order): Promise<void> {
  if (order.state !== 'ready' && order.state !== 'on_the_way') return;
  const wasDelivery = order.mode === 'delivery';
  await failOrder(deps, order, { reissue: wasDelivery });
  await openIncident(deps, { kind: wasDelivery ? 'too_late' : 'not_collected', orderId: order.id, householdId: order.household_id });
}

/** Unused coupons of a grant end and their money is free again; what an order holds at that moment is not touched. */
async function expireGrant(deps: TxDeps, grantId: string, deadline: string): Promise<void> {
  const grant = await deps.tx.selectFrom('coupon_grant').selectAll().where('id', '=', grantId).executeTakeFirst();
  if (grant === undefined) return;
  const left = await balanceOf(deps.tx, accounts.coupons(grant.household_id, grant.id));
  if (left === 0) return;
  const portion = {
    household: grant.household_id,
    grant: grant.id,
    campaign: grant.campaign_id,
    coupons: coupons(left),
    faceValue: satang(grant.face_value_satang),
  };
  await postOrThrow(deps, grantExpired(portion, deadline), clocksOf(deps));
  const household = await householdById(deps, grant.household_id);
  await tell(deps, { memberId: household.memberId, urgency: 'news' }, { kind: 'coupons_expired', coupons: left });
  deps.after.touch('resident', household.memberId);
  deps.after.touch('coordinator');
}

/** The health facts are forgotten with the day they were kept for. */
async function quarantineEnded(deps: TxDeps, householdId: string): Promise<void> {
  const household = await householdById(deps, householdId);
  if (household.details.need !== 'quarantine') return;
  const { quarantineUntil: _until, ...rest } = household.details;
  const details = deps.sealer.seal(JSON.stringify({ ...rest, need: 'not_said' }));
  await deps.tx
    .updateTable('household')
    .set({ details_sealed: details, updated_at: deps.clock.now() })
    .where('id', '=', householdId)
    .execute();
  await tell(deps, { memberId: household.memberId, urgency: 'news' }, { kind: 'quarantine_ended' });
}
