import type BetterSqlite3 from 'better-sqlite3';
import { coupons, satang } from '../bot/domain/money.ts';
import { accounts, couponsGranted, couponsHeld, feeHeld, mealsHandedOver, moneyReceived } from '../bot/domain/postings.ts';
import type { Posting } from '../bot/domain/postings.ts';
import { handWrittenBooks } from './hand-written-books.ts';
import type { HandWrittenBooks } from './hand-written-books.ts';

const DAY_MS = 86_400_000;
const START = Date.parse('2026-01-05T05:00:00Z');
/** How far apart households come, so that a large city fills three years. */
const STEP_MS = 3_600_000;
const CAMPAIGNS = 3;
const SHOPS = 60;
const RIDERS = 40;
const ORDERS_A_HOUSEHOLD = 6;
const RECEIPTS_A_HOUSEHOLD = 2;
const RECEIPTS_A_DONOR = 5;
const FACE = satang(40_00);
const PRICE = satang(35_00);
const FEE = satang(20_00);
const GIFT = satang(320_00);
const MEALS = coupons(2);
const COUPONS = coupons(14);
/** Two receipts, a grant of two transfers, and six for each order. */
const TRANSFERS_A_HOUSEHOLD = RECEIPTS_A_HOUSEHOLD + 2 + ORDERS_A_HOUSEHOLD * 6;

/** As long as the ids of the service, and in the order of time as they are. */
const id = (prefix: string, number: number): string => `${prefix}_${String(number).padStart(20, '0')}`;

function insertInto(raw: BetterSqlite3.Database, table: string) {
  const kept = new Map<string, BetterSqlite3.Statement>();
  return (row: Record<string, string | number | null>): void => {
    const columns = Object.keys(row).join(', ');
    const statement =
      kept.get(columns) ??
      raw.prepare(
        `INSERT INTO ${table} (${columns}) VALUES (${Object.keys(row)
          .map(() => '?')
          .join(', ')})`,
      );
    kept.set(columns, statement);
    statement.run(Object.values(row));
  };
}

function tablesOf({ raw }: HandWrittenBooks) {
  return {
    member: insertInto(raw, 'member'),
    campaign: insertInto(raw, 'campaign'),
    shop: insertInto(raw, 'shop'),
    rider: insertInto(raw, 'rider'),
    pledge: insertInto(raw, 'pledge'),
    money: insertInto(raw, 'money_receipt'),
    household: insertInto(raw, 'household'),
    grant: insertInto(raw, 'coupon_grant'),
    order: insertInto(raw, 'meal_order'),
    receipt: insertInto(raw, 'receipt'),
    screening: insertInto(raw, 'screening'),
    deadline: insertInto(raw, 'deadline'),
    gift: insertInto(raw, 'gift_lot'),
    orderCoupon: insertInto(raw, 'order_coupon'),
  };
}

type Tables = ReturnType<typeof tablesOf>;

interface City {
  books: HandWrittenBooks;
  tables: Tables;
  communities: string[];
  treasurer: string;
}

function addMember({ tables }: City, memberId: string): string {
  tables.member({ id: memberId, line_user_id: memberId, created_at: START });
  return memberId;
}

function addPlaces(city: City): void {
  const { tables } = city;
  for (let number = 0; number < CAMPAIGNS; number += 1)
    tables.campaign({
      id: id('cam', number),
      name: `Meals for the city ${number}`,
      face_value_satang: FACE,
      coupons_per_grant: COUPONS,
      delivery_fee_satang: FEE,
      starts_on: '2026-01-01',
      ends_on: '2029-12-31',
      created_at: START,
    });
  const asked = { latitude: 7, longitude: 100.47, state: 'active', applied_at: START };
  for (let number = 0; number < SHOPS; number += 1) {
    const member_id = addMember(city, id('mem_shop', number));
    const hours = { capacity: 100, opens_minute: 360, closes_minute: 1200 };
    tables.shop({
      id: id('shp', number),
      member_id,
      name: `Kitchen ${number}`,
      kind: 'shop',
      price_satang: PRICE,
      halal: 'none',
      ...hours,
      ...asked,
    });
  }
}

function post({ books }: City, at: number, postings: Posting[]): void {
  for (const posting of postings) books.write(posting, { happenedAt: at, recordedAt: at, salt: 'k3x9'.repeat(4) });
}

/** Two gifts of money, each promised, received and free. */
function addMoney(city: City, household: number, at: number): void {
  const campaign = id('cam', household % CAMPAIGNS);
  for (let gift = 0; gift < RECEIPTS_A_HOUSEHOLD; gift += 1) {
    const number = household * RECEIPTS_A_HOUSEHOLD + gift;
    const donor = id('mem_donor', Math.floor(number / RECEIPTS_A_DONOR));
    if (number % RECEIPTS_A_DONOR === 0) addMember(city, donor);
    const pledge = {
      id: id('plg', number),
      member_id: donor,
      campaign_id: campaign,
      reference: id('PI', number),
      qr_token: id('qr', number),
    };
    city.tables.pledge({ ...pledge, amount_satang: GIFT, state: 'received', made_at: at, changed_at: at });
    const receipt = id('rct', number);
    const money = { id: receipt, campaign_id: campaign, pledge_id: pledge.id, amount_satang: GIFT, bank_reference: id('KB', number) };
    city.tables.money({ ...money, recorded_by: city.treasurer, recorded_at: at });
    city.tables.receipt({ money_receipt_id: receipt, number: id('2569', number), year: 2569, sequence: number, issued_at: at });
    post(city, at, [moneyReceived({ receipt, campaign, amount: GIFT })]);
  }
}

function addOrder(city: City, of: { household: number; order: number; community: string }, at: number): void {
  const { tables } = city;
  const order = id('ord', of.order);
  const campaign = id('cam', of.household % CAMPAIGNS);
  const [household, grant, shop] = [id('hh', of.household), id('grt', of.household), id('shp', of.order % SHOPS)];
  const portion = { household, grant, campaign, coupons: MEALS, faceValue: FACE };
  const delivery = { campaign, fee: FEE, community: of.community, rider: id('rid', of.order % RIDERS) };
  const food = {
    meals: MEALS,
    mode: 'delivery',
    meal_time: 'noon',
    wanted_at: at,
    diets: '',
    pick_up_code: 'AA11',
    hand_over_code: '1234',
  };
  const end = { state: 'handed_over', shop_id: shop, price_satang: PRICE, fee_satang: FEE, cooked_at: at, placed_at: at, changed_at: at };
  tables.order({ id: order, household_id: household, campaign_id: campaign, ...food, ...end });
  tables.orderCoupon({ order_id: order, grant_id: grant, coupons: MEALS });
  tables.deadline({ id: id('due', of.order), kind: 'food_spoils', subject_id: order, due_at: at, state: 'done' });
  post(city, at, [
    couponsHeld(order, [portion]),
    feeHeld(order, delivery),
    mealsHandedOver({ order, shop, price: PRICE, portions: [portion], delivery }),
  ]);
}

/** Food that somebody offered and nobody took. */
function addGift({ tables }: City, number: number, at: number): void {
  const lot = {
    kind: 'dry',
    boxes: 3,
    words: 'rice',
    diets: '',
    halal: 'none',
    ready_at: at,
    use_by: at + DAY_MS,
    latitude: 7,
    longitude: 100.47,
  };
  tables.gift({ id: id('gft', number), member_id: id('mem_home', number), ...lot, state: 'declined', offered_at: at });
}

function addHousehold(city: City, number: number): void {
  const at = START + number * STEP_MS;
  const community = city.communities[number % city.communities.length] ?? '';
  const campaign = id('cam', number % CAMPAIGNS);
  const member = addMember(city, id('mem_home', number));
  addMoney(city, number, at);
  const home = { id: id('hh', number), member_id: member, community_id: community, people: 3, diets: '', is_proxy: 0 };
  city.tables.household({ ...home, details_sealed: 'x'.repeat(200), created_at: at, updated_at: at });
  const asked = { is_again: 0, asked_at: at, decided_at: at, decided_by: city.treasurer };
  city.tables.screening({ id: id('scr', number), household_id: home.id, state: 'approved', ...asked });
  addGift(city, number, at);
  const grant = { household: home.id, grant: id('grt', number), campaign, coupons: COUPONS, faceValue: FACE, community };
  const row = { id: grant.grant, household_id: home.id, campaign_id: campaign, coupons: COUPONS, face_value_satang: FACE };
  city.tables.grant({ ...row, expires_on: '2029-12-31', granted_at: at });
  post(city, at, [couponsGranted(grant)]);
  for (let order = 0; order < ORDERS_A_HOUSEHOLD; order += 1)
    addOrder(city, { household: number, order: number * ORDERS_A_HOUSEHOLD + order, community }, at + (order + 1) * DAY_MS);
}

/** Who and what can be asked for in a filled file. */
export interface Filled {
  households: number;
  donors: number;
  resident(number: number): string;
  donor(number: number): string;
  coupons(household: number): string;
  /** Has an entry in most postings of a third of the city. */
  hotAccount: string;
  /** A moment after everything. */
  now: number;
}

function filled(households: number): Filled {
  return {
    households,
    donors: Math.floor((households * RECEIPTS_A_HOUSEHOLD) / RECEIPTS_A_DONOR),
    resident: (number) => id('mem_home', number),
    donor: (number) => id('mem_donor', number),
    coupons: (household) => accounts.coupons(id('hh', household), id('grt', household)),
    hotAccount: accounts.committed(id('cam', 0)),
    now: START + households * STEP_MS + (ORDERS_A_HOUSEHOLD + 1) * DAY_MS,
  };
}

/** Nothing else has the file open, and a fill that fails is thrown away: no journal, no sync, one look at the references at the end. */
const FAST = ['journal_mode = OFF', 'synchronous = OFF', 'foreign_keys = OFF', 'cache_size = -400000', 'locking_mode = EXCLUSIVE'];

/**
 * Fills a file that was migrated and has its communities with whole lives of households, so that every rule of the
 * books holds: money given, coupons granted, meals ordered, handed over and paid. Written by hand, because it is faster.
 */
export function fillCity(path: string, transfers: number): Filled {
  const households = Math.ceil(transfers / TRANSFERS_A_HOUSEHOLD);
  const books = handWrittenBooks(path);
  const { raw } = books;
  for (const pragma of FAST) raw.pragma(pragma);
  const communities = raw.prepare<[], string>('SELECT id FROM community ORDER BY id').pluck().all();
  const treasurer = raw.prepare<[], string>("SELECT member_id FROM member_role WHERE role = 'treasurer'").pluck().get();
  const city: City = { books, tables: tablesOf(books), communities, treasurer: treasurer ?? '' };
  raw.exec('BEGIN');
  addPlaces(city);
  for (let number = 0; number < households; number += 1) addHousehold(city, number);
  raw.exec('COMMIT');
  raw.close();
  return filled(households);
}
