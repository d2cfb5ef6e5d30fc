import { z } from 'zod';
import { riderPage } from '../../db/pages/rider-page.ts';
import type { Command } from '../domain/command.ts';
import { CodeBody, DutyBody, NothingBody, ProblemBody } from './contract.ts';
import type { RiderPage } from './contract.ts';
import { read, write } from './route.ts';
import type { ApiRoute, Asked } from './route.ts';

function ownRiderPage({ deps, asker }: Asked): Promise<RiderPage | undefined> {
  return riderPage(deps, asker.memberId);
}

function tripStep(step: string, command: (by: string, trip: string) => Command): ApiRoute {
  return write({
    path: `/rider/trips/:id/${step}`,
    who: 'rider',
    body: NothingBody,
    command: ({ asker, id }) => command(asker.memberId, id),
    page: ownRiderPage,
  });
}

function tripCode(step: string, command: (by: string, trip: string, code: string) => Command): ApiRoute {
  return write({
    path: `/rider/trips/:id/${step}`,
    who: 'rider',
    body: CodeBody,
    command: ({ asker, id, body }) => command(asker.memberId, id, body.code),
    page: ownRiderPage,
  });
}

/** The first bytes of every JPEG: what a page calls a photo must at least begin like one. */
function beginsLikeJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}
const PhotoBody = z.instanceof(Uint8Array).refine(beginsLikeJpeg);

export const riderRoutes: readonly ApiRoute[] = [
  read('/rider', 'rider', ownRiderPage),
  write({
    path: '/rider/duty',
    who: 'rider',
    body: DutyBody,
    command: ({ asker, body }) => ({ kind: 'set_duty', by: asker.memberId, on: body.on }),
    page: ownRiderPage,
  }),
  tripStep('accept', (by, trip) => ({ kind: 'rider_accept', by, trip })),
  tripStep('decline', (by, trip) => ({ kind: 'rider_decline', by, trip })),
  tripStep('give-back', (by, trip) => ({ kind: 'rider_give_back', by, trip })),
  tripCode('picked-up', (by, trip, code) => ({ kind: 'rider_picked_up', by, trip, code })),
  tripCode('handed-over', (by, trip, code) => ({ kind: 'rider_hand_over', by, trip, proof: { code } })),
  write({
    path: '/rider/trips/:id/problem',
    who: 'rider',
    body: ProblemBody,
    command: ({ asker, id, body }) => ({ kind: 'rider_problem', by: asker.memberId, trip: id, problem: body.problem }),
    page: ownRiderPage,
  }),
  write({
    path: '/rider/trips/:id/left-at-door',
    who: 'rider',
    takes: 'jpeg',
    body: PhotoBody,
    command: ({ asker, id, body }) => ({
      kind: 'rider_hand_over',
      by: asker.memberId,
      trip: id,
      proof: { picture: body, contentType: 'image/jpeg' },
    }),
    page: ownRiderPage,
  }),
];
