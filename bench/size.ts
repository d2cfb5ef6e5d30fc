import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { openBenchDeps } from './bench-deps.ts';
import { fillCity } from './fill-city.ts';
import { alone } from './harness.ts';
import type { Bench, Figure } from './harness.ts';

const TRANSFERS = 100_000;
/** An entry of two columns of integers with its share of the transaction, clustered: less than this no ledger in SQLite takes. */
const MINIMUM_BYTES = 52;
const LEDGER = ['posting', 'transfer', 'entry'];
const BESIDE = ['account', 'slice', 'pocket'];

/** Bytes of the pages of these tables and of all their indexes. */
function bytesOf(raw: BetterSqlite3.Database, tables: readonly string[]): { name: string; bytes: number }[] {
  return raw
    .prepare<[string], { name: string; bytes: number }>(
      `SELECT s.name, sum(s.pgsize) AS bytes FROM dbstat s JOIN sqlite_schema m ON m.name = s.name
       WHERE m.tbl_name IN (SELECT value FROM json_each(?)) GROUP BY s.name ORDER BY bytes DESC`,
    )
    .all(JSON.stringify(tables));
}

function measure(path: string): Figure {
  const raw = new BetterSqlite3(path, { readonly: true });
  const entries = Number(raw.prepare('SELECT count(*) FROM entry').pluck().get());
  const share = (bytes: number): string => (bytes / entries).toFixed(1);
  const total = (parts: readonly { bytes: number }[]): number => parts.reduce((sum, { bytes }) => sum + bytes, 0);
  const told = (parts: readonly { name: string; bytes: number }[]): string =>
    parts.map(({ name, bytes }) => `${name} ${share(bytes)}`).join(', ');
  const ledger = bytesOf(raw, LEDGER);
  const beside = bytesOf(raw, BESIDE);
  raw.close();
  const each = total(ledger) / entries;
  return alone({
    what: `bytes per ledger entry / the minimum of ${MINIMUM_BYTES}`,
    unit: '×',
    values: [each / MINIMUM_BYTES],
    reach: { atMost: 2.5 },
    notes: [
      `${share(total(ledger))} bytes, ${entries.toLocaleString('en')} entries; counted are all pages of ${LEDGER.join(', ')} and of their indexes, the chain of seals with them`,
      told(ledger),
      `beside them ${share(total(beside))} bytes for who holds what and whose money it is: ${told(beside)}`,
    ],
  });
}

export const size: Bench = {
  name: 'size',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'pan-im-bench-'));
    const path = join(folder, 'books.sqlite');
    try {
      const { db } = await openBenchDeps(path);
      await db.destroy();
      fillCity(path, TRANSFERS);
      return [measure(path)];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
