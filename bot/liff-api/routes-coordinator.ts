import { logReads, logReadsOncePerDay } from '../../db/pages/access-log.ts';
import { campaignsWithTotals, countsNow, ordersUnderWay, staffOf } from '../../db/pages/coordinator-page.ts';
import { caseState, screeningCase } from '../../db/pages/screening-case.ts';
import { openQueue } from '../../db/pages/staff-views.ts';
import { rolesNow } from '../../db/pages/member.ts';
import { refuse } from '../domain/refusal.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Command } from '../domain/command.ts';
import { CampaignBody, DeclineBody, NothingBody, ReplyBody, ResolveBody, StaffBody } from './contract.ts';
import type { CoordinatorPage, ScreeningCase } from './contract.ts';
import { read, write } from './route.ts';
import type { ApiRoute, Asked } from './route.ts';
import type { IncidentView } from '../domain/notice.ts';

/** The queue names people, so whose names it shows is logged before it is answered; health stays out of it. */
async function coordinatorPage({ deps, asker }: Asked): Promise<CoordinatorPage | Refusal> {
  // Somebody who has just given up the role is not shown the page once more.
  if (!(await rolesNow(deps, asker.memberId)).includes('coordinator')) return refuse('not_allowed', { role: 'coordinator' });
  const { screenings, shops, riders, gifts, incidents, households } = await openQueue(deps);
  const look = { readerId: asker.memberId, readerRole: 'coordinator', what: 'queue', reason: 'queue' } as const;
  await logReadsOncePerDay(deps, look, households);
  return {
    screenings: screenings.map(({ household: _household, ...line }) => line),
    shops,
    riders,
    gifts,
    // The list names who asks for a person; their number was on the card that called, and is not shown to every look.
    incidents: incidents.map(withoutPhone),
    orders: await ordersUnderWay(deps),
    campaigns: await campaignsWithTotals(deps),
    staff: await staffOf(deps, asker.memberId),
    counts: await countsNow(deps),
  };
}

function withoutPhone({ contact, ...incident }: IncidentView): IncidentView {
  return contact === undefined ? incident : { ...incident, contact: { firstName: contact.firstName } };
}

/** Door and health of one household, for the time of the decision and behind a row that the household can see. */
async function casePage({ deps, asker, id }: Asked): Promise<ScreeningCase | Refusal | undefined> {
  const found = await caseState(deps, id);
  if (found === undefined) return undefined;
  if (found.state === 'decided') return refuse('already_decided');
  const look = { readerId: asker.memberId, readerRole: 'coordinator', what: 'case', reason: 'screening' } as const;
  await logReads(deps, look, [found.household]);
  return screeningCase(deps, id);
}

function decision(path: string, command: (by: string, id: string) => Command): ApiRoute {
  return write({
    path: `/coordinator/${path}`,
    who: 'coordinator',
    body: NothingBody,
    command: ({ asker, id }) => command(asker.memberId, id),
    page: coordinatorPage,
  });
}

function staffChange(path: string, add: boolean): ApiRoute {
  return write({
    path: `/coordinator/${path}`,
    who: 'coordinator',
    body: StaffBody,
    command: ({ asker, body }) => ({ kind: 'change_staff', by: asker.memberId, ...body, add }),
    page: coordinatorPage,
  });
}

export const coordinatorRoutes: readonly ApiRoute[] = [
  read('/coordinator', 'coordinator', coordinatorPage),
  read('/coordinator/screenings/:id', 'coordinator', casePage),
  decision('screenings/:id/approve', (by, screening) => ({ kind: 'approve_screening', by, screening })),
  write({
    path: '/coordinator/screenings/:id/decline',
    who: 'coordinator',
    body: DeclineBody,
    command: ({ asker, id, body }) => ({ kind: 'decline_screening', by: asker.memberId, screening: id, reason: body.reason }),
    page: coordinatorPage,
  }),
  decision('shops/:id/approve', (by, shop) => ({ kind: 'decide_shop', by, shop, approved: true })),
  decision('shops/:id/decline', (by, shop) => ({ kind: 'decide_shop', by, shop, approved: false })),
  decision('riders/:id/approve', (by, rider) => ({ kind: 'decide_rider', by, rider, approved: true })),
  decision('riders/:id/decline', (by, rider) => ({ kind: 'decide_rider', by, rider, approved: false })),
  decision('gifts/:id/approve', (by, gift) => ({ kind: 'decide_gift', by, gift, approved: true })),
  decision('gifts/:id/decline', (by, gift) => ({ kind: 'decide_gift', by, gift, approved: false })),
  decision('orders/:id/cancel', (by, order) => ({ kind: 'coordinator_cancel', by, order })),
  write({
    path: '/coordinator/incidents/:id/resolve',
    who: 'coordinator',
    body: ResolveBody,
    command: ({ asker, id, body }) => ({ kind: 'resolve_incident', by: asker.memberId, incident: id, resolution: body.resolution }),
    page: coordinatorPage,
  }),
  write({
    path: '/coordinator/incidents/:id/reply',
    who: 'coordinator',
    body: ReplyBody,
    command: ({ asker, id, body }) => ({ kind: 'reply_incident', by: asker.memberId, incident: id, words: body.words }),
    page: coordinatorPage,
  }),
  write({
    path: '/coordinator/campaigns',
    who: 'coordinator',
    body: CampaignBody,
    command: ({ asker, body }) => ({ kind: 'make_campaign', by: asker.memberId, campaign: body }),
    page: coordinatorPage,
  }),
  staffChange('staff', true),
  staffChange('staff/remove', false),
];
