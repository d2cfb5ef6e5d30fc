import type { TransferRow } from './changes.ts';
import type { Check, Sight } from './sight.ts';

interface EntryRow {
  transfer: number;
  amount: number;
  before: number;
  after: number;
}

interface AccountRow {
  id: number;
  code: string;
  unit: string;
  balance: number;
}

/** An account as its own transfers make it, beside what is stored of it. */
interface Followed {
  balance: number;
  lastTransfer: number;
}

const ENTRY = `SELECT transfer_id AS transfer, amount, balance_before AS "before", balance_after AS "after" FROM entry`;

/** Two entries a transfer, a chain of balances for each account, and no account in debt but the world outside. */
export function checkEntries({ db, expect }: Sight): Check {
  const entryOf = db.prepare<[number, number], EntryRow>(`${ENTRY} WHERE account_id = ? AND transfer_id = ?`);
  const entriesAfter = db.prepare<[number, number], EntryRow>(`${ENTRY} WHERE account_id = ? AND transfer_id > ? ORDER BY transfer_id`);
  const account = db.prepare<[number], AccountRow>('SELECT id, code, unit, balance FROM account WHERE id = ?');
  const allAccounts = db.prepare<[], AccountRow>('SELECT id, code, unit, balance FROM account ORDER BY id');
  const counts = db.prepare<[], { entries: number; transfers: number }>(
    'SELECT (SELECT count(*) FROM entry) AS entries, (SELECT count(*) FROM transfer) AS transfers',
  );
  const followed = new Map<number, Followed>();
  let transfersSeen = 0;

  function checkTransfer(transfer: TransferRow): void {
    const where = `transfer ${transfer.id}`;
    expect('amounts', where, { expected: 'above zero', found: transfer.amount > 0 ? 'above zero' : transfer.amount });
    expect('amounts', where, { expected: transfer.unit, found: transfer.toUnit });
    expect('entries', `${where} ${transfer.from}`, {
      expected: -transfer.amount,
      found: entryOf.get(transfer.fromId, transfer.id)?.amount,
    });
    expect('entries', `${where} ${transfer.to}`, { expected: transfer.amount, found: entryOf.get(transfer.toId, transfer.id)?.amount });
  }

  function follow(id: number, transfers: number): void {
    const row = account.get(id);
    if (row === undefined) return expect('balances', `account ${id}`, { expected: 'an account', found: 'none' });
    const known = followed.get(id) ?? { balance: 0, lastTransfer: 0 };
    const entries = entriesAfter.all(id, known.lastTransfer);
    expect('entries', `${row.code} after transfer ${known.lastTransfer}`, { expected: transfers, found: entries.length });
    for (const { transfer, amount, before, after } of entries) {
      const where = `${row.code} transfer ${transfer}`;
      expect('chain', where, { expected: known.balance, found: before });
      known.balance += amount;
      known.lastTransfer = transfer;
      expect('chain', `${where} end`, { expected: known.balance, found: after });
      if (after < 0 && !row.code.startsWith('outside/')) expect('belowZero', where, { expected: 'zero or more', found: after });
    }
    followed.set(id, known);
    expect('balances', row.code, { expected: known.balance, found: row.balance });
  }

  return {
    afterStep({ transfers }) {
      const touched = new Map<number, number>();
      for (const transfer of transfers) {
        checkTransfer(transfer);
        for (const id of [transfer.fromId, transfer.toId]) touched.set(id, (touched.get(id) ?? 0) + 1);
      }
      transfersSeen += transfers.length;
      for (const [id, count] of touched) follow(id, count);
    },
    atRest() {
      const units = new Map<string, number>();
      for (const { id, code, unit, balance } of allAccounts.all()) {
        expect('balances', code, { expected: followed.get(id)?.balance ?? 0, found: balance });
        units.set(unit, (units.get(unit) ?? 0) + balance);
      }
      for (const [unit, sum] of units) expect('units', unit, { expected: 0, found: sum });
      const count = counts.get();
      expect('entries', 'all transfers', { expected: transfersSeen, found: count?.transfers });
      expect('entries', 'all entries', { expected: 2 * transfersSeen, found: count?.entries });
    },
  };
}
