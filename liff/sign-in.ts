import type { Me } from '../bot/liff-api/contract.ts';
import { request } from './api.ts';
import type { Failure, Outcome } from './api.ts';
import type { LiffPort } from './liff-port.ts';
import type { Started } from './session.ts';

const LAST_LOGIN = 'panim.last-login';
/** Signing in twice within this means that signing in does not help; a person decides then. */
const LOGIN_AGAIN_AFTER_MS = 30_000;
/** A token that dies on the way to the server helps nobody; LINE hands one out for hours after it ran out. */
const TOKEN_MARGIN_MS = 60_000;

export async function signIn(line: LiffPort): Promise<Started> {
  const token = await line.idToken();
  if (token === undefined || expiryOf(token) < Date.now() + TOKEN_MARGIN_MS) return loginOnce(line);
  const outcome = await exchange(token);
  if (outcome.ok) {
    line.exchanged();
    sessionStorage.removeItem(LAST_LOGIN);
    return { kind: 'ready', me: outcome.value };
  }
  if (refusedToken(outcome.failure)) return loginOnce(line);
  return { kind: 'failed', failure: outcome.failure };
}

/** When the token runs out, in ms since 1970; 0 where it cannot be read. The server alone decides whether it is good. */
function expiryOf(token: string): number {
  const payload = token.split('.')[1];
  if (payload === undefined) return 0;
  try {
    const claims: { exp?: unknown } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    return typeof claims.exp === 'number' ? claims.exp * 1000 : 0;
  } catch {
    return 0;
  }
}

function exchange(idToken: string): Promise<Outcome<Me>> {
  return request<Me>('/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-pan-im': '1' },
    body: JSON.stringify({ idToken }),
  });
}

function refusedToken(failure: Failure): boolean {
  return failure.kind === 'refused' && failure.status === 401;
}

async function loginOnce(line: LiffPort): Promise<Started> {
  const last = Number(sessionStorage.getItem(LAST_LOGIN) ?? 0);
  if (Date.now() - last < LOGIN_AGAIN_AFTER_MS) {
    sessionStorage.removeItem(LAST_LOGIN);
    return { kind: 'sign_in_failed' };
  }
  sessionStorage.setItem(LAST_LOGIN, String(Date.now()));
  return line.login();
}
