import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { chainOf, headOf, leafOf, lineOf, merkleRoot, NO_CHAIN } from '../bot/domain/sealing.ts';
import type { Database } from './schema.ts';
import { lastLink, linksBetween, sealOf } from './seal.ts';

interface Difference {
  where: string;
  expected: number | string;
  found: number | string;
}

const PAGE_MAX = 2000;

/** What each transfer of money carries of receipts, beside its amount. */
export const slicesOfTransfers = sql<Difference>`SELECT 'transfer ' || t.id AS "where", t.amount AS expected, coalesce(sum(s.amount), 0) AS found
  FROM transfer t JOIN account g ON g.id = t.from_account LEFT JOIN slice s ON s.transfer_id = t.id
  WHERE g.unit = 'THB' GROUP BY t.id, t.amount`;

/** What lies in each pocket, beside all that went in and out of it. */
export const pocketsFromSlices = sql<Difference>`SELECT moved.pocket || ' ' || moved.receipt_id AS "where", sum(moved.amount) AS expected,
    coalesce((SELECT p.amount FROM pocket p WHERE p.pocket = moved.pocket AND p.receipt_id = moved.receipt_id), 0) AS found
  FROM (
    SELECT coalesce(t.to_pocket, k.code) AS pocket, s.receipt_id, s.amount FROM slice s
      JOIN transfer t ON t.id = s.transfer_id JOIN account k ON k.id = t.to_account WHERE k.is_outside = 0
    UNION ALL
    SELECT coalesce(t.from_pocket, g.code), s.receipt_id, -s.amount FROM slice s
      JOIN transfer t ON t.id = s.transfer_id JOIN account g ON g.id = t.from_account WHERE g.is_outside = 0
    UNION ALL
    SELECT p.pocket, p.receipt_id, 0 FROM pocket p
  ) AS moved GROUP BY moved.pocket, moved.receipt_id`;

/** Derives the chain again; what was changed after it was written is named by its number. */
export async function brokenLinks(db: Kysely<Database>): Promise<Difference[]> {
  const { n: last } = await lastLink(db);
  const broken: Difference[] = [];
  let chain = NO_CHAIN;
  for (let first = 1; first <= last; first += PAGE_MAX) {
    for (const link of await linksBetween(db, { first, last: first + PAGE_MAX - 1 })) {
      const expected = chainOf(chain, leafOf(lineOf(link.line)));
      if (expected !== link.chain) broken.push({ where: `transfer ${link.line.n}`, expected, found: link.chain });
      chain = link.chain;
    }
  }
  return broken;
}

/** Holds every seal against its transfers and the seal of the day before. */
export async function brokenSeals(db: Kysely<Database>): Promise<Difference[]> {
  const rows = await db.selectFrom('seal').selectAll().orderBy('day').execute();
  const broken: Difference[] = [];
  let previous = '';
  for (const row of rows) {
    const seal = sealOf(row);
    const links = await linksBetween(db, { first: seal.first, last: seal.last });
    const root = merkleRoot(links.map(({ line }) => leafOf(lineOf(line)))).toString('base64url');
    const expected = headOf({ ...seal, previous, root, transfers: links.length, chain: links.at(-1)?.chain ?? seal.chain });
    if (expected !== row.head) broken.push({ where: `seal of ${row.day}`, expected, found: row.head });
    previous = row.head;
  }
  return broken;
}
