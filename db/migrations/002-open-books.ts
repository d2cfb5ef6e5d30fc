import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * Books that anyone can check: where each satang came from (slices of receipts), the daily seal over all transfers,
 * statements of the bank, food given in kind, and the totals that the public page reads.
 */
const STATEMENTS: readonly string[] = [
  // Money that was booked and reversed leaves its receipt behind, and the pledge may receive money again: not UNIQUE any more.
  `CREATE TABLE money_receipt_kept (
     id TEXT PRIMARY KEY, campaign_id TEXT NOT NULL REFERENCES campaign (id), pledge_id TEXT REFERENCES pledge (id),
     amount_satang INTEGER NOT NULL CHECK (amount_satang > 0), bank_reference TEXT NOT NULL UNIQUE,
     recorded_by TEXT NOT NULL REFERENCES member (id), recorded_at INTEGER NOT NULL) STRICT`,
  `INSERT INTO money_receipt_kept SELECT id, campaign_id, pledge_id, amount_satang, bank_reference, recorded_by, recorded_at FROM money_receipt`,
  `DROP TABLE money_receipt`,
  `ALTER TABLE money_receipt_kept RENAME TO money_receipt`,
  `CREATE INDEX money_receipt_pledge ON money_receipt (pledge_id) WHERE pledge_id IS NOT NULL`,
  `ALTER TABLE posting ADD COLUMN salt TEXT NOT NULL DEFAULT ''`,
  // Reports of a month go by the day on which something was written down.
  `CREATE INDEX posting_recorded ON posting (recorded_at)`,
  `ALTER TABLE transfer ADD COLUMN from_pocket TEXT`,
  `ALTER TABLE transfer ADD COLUMN to_pocket TEXT`,
  `CREATE TABLE pocket (
     pocket TEXT NOT NULL, receipt_id TEXT NOT NULL, amount INTEGER NOT NULL CHECK (amount >= 0),
     community_id TEXT REFERENCES community (id), PRIMARY KEY (pocket, receipt_id)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE slice (
     transfer_id INTEGER NOT NULL REFERENCES transfer (id), receipt_id TEXT NOT NULL,
     amount INTEGER NOT NULL CHECK (amount > 0), PRIMARY KEY (transfer_id, receipt_id)) STRICT, WITHOUT ROWID`,
  `CREATE INDEX slice_receipt ON slice (receipt_id, transfer_id)`,
  `CREATE TABLE seal (
     day TEXT PRIMARY KEY, first_transfer INTEGER NOT NULL, last_transfer INTEGER NOT NULL, transfers INTEGER NOT NULL CHECK (transfers >= 0),
     root TEXT NOT NULL, chain TEXT NOT NULL, previous_head TEXT NOT NULL, head TEXT NOT NULL UNIQUE, sealed_at INTEGER NOT NULL) STRICT`,

  `ALTER TABLE money_receipt ADD COLUMN community_id TEXT REFERENCES community (id)`,
  `ALTER TABLE transfer ADD COLUMN chain TEXT NOT NULL DEFAULT ''`,
  `ALTER TABLE campaign ADD COLUMN purpose TEXT NOT NULL DEFAULT ''`,
  `ALTER TABLE campaign ADD COLUMN permit_no TEXT`,
  `ALTER TABLE campaign ADD COLUMN target_satang INTEGER`,
  `ALTER TABLE campaign ADD COLUMN tax_status TEXT NOT NULL DEFAULT 'none' CHECK (tax_status IN ('none', '1x', 'edonation'))`,
  `ALTER TABLE pledge ADD COLUMN community_id TEXT REFERENCES community (id)`,
  `ALTER TABLE pledge ADD COLUMN is_anonymous INTEGER NOT NULL DEFAULT 1 CHECK (is_anonymous IN (0, 1))`,
  `ALTER TABLE pledge ADD COLUMN donor_name_sealed TEXT`,
  `ALTER TABLE pledge ADD COLUMN is_monthly INTEGER NOT NULL DEFAULT 0 CHECK (is_monthly IN (0, 1))`,
  `ALTER TABLE pledge ADD COLUMN follows TEXT REFERENCES pledge (id)`,
  `ALTER TABLE slip ADD COLUMN bank TEXT`,
  `ALTER TABLE slip ADD COLUMN transaction_reference TEXT`,
  `ALTER TABLE slip ADD COLUMN reading TEXT`,
  `ALTER TABLE slip ADD COLUMN verification_sealed TEXT`,
  `CREATE INDEX slip_unread ON slip (sent_at) WHERE reading IS NULL`,
  `CREATE UNIQUE INDEX slip_once ON slip (bank, transaction_reference) WHERE transaction_reference IS NOT NULL`,

  `CREATE TABLE statement_import (
     id TEXT PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, imported_by TEXT NOT NULL REFERENCES member (id), imported_at INTEGER NOT NULL,
     undone_at INTEGER, undone_by TEXT REFERENCES member (id)) STRICT`,
  `CREATE TABLE statement_line (
     id TEXT PRIMARY KEY, import_id TEXT NOT NULL REFERENCES statement_import (id), line INTEGER NOT NULL, day TEXT NOT NULL, minute INTEGER,
     amount_satang INTEGER NOT NULL CHECK (amount_satang > 0), bank_reference TEXT NOT NULL UNIQUE, words_sealed TEXT,
     state TEXT NOT NULL CHECK (state IN ('matched', 'unmatched', 'set_aside', 'undone')), receipt_id TEXT REFERENCES money_receipt (id),
     reason_sealed TEXT, decided_by TEXT REFERENCES member (id), decided_at INTEGER) STRICT`,
  `CREATE INDEX statement_line_import ON statement_line (import_id)`,
  `CREATE INDEX statement_line_receipt ON statement_line (receipt_id) WHERE receipt_id IS NOT NULL`,
  `CREATE INDEX statement_line_state ON statement_line (state, day)`,

  `CREATE TABLE receipt (
     money_receipt_id TEXT NOT NULL REFERENCES money_receipt (id), number TEXT PRIMARY KEY, year INTEGER NOT NULL, sequence INTEGER NOT NULL,
     donor_name_sealed TEXT, issued_at INTEGER NOT NULL, replaces TEXT REFERENCES receipt (number),
     UNIQUE (year, sequence)) STRICT`,
  `CREATE INDEX receipt_money ON receipt (money_receipt_id)`,
  `CREATE TABLE receipt_cancellation (
     number TEXT PRIMARY KEY REFERENCES receipt (number), reason TEXT NOT NULL, asked_by TEXT NOT NULL REFERENCES member (id),
     approved_by TEXT NOT NULL REFERENCES member (id), at INTEGER NOT NULL, CHECK (asked_by <> approved_by)) STRICT`,
  `CREATE TABLE four_eyes (
     id TEXT PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL, asked_by TEXT NOT NULL REFERENCES member (id),
     asked_at INTEGER NOT NULL, state TEXT NOT NULL CHECK (state IN ('asked', 'approved', 'refused')),
     decided_by TEXT REFERENCES member (id), decided_at INTEGER, CHECK (decided_by IS NULL OR decided_by <> asked_by)) STRICT`,
  `CREATE UNIQUE INDEX four_eyes_open ON four_eyes (kind, subject) WHERE state = 'asked'`,

  `CREATE TABLE gift_lot (
     id TEXT PRIMARY KEY, member_id TEXT NOT NULL REFERENCES member (id), kind TEXT NOT NULL CHECK (kind IN ('cooked', 'dry')),
     boxes INTEGER NOT NULL CHECK (boxes > 0), words TEXT NOT NULL, diets TEXT NOT NULL,
     halal TEXT NOT NULL CHECK (halal IN ('none', 'muslim_cook', 'certified')), ready_at INTEGER NOT NULL, use_by INTEGER NOT NULL,
     latitude REAL NOT NULL, longitude REAL NOT NULL, community_id TEXT REFERENCES community (id),
     state TEXT NOT NULL CHECK (state IN ('offered', 'accepted', 'declined', 'closed')), offered_at INTEGER NOT NULL,
     decided_by TEXT REFERENCES member (id), decided_at INTEGER) STRICT`,
  `ALTER TABLE meal_order ADD COLUMN gift_lot_id TEXT REFERENCES gift_lot (id)`,

  `CREATE TABLE served_week (
     campaign_id TEXT NOT NULL, community_id TEXT NOT NULL, week TEXT NOT NULL, meals INTEGER NOT NULL, households INTEGER NOT NULL,
     spent_satang INTEGER NOT NULL, PRIMARY KEY (campaign_id, community_id, week)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE served_household (
     campaign_id TEXT NOT NULL, community_id TEXT NOT NULL, week TEXT NOT NULL, household_id TEXT NOT NULL,
     PRIMARY KEY (campaign_id, community_id, week, household_id)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE campaign_total (
     campaign_id TEXT PRIMARY KEY, received_satang INTEGER NOT NULL, shops_satang INTEGER NOT NULL, riders_satang INTEGER NOT NULL,
     owed_satang INTEGER NOT NULL, carried_satang INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID`,
  `CREATE TABLE push_month (month TEXT PRIMARY KEY, pushes INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
];

function appendOnly(table: string): string[] {
  return ['UPDATE', 'DELETE'].map(
    (verb) => `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table}
      BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
  );
}

export async function up(db: Kysely<unknown>): Promise<void> {
  const guards = ['money_receipt', 'slice', 'seal', 'receipt', 'receipt_cancellation'].flatMap(appendOnly);
  for (const statement of [...STATEMENTS, ...guards]) await sql.raw(statement).execute(db);
}
