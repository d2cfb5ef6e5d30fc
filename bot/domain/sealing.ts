import { createHash, hash } from 'node:crypto';

/**
 * How the books are sealed (docs/decisions/0012-sealed-books.md). The standalone script that anyone can run over a
 * copy, bot/public/verify-books.mjs, says the same in its own words; a test holds the two against each other.
 */

/** One transfer as the public books show it: kinds of accounts, no one's; `commitment` binds what is not shown. */
export interface PublicTransfer {
  n: number;
  day: string;
  template: string;
  unit: string;
  from: string;
  to: string;
  amount: number;
  commitment: string;
}

/** What is behind a public line: never published, bound by its commitment. */
export interface PrivateFacts {
  salt: string;
  key: string;
  from: string;
  to: string;
  happenedAt: number;
  recordedAt: number;
  reverses: number | null;
  reason: string | null;
  fromPocket: string | null;
  toPocket: string | null;
}

export const NO_CHAIN = '';

function sha256(...parts: (string | Uint8Array)[]): Buffer {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest();
}

/** In one step where there is one text: three of these stand behind each transfer. */
function sha256Of(text: string): string {
  return hash('sha256', text, 'base64url');
}

/** Salted, so that nobody finds out by trying whose account it was. */
export function commitmentOf(facts: PrivateFacts): string {
  const { salt, key, from, to, happenedAt, recordedAt, reverses, reason, fromPocket, toPocket } = facts;
  return sha256Of(JSON.stringify([salt, key, from, to, happenedAt, recordedAt, reverses, reason, fromPocket, toPocket]));
}

/** Accounts of people and places become the kind of account; the fund's own and the outside stay as they are. */
export function publicAccount(code: string): string {
  const [kind = '', , ...rest] = code.split('/');
  const isPublic = ['outside', 'fund', 'redeemed', 'wasted', 'expired', 'given-back'].includes(kind);
  if (isPublic) return code;
  const purpose = rest[0];
  return purpose === undefined ? kind : `${kind}/${purpose}`;
}

/** The line exactly as it is published and hashed: keys in this order, no spaces. */
export function lineOf({ n, day, template, unit, from, to, amount, commitment }: PublicTransfer): string {
  return JSON.stringify({ n, day, template, unit, from, to, amount, commitment });
}

/** The leading byte keeps a leaf from ever passing for an inner node (RFC 6962 does the same). */
export function leafOf(line: string): Buffer {
  return hash('sha256', `\u0000${line}`, 'buffer');
}

function nodeOf(left: Uint8Array, right: Uint8Array): Buffer {
  return sha256(Uint8Array.of(1), left, right);
}

export function chainOf(previous: string, leaf: Uint8Array): string {
  return sha256(previous, '\n', leaf).toString('base64url');
}

/** An odd one out moves up unchanged. A day without transfers has the hash of nothing. */
export function merkleRoot(leaves: readonly Uint8Array[]): Buffer {
  if (leaves.length === 0) return sha256();
  let level: Uint8Array[] = [...leaves];
  while (level.length > 1) level = pairUp(level);
  return Buffer.from(level[0] ?? sha256());
}

function pairUp(level: readonly Uint8Array[]): Uint8Array[] {
  const above: Uint8Array[] = [];
  for (let index = 0; index < level.length; index += 2) {
    const left = level[index];
    const right = level[index + 1];
    if (left !== undefined) above.push(right === undefined ? left : nodeOf(left, right));
  }
  return above;
}

export interface ProofStep {
  side: 'left' | 'right';
  hash: string;
}

/** The neighbours on the way from a leaf to the root: with them anyone can climb it again. */
export function merklePath(leaves: readonly Uint8Array[], index: number): ProofStep[] {
  const path: ProofStep[] = [];
  let level: Uint8Array[] = [...leaves];
  let at = index;
  while (level.length > 1) {
    const isRight = at % 2 === 1;
    const neighbour = level[isRight ? at - 1 : at + 1];
    if (neighbour !== undefined) path.push({ side: isRight ? 'left' : 'right', hash: Buffer.from(neighbour).toString('base64url') });
    level = pairUp(level);
    at = Math.floor(at / 2);
  }
  return path;
}

export interface DaySeal {
  day: string;
  first: number;
  last: number;
  transfers: number;
  root: string;
  /** The running chain after the day's last transfer. */
  chain: string;
  previous: string;
}

/** A day's head binds its transfers and all days before it. */
export function headOf({ day, first, last, transfers, root, chain, previous }: DaySeal): string {
  return sha256Of(JSON.stringify([previous, day, first, last, transfers, root, chain]));
}
