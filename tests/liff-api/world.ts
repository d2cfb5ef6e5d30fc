import { mkdtempSync, rmSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import request from 'supertest';
import { createChance } from '../../bot/chance.ts';
import type { Deps, Log } from '../../bot/deps.ts';
import { PAGE_HEADER } from '../../bot/liff-api/contract.ts';
import { createApi } from '../../bot/liff-api/create-api.ts';
import { createLive } from '../../bot/liff-api/live.ts';
import type { Live } from '../../bot/liff-api/live.ts';
import { createIdTokenVerifier } from '../../bot/line/id-token.ts';
import { createSealer } from '../../bot/sealer.ts';
import { migrateOrThrow } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';

/** Ten in the morning in Hat Yai, a Wednesday. */
export const START = Date.parse('2026-11-25T10:00:00+07:00');
export const PUBLIC_URL = 'https://panim.example';
export const CHANNEL = '2001234567';
const KEY_ID = 'key-1';

const keys = await generateKeyPair('ES256', { extractable: true });
export const strangerKeys = await generateKeyPair('ES256', { extractable: true });
/** What LINE's key server answers. */
export const jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: KEY_ID, alg: 'ES256', use: 'sig' }] };

export interface Claims {
  issuer?: string;
  audience?: string;
  expiresAt?: number;
  key?: CryptoKey;
}

/** What signing people in and giving them things needs. */
export interface Town {
  deps: Deps;
  app: RequestListener;
  /** ms since 1970; tests move it. */
  clock: { at: number };
  token(lineUserId: string, claims?: Claims): Promise<string>;
}

export interface World extends Town {
  live: Live;
  /** While true LINE's key server cannot be reached. */
  line: { isDown: boolean };
  logged: { facts: object; message: string }[];
  close(): Promise<void>;
}

export function lineId(number: number): string {
  return `U${number.toString(16).padStart(32, '0')}`;
}

export function collectingLog(logged: World['logged']): Log {
  const note = (facts: object, message: string): void => void logged.push({ facts, message });
  return { debug: note, info: note, warn: note, error: note };
}

const nothing = (): void => undefined;

/** The API on a real SQLite file; only LINE, the clock and the wake-ups are stood in for. */
export async function createWorld(publicUrl = PUBLIC_URL): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'panim-api-'));
  const db = openDatabase(join(folder, 'api.db'));
  await migrateOrThrow(db);
  const clock = { at: START };
  const line = { isDown: false };
  const logged: World['logged'] = [];
  const now = { now: () => clock.at };
  const chance = createChance(now);
  const live = createLive(now);
  const deps: Deps = {
    db,
    clock: now,
    chance,
    sealer: createSealer('ab'.repeat(32), chance),
    log: collectingLog(logged),
    settings: {
      publicUrl,
      sessionSecret: 's'.repeat(40),
      promptPayId: '0812345678',
      liffId: `${CHANNEL}-abcdefgh`,
      loginChannelId: CHANNEL,
      firstCoordinatorLineUserId: lineId(0xfff1),
      firstTreasurerLineUserId: lineId(0xfff2),
    },
    consentNotice: (purpose, language) => ({ version: '1', textHash: `${purpose}-${language}` }),
    wake: { inbox: nothing, outbox: nothing, deadlines: nothing, pictures: nothing, page: (topic, memberId) => live.page(topic, memberId) },
  };
  const verifier = createIdTokenVerifier({
    loginBaseUrl: 'https://line.invalid',
    loginChannelId: CHANNEL,
    clock: now,
    fetch: async () => {
      if (line.isDown) throw new TypeError('fetch failed');
      return Response.json(jwks);
    },
  });
  const app = express();
  app.use('/api', createApi(deps, { verifyIdToken: (token) => verifier.verify(token), live }));
  return {
    deps,
    live,
    app,
    clock,
    line,
    logged,
    token: (lineUserId, claims = {}) => signToken(clock.at, lineUserId, claims),
    async close() {
      live.close();
      await db.destroy();
      rmSync(folder, { recursive: true });
    },
  };
}

export function signToken(now: number, lineUserId: string, claims: Claims): Promise<string> {
  const seconds = Math.floor(now / 1000);
  return new SignJWT({})
    .setProtectedHeader({ alg: 'ES256', kid: KEY_ID })
    .setIssuer(claims.issuer ?? 'https://access.line.me')
    .setAudience(claims.audience ?? CHANNEL)
    .setSubject(lineUserId)
    .setIssuedAt(seconds)
    .setExpirationTime(Math.floor((claims.expiresAt ?? now + 3_600_000) / 1000))
    .sign(claims.key ?? keys.privateKey);
}

/** A page of one member with its session cookie, speaking as our own page does. */
export interface Page {
  memberId: string;
  cookie: string;
  get(path: string): request.Test;
  post(path: string, body?: object, key?: string): request.Test;
}

let keysMade = 0;
/** A UUID that no other call has got. */
export function freshKey(): string {
  keysMade += 1;
  return `00000000-0000-4000-8000-${keysMade.toString(16).padStart(12, '0')}`;
}

export async function signIn(world: Town, lineUserId: string): Promise<Page> {
  const answer = await request(world.app)
    .post('/api/session')
    .set(PAGE_HEADER, '1')
    .send({ idToken: await world.token(lineUserId) });
  const cookie = answer.get('Set-Cookie')?.[0]?.split(';')[0];
  if (answer.status !== 200 || cookie === undefined) throw new Error(`sign-in failed with ${answer.status}`);
  const memberId: string = answer.body.member;
  return {
    memberId,
    cookie,
    get: (path) => request(world.app).get(`/api${path}`).set('Cookie', cookie),
    post: (path, body = {}, key = freshKey()) =>
      request(world.app).post(`/api${path}`).set('Cookie', cookie).set(PAGE_HEADER, '1').set('Idempotency-Key', key).send(body),
  };
}
