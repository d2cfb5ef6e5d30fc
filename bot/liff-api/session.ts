import { createHmac } from 'node:crypto';
import type { Request, Response } from 'express';
import { memberByLineId } from '../../db/members.ts';
import { deleteOldSessions, deleteSession, forgetEndedSessions, insertSession, sessionByHash } from '../../db/sessions.ts';
import type { Signed } from '../../db/sessions.ts';
import type { Deps } from '../deps.ts';
import { SESSION_TIME, SESSIONS_A_MEMBER_MAX } from '../limits.ts';

/** 256 bits: nobody guesses one. */
const SESSION_BYTES = 32;

export interface Asker extends Signed {
  sessionHash: string;
}

function isHttps({ settings }: Pick<Deps, 'settings'>): boolean {
  return new URL(settings.publicUrl).protocol === 'https:';
}

/** Over https the name has the prefix that browsers take from our own host alone: no neighbour below our domain can plant one. */
function cookieName(deps: Pick<Deps, 'settings'>): string {
  return isHttps(deps) ? '__Host-panim_session' : 'panim_session';
}

/** Only a hash with SESSION_SECRET is kept: a copy of the database opens no session, and a new secret ends them all. */
function hashOf({ settings }: Pick<Deps, 'settings'>, token: string): string {
  return createHmac('sha256', settings.sessionSecret).update(token).digest('base64url');
}

/** The hash of the session the request carries, whether it is good or not. */
export function sessionHashOf(deps: Pick<Deps, 'settings'>, request: Pick<Request, 'get'>): string | undefined {
  const cookies = request.get('cookie')?.split(';') ?? [];
  const start = `${cookieName(deps)}=`;
  const mine = cookies.map((cookie) => cookie.trim()).find((cookie) => cookie.startsWith(start));
  const token = mine?.slice(start.length);
  return token !== undefined && /^[\w-]{43}$/u.test(token) ? hashOf(deps, token) : undefined;
}

export async function askerOf(deps: Deps, request: Request): Promise<Asker | undefined> {
  const sessionHash = sessionHashOf(deps, request);
  if (sessionHash === undefined) return undefined;
  const signed = await sessionByHash(deps.db, sessionHash, deps.clock.now());
  return signed === undefined ? undefined : { ...signed, sessionHash };
}

function cookieOptions(deps: Deps) {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps(deps) } as const;
}

/**
 * A new session at every sign-in, in place of the one the browser carried: a planted session id stays worthless.
 * `ended`: the sessions that went for it.
 */
export async function startSession(
  deps: Deps,
  response: Response,
  from: { lineUserId: string; replaces: string | undefined },
): Promise<{ asker: Asker; ended: string[] }> {
  const token = Buffer.from(deps.chance.bytes(SESSION_BYTES)).toString('base64url');
  const sessionHash = hashOf(deps, token);
  const now = deps.clock.now();
  const { signed, ended } = await deps.db.transaction().execute(async (tx) => {
    await forgetEndedSessions(tx, now);
    if (from.replaces !== undefined) await deleteSession(tx, from.replaces);
    const member = await memberByLineId({ tx, chance: deps.chance, clock: deps.clock }, from.lineUserId);
    const old = await deleteOldSessions(tx, member.id, SESSIONS_A_MEMBER_MAX - 1);
    await insertSession(tx, { id_hash: sessionHash, member_id: member.id, created_at: now, expires_at: now + SESSION_TIME });
    return { signed: await sessionByHash(tx, sessionHash, now), ended: from.replaces === undefined ? old : [from.replaces, ...old] };
  });
  if (signed === undefined) throw new Error('the session that was just made is not there');
  response.cookie(cookieName(deps), token, { ...cookieOptions(deps), maxAge: SESSION_TIME });
  return { asker: { ...signed, sessionHash }, ended };
}

export async function endSession(deps: Deps, response: Response, sessionHash: string | undefined): Promise<void> {
  if (sessionHash !== undefined) await deleteSession(deps.db, sessionHash);
  response.clearCookie(cookieName(deps), cookieOptions(deps));
}
