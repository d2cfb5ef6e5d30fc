import { createHash } from 'node:crypto';
import type { PostingRow, TransferRow } from './changes.ts';
import { dayIn, leafOf } from './ledger-postings.ts';
import type { Check, Sight } from './sight.ts';

interface SealRow {
  row: number;
  day: string;
  first: number;
  last: number;
  transfers: number;
  root: string;
  chain: string;
  previous: string;
  head: string;
}

const SEALS = `SELECT rowid AS row, day, first_transfer AS first, last_transfer AS last, transfers, root, chain, previous_head AS previous, head
  FROM seal WHERE rowid > ? ORDER BY rowid`;
const DAY_MS = 86_400_000;

function sha256(...parts: (string | Uint8Array)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** The tree of docs/decisions/0012: inner nodes begin with 1, an odd one out moves up as it is. */
function rootOf(leaves: readonly Uint8Array[]): string {
  let level: readonly Uint8Array[] = leaves;
  while (level.length > 1) {
    const below = level;
    level = Array.from({ length: Math.ceil(below.length / 2) }, (_none, index) => {
      const [left = sha256(), right] = below.slice(2 * index, 2 * index + 2);
      return right === undefined ? left : sha256(Uint8Array.of(1), left, right);
    });
  }
  return Buffer.from(level[0] ?? sha256()).toString('base64url');
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

interface Leaf {
  id: number;
  day: string;
  leaf: Buffer;
  chain: string;
}

/** Each day that is over has one seal, over exactly its transfers, bound to the seal of the day before. */
export function checkSeals({ db, expect }: Sight): Check {
  const sealsAfter = db.prepare<[number], SealRow>(SEALS);
  let lastRow = 0;
  let before: SealRow | undefined;
  /** Transfers of days that are not sealed yet. */
  let open: Leaf[] = [];

  function keep(transfers: readonly TransferRow[], postings: readonly PostingRow[]): void {
    const byId = new Map(postings.map((posting) => [posting.id, posting]));
    for (const transfer of transfers) {
      const posting = byId.get(transfer.posting);
      if (posting === undefined) continue;
      open.push({ id: transfer.id, day: dayIn(posting.recordedAt), leaf: leafOf(transfer, posting), chain: transfer.chain });
    }
  }

  function checkSeal(seal: SealRow): void {
    const where = `seal of ${seal.day}`;
    const expectSame = (expected: string | number, found: string | number): void => expect('seals', where, { expected, found });
    const own = open.filter((leaf) => leaf.day <= seal.day);
    open = open.slice(own.length);
    if (before !== undefined) expectSame(dayAfter(before.day), seal.day);
    expectSame(before?.head ?? '', seal.previous);
    expectSame((before?.last ?? 0) + 1, seal.first);
    expectSame(own.at(-1)?.id ?? seal.first - 1, seal.last);
    expectSame(own.length, seal.transfers);
    expectSame(rootOf(own.map((each) => each.leaf)), seal.root);
    expectSame(own.at(-1)?.chain ?? before?.chain ?? '', seal.chain);
    const bound = [seal.previous, seal.day, seal.first, seal.last, seal.transfers, seal.root, seal.chain];
    expectSame(sha256(JSON.stringify(bound)).toString('base64url'), seal.head);
    before = seal;
  }

  return {
    afterStep({ transfers, postings }) {
      keep(transfers, postings);
      for (const seal of sealsAfter.all(lastRow)) {
        checkSeal(seal);
        lastRow = seal.row;
      }
    },
  };
}
