import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { balanceOf, statementOf } from '../db/ledger.ts';
import { donorPage } from '../db/pages/donor-page.ts';
import { residentPage } from '../db/pages/resident-page.ts';
import type { Reader } from '../db/pages/reader.ts';
import { verifyLedger } from '../db/verify-ledger.ts';
import { openBenchDeps } from './bench-deps.ts';
import { fillCity } from './fill-city.ts';
import type { Filled } from './fill-city.ts';
import { compare, percentile } from './harness.ts';
import type { Bench, Figure } from './harness.ts';

const SMALL = 10_000;
const LARGE = 1_000_000;
const CALLS = 120;
const ROUNDS = 9;
const PAGE = 20;
const REACH = { atMost: 1.3 };

interface Books {
  reader: Reader;
  city: Filled;
  transfers: number;
  close(): Promise<void>;
}

async function filledBooks(path: string, transfers: number): Promise<Books> {
  const before = await openBenchDeps(path);
  await before.db.destroy();
  const city = fillCity(path, transfers);
  const { db, sealer } = await openBenchDeps(path);
  return {
    reader: { db, sealer, clock: { now: () => city.now } },
    city,
    transfers,
    close: () => db.destroy(),
  };
}

interface Question {
  what: string;
  ask(books: Books, nth: number): Promise<unknown>;
}

/** So many take turns, whatever the size: those who are about today are not more because the past is longer. */
const PEOPLE = 100;
/** Far apart, from the oldest pages of the file to the newest. */
const oneOf = (nth: number, count: number): number => Math.floor(((nth % PEOPLE) * count) / PEOPLE);

const QUESTIONS: readonly Question[] = [
  { what: 'balance, hot account', ask: ({ reader, city }) => balanceOf(reader.db, city.hotAccount) },
  {
    what: `balance, ${PEOPLE} accounts in turn`,
    ask: ({ reader, city }, nth) => balanceOf(reader.db, city.coupons(oneOf(nth, city.households))),
  },
  { what: 'statement page, newest, hot account', ask: ({ reader, city }) => statementOf(reader.db, city.hotAccount, { limit: PAGE }) },
  {
    what: `statement page, ${PEOPLE} places of the hot account in turn`,
    ask: ({ reader, city, transfers }, nth) => statementOf(reader.db, city.hotAccount, { limit: PAGE, before: oneOf(nth + 1, transfers) }),
  },
  { what: 'wallet, one resident', ask: ({ reader, city }) => residentPage(reader, city.resident(Math.floor(city.households / 2))) },
  {
    what: `wallet, ${PEOPLE} residents in turn`,
    ask: ({ reader, city }, nth) => residentPage(reader, city.resident(oneOf(nth, city.households))),
  },
  { what: "donor's page and lineage, one donor", ask: ({ reader, city }) => donorPage(reader, city.donor(Math.floor(city.donors / 2))) },
  {
    what: `donor's page and lineage, ${PEOPLE} donors in turn`,
    ask: ({ reader, city }, nth) => donorPage(reader, city.donor(oneOf(nth, city.donors))),
  },
];

/** The middle time of many calls, one after another, µs. */
function timer(books: Books, question: Question): () => Promise<number> {
  let nth = 0;
  return async () => {
    const times: number[] = [];
    for (let call = 0; call < CALLS; call += 1) {
      nth += 1;
      const startedAt = performance.now();
      await question.ask(books, nth);
      times.push((performance.now() - startedAt) * 1000);
    }
    return percentile(times, 0.5);
  };
}

async function figures(small: Books, large: Books): Promise<Figure[]> {
  const found: Figure[] = [];
  for (const question of QUESTIONS) {
    const figure = await compare({
      what: `${question.what}, at ${LARGE.toLocaleString('en')} transfers`,
      unit: 'µs',
      ours: { name: 'large', measure: timer(large, question) },
      yardstick: { name: `the same at ${SMALL.toLocaleString('en')}`, measure: timer(small, question) },
      reach: REACH,
      rounds: ROUNDS,
    });
    found.push(figure);
  }
  return found;
}

export const growth: Bench = {
  name: 'growth',
  async run(say) {
    const folder = await mkdtemp(join(tmpdir(), 'pan-im-bench-'));
    try {
      const small = await filledBooks(join(folder, 'small.sqlite'), SMALL);
      const flaws = await verifyLedger(small.reader.db);
      if (flaws.length > 0) throw new Error(`the filled books are wrong: ${JSON.stringify(flaws[0])}`);
      say(`filling ${LARGE.toLocaleString('en')} transfers`);
      const large = await filledBooks(join(folder, 'large.sqlite'), LARGE);
      const found = await figures(small, large);
      await small.close();
      await large.close();
      return found;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
