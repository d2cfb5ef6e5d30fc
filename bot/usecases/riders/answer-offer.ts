import { setDeadline, voidDeadline } from '../../../db/deadlines.ts';
import { riderJobView } from '../../../db/pages/rider-view.ts';
import { activeRiderOf, currentTripOf } from '../../../db/riders.ts';
import type { Row } from '../../../db/schema.ts';
import type { TxDeps } from '../../deps.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { RIDER_TRIP_LATE_TIME } from '../../limits.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { touchOrder } from '../orders/end-order.ts';
import { readerOf } from '../reader.ts';
import { offerNextWave, tripWithOrder } from './offer-trip.ts';

/**
 * The first to accept has the trip: the version check decides between two taps at once, and the database lets a
 * rider hold one trip at a time. Tapping again on one's own trip shows it.
 */
export async function riderAccept(deps: TxDeps, command: CommandOf<'rider_accept'>): Promise<Done | Refusal> {
  const rider = await activeRiderOf(deps.tx, command.by);
  if (rider === undefined) return refuse('not_allowed', { role: 'rider' });
  const found = await tripWithOrder(deps, command.trip);
  if (found === undefined || !(await wasOffered(deps, command.trip, rider))) return refuse('not_found');
  const { trip, order } = found;
  const reader = readerOf(deps);
  if (trip.rider_id === rider.id && trip.state === 'to_shop')
    return { say: [{ kind: 'rider_job', job: await riderJobView(reader, trip.id) }] };
  if (trip.state !== 'offered' || order.state !== 'ready') return refuse('already_taken');
  if (rider.on_duty === 0) return refuse('not_on_duty');
  if ((await currentTripOf(deps.tx, rider.id)) !== undefined) return refuse('busy_with_trip');
  const now = deps.clock.now();
  const { numUpdatedRows } = await deps.tx
    .updateTable('trip')
    .set({ state: 'to_shop', rider_id: rider.id, changed_at: now, version: trip.version + 1 })
    .where('id', '=', trip.id)
    .where('version', '=', trip.version)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) return refuse('already_taken');
  await deps.tx
    .updateTable('rider_offer')
    .set({ state: 'over', answered_at: now })
    .where('trip_id', '=', trip.id)
    .where('rider_id', '<>', rider.id)
    .where('state', '=', 'offered')
    .execute();
  await deps.tx
    .updateTable('rider_offer')
    .set({ state: 'accepted', answered_at: now })
    .where('trip_id', '=', trip.id)
    .where('rider_id', '=', rider.id)
    .execute();
  await voidDeadline(deps.tx, 'rider_answer', trip.id);
  await setDeadline(deps, { kind: 'rider_slow', subject: trip.id, dueAt: now + RIDER_TRIP_LATE_TIME });
  await touchOrder(deps, order);
  return { say: [{ kind: 'rider_job', job: await riderJobView(reader, trip.id) }] };
}

async function wasOffered(deps: TxDeps, tripId: string, rider: Row<'rider'>): Promise<boolean> {
  const offer = await deps.tx
    .selectFrom('rider_offer')
    .select('state')
    .where('trip_id', '=', tripId)
    .where('rider_id', '=', rider.id)
    .executeTakeFirst();
  return offer !== undefined;
}

export async function riderDecline(deps: TxDeps, command: CommandOf<'rider_decline'>): Promise<Done | Refusal> {
  const rider = await activeRiderOf(deps.tx, command.by);
  if (rider === undefined) return refuse('not_allowed', { role: 'rider' });
  const { numUpdatedRows } = await deps.tx
    .updateTable('rider_offer')
    .set({ state: 'declined', answered_at: deps.clock.now() })
    .where('trip_id', '=', command.trip)
    .where('rider_id', '=', rider.id)
    .where('state', '=', 'offered')
    .executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) return refuse('already_taken');
  const open = await deps.tx
    .selectFrom('rider_offer')
    .select('rider_id')
    .where('trip_id', '=', command.trip)
    .where('state', '=', 'offered')
    .executeTakeFirst();
  if (open === undefined) await offerNextWave(deps, command.trip);
  deps.after.touch('rider', command.by);
  return { say: [{ kind: 'rider_offer_over', why: 'declined' }] };
}

/** Before the food is picked up a rider may hand the trip back; the others are asked again. */
export async function riderGiveBack(deps: TxDeps, command: CommandOf<'rider_give_back'>): Promise<Done | Refusal> {
  const rider = await activeRiderOf(deps.tx, command.by);
  if (rider === undefined) return refuse('not_allowed', { role: 'rider' });
  const found = await tripWithOrder(deps, command.trip);
  if (found === undefined || found.trip.rider_id !== rider.id) return refuse('not_found');
  const { trip, order } = found;
  if (trip.state !== 'to_shop') return refuse('order_changed', { state: order.state });
  await deps.tx
    .updateTable('trip')
    .set({ state: 'offered', rider_id: null, changed_at: deps.clock.now(), version: trip.version + 1 })
    .where('id', '=', trip.id)
    .execute();
  await deps.tx
    .updateTable('rider_offer')
    .set({ state: 'declined' })
    .where('trip_id', '=', trip.id)
    .where('rider_id', '=', rider.id)
    .execute();
  await deps.tx.deleteFrom('rider_offer').where('trip_id', '=', trip.id).where('state', '=', 'over').execute();
  await voidDeadline(deps.tx, 'rider_slow', trip.id);
  await offerNextWave(deps, trip.id);
  await touchOrder(deps, order);
  return { say: [{ kind: 'rider_job_over', why: 'given_back', feeSatang: 0, owedSatang: 0 }] };
}
