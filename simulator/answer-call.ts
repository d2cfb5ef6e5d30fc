/** Answers one call of LINE's API as LINE would, whichever way it came in: over HTTP or in the same process. */
import { refusal } from './api-call.ts';
import type { ApiAnswer, ApiCall, ApiRoute } from './api-call.ts';
import type { ApiFault } from './faults.ts';
import { pushBounded } from './world.ts';
import type { World } from './world.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const FAULT_MESSAGES: Readonly<Record<number, string>> = {
  429: 'The API rate limit has been exceeded. Try again later.',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

const LOST_ANSWER = ['hang', 'dropConnection', 'acceptThenTimeout'] as const;

/** What LINE looks at before it reads the body. */
function turnedAway(world: World, route: ApiRoute, call: ApiCall): ApiAnswer | undefined {
  if (route.access === 'public') return undefined;
  const why = 'Authentication failed due to the following reason:';
  if (call.authorization === undefined) {
    return refusal(401, `${why} Authorization header required. Must follow the scheme, 'Authorization: Bearer <ACCESS TOKEN>'`);
  }
  if (call.authorization !== `Bearer ${world.options.channelAccessToken}`) {
    return refusal(401, `${why} invalid token. Confirm that the access token in the authorization header is valid.`);
  }
  if (call.retryKey === undefined) return undefined;
  if (route.retryable !== true) return refusal(400, 'The request header X-Line-Retry-Key is not supported by this API');
  return UUID.test(call.retryKey) ? undefined : refusal(400, 'The retry key must be a UUID');
}

export function recordCall(world: World, call: ApiCall, outcome: { answer: ApiAnswer; fault: ApiFault | undefined; lost: boolean }): void {
  const { answer, fault, lost } = outcome;
  const { method, path, requestId, retryKey } = call;
  const faultName = fault === undefined ? undefined : Object.keys(fault).find((key) => key !== 'match' && key !== 'times');
  const log = { messageCount: 0, ...answer.log };
  pushBounded(world.requests, {
    at: world.now(),
    method,
    path,
    status: lost ? 0 : answer.status,
    requestId,
    ...log,
    ...(retryKey === undefined ? {} : { retryKey }),
    ...(faultName === undefined ? {} : { fault: faultName }),
  });
}

async function answerOf(world: World, route: ApiRoute, met: { call: ApiCall; fault: ApiFault | undefined }): Promise<ApiAnswer> {
  const { call, fault } = met;
  if (fault?.hang === true || fault?.dropConnection === true) return { status: 0 };
  if (fault?.status !== undefined) {
    return fault.status < 300 ? { status: fault.status } : refusal(fault.status, FAULT_MESSAGES[fault.status] ?? 'Simulated failure');
  }
  return turnedAway(world, route, call) ?? (await route.handle(call));
}

/** What LINE does with the call, and whether the caller hears of it. */
export async function answerCall(
  world: World,
  route: ApiRoute,
  met: { call: ApiCall; fault: ApiFault | undefined },
): Promise<{ answer: ApiAnswer; lost: boolean }> {
  const answer = await answerOf(world, route, met);
  const lost = LOST_ANSWER.some((name) => met.fault?.[name] === true);
  recordCall(world, met.call, { answer, fault: met.fault, lost });
  return { answer, lost };
}

export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}
