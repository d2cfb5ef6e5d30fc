/** What happens to the machine: the process dies, the disk fills, the file is held, the clock leaps. */
import BetterSqlite3 from 'better-sqlite3';
import { sql } from 'kysely';
import { createService, StartError } from '../../../bot/service.ts';
import { isOver } from '../city.ts';
import type { City } from '../city.ts';
import { HOUR, MINUTE, SECOND } from '../clock.ts';
import { quietLog } from '../quiet-log.ts';
import { seededChance } from '../seeded-chance.ts';
import { slipReader } from '../slip-reader.ts';
import { plan } from './fault.ts';
import type { Fault } from './fault.ts';

/** About two events' worth of statements: between any two of them the process may die. */
const STATEMENTS_MAX = 120;

export const crash: Fault = {
  what: 'the process is killed between two statements',
  begin: (city) =>
    plan(city, {
      label: 'crash',
      every: HOUR,
      lasts: 0,
      starts: () => city.host.killBeforeStatement(1 + city.random.below(STATEMENTS_MAX)),
    }),
};

const DIES_IN_A_CALL = 0.004;

export const crashInCall: Fault = {
  what: 'the process is killed while it calls LINE, before or after LINE took the call',
  begin: (city) =>
    city.trouble.onAround((call) => {
      if (!isOver(city) && city.random.happens(DIES_IN_A_CALL)) city.host.kill(`${call.method} ${call.path}`);
    }),
};

async function setPages(city: City, pages: (now: number) => number): Promise<void> {
  await city.host.onMachine(async ({ deps: { db } }) => {
    const counted = await sql<{ page_count: number }>`pragma page_count`.execute(db);
    await sql`pragma max_page_count = ${sql.raw(String(pages(counted.rows[0]?.page_count ?? 0)))}`.execute(db);
  });
}

const PAGES_MAX = 1_073_741_823;

export const diskFull: Fault = {
  what: 'the disk is full',
  begin: (city) =>
    plan(city, {
      label: 'disk full',
      every: 4 * HOUR,
      lasts: MINUTE,
      starts: () => setPages(city, (now) => now),
      ends: () => setPages(city, () => PAGES_MAX),
    }),
};

const USUAL_BUSY_MS = 5000;

/** Another process writes and does not come to an end; waiting for it would take real time, so nobody waits. */
export const busy: Fault = {
  what: 'another process holds the file',
  begin(city) {
    const setTimeoutMs = (ms: number): Promise<void> =>
      city.host.onMachine(async ({ deps: { db } }) => void (await sql`pragma busy_timeout = ${sql.raw(String(ms))}`.execute(db)));
    let holder: BetterSqlite3.Database | undefined;
    plan(city, {
      label: 'busy',
      every: 4 * HOUR,
      lasts: 20 * SECOND,
      async starts() {
        await setTimeoutMs(0);
        if (!city.host.isUp) return;
        holder = new BetterSqlite3(city.databasePath, { timeout: 0 });
        holder.exec('begin immediate');
      },
      async ends() {
        holder?.close();
        holder = undefined;
        await setTimeoutMs(USUAL_BUSY_MS);
      },
    });
  },
};

const SKEW_MAX = 2 * SECOND;

export const clockJump: Fault = {
  what: 'the machine sleeps for up to an hour, or its clock is set by a second or two',
  begin: (city) =>
    plan(city, {
      label: 'clock jump',
      every: 6 * HOUR,
      lasts: 10 * MINUTE,
      starts() {
        if (city.random.happens(0.5)) city.clock.forwardTo(city.clock.now() + Math.min(HOUR, city.random.wait(15 * MINUTE)));
        else city.clock.setSkew(Math.round(city.random.between(-SKEW_MAX, SKEW_MAX)));
      },
      ends: () => city.clock.setSkew(0),
    }),
};

/** Somebody starts the service a second time on the same file: it must say no, and leave the first one alone. */
export const secondInstance: Fault = {
  what: 'a second service is started on the same file',
  begin: (city) =>
    plan(city, {
      label: 'second instance',
      every: 8 * HOUR,
      lasts: 0,
      async starts() {
        if (!city.host.isUp) return;
        const clock = city.clock.ofService;
        try {
          const second = await createService(city.host.config, { clock, chance: seededChance(clock, 2), log: quietLog([]), slipReader });
          await second.abandon();
          const where = city.databasePath.slice(city.databasePath.lastIndexOf('/') + 1);
          city.problems.push({ rule: 'one service a file', where, expected: 'the second one refuses to start', found: 'it started' });
        } catch (error) {
          if (!(error instanceof StartError)) throw error;
          city.refusedInstances += 1;
          city.trace.note('second instance refused');
        }
      },
    }),
};
