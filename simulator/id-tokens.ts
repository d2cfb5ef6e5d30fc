/** LINE Login's ID tokens, signed with a key of our own. https://developers.line.biz/en/docs/line-login/verify-id-token/ */
import { createHmac } from 'node:crypto';

import { SignJWT, compactVerify, exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'jose';

import { isObject } from './json.ts';
import type { JsonObject } from './json.ts';
import type { World } from './world.ts';

export const ISSUER = 'https://access.line.me';
const LIFE_SECONDS = 3_600;
const KEY_ID = 'simulator-es256';

/** To make a token that a careful server refuses. Times are in seconds since 1970. */
export interface IdTokenOverrides {
  aud?: string | undefined;
  iss?: string | undefined;
  exp?: number | undefined;
  iat?: number | undefined;
  kid?: string | undefined;
  alg?: 'ES256' | 'HS256' | 'none' | undefined;
  badSignature?: boolean | undefined;
}

export interface IdTokens {
  sign: (userId: string, overrides?: IdTokenOverrides) => Promise<string>;
  /** The claims, if the signature is ours; nothing is said of issuer, audience or time. */
  read: (token: string) => Promise<JsonObject | undefined>;
  jwks: () => { keys: JWK[] };
}

const encode = (value: object | string): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

function claimsOf(world: World, userId: string, overrides: IdTokenOverrides): JsonObject {
  const issuedAt = overrides.iat ?? Math.floor(world.now() / 1_000);
  const name = world.members.get(userId)?.displayName;
  return {
    iss: overrides.iss ?? ISSUER,
    sub: userId,
    aud: overrides.aud ?? world.options.loginChannelId,
    exp: overrides.exp ?? issuedAt + LIFE_SECONDS,
    iat: issuedAt,
    amr: ['linesso'],
    ...(name === undefined ? {} : { name }),
  };
}

/** Another letter in the middle of the signature: still base64url, no longer true. */
function spoilSignature(token: string): string {
  const at = token.lastIndexOf('.') + 10;
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
}

export async function createIdTokens(world: World): Promise<IdTokens> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const publicJwk: JWK = { ...(await exportJWK(publicKey)), kid: KEY_ID, use: 'sig', alg: 'ES256' };

  async function sign(userId: string, overrides: IdTokenOverrides = {}): Promise<string> {
    const claims = claimsOf(world, userId, overrides);
    const alg = overrides.alg ?? 'ES256';
    const kid = overrides.kid ?? KEY_ID;
    if (alg === 'none') return `${encode({ alg, typ: 'JWT' })}.${encode(claims)}.`;
    if (alg === 'HS256') {
      const unsigned = `${encode({ alg, typ: 'JWT' })}.${encode(claims)}`;
      return `${unsigned}.${createHmac('sha256', world.options.channelSecret).update(unsigned).digest('base64url')}`;
    }
    const token = await new SignJWT(claims).setProtectedHeader({ alg, typ: 'JWT', kid }).sign(privateKey);
    return overrides.badSignature === true ? spoilSignature(token) : token;
  }

  async function read(token: string): Promise<JsonObject | undefined> {
    const verified = await compactVerify(token, publicKey, { algorithms: ['ES256'] }).catch(() => undefined);
    if (verified === undefined || verified.protectedHeader.kid !== KEY_ID) return undefined;
    const claims: unknown = JSON.parse(new TextDecoder().decode(verified.payload));
    return isObject(claims) ? claims : undefined;
  }

  return { sign, read, jwks: () => ({ keys: [publicJwk] }) };
}
