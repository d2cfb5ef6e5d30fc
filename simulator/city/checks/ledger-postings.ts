import { createHash } from 'node:crypto';
import type { PostingRow, TransferRow } from './changes.ts';
import { accountOf, POSTING_TEMPLATES, REVERSAL } from './chart.ts';
import type { Check, Sight } from './sight.ts';

/** Length of the hash that is kept of what was asked for. */
const REQUEST_HASH_LENGTH = 22;
const BANGKOK_AHEAD = 7 * 3_600_000;
const PUBLIC_KINDS = new Set(['bank', 'mint', 'gifts', 'free', 'committed', 'redeemed', 'wasted', 'expired', 'givenBack']);

export function dayIn(at: number): string {
  return new Date(at + BANGKOK_AHEAD).toISOString().slice(0, 10);
}

/** What the published books show of an account: its own code for the fund and the outside, else what kind it is. */
function shown(code: string): string {
  if (PUBLIC_KINDS.has(accountOf(code).kind)) return code;
  const parts = code.split('/');
  return parts.length > 2 ? `${parts[0]}/${parts[2]}` : (parts[0] ?? '');
}

function digest(...parts: (string | Uint8Array)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** The leaf of a transfer as docs/decisions/0012 and the published script describe it. */
export function leafOf(transfer: TransferRow, posting: PostingRow): Buffer {
  const { id: n, unit, from, to, amount, fromPocket, toPocket } = transfer;
  const { salt, key, happenedAt, recordedAt, reverses, reason, template } = posting;
  const hidden = [salt, key, from, to, happenedAt, recordedAt, reverses, reason, fromPocket, toPocket];
  const commitment = digest(JSON.stringify(hidden)).toString('base64url');
  const line = { n, day: dayIn(recordedAt), template, unit, from: shown(from), to: shown(to), amount, commitment };
  return digest(Uint8Array.of(0), JSON.stringify(line));
}

function nextLink(chain: string, leaf: Uint8Array): string {
  return digest(chain, '\n', leaf).toString('base64url');
}

function checkShape({ expect }: Sight, posting: PostingRow, transfers: readonly TransferRow[]): void {
  const where = `posting ${posting.key}`;
  expect('postings', `${where} moves something`, { expected: 'yes', found: transfers.length > 0 ? 'yes' : 'no' });
  const asked = JSON.stringify([posting.template, transfers.map(({ unit, from, to, amount }) => [unit, from, to, amount])]);
  const hash = digest(asked).toString('base64url').slice(0, REQUEST_HASH_LENGTH);
  expect('hashes', where, { expected: hash, found: posting.requestHash });
  const template = POSTING_TEMPLATES[posting.template];
  const key = posting.template === REVERSAL.name ? REVERSAL.key : template?.key;
  expect('postings', `${where} as ${posting.template}`, { expected: 'fits', found: key?.test(posting.key) === true ? 'fits' : 'does not' });
  const moves: readonly string[] | undefined = template?.moves;
  for (const { id, from, to } of transfers) {
    const move = `${accountOf(from).kind}>${accountOf(to).kind}`;
    if (moves !== undefined && !moves.includes(move)) expect('postings', `transfer ${id}`, { expected: moves.join(' or '), found: move });
  }
}

/** What was booked is what an event of that name books, and nothing was touched afterwards. */
export function checkPostings(sight: Sight): Check {
  const { db, expect } = sight;
  const keys = new Set<string>();
  let chain = '';
  const netOf = db.prepare<[number, number], { code: string; net: number }>(
    `SELECT a.code, sum(CASE WHEN t.from_account = a.id THEN -t.amount ELSE t.amount END) AS net
     FROM transfer t JOIN account a ON a.id IN (t.from_account, t.to_account) WHERE t.posting_id IN (?, ?) GROUP BY a.id`,
  );

  function checkPosting(posting: PostingRow, transfers: readonly TransferRow[]): void {
    checkShape(sight, posting, transfers);
    expect('postings', `key ${posting.key}`, { expected: 'once', found: keys.has(posting.key) ? 'again' : 'once' });
    keys.add(posting.key);
    if (posting.reverses !== null) {
      for (const { code, net } of netOf.all(posting.id, posting.reverses))
        expect('reversals', `${posting.key} ${code}`, { expected: 0, found: net });
    }
    for (const transfer of transfers) {
      chain = nextLink(chain, leafOf(transfer, posting));
      expect('links', `transfer ${transfer.id}`, { expected: chain, found: transfer.chain });
      // One broken link is one problem, not one for each that follows.
      chain = transfer.chain;
    }
  }

  return {
    afterStep({ postings, transfers }) {
      const byPosting = Map.groupBy(transfers, (transfer) => transfer.posting);
      for (const posting of postings) {
        checkPosting(posting, byPosting.get(posting.id) ?? []);
        byPosting.delete(posting.id);
      }
      for (const [posting, left] of byPosting)
        expect('postings', `transfer ${left[0]?.id}`, { expected: 'in its posting', found: `late in ${posting}` });
    },
  };
}
