import { setDeadline } from '../../../db/deadlines.ts';
import { householdById } from '../../../db/households.ts';
import { balanceOf } from '../../../db/ledger.ts';
import { moveOrder } from '../../../db/orders.ts';
import type { Order } from '../../../db/orders.ts';
import { orderView } from '../../../db/pages/order-view.ts';
import { riderJobView } from '../../../db/pages/rider-view.ts';
import { activeRiderOf } from '../../../db/riders.ts';
import type { Row } from '../../../db/schema.ts';
import type { TxDeps } from '../../deps.ts';
import { accounts } from '../../domain/postings.ts';
import { refuse, refuseAndKeep } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { CODE_TRIES_MAX, CONFIRM_RECEIPT_TIME, COOKED_FOOD_TIME } from '../../limits.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { openIncident } from '../incidents.ts';
import { keepPicture, wantPicture } from '../pictures.ts';
import { paidRiderOf, settleOrder, touchOrder } from '../orders/end-order.ts';
import { readerOf } from '../reader.ts';
import { tell } from '../tell.ts';
import { tripWithOrder } from './offer-trip.ts';

interface OwnTrip {
  rider: Row<'rider'>;
  trip: Row<'trip'>;
  order: Order;
}

async function ownTrip(deps: TxDeps, by: string, tripId: string): Promise<OwnTrip | Refusal> {
  const rider = await activeRiderOf(deps.tx, by);
  if (rider === undefined) return refuse('not_allowed', { role: 'rider' });
  const found = await tripWithOrder(deps, tripId);
  if (found === undefined || found.trip.rider_id !== rider.id) return refuse('not_found');
  return { rider, ...found };
}

/** Wrong codes are counted on the order; after too many a coordinator has to look. */
async function checkCode(deps: TxDeps, own: OwnTrip, codes: { said: string; right: string }): Promise<Refusal | undefined> {
  const { order, rider } = own;
  if (order.code_tries >= CODE_TRIES_MAX) return refuse('too_many_tries');
  if (codes.said.toUpperCase().replaceAll(/[^0-9A-Z]/gu, '') === codes.right) return undefined;
  const tries = order.code_tries + 1;
  await deps.tx.updateTable('meal_order').set({ code_tries: tries }).where('id', '=', order.id).execute();
  if (tries < CODE_TRIES_MAX) return refuseAndKeep('wrong_code', { left: CODE_TRIES_MAX - tries });
  await openIncident(deps, {
    kind: 'rider_problem',
    orderId: order.id,
    householdId: order.household_id,
    riderProblem: 'other',
    openedBy: rider.member_id,
  });
  return refuseAndKeep('too_many_tries');
}

/** The rider says the code on the box, so the right food leaves the shop. */
export async function riderPickedUp(deps: TxDeps, command: CommandOf<'rider_picked_up'>): Promise<Done | Refusal> {
  const own = await ownTrip(deps, command.by, command.trip);
  if ('refused' in own) return own;
  const { trip, order } = own;
  const reader = readerOf(deps);
  if (trip.state === 'to_home') return { say: [{ kind: 'rider_job', job: await riderJobView(reader, trip.id) }] };
  if (trip.state !== 'to_shop') return refuse('order_changed', { state: order.state });
  const wrong = await checkCode(deps, own, { said: command.code, right: order.pick_up_code });
  if (wrong !== undefined) return wrong;
  const moved = await moveOrder(deps, order, { event: 'picked_up', by: command.by });
  if (moved === undefined) return refuse('order_changed', { state: order.state });
  await deps.tx.updateTable('meal_order').set({ code_tries: 0 }).where('id', '=', order.id).execute();
  await moveTrip(deps, trip, 'to_home');
  const household = await householdById(deps, order.household_id);
  await tell(
    deps,
    { memberId: household.memberId, urgency: 'arrived' },
    { kind: 'order_on_the_way', order: await orderView(reader, order.id) },
  );
  await touchOrder(deps, order);
  return { say: [{ kind: 'rider_job', job: await riderJobView(reader, trip.id) }] };
}

async function moveTrip(deps: TxDeps, trip: Row<'trip'>, state: Row<'trip'>['state']): Promise<void> {
  await deps.tx
    .updateTable('trip')
    .set({ state, changed_at: deps.clock.now(), version: trip.version + 1 })
    .where('id', '=', trip.id)
    .execute();
}

/** The handover: the resident's code, or left at the door with a photo. Money and coupons move in this transaction. */
export async function riderHandOver(deps: TxDeps, command: CommandOf<'rider_hand_over'>): Promise<Done | Refusal> {
  const own = await ownTrip(deps, command.by, command.trip);
  if ('refused' in own) return own;
  const { rider, trip, order } = own;
  if (order.state === 'handed_over') return jobOver(deps, own, order);
  if (trip.state !== 'to_home' && trip.state !== 'with_coordinator') return refuse('order_changed', { state: order.state });
  if (order.cooked_at !== null && deps.clock.now() > order.cooked_at + COOKED_FOOD_TIME) return refuse('food_too_old');
  if ('code' in command.proof) {
    const wrong = await checkCode(deps, own, { said: command.proof.code, right: order.hand_over_code });
    if (wrong !== undefined) return wrong;
  }
  const paidRider = await paidRiderOf(deps, rider.id);
  const ended = await settleOrder(
    deps,
    { ...order },
    { event: 'handed_over', by: command.by, ...(paidRider === undefined ? {} : { paidRider }) },
  );
  if (ended === undefined) return refuse('order_changed', { state: order.state });
  await writeHandover(deps, own, command);
  return jobOver(deps, own, ended);
}

async function writeHandover(deps: TxDeps, { order }: OwnTrip, command: CommandOf<'rider_hand_over'>): Promise<void> {
  const now = deps.clock.now();
  const proof = 'code' in command.proof ? 'code' : 'photo';
  const pictureId = await doorPicture(deps, order, command);
  await deps.tx
    .insertInto('handover')
    .values({ order_id: order.id, by_member: command.by, proof, picture_id: pictureId ?? null, at: now })
    .execute();
  await setDeadline(deps, { kind: 'confirm_receipt', subject: order.id, dueAt: now + CONFIRM_RECEIPT_TIME });
  const household = await householdById(deps, order.household_id);
  const view = await orderView(readerOf(deps), order.id);
  // With a code the resident stood at the door; food left there must be fetched now.
  await tell(
    deps,
    { memberId: household.memberId, urgency: proof === 'photo' ? 'arrived' : 'news' },
    { kind: 'order_arrived', order: view, proof },
  );
}

async function doorPicture(deps: TxDeps, order: Order, { proof, by }: CommandOf<'rider_hand_over'>): Promise<string | undefined> {
  if ('messageId' in proof) return wantPicture(deps, { memberId: by, purpose: 'door', subjectId: order.id, messageId: proof.messageId });
  if ('picture' in proof)
    return keepPicture(deps, { memberId: by, purpose: 'door', subjectId: order.id, bytes: proof.picture, contentType: proof.contentType });
  return undefined;
}

async function jobOver(deps: TxDeps, { rider }: OwnTrip, order: Order): Promise<Done> {
  const owedSatang = await balanceOf(deps.tx, accounts.riderOwed(rider.id));
  const feeSatang = rider.is_paid === 1 ? order.fee_satang : 0;
  return { say: [{ kind: 'rider_job_over', why: 'handed_over', feeSatang, owedSatang }] };
}

/** Not home, cannot find it, food spilt: the rider says so and a coordinator decides what happens next. */
export async function riderProblem(deps: TxDeps, command: CommandOf<'rider_problem'>): Promise<Done | Refusal> {
  const own = await ownTrip(deps, command.by, command.trip);
  if ('refused' in own) return own;
  const { trip, order } = own;
  if (trip.state !== 'to_shop' && trip.state !== 'to_home') return refuse('order_changed', { state: order.state });
  await openIncident(deps, {
    kind: 'rider_problem',
    orderId: order.id,
    householdId: order.household_id,
    riderProblem: command.problem,
    openedBy: command.by,
  });
  await touchOrder(deps, order);
  return { say: [{ kind: 'incident_opened', incidentKind: 'rider_problem' }] };
}
