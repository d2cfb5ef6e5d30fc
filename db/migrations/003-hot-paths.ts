import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * What is looked at for every event finds its rows without reading the others, however many there are by then; and what
 * is forgotten is found by its age.
 */
const STATEMENTS: readonly string[] = [
  `CREATE INDEX inbox_chat ON inbox (line_user_id, event_at, event_id) WHERE state = 'waiting'`,
  `CREATE INDEX inbox_over ON inbox (done_at) WHERE state IN ('done', 'ignored')`,
  `CREATE INDEX outbox_over ON outbox (created_at) WHERE state IN ('sent', 'dropped')`,
  // Also for the foreign key: a row that goes must not be pointed at.
  `CREATE INDEX outbox_sent_with ON outbox (sent_with) WHERE sent_with IS NOT NULL`,
  // The outbox of one member is what waits for them: what was sent is not looked at again.
  `DROP INDEX outbox_member`,
  `CREATE INDEX outbox_member ON outbox (member_id, sequence) WHERE state IN ('waiting', 'sending')`,
  `CREATE INDEX outbox_news ON outbox (next_attempt_at) WHERE state = 'waiting' AND urgency = 'news'`,
  `CREATE INDEX outbox_parked ON outbox (sequence) WHERE state = 'parked'`,
  `CREATE INDEX deadline_subject ON deadline (subject_id) WHERE state = 'waiting'`,
  `CREATE INDEX deadline_over ON deadline (due_at) WHERE state IN ('done', 'void')`,
  `CREATE INDEX api_request_at ON api_request (at)`,
  `CREATE INDEX session_expires ON session (expires_at)`,
  `CREATE INDEX shown_coupon_expires ON shown_coupon (expires_at) WHERE used_at IS NULL`,
  `CREATE INDEX screening_household ON screening (household_id, asked_at)`,
  `CREATE INDEX trip_rider ON trip (rider_id, changed_at) WHERE rider_id IS NOT NULL`,
  `CREATE INDEX shop_member ON shop (member_id)`,
  `CREATE INDEX rider_member ON rider (member_id)`,
  `CREATE INDEX gift_lot_member ON gift_lot (member_id, offered_at)`,
  `CREATE INDEX gift_lot_open ON gift_lot (use_by) WHERE state = 'accepted'`,
  `CREATE INDEX meal_order_gift ON meal_order (gift_lot_id) WHERE gift_lot_id IS NOT NULL`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
