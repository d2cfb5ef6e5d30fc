import { createRemoteJWKSet, customFetch, errors, jwtVerify } from 'jose';
import type { Clock } from '../deps.ts';
import { LINE_CALL_TIMEOUT, SECOND } from '../limits.ts';

const ISSUER = 'https://access.line.me';
const CERTS_PATH = '/oauth2/v2.1/certs';
/** Forged tokens with made-up key ids cannot make us ask LINE more often than this. */
const KEYS_COOLDOWN = 10 * SECOND;
/** Phones and servers disagree by seconds. */
const CLOCK_TOLERANCE_SECONDS = 5;

export type IdTokenVerdict =
  | { kind: 'verified'; lineUserId: string }
  | { kind: 'refused'; why: 'expired' | 'not_for_us' | 'invalid' }
  /** LINE's keys could not be had: not the person's fault, worth another try (503). */
  | { kind: 'unavailable' };

export interface IdTokenVerifier {
  verify(idToken: string): Promise<IdTokenVerdict>;
}

export interface IdTokenVerifierOptions {
  loginBaseUrl: string;
  loginChannelId: string;
  clock: Clock;
  fetch?: typeof fetch;
}

/** No answer in time, an answer that is no key set, or (jose's bare base class) one that is not a 200; or no connection. */
function isAboutKeys(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return true;
  if (error instanceof errors.JOSEError) return error.code === 'ERR_JOSE_GENERIC';
  return error instanceof TypeError || error instanceof DOMException;
}

function verdictOf(error: unknown): IdTokenVerdict {
  if (isAboutKeys(error)) return { kind: 'unavailable' };
  if (error instanceof errors.JWTExpired) return { kind: 'refused', why: 'expired' };
  const isForOthers = error instanceof errors.JWTClaimValidationFailed && (error.claim === 'aud' || error.claim === 'iss');
  return { kind: 'refused', why: isForOthers ? 'not_for_us' : 'invalid' };
}

/** Checks who opened the mini-app by the token that LINE signed. A bad token is a value, never a throw. */
export function createIdTokenVerifier(options: IdTokenVerifierOptions): IdTokenVerifier {
  const keys = createRemoteJWKSet(new URL(CERTS_PATH, options.loginBaseUrl), {
    timeoutDuration: LINE_CALL_TIMEOUT,
    cooldownDuration: KEYS_COOLDOWN,
    ...(options.fetch === undefined ? {} : { [customFetch]: options.fetch }),
  });
  return {
    async verify(idToken) {
      try {
        const { payload } = await jwtVerify(idToken, keys, {
          algorithms: ['ES256'],
          issuer: ISSUER,
          audience: options.loginChannelId,
          requiredClaims: ['sub', 'exp', 'iat'],
          currentDate: new Date(options.clock.now()),
          clockTolerance: CLOCK_TOLERANCE_SECONDS,
        });
        const lineUserId = payload.sub ?? '';
        if (!/^U[0-9a-f]{32}$/u.test(lineUserId)) return { kind: 'refused', why: 'invalid' };
        const isFromFuture = (payload.iat ?? 0) * SECOND > options.clock.now() + CLOCK_TOLERANCE_SECONDS * SECOND;
        return isFromFuture ? { kind: 'refused', why: 'invalid' } : { kind: 'verified', lineUserId };
      } catch (error) {
        return verdictOf(error);
      }
    },
  };
}
