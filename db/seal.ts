import type { Kysely, Transaction } from 'kysely';
import { addDays, bangkokDay } from '../bot/domain/days.ts';
import { chainOf, commitmentOf, headOf, leafOf, lineOf, merklePath, merkleRoot, NO_CHAIN, publicAccount } from '../bot/domain/sealing.ts';
import type { DaySeal, PrivateFacts, ProofStep, PublicTransfer } from '../bot/domain/sealing.ts';
import { compiled } from './compiled.ts';
import type { Database, Row } from './schema.ts';

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
export async function linksBetween(db: Read, range: { first: number; last: number }): Promise<Link[]> {
  const rows = await db
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
    .orderBy('transfer.id')
    .execute();
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

/** Seals every day that is over and has no seal yet, in order; returns the days. A day without transfers is sealed too. */
export async function sealDays(tx: Tx, now: number): Promise<string[]> {
  const today = bangkokDay(now);
  const sealed: string[] = [];
  for (;;) {
    const last = await lastSeal(tx);
    const day = last === undefined ? await firstDay(tx) : addDays(last.day, 1);
    if (day === undefined || day >= today) return sealed;
    await sealDay(tx, { day, last, now });
    sealed.push(day);
  }
}

async function lastSeal(db: Read): Promise<Row<'seal'> | undefined> {
  return db.selectFrom('seal').selectAll().orderBy('day', 'desc').limit(1).executeTakeFirst();
}

async function firstDay(tx: Tx): Promise<string | undefined> {
  const row = await tx
    .selectFrom('transfer')
    .innerJoin('posting', 'posting.id', 'transfer.posting_id')
    .select('recorded_at')
    .orderBy('transfer.id')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : bangkokDay(row.recorded_at);
}

async function sealDay(tx: Tx, { day, last, now }: { day: string; last: Row<'seal'> | undefined; now: number }): Promise<void> {
  const first = (last?.last_transfer ?? 0) + 1;
  const links = await linksOfDay(tx, { day, first });
  const seal: DaySeal = {
    day,
    first,
    last: links.at(-1)?.line.n ?? first - 1,
    transfers: links.length,
    root: merkleRoot(leavesOf(links)).toString('base64url'),
    chain: links.at(-1)?.chain ?? last?.chain ?? NO_CHAIN,
    previous: last?.head ?? '',
  };
  await tx
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

/** Transfers are numbered in the order they were recorded, so a day is a run of them. */
async function linksOfDay(db: Read, { day, first }: { day: string; first: number }): Promise<Link[]> {
  const { n } = await lastLink(db);
  const links = await linksBetween(db, { first, last: n });
  const end = links.findIndex(({ line }) => line.day > day);
  return end === -1 ? links : links.slice(0, end);
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
  const links = await linksBetween(db, { first: row.first_transfer, last: row.last_transfer });
  const index = links.findIndex(({ line }) => line.n === transfer.id);
  const link = links[index];
  return link === undefined ? undefined : { line: link.line, path: merklePath(leavesOf(links), index), seal: sealOf(row) };
}
