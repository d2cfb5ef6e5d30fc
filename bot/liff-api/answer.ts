import type { Refusal, RefusalCode } from '../domain/refusal.ts';
import type { ApiError } from './contract.ts';

/** What a route answers with: a status and what becomes JSON. */
export interface Answer {
  status: number;
  body: object;
}

/** The world has moved on since the page was shown: fetching again helps, so the page does. */
const CONFLICTS: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'registration_waiting',
  'already_registered',
  'order_active',
  'order_changed',
  'cannot_cancel',
  'already_taken',
  'already_answered',
  'already_decided',
  'code_used',
  'busy_with_trip',
  'bank_reference_used',
  'pledge_closed',
  'target_reached',
  'last_of_role',
  'name_taken',
  'approval_waiting',
  'money_moved_on',
  'key_reused',
]);

function statusOf(code: RefusalCode): number {
  if (code === 'not_allowed') return 403;
  if (code === 'not_found') return 404;
  return CONFLICTS.has(code) ? 409 : 422;
}

export function refusalAnswer({ refused, detail }: Refusal): Answer {
  return problem(statusOf(refused), { error: refused, ...(Object.keys(detail).length === 0 ? {} : { detail: { ...detail } }) });
}

export function problem(status: number, error: ApiError): Answer {
  return { status, body: error };
}

export const NO_SESSION = problem(401, { error: 'no_session' });
export const NOT_ALLOWED = problem(403, { error: 'not_allowed' });
export const NOT_FOUND = problem(404, { error: 'not_found' });

export function wrongFields(fields: string[]): Answer {
  return problem(400, { error: 'bad_request', fields });
}
