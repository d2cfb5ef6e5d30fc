/** The checks of a simulated city: separate code that reads the tables with its own connection, and the record of the world outside. */
import BetterSqlite3 from 'better-sqlite3';
import { createSealer } from '../../../bot/sealer.ts';
import type { CityRecord, Problem } from '../record.ts';
import { createChanges } from './changes.ts';
import { checkEvents } from './events.ts';
import { checkGiftBoxes } from './gift-boxes.ts';
import { checkHandovers } from './handovers.ts';
import { checkKitchens } from './kitchens.ts';
import { checkEntries } from './ledger-entries.ts';
import { checkPostings } from './ledger-postings.ts';
import { checkSeals } from './ledger-seals.ts';
import { checkSlices } from './ledger-slices.ts';
import { checkCampaigns, checkPapers } from './ledger-totals.ts';
import { checkNotices, checkUnsent } from './notices.ts';
import { checkOrderBooks, checkReissues } from './order-books.ts';
import { checkExpiries, checkOrderStates } from './order-states.ts';
import { checkOwners } from './owners.ts';
import { checkPrivacy } from './privacy.ts';
import { checkPublicTotals } from './public-totals.ts';
import { checkReadings } from './readings.ts';
import { RULES } from './rules.ts';
import type { Rule } from './rules.ts';
import type { CheckOf, Difference, Sight } from './sight.ts';
import { checkTaps } from './taps.ts';
import { checkTrips } from './trips.ts';

/** What can be read again from the tables alone, at any time, from the first row on. */
const OF_TABLES: readonly CheckOf[] = [
  checkEntries,
  checkPostings,
  checkSlices,
  checkSeals,
  checkCampaigns,
  checkPapers,
  checkGiftBoxes,
  checkPublicTotals,
  checkOrderBooks,
  checkReissues,
  checkOrderStates,
  checkExpiries,
  checkKitchens,
  checkTrips,
];
/** What is true of the moment in which it happened. */
const OF_MOMENTS: readonly CheckOf[] = [
  checkHandovers,
  checkEvents,
  checkNotices,
  checkUnsent,
  checkOwners,
  checkPrivacy,
  checkReadings,
  checkTaps,
];

/** One broken row can break all that follow: so many are enough to see what happened. */
const PROBLEMS_MAX = 50;

export interface ChecksOptions {
  databasePath: string;
  piiKey: string;
  record: CityRecord;
  now: () => number;
}

export interface Checks {
  /** Looks at what is new. Cheap: it is called after each of a hundred thousand steps. */
  afterStep: () => Problem[];
  /** Looks at everything once more, when nothing is left to do and LINE answers. */
  atRest: () => Problem[];
  close: () => void;
}

type Expect = Sight['expect'];

function collecting(problems: Problem[]): Expect {
  return (rule: Rule, where: string, { expected, found }: Difference) => {
    if (expected === found || problems.length >= PROBLEMS_MAX) return;
    problems.push({ rule: RULES[rule], where, expected: String(expected), found: String(found) });
  };
}

/** Rows are read with a connection of its own that can write nothing. */
function openToLook(path: string): BetterSqlite3.Database {
  return new BetterSqlite3(path, { readonly: true, fileMustExist: true });
}

const noChance = { bytes: (length: number): Uint8Array => new Uint8Array(length) };

function group(sight: Sight, checksOf: readonly CheckOf[]): { afterStep: () => void; atRest: () => void } {
  const changes = createChanges(sight);
  const checks = checksOf.map((create) => create(sight));
  const look = (): void => {
    const fresh = changes();
    for (const check of checks) check.afterStep(fresh);
  };
  return {
    afterStep: look,
    atRest() {
      look();
      for (const check of checks) check.atRest?.();
    },
  };
}

export function createChecks({ databasePath, piiKey, record, now }: ChecksOptions): Checks {
  const db = openToLook(databasePath);
  const sealer = createSealer(piiKey, noChance);
  let problems: Problem[] = [];
  const expect: Expect = (...found) => collecting(problems)(...found);
  const sight: Sight = { db, record, now, open: (sealed) => sealer.open(sealed), expect };
  const running = group(sight, [...OF_TABLES, ...OF_MOMENTS]);
  const version = db.prepare<[], { data_version: number }>('PRAGMA data_version');
  let seen = '';

  function found(look: () => void): Problem[] {
    problems = [];
    // One snapshot for all rules: what is committed meanwhile is looked at next time.
    db.transaction(look)();
    return problems;
  }

  /** Nothing was committed and nothing reached or left the city: then there is nothing to look at. */
  function isUnchanged(): boolean {
    const { webhooks, sends, apiCalls } = record;
    const answered = webhooks.at(-1)?.answered200At;
    const state = `${version.get()?.data_version} ${webhooks.length} ${answered} ${sends.length} ${apiCalls.length}`;
    if (state === seen) return true;
    seen = state;
    return false;
  }

  return {
    afterStep: () => (isUnchanged() ? [] : found(running.afterStep)),
    atRest() {
      const incremental = found(running.atRest);
      // Once more from the first row on: nothing of what was seen before has been changed since.
      const again = found(() => group(sight, OF_TABLES).atRest());
      const known = new Set(incremental.map((problem) => JSON.stringify(problem)));
      return [...incremental, ...again.filter((problem) => !known.has(JSON.stringify(problem)))].slice(0, PROBLEMS_MAX);
    },
    close: () => void db.close(),
  };
}
