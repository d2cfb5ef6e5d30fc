import { openScreenings, screeningLine } from '../../../db/pages/screening-view.ts';
import { QUEUE_PAGE_MAX } from '../../limits.ts';
import type { TxDeps } from '../../deps.ts';
import { readerOf } from '../reader.ts';
import { tellRole } from '../tell.ts';

/** A household waits to be looked at; the coordinators hear of it at once. */
export async function openScreening(deps: TxDeps, params: { householdId: string; again: boolean }): Promise<void> {
  const id = deps.chance.newId('scr');
  await deps.tx
    .insertInto('screening')
    .values({
      id,
      household_id: params.householdId,
      state: 'waiting',
      is_again: params.again ? 1 : 0,
      decline_reason: null,
      asked_at: deps.clock.now(),
      decided_at: null,
      decided_by: null,
    })
    .execute();
  const reader = readerOf(deps);
  const waiting = await openScreenings(reader, QUEUE_PAGE_MAX);
  await tellRole(
    deps,
    { role: 'coordinator', urgency: 'act' },
    { kind: 'screening_waiting', screening: await screeningLine(reader, id), waiting: waiting.length },
  );
  deps.after.touch('coordinator');
}
