import { activeRiderOf, currentTripOf } from '../../../db/riders.ts';
import type { TxDeps } from '../../deps.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { CommandOf, Done } from '../../domain/command.ts';
import { offerWaitingTrips } from './offer-trip.ts';

export async function setDuty(deps: TxDeps, command: CommandOf<'set_duty'>): Promise<Done | Refusal> {
  const rider = await activeRiderOf(deps.tx, command.by);
  if (rider === undefined) return refuse('not_allowed', { role: 'rider' });
  if (!command.on && (await currentTripOf(deps.tx, rider.id)) !== undefined) return refuse('busy_with_trip');
  await deps.tx
    .updateTable('rider')
    .set({ on_duty: command.on ? 1 : 0 })
    .where('id', '=', rider.id)
    .execute();
  const waiting = command.on ? await offerWaitingTrips(deps, rider) : 0;
  if (!command.on) {
    await deps.tx
      .updateTable('rider_offer')
      .set({ state: 'over', answered_at: deps.clock.now() })
      .where('rider_id', '=', rider.id)
      .where('state', '=', 'offered')
      .execute();
  }
  deps.after.touch('rider', command.by);
  deps.after.touch('coordinator');
  return { say: [{ kind: 'rider_duty', on: command.on, waiting }] };
}
