import { membersWithRole } from '../../db/members.ts';
import { logReadsOncePerDay } from '../../db/pages/access-log.ts';
import { incidentView } from '../../db/pages/staff-views.ts';
import type { TxDeps } from '../deps.ts';
import type { IncidentKind, RiderProblem } from '../domain/words.ts';
import { readerOf } from './reader.ts';
import { tellRole } from './tell.ts';

export interface NewIncident {
  kind: IncidentKind;
  orderId?: string;
  householdId?: string;
  campaignId?: string;
  riderProblem?: RiderProblem;
  words?: string;
  openedBy?: string;
}

/**
 * Opens an exception and tells the coordinators, once: while one of the same kind is open for the same order
 * (or, without an order, for the same campaign or person) no second one is made.
 */
export async function openIncident(deps: TxDeps, incident: NewIncident): Promise<void> {
  if (await isOpenAlready(deps, incident)) return;
  const id = deps.chance.newId('inc');
  await deps.tx
    .insertInto('incident')
    .values({
      id,
      kind: incident.kind,
      order_id: incident.orderId ?? null,
      household_id: incident.householdId ?? null,
      campaign_id: incident.campaignId ?? null,
      rider_problem: incident.riderProblem ?? null,
      words_sealed: incident.words === undefined ? null : deps.sealer.seal(incident.words),
      opened_by: incident.openedBy ?? null,
      state: 'open',
      resolution: null,
      opened_at: deps.clock.now(),
      closed_at: null,
      closed_by: null,
    })
    .execute();
  const view = await incidentView(readerOf(deps), id);
  if (view.contact !== undefined) await noteReaders(deps, incident.householdId);
  await tellRole(deps, { role: 'coordinator', urgency: 'act' }, { kind: 'incident', incident: view });
  deps.after.touch('coordinator');
}

/** The coordinators are shown who asked: each of them stands in the person's access log. */
async function noteReaders(deps: TxDeps, householdId: string | undefined): Promise<void> {
  if (householdId === undefined) return;
  for (const readerId of await membersWithRole(deps.tx, 'coordinator')) {
    const look = { readerId, readerRole: 'coordinator', what: 'case', reason: 'help' } as const;
    await logReadsOncePerDay({ ...deps, db: deps.tx }, look, [householdId]);
  }
}

async function isOpenAlready(deps: TxDeps, incident: NewIncident): Promise<boolean> {
  let query = deps.tx.selectFrom('incident').select('id').where('kind', '=', incident.kind).where('state', '=', 'open');
  if (incident.orderId !== undefined) query = query.where('order_id', '=', incident.orderId);
  else if (incident.campaignId !== undefined) query = query.where('campaign_id', '=', incident.campaignId);
  else if (incident.kind === 'help_wanted') return false;
  else if (incident.openedBy !== undefined) query = query.where('opened_by', '=', incident.openedBy);
  return (await query.executeTakeFirst()) !== undefined;
}
