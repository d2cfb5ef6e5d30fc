import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * The first shape of the memory. Ids are short sortable text from `deps.newId`, the ledger's are integers;
 * times are whole milliseconds since 1970, days are `YYYY-MM-DD` in Asia/Bangkok. Columns named `*_sealed`
 * hold what points at a person and are encrypted with PII_KEY (docs/decisions/0005-sealed-columns.md).
 */
const TABLES: readonly string[] = [
  `CREATE TABLE community (
     id TEXT PRIMARY KEY, municipality TEXT NOT NULL CHECK (municipality IN ('hatyai', 'songkhla')), zone TEXT NOT NULL,
     name TEXT NOT NULL, subdistrict_code TEXT NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL,
     approximate INTEGER NOT NULL CHECK (approximate IN (0, 1)), source TEXT NOT NULL,
     UNIQUE (municipality, name)) STRICT`,

  `CREATE TABLE member (
     id TEXT PRIMARY KEY, line_user_id TEXT NOT NULL UNIQUE, language TEXT NOT NULL DEFAULT 'th',
     is_friend INTEGER NOT NULL DEFAULT 1 CHECK (is_friend IN (0, 1)), created_at INTEGER NOT NULL,
     menu_role TEXT, menu_language TEXT) STRICT`,
  `CREATE TABLE member_role (
     id TEXT PRIMARY KEY, member_id TEXT NOT NULL REFERENCES member (id),
     role TEXT NOT NULL CHECK (role IN ('coordinator', 'treasurer', 'shop', 'rider')),
     granted_by TEXT, granted_at INTEGER NOT NULL, revoked_at INTEGER) STRICT`,
  `CREATE UNIQUE INDEX member_role_once ON member_role (member_id, role) WHERE revoked_at IS NULL`,
  `CREATE TABLE consent (
     id TEXT PRIMARY KEY, member_id TEXT NOT NULL REFERENCES member (id),
     purpose TEXT NOT NULL CHECK (purpose IN ('contact', 'health')), notice_version TEXT NOT NULL, text_hash TEXT NOT NULL,
     channel TEXT NOT NULL CHECK (channel IN ('chat', 'liff')), given_at INTEGER NOT NULL, withdrawn_at INTEGER) STRICT`,
  `CREATE UNIQUE INDEX consent_once ON consent (member_id, purpose) WHERE withdrawn_at IS NULL`,
  `CREATE TABLE access_log (
     id TEXT PRIMARY KEY, reader_id TEXT NOT NULL REFERENCES member (id), reader_role TEXT NOT NULL,
     household_id TEXT NOT NULL REFERENCES household (id), what TEXT NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL) STRICT`,
  `CREATE INDEX access_log_household ON access_log (household_id, at)`,

  `CREATE TABLE household (
     id TEXT PRIMARY KEY, member_id TEXT NOT NULL UNIQUE REFERENCES member (id), community_id TEXT NOT NULL REFERENCES community (id),
     people INTEGER NOT NULL CHECK (people BETWEEN 1 AND 30), diets TEXT NOT NULL, is_proxy INTEGER NOT NULL CHECK (is_proxy IN (0, 1)),
     details_sealed TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL) STRICT`,
  `CREATE TABLE screening (
     id TEXT PRIMARY KEY, household_id TEXT NOT NULL REFERENCES household (id),
     state TEXT NOT NULL CHECK (state IN ('waiting', 'waiting_funds', 'approved', 'declined', 'withdrawn')),
     is_again INTEGER NOT NULL CHECK (is_again IN (0, 1)), decline_reason TEXT,
     asked_at INTEGER NOT NULL, decided_at INTEGER, decided_by TEXT REFERENCES member (id)) STRICT`,
  `CREATE UNIQUE INDEX screening_one_open ON screening (household_id) WHERE state IN ('waiting', 'waiting_funds')`,
  `CREATE INDEX screening_queue ON screening (state, asked_at)`,

  `CREATE TABLE campaign (
     id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, face_value_satang INTEGER NOT NULL CHECK (face_value_satang > 0),
     coupons_per_grant INTEGER NOT NULL CHECK (coupons_per_grant > 0), delivery_fee_satang INTEGER NOT NULL CHECK (delivery_fee_satang >= 0),
     starts_on TEXT NOT NULL, ends_on TEXT NOT NULL, created_by TEXT REFERENCES member (id), created_at INTEGER NOT NULL,
     CHECK (starts_on <= ends_on)) STRICT`,
  `CREATE TABLE coupon_grant (
     id TEXT PRIMARY KEY, household_id TEXT NOT NULL REFERENCES household (id), campaign_id TEXT NOT NULL REFERENCES campaign (id),
     screening_id TEXT REFERENCES screening (id), coupons INTEGER NOT NULL CHECK (coupons > 0),
     face_value_satang INTEGER NOT NULL CHECK (face_value_satang > 0), expires_on TEXT NOT NULL,
     granted_by TEXT REFERENCES member (id), granted_at INTEGER NOT NULL) STRICT`,
  `CREATE INDEX coupon_grant_household ON coupon_grant (household_id, expires_on)`,

  `CREATE TABLE pledge (
     id TEXT PRIMARY KEY, member_id TEXT NOT NULL REFERENCES member (id), campaign_id TEXT NOT NULL REFERENCES campaign (id),
     reference TEXT NOT NULL UNIQUE, qr_token TEXT NOT NULL UNIQUE, meals INTEGER, amount_satang INTEGER NOT NULL CHECK (amount_satang > 0),
     state TEXT NOT NULL CHECK (state IN ('pledged', 'claimed', 'received', 'failed', 'withdrawn')),
     made_at INTEGER NOT NULL, changed_at INTEGER NOT NULL) STRICT`,
  `CREATE INDEX pledge_member ON pledge (member_id, made_at)`,
  `CREATE INDEX pledge_state ON pledge (state, made_at)`,
  `CREATE TABLE slip (
     id TEXT PRIMARY KEY, pledge_id TEXT REFERENCES pledge (id), member_id TEXT NOT NULL REFERENCES member (id),
     picture_id TEXT NOT NULL REFERENCES picture (id), sent_at INTEGER NOT NULL) STRICT`,
  `CREATE INDEX slip_pledge ON slip (pledge_id)`,
  `CREATE TABLE picture (
     id TEXT PRIMARY KEY, member_id TEXT NOT NULL REFERENCES member (id), purpose TEXT NOT NULL CHECK (purpose IN ('slip', 'door')),
     subject_id TEXT NOT NULL, message_id TEXT UNIQUE, state TEXT NOT NULL CHECK (state IN ('wanted', 'kept', 'gone')),
     content_type TEXT, sha256 TEXT, bytes_sealed BLOB, attempts INTEGER NOT NULL DEFAULT 0, next_attempt_at INTEGER NOT NULL,
     created_at INTEGER NOT NULL) STRICT`,
  `CREATE INDEX picture_wanted ON picture (next_attempt_at) WHERE state = 'wanted'`,
  `CREATE TABLE money_receipt (
     id TEXT PRIMARY KEY, campaign_id TEXT NOT NULL REFERENCES campaign (id), pledge_id TEXT UNIQUE REFERENCES pledge (id),
     amount_satang INTEGER NOT NULL CHECK (amount_satang > 0), bank_reference TEXT NOT NULL UNIQUE,
     recorded_by TEXT NOT NULL REFERENCES member (id), recorded_at INTEGER NOT NULL) STRICT`,

  `CREATE TABLE shop (
     id TEXT PRIMARY KEY, member_id TEXT NOT NULL REFERENCES member (id), name TEXT NOT NULL,
     kind TEXT NOT NULL CHECK (kind IN ('shop', 'kitchen')), latitude REAL NOT NULL, longitude REAL NOT NULL,
     capacity INTEGER NOT NULL CHECK (capacity BETWEEN 0 AND 2000), opens_minute INTEGER NOT NULL, closes_minute INTEGER NOT NULL,
     price_satang INTEGER NOT NULL CHECK (price_satang > 0), halal TEXT NOT NULL CHECK (halal IN ('none', 'muslim_cook', 'certified')),
     halal_until TEXT, state TEXT NOT NULL CHECK (state IN ('applied', 'active', 'declined', 'suspended')),
     applied_at INTEGER NOT NULL, decided_by TEXT REFERENCES member (id), decided_at INTEGER) STRICT`,
  `CREATE UNIQUE INDEX shop_one_per_member ON shop (member_id) WHERE state IN ('applied', 'active', 'suspended')`,
  `CREATE TABLE shop_offer (
     shop_id TEXT NOT NULL REFERENCES shop (id), day TEXT NOT NULL, capacity INTEGER NOT NULL CHECK (capacity >= 0),
     used INTEGER NOT NULL DEFAULT 0 CHECK (used >= 0), is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
     PRIMARY KEY (shop_id, day)) STRICT`,
  `CREATE TABLE rider (
     id TEXT PRIMARY KEY, member_id TEXT NOT NULL REFERENCES member (id), name_sealed TEXT NOT NULL, vehicle TEXT NOT NULL,
     boxes INTEGER NOT NULL CHECK (boxes BETWEEN 1 AND 200), area TEXT NOT NULL CHECK (area IN ('hatyai', 'songkhla')),
     is_paid INTEGER NOT NULL CHECK (is_paid IN (0, 1)), on_duty INTEGER NOT NULL DEFAULT 0 CHECK (on_duty IN (0, 1)),
     state TEXT NOT NULL CHECK (state IN ('applied', 'active', 'declined', 'suspended')),
     applied_at INTEGER NOT NULL, decided_by TEXT REFERENCES member (id), decided_at INTEGER) STRICT`,
  `CREATE UNIQUE INDEX rider_one_per_member ON rider (member_id) WHERE state IN ('applied', 'active', 'suspended')`,
  `CREATE INDEX rider_on_duty ON rider (area) WHERE on_duty = 1`,

  `CREATE TABLE meal_order (
     id TEXT PRIMARY KEY, household_id TEXT NOT NULL REFERENCES household (id), campaign_id TEXT NOT NULL REFERENCES campaign (id),
     meals INTEGER NOT NULL CHECK (meals BETWEEN 1 AND 20), mode TEXT NOT NULL CHECK (mode IN ('delivery', 'pickup', 'counter')),
     meal_time TEXT NOT NULL, wanted_at INTEGER NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('placed', 'accepted', 'cooking', 'ready', 'on_the_way', 'handed_over', 'cancelled', 'refused', 'expired', 'failed')),
     shop_id TEXT REFERENCES shop (id), price_satang INTEGER, fee_satang INTEGER NOT NULL CHECK (fee_satang >= 0),
     diets TEXT NOT NULL, pick_up_code TEXT NOT NULL, hand_over_code TEXT NOT NULL, code_tries INTEGER NOT NULL DEFAULT 0,
     cooked_at INTEGER, received_answer TEXT CHECK (received_answer IN ('received', 'not_received')),
     placed_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 1) STRICT`,
  `CREATE UNIQUE INDEX meal_order_one_active ON meal_order (household_id)
     WHERE state IN ('placed', 'accepted', 'cooking', 'ready', 'on_the_way')`,
  `CREATE UNIQUE INDEX meal_order_pick_up_code ON meal_order (pick_up_code)
     WHERE state IN ('placed', 'accepted', 'cooking', 'ready', 'on_the_way')`,
  `CREATE INDEX meal_order_household ON meal_order (household_id, placed_at)`,
  `CREATE INDEX meal_order_shop ON meal_order (shop_id, state)`,
  `CREATE INDEX meal_order_state ON meal_order (state, placed_at)`,
  `CREATE TABLE order_coupon (
     order_id TEXT NOT NULL REFERENCES meal_order (id), grant_id TEXT NOT NULL REFERENCES coupon_grant (id),
     coupons INTEGER NOT NULL CHECK (coupons > 0), PRIMARY KEY (order_id, grant_id)) STRICT`,
  `CREATE TABLE order_event (
     id TEXT PRIMARY KEY, order_id TEXT NOT NULL REFERENCES meal_order (id), event TEXT NOT NULL, state TEXT NOT NULL,
     by_member TEXT, at INTEGER NOT NULL) STRICT`,
  `CREATE INDEX order_event_order ON order_event (order_id, at)`,
  `CREATE TABLE shop_ask (
     order_id TEXT NOT NULL REFERENCES meal_order (id), shop_id TEXT NOT NULL REFERENCES shop (id), round INTEGER NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('asked', 'accepted', 'declined', 'silent', 'withdrawn', 'gave_up')),
     asked_at INTEGER NOT NULL, answered_at INTEGER, PRIMARY KEY (order_id, shop_id, round)) STRICT`,
  `CREATE UNIQUE INDEX shop_ask_one_open ON shop_ask (order_id) WHERE state IN ('asked', 'accepted')`,
  `CREATE INDEX shop_ask_shop ON shop_ask (shop_id, state)`,

  `CREATE TABLE trip (
     id TEXT PRIMARY KEY, state TEXT NOT NULL CHECK (state IN ('offered', 'to_shop', 'to_home', 'done', 'cancelled', 'with_coordinator')),
     rider_id TEXT REFERENCES rider (id), wave INTEGER NOT NULL, created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
     version INTEGER NOT NULL DEFAULT 1) STRICT`,
  `CREATE UNIQUE INDEX trip_one_per_rider ON trip (rider_id) WHERE state IN ('to_shop', 'to_home')`,
  `CREATE TABLE stop (
     trip_id TEXT NOT NULL REFERENCES trip (id), sequence INTEGER NOT NULL, order_id TEXT NOT NULL REFERENCES meal_order (id),
     PRIMARY KEY (trip_id, sequence)) STRICT`,
  `CREATE INDEX stop_order ON stop (order_id)`,
  `CREATE TABLE rider_offer (
     trip_id TEXT NOT NULL REFERENCES trip (id), rider_id TEXT NOT NULL REFERENCES rider (id),
     state TEXT NOT NULL CHECK (state IN ('offered', 'accepted', 'declined', 'over')), offered_at INTEGER NOT NULL, answered_at INTEGER,
     PRIMARY KEY (trip_id, rider_id)) STRICT`,
  `CREATE INDEX rider_offer_rider ON rider_offer (rider_id, state)`,
  `CREATE TABLE handover (
     order_id TEXT PRIMARY KEY REFERENCES meal_order (id), by_member TEXT REFERENCES member (id),
     proof TEXT NOT NULL CHECK (proof IN ('code', 'photo', 'coupon')), picture_id TEXT REFERENCES picture (id), at INTEGER NOT NULL) STRICT`,
  `CREATE TABLE shown_coupon (
     code TEXT PRIMARY KEY, household_id TEXT NOT NULL REFERENCES household (id), meals INTEGER NOT NULL CHECK (meals > 0),
     expires_at INTEGER NOT NULL, used_at INTEGER, order_id TEXT REFERENCES meal_order (id), shown_at INTEGER NOT NULL) STRICT`,
  `CREATE TABLE code_try (
     member_id TEXT NOT NULL REFERENCES member (id), hour INTEGER NOT NULL, tries INTEGER NOT NULL, PRIMARY KEY (member_id, hour)) STRICT`,

  `CREATE TABLE incident (
     id TEXT PRIMARY KEY, kind TEXT NOT NULL, order_id TEXT REFERENCES meal_order (id), household_id TEXT REFERENCES household (id),
     campaign_id TEXT REFERENCES campaign (id), rider_problem TEXT, words_sealed TEXT, opened_by TEXT REFERENCES member (id),
     state TEXT NOT NULL CHECK (state IN ('open', 'closed')), resolution TEXT, opened_at INTEGER NOT NULL,
     closed_at INTEGER, closed_by TEXT REFERENCES member (id)) STRICT`,
  `CREATE INDEX incident_open ON incident (opened_at) WHERE state = 'open'`,
  `CREATE UNIQUE INDEX incident_once ON incident (kind, order_id) WHERE state = 'open' AND order_id IS NOT NULL`,

  `CREATE TABLE deadline (
     id TEXT PRIMARY KEY, kind TEXT NOT NULL, subject_id TEXT NOT NULL, due_at INTEGER NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'void')), attempts INTEGER NOT NULL DEFAULT 0) STRICT`,
  `CREATE INDEX deadline_due ON deadline (due_at) WHERE state = 'waiting'`,
  `CREATE UNIQUE INDEX deadline_once ON deadline (kind, subject_id) WHERE state = 'waiting'`,

  `CREATE TABLE inbox (
     event_id TEXT PRIMARY KEY, line_user_id TEXT, event_at INTEGER NOT NULL, received_at INTEGER NOT NULL, body_sealed TEXT,
     state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'ignored', 'failed')), why TEXT, attempts INTEGER NOT NULL DEFAULT 0,
     next_attempt_at INTEGER NOT NULL DEFAULT 0, done_at INTEGER) STRICT`,
  `CREATE INDEX inbox_waiting ON inbox (event_at) WHERE state = 'waiting'`,
  `CREATE TABLE conversation (
     member_id TEXT PRIMARY KEY REFERENCES member (id), state_sealed TEXT NOT NULL, updated_at INTEGER NOT NULL) STRICT`,
  `CREATE TABLE outbox (
     sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, member_id TEXT NOT NULL REFERENCES member (id), kind TEXT NOT NULL,
     notice_sealed TEXT, urgency TEXT NOT NULL CHECK (urgency IN ('answer', 'act', 'arrived', 'news')),
     reply_token TEXT, reply_until INTEGER,
     state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'parked', 'dropped')), sent_with TEXT REFERENCES outbox (id),
     sent_via TEXT CHECK (sent_via IN ('reply', 'push')), attempts INTEGER NOT NULL DEFAULT 0, next_attempt_at INTEGER NOT NULL,
     first_attempt_at INTEGER, request_id TEXT, error TEXT, created_at INTEGER NOT NULL, sent_at INTEGER) STRICT`,
  `CREATE INDEX outbox_waiting ON outbox (next_attempt_at, sequence) WHERE state IN ('waiting', 'sending')`,
  `CREATE INDEX outbox_member ON outbox (member_id, state)`,
  `CREATE TABLE session (
     id_hash TEXT PRIMARY KEY, member_id TEXT NOT NULL REFERENCES member (id), created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL) STRICT`,
  `CREATE TABLE api_request (
     member_id TEXT NOT NULL REFERENCES member (id), key TEXT NOT NULL, request_hash TEXT NOT NULL, status INTEGER NOT NULL,
     answer_sealed TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (member_id, key)) STRICT`,
  `CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT`,
];

const LEDGER: readonly string[] = [
  `CREATE TABLE account (
     id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, unit TEXT NOT NULL CHECK (unit IN ('THB', 'MEAL', 'BOX')),
     is_outside INTEGER NOT NULL CHECK (is_outside = (code LIKE 'outside/%')), balance INTEGER NOT NULL DEFAULT 0,
     CHECK (is_outside = 1 OR balance >= 0)) STRICT`,
  `CREATE TABLE posting (
     id INTEGER PRIMARY KEY, template TEXT NOT NULL, key TEXT NOT NULL UNIQUE, request_hash TEXT NOT NULL,
     happened_at INTEGER NOT NULL, recorded_at INTEGER NOT NULL, reverses INTEGER UNIQUE REFERENCES posting (id), reason TEXT,
     CHECK ((reverses IS NULL) OR (reason IS NOT NULL))) STRICT`,
  `CREATE TABLE transfer (
     id INTEGER PRIMARY KEY, posting_id INTEGER NOT NULL REFERENCES posting (id), from_account INTEGER NOT NULL REFERENCES account (id),
     to_account INTEGER NOT NULL REFERENCES account (id), amount INTEGER NOT NULL CHECK (amount > 0), CHECK (from_account <> to_account)) STRICT`,
  `CREATE INDEX transfer_posting ON transfer (posting_id)`,
  `CREATE TABLE entry (
     account_id INTEGER NOT NULL REFERENCES account (id), transfer_id INTEGER NOT NULL REFERENCES transfer (id),
     amount INTEGER NOT NULL CHECK (amount <> 0), balance_before INTEGER NOT NULL, balance_after INTEGER NOT NULL,
     CHECK (balance_after = balance_before + amount), PRIMARY KEY (account_id, transfer_id)) STRICT, WITHOUT ROWID`,
];

/** Rows of the books are never changed or removed; of an account only the balance may move. */
function appendOnly(table: string): string[] {
  return ['UPDATE', 'DELETE'].map(
    (verb) => `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table}
      BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
  );
}

const GUARDS: readonly string[] = [
  ...['posting', 'transfer', 'entry', 'order_event', 'money_receipt', 'access_log', 'handover'].flatMap(appendOnly),
  `CREATE TRIGGER account_keeps_identity BEFORE UPDATE OF id, code, unit, is_outside ON account
     BEGIN SELECT RAISE(ABORT, 'an account keeps its code and unit'); END`,
  `CREATE TRIGGER account_no_delete BEFORE DELETE ON account BEGIN SELECT RAISE(ABORT, 'account is append-only'); END`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...TABLES, ...LEDGER, ...GUARDS]) await sql.raw(statement).execute(db);
}
