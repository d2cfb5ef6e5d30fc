import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { satang } from '../bot/domain/money.ts';
import { feeHeld, mealsHandedOver, moneyReceived } from '../bot/domain/postings.ts';
import type { Posting } from '../bot/domain/postings.ts';
import { post } from '../db/ledger.ts';
import type { Clocks } from '../db/ledger.ts';
import { migrateOrThrow } from '../db/migrate.ts';
import { inOneCommit } from '../db/one-commit.ts';
import { openDatabase } from '../db/open.ts';
import type { Database } from '../db/schema.ts';
import { handWrittenBooks } from './hand-written-books.ts';
import { compare } from './harness.ts';
import type { Bench, Figure } from './harness.ts';

/** As many callers as share a commit. */
const CALLERS = 32;
const GROUPS_A_SLICE = 20;
const ROUNDS = 61;
const RIDERS = 1000;
const RECEIPTS_A_CAMPAIGN = 3;
const FEE = satang(20_00);
const CLOCKS: Clocks = {
  happenedAt: Date.parse('2026-11-20T05:00:00Z'),
  recordedAt: Date.parse('2026-11-20T05:00:01Z'),
  salt: 'k3x9'.repeat(4),
};

const id = (prefix: string, number: number): string => `${prefix}_${String(number).padStart(20, '0')}`;

/** Evenly spread and the same in every run (a Lehmer generator). */
function spreadOver(count: number): () => number {
  let state = 20_261_122;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state % count;
  };
}

/** A fee is set aside for an order, then paid to its rider: each a posting of one transfer that touches the fund. */
function* fees(campaigns: number): Generator<Posting, never> {
  const campaign = spreadOver(campaigns);
  const rider = spreadOver(RIDERS);
  for (let order = 0; ; order += 1) {
    const delivery = { campaign: id('cam', campaign()), fee: FEE, community: 'com_hatyai_001', rider: id('rid', rider()) };
    yield feeHeld(id('ord', order), delivery);
    yield mealsHandedOver({ order: id('ord', order), shop: '', price: FEE, portions: [], delivery });
  }
}

function* receipts(campaigns: number): Generator<Posting> {
  const amount = satang(100_000_000_00);
  for (let number = 0; number < campaigns * RECEIPTS_A_CAMPAIGN; number += 1)
    yield moneyReceived({ receipt: id('rct', number), campaign: id('cam', number % campaigns), amount });
}

/** The next groups of a stream of postings; made before the clock starts. */
function nextGroups(postings: Generator<Posting, never>): Posting[][] {
  return Array.from({ length: GROUPS_A_SLICE }, () => Array.from({ length: CALLERS }, () => postings.next().value));
}

/** Transfers a second: every posting of these streams has one. */
async function rateOf(groups: Posting[][], work: (group: Posting[]) => unknown): Promise<number> {
  const startedAt = performance.now();
  for (const group of groups) await work(group);
  return (groups.length * CALLERS * 1000) / (performance.now() - startedAt);
}

/** All at once, each as a transaction of its own; the service lets those who come together share a commit. */
async function postGroup(db: Kysely<Database>, group: readonly Posting[]): Promise<void> {
  await Promise.all(
    group.map(async (posting) => {
      const { kind } = await inOneCommit(db, (tx) => post(tx, posting, CLOCKS));
      if (kind !== 'posted') throw new Error(`${posting.key} was ${kind}`);
    }),
  );
}

const TABLES = ['account', 'posting', 'transfer', 'entry', 'slice', 'pocket', 'campaign_total'] as const;

/** Both sides were given the same postings: a yardstick that writes less would be none. */
function assertSameRows(ours: string, theirs: BetterSqlite3.Database): number {
  theirs.prepare('ATTACH ? AS ours').run(ours);
  let rows = 0;
  for (const table of TABLES) {
    for (const [one, other] of [
      ['main', 'ours'],
      ['ours', 'main'],
    ]) {
      const difference = theirs.prepare(`SELECT * FROM ${one}.${table} EXCEPT SELECT * FROM ${other}.${table} LIMIT 1`).get();
      if (difference !== undefined) throw new Error(`${table} differs: ${JSON.stringify(difference)}`);
    }
    rows += Number(theirs.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
  }
  return rows;
}

async function measure(folder: string, { what, campaigns }: { what: string; campaigns: number }): Promise<Figure> {
  const paths = { ours: join(folder, `ours-${campaigns}.sqlite`), theirs: join(folder, `hand-written-${campaigns}.sqlite`) };
  for (const path of [paths.ours, paths.theirs]) {
    const db = openDatabase(path);
    await migrateOrThrow(db);
    await db.destroy();
  }
  const db = openDatabase(paths.ours);
  const books = handWrittenBooks(paths.theirs);
  const given = [...receipts(campaigns)];
  await postGroup(db, given);
  books.post(given, CLOCKS);
  const [forOurs, forTheirs] = [fees(campaigns), fees(campaigns)];
  let rows = 0;
  try {
    return await compare({
      what,
      unit: 'transfers/s',
      ours: { name: 'post', measure: () => rateOf(nextGroups(forOurs), (group) => postGroup(db, group)) },
      yardstick: {
        name: 'hand-written better-sqlite3, the same rows',
        measure: () => rateOf(nextGroups(forTheirs), (group) => books.post(group, CLOCKS)),
      },
      reach: { atLeast: 0.6 },
      rounds: ROUNDS,
      notes: () => {
        rows = assertSameRows(paths.ours, books.raw);
        return [
          `${CALLERS} postings of one transfer at once, each undone alone if it fails, a commit for all; WAL, synchronous=FULL; both files hold the same ${rows.toLocaleString('en')} rows`,
        ];
      },
    });
  } finally {
    books.raw.close();
    await db.destroy();
  }
}

export const ledger: Bench = {
  name: 'ledger',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'pan-im-bench-'));
    try {
      return [
        await measure(folder, { what: `ledger transfers, ${CALLERS} callers, 1,000 campaigns`, campaigns: 1000 }),
        await measure(folder, { what: `ledger transfers, ${CALLERS} callers, one hot fund`, campaigns: 1 }),
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
