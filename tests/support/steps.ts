import { sql } from 'kysely';
import { expect } from 'vitest';
import { isRefusal } from '../../bot/domain/refusal.ts';
import type { Command } from '../../bot/domain/command.ts';
import { handle } from '../../bot/usecases/handle.ts';
import type { Row } from '../../db/schema.ts';
import { people } from './people.ts';
import type { TestCity } from './test-city.ts';

/** What people do in the chat, one sentence or tap after another, for tests that are about something later. */
const { coordinator, treasurer } = people;

/** In Hat Yai, a short ride from everything else here. */
export const HOME = { latitude: 7.01, longitude: 100.47 };
export const BANGKOK = { latitude: 13.7563, longitude: 100.5018 };

export async function sayAll(city: TestCity, who: string, words: readonly string[]): Promise<void> {
  for (const text of words) await city.says(who, text);
}

interface CampaignWish {
  name?: string;
  baht?: number;
  coupons?: number;
  fee?: number;
  ends?: string;
}

/** A coordinator opens a campaign of 50 baht a coupon, the treasurer writes its first money down. */
export async function openCampaign(city: TestCity, wish: CampaignWish = {}): Promise<void> {
  const { name = 'ปันอิ่มหาดใหญ่', baht = 5000, coupons = 10, fee = 20, ends = 'อีก 60 วัน' } = wish;
  await sayAll(city, coordinator, ['เปิดแคมเปญ', name, '50', String(coupons), String(fee), 'วันนี้', ends]);
  await city.taps(coordinator, 'ยืนยัน');
  if (baht > 0) await recordMoney(city, { baht, reference: `FIRST ${name.length}${baht}`, campaign: name });
}

export async function recordMoney(city: TestCity, money: { baht: number; reference: string; campaign?: string }): Promise<void> {
  await city.says(treasurer, 'บันทึกเงิน');
  await city.taps(treasurer, money.campaign ?? 'ปันอิ่ม');
  await sayAll(city, treasurer, [String(money.baht), money.reference]);
  await city.taps(treasurer, 'ยืนยัน');
}

interface ShopWish {
  name?: string;
  pin?: { latitude: number; longitude: number };
  capacity?: number;
  hours?: readonly [string, string];
  baht?: number;
  halal?: string;
}

export async function joinShop(city: TestCity, who: string, wish: ShopWish = {}): Promise<void> {
  const {
    name = 'ก๋วยเตี๋ยวป้าแดง',
    pin = { latitude: 7.008, longitude: 100.473 },
    capacity = 30,
    hours = ['08:00', '20:00'],
    baht = 45,
  } = wish;
  await sayAll(city, who, ['อยากเปิดร้านร่วมด้วย', name]);
  await city.taps(who, 'ร้านอาหาร');
  await city.sharesPlace(who, pin);
  await sayAll(city, who, [String(capacity), ...hours, String(baht)]);
  await city.taps(who, wish.halal ?? 'ไม่ใช่ครัวฮาลาล');
  await city.taps(who, 'ยืนยัน');
  await city.taps(coordinator, 'รับเข้าร่วม');
}

interface RiderWish {
  name?: string;
  pay?: 'รับค่าส่ง' | 'อาสาไม่รับค่าส่ง';
  onDuty?: boolean;
}

export async function joinRider(city: TestCity, who: string, wish: RiderWish = {}): Promise<void> {
  await sayAll(city, who, ['อยากส่งข้าว', wish.name ?? 'เอก']);
  await city.taps(who, 'มอเตอร์ไซค์');
  await city.says(who, '10');
  await city.taps(who, 'หาดใหญ่');
  await city.taps(who, wish.pay ?? 'รับค่าส่ง');
  await city.taps(who, 'ยืนยัน');
  await city.taps(coordinator, 'รับเข้าร่วม');
  if (wish.onDuty !== false) await city.says(who, 'เข้าเวร');
}

interface HomeWish {
  name?: string;
  community?: string;
  diet?: string;
  allergy?: string;
  landmark?: string;
  phone?: string;
  /** `YYYY-MM-DD`: food is asked for because of a quarantine until then. */
  quarantine?: string;
}

/** Registers by chat, up to the coordinators' queue. */
export async function applyAsResident(city: TestCity, who: string, wish: HomeWish = {}): Promise<void> {
  await city.follows(who);
  await city.says(who, 'ขอข้าว');
  await city.taps(who, 'ยินยอม');
  await city.taps(who, 'ยินยอม');
  await city.taps(who, wish.quarantine === undefined ? 'ไม่มีรายได้' : 'กักตัวอยู่ที่บ้าน');
  if (wish.quarantine !== undefined) await city.picksDate(who, wish.quarantine);
  await sayAll(city, who, [wish.name ?? 'มะลิ', wish.community ?? 'ป้อม 6', '3']);
  for (const diet of [wish.diet, wish.allergy === undefined ? undefined : 'แพ้อาหาร']) if (diet !== undefined) await city.taps(who, diet);
  await city.taps(who, wish.diet === undefined && wish.allergy === undefined ? 'ทานได้ทุกอย่าง' : 'เลือกครบแล้ว');
  if (wish.allergy !== undefined) await city.says(who, wish.allergy);
  if (wish.landmark === undefined) await city.sharesPlace(who, HOME);
  else await city.says(who, wish.landmark);
  if (wish.phone === undefined) await city.taps(who, 'ข้าม');
  else await city.says(who, wish.phone);
  await city.taps(who, 'ยืนยัน');
}

export async function registerResident(city: TestCity, who: string, wish: HomeWish = {}): Promise<void> {
  await applyAsResident(city, who, wish);
  await city.taps(coordinator, 'อนุมัติ');
}

interface OrderWish {
  meals?: number;
  time?: 'เร็วที่สุด' | 'มื้อเที่ยง' | 'มื้อเย็น';
  mode?: 'ส่งถึงบ้าน' | 'ไปรับเองที่ร้าน';
}

/** Fills the order form up to its last page. */
export async function fillOrder(city: TestCity, who: string, wish: OrderWish = {}): Promise<void> {
  await city.says(who, 'ขอข้าว');
  await city.says(who, String(wish.meals ?? 2));
  await city.taps(who, wish.time ?? 'เร็วที่สุด');
  await city.taps(who, wish.mode ?? 'ส่งถึงบ้าน');
}

export async function placeOrder(city: TestCity, who: string, wish: OrderWish = {}): Promise<Row<'meal_order'>> {
  await fillOrder(city, who, wish);
  await city.taps(who, 'ยืนยัน');
  return newestOrder(city);
}

export async function newestOrder(city: TestCity): Promise<Row<'meal_order'>> {
  return city.service.deps.db.selectFrom('meal_order').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow();
}

export async function newestTrip(city: TestCity): Promise<Row<'trip'>> {
  return city.service.deps.db.selectFrom('trip').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow();
}

/** The shop takes the order, cooks it and says that it is ready. */
export async function cook(city: TestCity, shop: string): Promise<void> {
  for (const tap of ['รับทำ', 'เริ่มทำแล้ว', 'ทำเสร็จแล้ว']) await city.taps(shop, tap);
}

/** The rider takes the trip and picks the food up. */
export async function carry(city: TestCity, rider: string): Promise<void> {
  await city.taps(rider, 'รับงานนี้');
  await city.taps(rider, 'รับอาหารแล้ว');
  await city.says(rider, (await newestOrder(city)).pick_up_code);
}

export async function handOver(city: TestCity, rider: string): Promise<void> {
  await city.taps(rider, 'ส่งถึงมือแล้ว');
  await city.says(rider, (await newestOrder(city)).hand_over_code);
}

/** A small city at work: a campaign with money, a shop, and as many riders and residents as are named. */
export async function settleIn(
  city: TestCity,
  who: { shops?: readonly string[]; riders?: readonly string[]; residents?: readonly string[] },
  wish: CampaignWish = {},
): Promise<void> {
  await openCampaign(city, wish);
  for (const shop of who.shops ?? []) await joinShop(city, shop);
  for (const rider of who.riders ?? []) await joinRider(city, rider);
  for (const resident of who.residents ?? []) await registerResident(city, resident);
}

export async function memberIdOf(city: TestCity, who: string): Promise<string> {
  const { id } = await city.service.deps.db.selectFrom('member').select('id').where('line_user_id', '=', who).executeTakeFirstOrThrow();
  return id;
}

/** A command without its chat, for set-ups; a refusal fails the test. */
export async function does(city: TestCity, command: Command): Promise<void> {
  const outcome = await handle(city.service.deps, command);
  if (isRefusal(outcome)) throw new Error(`${command.kind} was refused: ${outcome.refused}`);
  await city.settle();
}

/** Taps with data of one's own making, as a forged or very old button would. */
export async function forges(city: TestCity, who: string, data: string): Promise<string> {
  city.hears(who);
  await city.platform.tap(who, { type: 'postback', data });
  await city.settle();
  return city.hears(who);
}

/** What comes and goes with talking and signing in; all other tables are the business. */
const TALK = [
  'inbox',
  'outbox',
  'conversation',
  'session',
  'api_request',
  'access_log',
  'code_try',
  'setting',
  'kysely_migration',
  'kysely_migration_lock',
];

/** Every row of every table that is not about talking: two equal dumps mean that nothing has changed. */
export async function dump(city: TestCity): Promise<Record<string, unknown[]>> {
  const { db } = city.service.deps;
  const tables = (await db.introspection.getTables()).map((table) => table.name).filter((name) => !TALK.includes(name));
  const rows: Record<string, unknown[]> = {};
  for (const name of tables)
    rows[name] = (await sql<object>`select * from ${sql.table(name)}`.execute(db)).rows.map((row) => JSON.stringify(row)).toSorted();
  return rows;
}

/** The books add up, LINE had nothing to refuse, and nothing was logged but what the test expects. */
export async function expectSound(city: TestCity, expectedLog: RegExp = /(?!)/u): Promise<void> {
  expect(await city.books()).toEqual([]);
  expect(city.platform.violations()).toEqual([]);
  expect(city.logged.filter((line) => !expectedLog.test(line))).toEqual([]);
}
