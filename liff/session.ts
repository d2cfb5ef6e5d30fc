import type { Me, PageSettings } from '../bot/liff-api/contract.ts';
import type { Failure } from './api.ts';
import { lostSession, request } from './api.ts';
import { handedOver } from './arrival.ts';
import type { LiffPort } from './liff-port.ts';

export type Started = { kind: 'ready'; me: Me } | { kind: 'failed'; failure: Failure } | { kind: 'sign_in_failed' };

export interface Session {
  start(): Promise<Started>;
  /** A new session for a call that lost its own; false when that did not work. */
  renew(): Promise<boolean>;
  /** LINE itself, loaded and ready. */
  line(): Promise<LiffPort>;
}

/** LINE's own code is fetched only by who needs it, and the stand-in of an emulator never where there is none. */
async function openLine({ liffId, emulatorLoginUrl }: PageSettings): Promise<LiffPort> {
  if (!emulatorLoginUrl) return (await import('./line.ts')).openRealLine(liffId);
  return (await import('./line-stand-in.ts')).openStandIn(liffId, emulatorLoginUrl);
}

export function createSession(settings: PageSettings): Session {
  let opened: Promise<LiffPort> | undefined;
  const line = (): Promise<LiffPort> => {
    opened ??= openLine(settings).catch((problem: unknown) => {
      opened = undefined;
      throw problem;
    });
    return opened;
  };

  async function signIn(): Promise<Started> {
    const both = await Promise.all([line(), import('./sign-in.ts')]).catch(() => undefined);
    return both ? both[1].signIn(both[0]) : { kind: 'failed', failure: { kind: 'offline' } };
  }

  return {
    async start() {
      // A sign-in that has just been handed over wins over an old cookie: it may be another person's.
      if (handedOver()) return signIn();
      const known = await request<Me>('/api/me');
      if (known.ok) return { kind: 'ready', me: known.value };
      return lostSession(known) ? signIn() : { kind: 'failed', failure: known.failure };
    },
    async renew() {
      return (await signIn()).kind === 'ready';
    },
    line,
  };
}
