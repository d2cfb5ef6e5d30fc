import type { Me } from '../bot/liff-api/contract.ts';
import type { Failure, Outcome } from './api.ts';
import { lostSession, request } from './api.ts';
import type { LiffPort } from './liff-port.ts';

const LAST_LOGIN = 'panim.last-login';
/** Signing in twice within this means that signing in does not help; a person decides then. */
const LOGIN_AGAIN_AFTER_MS = 30_000;

export type Started = { kind: 'ready'; me: Me } | { kind: 'failed'; failure: Failure } | { kind: 'sign_in_failed' };

export interface Session {
  start(): Promise<Started>;
  /** A new session for a call that lost its own; false when that did not work. */
  renew(): Promise<boolean>;
  /** LINE itself, loaded and ready. */
  line(): Promise<LiffPort>;
}

export function createSession(line: LiffPort): Session {
  let ready: Promise<LiffPort> | undefined;
  const openedLine = (): Promise<LiffPort> => {
    ready ??= line.init().then(
      () => line,
      (problem: unknown) => {
        ready = undefined;
        throw problem;
      },
    );
    return ready;
  };

  async function signIn(): Promise<Started> {
    const token = await openedLine().then(
      (opened) => opened.idToken(),
      () => 'offline' as const,
    );
    if (token === 'offline') return { kind: 'failed', failure: { kind: 'offline' } };
    if (token === undefined) return loginOnce(line);
    const outcome = await exchange(token);
    if (outcome.ok) {
      line.exchanged();
      sessionStorage.removeItem(LAST_LOGIN);
      return { kind: 'ready', me: outcome.value };
    }
    if (refusedToken(outcome.failure)) return loginOnce(line);
    return { kind: 'failed', failure: outcome.failure };
  }

  return {
    async start() {
      // A sign-in that has just been handed over wins over an old cookie: it may be another person's.
      if (line.handedOver()) return signIn();
      const known = await request<Me>('/api/me');
      if (known.ok) return { kind: 'ready', me: known.value };
      return lostSession(known) ? signIn() : { kind: 'failed', failure: known.failure };
    },
    async renew() {
      return (await signIn()).kind === 'ready';
    },
    line: openedLine,
  };
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
