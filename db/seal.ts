import type { Kysely, Transaction } from 'kysely';
import { addDays, bangkokDay } from '../bot/domain/days.ts';
import { chainOf, commitmentOf, headOf, leafOf, lineOf, merklePath, merkleRoot, NO_CHAIN, publicAccount } from '../bot/domain/sealing.ts';
import type { DaySeal, PrivateFacts, ProofStep, PublicTransfer } from '../bot/domain/sealing.ts';
import { compiled } from './compiled.ts';
import type { Database, Row } from './schema.ts';
import { createTurns } from './turns.ts';

type Tx = Transaction<Database>;
type Read = Kysely<Database> | Tx;

const lastTransfer = compiled((db) => db.selectFrom('transfer').select(['id', 'chain']).orderBy('id', 'desc').limit(1));

/** The newest transfer and the chain up to it; the next one hangs itself on it. */
export async function lastLink(db: Read): Promise<{ n: number; chain: string }> {
  const row = await lastTransfer.first(db, {});
  return { n: row?.id ?? 0, chain: row?.chain ?? NO_CHAIN };
}

type Shown = Pick<PublicTransfer, 'n' | 'template' | 'unit' | 'from' | 'to' | 'amount'>;

function publish(shown: Shown, hidden: Omit<PrivateFacts, 'from' | 'to'>): PublicTransfer {
  const { from, to } = shown;
  return {
    ...shown,
    day: bangkokDay(hidden.recordedAt),
    from: publicAccount(from),
    to: publicAccount(to),
    commitment: commitmentOf({ ...hidden, from, to }),
  };
}

/** The chain after one more transfer: any byte of it, shown or hidden, changes every link from there on. */
export function linkOf(chain: string, shown: Shown, hidden: Omit<PrivateFacts, 'from' | 'to'>): string {
  return chainOf(chain, leafOf(lineOf(publish(shown, hidden))));
}

export interface Link {
  line: PublicTransfer;
  /** As it was written with the transfer; the verifier derives it again. */
  chain: string;
}

/** Public lines with their links, oldest first. */
export async function linksBetween(db: Read, range: { first: number; last: number; most?: number }): Promise<Link[]> {
  const query = db
    .selectFrom('transfer')
    .innerJoin('posting', 'posting.id', 'transfer.posting_id')
    .innerJoin('account as giver', 'giver.id', 'transfer.from_account')
    .innerJoin('account as taker', 'taker.id', 'transfer.to_account')
    .select([
      'transfer.id as n',
      'transfer.amount',
      'transfer.chain',
      'from_pocket',
      'to_pocket',
      'giver.unit',
      'giver.code as from',
      'taker.code as to',
    ])
    .select(['posting.template', 'posting.key', 'posting.salt', 'happened_at', 'recorded_at', 'reverses', 'reason'])
    .where('transfer.id', '>=', range.first)
    .where('transfer.id', '<=', range.last)
    .orderBy('transfer.id');
  const rows = await (range.most === undefined ? query : query.limit(range.most)).execute();
  return rows.map(({ n, template, unit, from, to, amount, chain, ...row }) => ({
    line: publish(
      { n, template, unit, from, to, amount },
      {
        salt: row.salt,
        key: row.key,
        happenedAt: row.happened_at,
        recordedAt: row.recorded_at,
        reverses: row.reverses,
        reason: row.reason,
        fromPocket: row.from_pocket,
        toPocket: row.to_pocket,
      },
    ),
    chain,
  }));
}

/**
 * Seals every day that is over and has no seal yet, in order; returns the days. A day without transfers is sealed too.
 * Needs no transaction: transfers of a day that is over do not change, and a seal is one row.
 */
export async function sealDays(db: Read, now: number): Promise<string[]> {
  const today = bangkokDay(now);
  const sealed: string[] = [];
  for (;;) {
    const last = await lastSeal(db);
    const day = last === undefined ? await firstDay(db) : addDays(last.day, 1);
    if (day === undefined || day >= today) return sealed;
    await sealDay(db, { day, last, now });
    sealed.push(day);
  }
}

async function lastSeal(db: Read): Promise<Row<'seal'> | undefined> {
  return db.selectFrom('seal').selectAll().orderBy('day', 'desc').limit(1).executeTakeFirst();
}

async function firstDay(db: Read): Promise<string | undefined> {
  const row = await db
    .selectFrom('transfer')
    .innerJoin('posting', 'posting.id', 'transfer.posting_id')
    .select('recorded_at')
    .orderBy('transfer.id')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : bangkokDay(row.recorded_at);
}

async function sealDay(db: Read, { day, last, now }: { day: string; last: Row<'seal'> | undefined; now: number }): Promise<void> {
  const first = (last?.last_transfer ?? 0) + 1;
  const run = await runOfDay(db, { day, first });
  const seal: DaySeal = {
    day,
    first,
    last: run.newest?.line.n ?? first - 1,
    transfers: run.transfers,
    root: run.root,
    chain: run.newest?.chain ?? last?.chain ?? NO_CHAIN,
    previous: last?.head ?? '',
  };
  await db
    .insertInto('seal')
    .values({
      day,
      first_transfer: seal.first,
      last_transfer: seal.last,
      transfers: seal.transfers,
      root: seal.root,
      chain: seal.chain,
      previous_head: seal.previous,
      head: headOf(seal),
      sealed_at: now,
    })
    .execute();
}

/** Leaves of one part of the tree: a power of two, so that the parts' roots are a level of it; some milliseconds of work. */
const LEAVES_A_PART = 256;

interface Run {
  transfers: number;
  newest: Link | undefined;
  root: string;
}

/** A run of links, however long, part by part; the event loop has its turns in between. */
export async function* linksInParts(db: Read, { first, last }: { first: number; last: number }): AsyncGenerator<Link[]> {
  const turn = createTurns();
  let next = first;
  for (;;) {
    const links = await linksBetween(db, { first: next, last, most: LEAVES_A_PART });
    const newest = links.at(-1);
    if (newest === undefined) return;
    yield links;
    next = newest.line.n + 1;
    await turn();
  }
}

/** Transfers are numbered in the order they were recorded, so a day is a run of them. */
async function runOfDay(db: Read, { day, first }: { day: string; first: number }): Promise<Run> {
  const roots: Buffer[] = [];
  let transfers = 0;
  let newest: Link | undefined;
  for await (const links of linksInParts(db, { first, last: Number.MAX_SAFE_INTEGER })) {
    const end = links.findIndex(({ line }) => line.day > day);
    const part = end === -1 ? links : links.slice(0, end);
    if (part.length > 0) roots.push(merkleRoot(leavesOf(part)));
    transfers += part.length;
    newest = part.at(-1) ?? newest;
    if (end !== -1) break;
  }
  return { transfers, newest, root: merkleRoot(roots).toString('base64url') };
}

function leavesOf(links: readonly Link[]): Buffer[] {
  return links.map(({ line }) => leafOf(lineOf(line)));
}

export function sealOf(row: Row<'seal'>): DaySeal & { head: string } {
  return {
    day: row.day,
    first: row.first_transfer,
    last: row.last_transfer,
    transfers: row.transfers,
    root: row.root,
    chain: row.chain,
    previous: row.previous_head,
    head: row.head,
  };
}

/** What anyone needs to see that one line stands in a sealed day. */
export interface InclusionProof {
  line: PublicTransfer;
  path: ProofStep[];
  seal: DaySeal & { head: string };
}

/** The proof that a receipt of money stands in the sealed books; undefined until its day is sealed. */
export async function proofOfReceipt(db: Read, moneyReceiptId: string): Promise<InclusionProof | undefined> {
  const transfer = await db
    .selectFrom('transfer')
    .innerJoin('posting', 'posting.id', 'transfer.posting_id')
    .select('transfer.id')
    .where('posting.key', '=', `receipt/${moneyReceiptId}`)
    .executeTakeFirst();
  if (transfer === undefined) return undefined;
  const row = await db
    .selectFrom('seal')
    .selectAll()
    .where('first_transfer', '<=', transfer.id)
    .where('last_transfer', '>=', transfer.id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const found = await pathTo(db, row, transfer.id);
  return found === undefined ? undefined : { ...found, seal: sealOf(row) };
}

/** The way through its own part of the tree, then the way from the part's root through the roots of all parts. */
async function pathTo(db: Read, row: Row<'seal'>, n: number): Promise<Pick<InclusionProof, 'line' | 'path'> | undefined> {
  const roots: Buffer[] = [];
  let mine: { part: number; line: PublicTransfer; path: ProofStep[] } | undefined;
  for await (const links of linksInParts(db, { first: row.first_transfer, last: row.last_transfer })) {
    const leaves = leavesOf(links);
    const index = links.findIndex(({ line }) => line.n === n);
    const link = links[index];
    if (link !== undefined) mine = { part: roots.length, line: link.line, path: merklePath(leaves, index) };
    roots.push(merkleRoot(leaves));
  }
  return mine === undefined ? undefined : { line: mine.line, path: [...mine.path, ...merklePath(roots, mine.part)] };
}
