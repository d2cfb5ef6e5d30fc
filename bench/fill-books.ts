import BetterSqlite3 from 'better-sqlite3';

export interface Fill {
  transfers: number;
  /** A Monday, in the week of which the books end. */
  week: string;
  weeks: number;
}

const DAY_MS = 86_400_000;
/** 2026-01-05, a Monday, 05:00 in Bangkok. */
const START = Date.parse('2026-01-04T22:00:00Z');
const CAMPAIGNS = ['cam_1', 'cam_2', 'cam_3'];

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);
}

/** Three campaigns whose money is where the totals say. */
function fillCampaigns(raw: BetterSqlite3.Database, { week, weeks }: Fill): void {
  const account = raw.prepare('INSERT INTO account (code, unit, is_outside, balance) VALUES (?, ?, 0, ?)');
  for (const [place, id] of CAMPAIGNS.entries()) {
    const size = place + 1;
    raw
      .prepare(
        `INSERT INTO campaign (id, name, face_value_satang, coupons_per_grant, delivery_fee_satang, starts_on, ends_on, created_at,
           purpose, permit_no, target_satang)
         VALUES (?, ?, 4000, 14, 2000, ?, '2027-12-31', ?, ?, ?, ?)`,
      )
      .run(
        id,
        `Meals for the city ${size}`,
        daysBefore(week, 7 * weeks),
        START,
        'Cooked meals for homes in quarantine and homes without income. What is left at the end goes on to the next campaign.',
        `SK ${size}/2569`,
        size * 10_000_000_00,
      );
    raw
      .prepare('INSERT INTO campaign_total (campaign_id, received_satang, shops_satang, riders_satang, owed_satang) VALUES (?, ?, ?, ?, ?)')
      .run(id, size * 7_000_000_00, size * 4_000_000_00, size * 1_000_000_00, size * 5_000_000_00);
    account.run(`fund/${id}/free`, 'THB', size * 1_250_000_00);
    account.run(`fund/${id}/committed`, 'THB', size * 750_000_00);
    account.run(`redeemed/${id}`, 'MEAL', size * 110_000);
  }
}

/** A row for each campaign, community and week; among them many that are too small to be told. */
function fillWeeks(raw: BetterSqlite3.Database, { week, weeks }: Fill): void {
  const communities = raw.prepare<[], { id: string }>('SELECT id FROM community ORDER BY id').all();
  const add = raw.prepare('INSERT INTO served_week VALUES (?, ?, ?, ?, ?, ?)');
  for (const [c, campaign] of CAMPAIGNS.entries())
    for (let past = 0; past <= weeks; past += 1)
      for (const [place, { id: community }] of communities.entries()) {
        const households = (place * 7 + past * 3 + c * 5) % 29;
        if (households > 0) add.run(campaign, community, daysBefore(week, 7 * past), households * 6, households, households * 6 * 4500);
      }
}

/** Postings of one transfer each, between two accounts. */
export function fillTransfers(
  raw: BetterSqlite3.Database,
  { transfers, from, everyMs }: { transfers: number; from: number; everyMs: number },
): void {
  raw.exec(`INSERT INTO account (code, unit, is_outside) VALUES ('outside/bank', 'THB', 1), ('shop/s1/owed', 'THB', 0)`);
  raw
    .prepare(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       INSERT INTO posting (template, key, request_hash, happened_at, recorded_at)
       SELECT 'money_received', 'filled/' || i, 'filled', ? + i * ?, ? + i * ? FROM n`,
    )
    .run(transfers, from, everyMs, from, everyMs);
  raw.exec(`INSERT INTO transfer (posting_id, from_account, to_account, amount)
    SELECT posting.id, giver.id, taker.id, 100 FROM posting, account AS giver, account AS taker
    WHERE giver.code = 'outside/bank' AND taker.code = 'shop/s1/owed' AND posting.key LIKE 'filled/%'`);
}

/** Makes large books fast, in a file that was migrated and has its communities; the totals are consistent, the entries are left out. */
export function fillBooks(path: string, fill: Fill): void {
  const raw = new BetterSqlite3(path);
  raw.pragma('journal_mode = WAL');
  raw.transaction(() => {
    fillCampaigns(raw, fill);
    fillWeeks(raw, fill);
    // What is kept for the public must not depend on them.
    fillTransfers(raw, { transfers: fill.transfers, from: START, everyMs: 15_000 });
  })();
  raw.close();
}
